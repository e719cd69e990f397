/** `<rh-tour-offer>`: the tour, offered in a line to whoever has not been asked yet; one click, and it is never offered again. */
import { html, nothing } from 'lit';
import { act } from '../model/act.ts';
import { page, select } from '../model/page.ts';
import { LightElement } from '../parts/light-element.ts';

export class RhTourOffer extends LightElement {
  readonly #isNew = select(this, ({ tour }) => tour.status === 'new');

  override render() {
    if (!this.#isNew.value) return nothing;
    return html`<p class="tour-offer">
      <span>New here?</span>
      <button class="text-button" @click=${() => act(this, { type: 'tour', act: 'start' })}>Take the two-minute tour</button>
      <button class="icon-button small" aria-label="No tour, thank you" title="No, thank you" @click=${() => page.dispatch({ type: 'tour', act: 'decline' })}>
        <rh-icon name="x"></rh-icon>
      </button>
    </p>`;
  }
}

customElements.define('rh-tour-offer', RhTourOffer);
