/** The application: hears every wish, keeps the address and the effects in step, shows the gallery or a notebook. */
import { html, nothing } from 'lit';
import { startEffects } from './effects.ts';
import './commands/palette.ts';
import './documents/document.ts';
import './gallery/gallery.ts';
import { keysOf } from './keys.ts';
import { actEvent } from './model/act.ts';
import { page, select } from './model/page.ts';
import './notebook/notebook-page.ts';
import { LightElement } from './parts/light-element.ts';
import './parts/help.ts';
import './parts/icon.ts';
import './parts/notice.ts';
import './tour/tour.ts';

export class RhApp extends LightElement {
  readonly #route = select(this, (state) => state.route);
  readonly #overlay = select(this, (state) => state.overlay);
  readonly #stop: (() => void)[] = [];

  override connectedCallback(): void {
    super.connectedCallback();
    this.addEventListener(actEvent, (event) => page.dispatch(event.detail));
    this.#stop.push(startEffects(page), keysOf(window, page));
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    for (const stop of this.#stop.splice(0)) stop();
  }

  #page() {
    switch (this.#route.value.type) {
      case 'gallery':
        return html`<rh-gallery></rh-gallery>`;
      case 'notebook':
        return html`<rh-notebook-page></rh-notebook-page>`;
      case 'document':
        return html`<rh-document></rh-document>`;
    }
  }

  override render() {
    return html`
      ${this.#page()}
      <rh-tour></rh-tour>
      <rh-notice></rh-notice>
      ${this.#overlay.value === 'help' ? html`<rh-help></rh-help>` : nothing}
      ${this.#overlay.value === 'palette' ? html`<rh-palette></rh-palette>` : nothing}
    `;
  }
}

customElements.define('rh-app', RhApp);
