/**
 * A Lit element that renders into the document itself: Monaco is unstyled inside a shadow root, and one sheet of
 * page styles then serves all of the page's own parts.
 */
import { LitElement } from 'lit';

export class LightElement extends LitElement {
  protected override createRenderRoot(): HTMLElement {
    return this;
  }
}
