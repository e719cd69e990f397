/** `<rh-why-popover .of .anchor>`: why a field is what it is, beside it. */
import { css, html, LitElement, type TemplateResult } from 'lit';
import type { Subject } from '../../kernel/explanation.ts';
import { act } from '../model/act.ts';
import type { Anchor } from '../model/state.ts';
import '../parts/icon.ts';
import '../stage/explanation.ts';
import { fieldHeadStyles, formStyles } from './form.css.ts';
import './form-popover.ts';

export class RhWhyPopover extends LitElement {
  static override readonly properties = { of: { attribute: false }, anchor: { attribute: false } };
  declare of: Extract<Subject, { type: 'field' }>;
  declare anchor: Anchor;

  static override readonly styles = [
    formStyles,
    fieldHeadStyles,
    css`
      rh-explanation {
        padding: 0 12px 12px;
        overflow-y: auto;
      }
    `,
  ];

  override firstUpdated(): void {
    // What the popover has not drawn yet cannot have the focus.
    const popover = this.renderRoot.querySelector('rh-form-popover');
    void popover?.updateComplete.then(() => this.renderRoot.querySelector('button')?.focus());
  }

  override render(): TemplateResult {
    const { node, field } = this.of;
    return html`<rh-form-popover .anchor=${this.anchor} .stands=${'clear'} .label=${`Why ${field} of ${node} is what it is`} @rh-cancel=${this.#close} @rh-outside=${this.#close}>
      <header>
        <h2>${node}.${field}</h2>
        <button class="icon" aria-label="Close" title="Close" @click=${this.#close}><rh-icon name="x"></rh-icon></button>
      </header>
      <rh-explanation .of=${this.of}></rh-explanation>
    </rh-form-popover>`;
  }

  readonly #close = (): void => {
    act(this, { type: 'explain', of: null });
  };
}

customElements.define('rh-why-popover', RhWhyPopover);

declare global {
  interface HTMLElementTagNameMap {
    'rh-why-popover': RhWhyPopover;
  }
}
