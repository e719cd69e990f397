/** `<rh-forms>`: the form that is open, or the explanation beside a field, if any. */
import { html, nothing } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import { select } from '../model/page.ts';
import { lastSent } from '../model/sent.ts';
import type { PageStar } from '../model/stars.ts';
import { LightElement } from '../parts/light-element.ts';
import './delay-form.ts';
import './message-form.ts';
import './value-form.ts';
import './why-popover.ts';

const none: readonly PageStar[] = [];

export class RhForms extends LightElement {
  readonly #form = select(this, ({ open }) => open?.form ?? null);
  readonly #frame = select(this, ({ open }) => (open?.form == null ? null : open.frame));
  readonly #shapes = select(this, ({ open }) => open?.shapes ?? null);
  readonly #stars = select(this, ({ open }) => open?.stars.list ?? none);
  readonly #last = select(this, ({ open }) => lastSent(open?.journal ?? null));
  readonly #isPast = select(this, ({ open }) => open?.form != null && open.playback.playhead !== 'live');

  readonly #why = select(this, ({ open }) => open?.why ?? null);

  override render() {
    const form = this.#form.value;
    const why = this.#why.value;
    if (form === null && why?.of.type === 'field' && why.anchor !== null)
      return html`<rh-why-popover .of=${why.of} .anchor=${why.anchor}></rh-why-popover>`;
    switch (form?.type) {
      case undefined:
        return nothing;
      case 'value':
        return keyed(
          `${form.node} ${form.field}`,
          html`<rh-value-form .form=${form} .frame=${this.#frame.value} .shapes=${this.#shapes.value} .isPast=${this.#isPast.value} .stars=${this.#stars.value}></rh-value-form>`,
        );
      case 'message':
        return html`<rh-message-form .form=${form} .frame=${this.#frame.value} .shapes=${this.#shapes.value} .isPast=${this.#isPast.value} .stars=${this.#stars.value} .last=${this.#last.value}></rh-message-form>`;
      case 'delay':
        // Another message's form: what is asked for the former may still be answered, and is heard no more.
        return keyed(form.pending, html`<rh-delay-form .form=${form}></rh-delay-form>`);
    }
  }
}

customElements.define('rh-forms', RhForms);
