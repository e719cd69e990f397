/** One sentence at the foot of the page, with what can be done about it. */
import { html, nothing } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import { act } from '../model/act.ts';
import { page, select } from '../model/page.ts';
import { LightElement } from './light-element.ts';

const lingerMs = 8_000;

export class RhNotice extends LightElement {
  readonly #notice = select(this, (state) => state.notice);
  #timer: ReturnType<typeof setTimeout> | undefined;

  override updated(): void {
    clearTimeout(this.#timer);
    const notice = this.#notice.value;
    // What asks for a decision stays until it is taken.
    if (notice === null || notice.actions.some((action) => action.type === 'reload')) return;
    this.#timer = setTimeout(() => {
      if (page.state.notice === notice) act(this, { type: 'notice', notice: null });
    }, lingerMs);
  }

  override render() {
    const notice = this.#notice.value;
    return html`<div role="status" aria-live="polite">
      ${
        notice === null
          ? nothing
          : keyed(
              // The same words once more are read aloud once more only as another line.
              notice,
              html`<div class="notice">
              <span>${notice.text}</span>
              ${notice.actions.map(
                ({ label, ...wish }) =>
                  html`<button class="text-button" @click=${() => act(this, wish)}>${label}</button>`,
              )}
              <button class="icon-button" aria-label="Dismiss" @click=${() => act(this, { type: 'notice', notice: null })}>
                <rh-icon name="x"></rh-icon>
              </button>
            </div>`,
            )
      }
    </div>`;
  }
}

customElements.define('rh-notice', RhNotice);
