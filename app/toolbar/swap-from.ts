/** `<rh-swap-from>`: from when on edits take effect. */
import { html } from 'lit';
import { act } from '../model/act.ts';
import { swapFroms } from '../model/swap-froms.ts';
import { select } from '../model/page.ts';
import { LightElement } from '../parts/light-element.ts';

export class RhSwapFrom extends LightElement {
  readonly #from = select(this, ({ open }) => open?.swapFrom ?? 'now');

  override render() {
    const chosen = this.#from.value;
    return html`
      <div class="segments" role="group" aria-label="Edits take effect from">
        ${swapFroms.map(
          ([from, meaning], i) => html`<button
            title="${meaning} (${i + 1})"
            aria-pressed=${from === chosen}
            @click=${() => act(this, { type: 'swap-from', from })}
          >
            ${i === 0 ? html`<span class="from">from </span>` : ''}${from}
          </button>`,
        )}
      </div>
      <select
        aria-label="Edits take effect from"
        @change=${(event: Event & { currentTarget: HTMLSelectElement }) => {
          const from = swapFroms.find(([name]) => name === event.currentTarget.value)?.[0];
          if (from !== undefined) act(this, { type: 'swap-from', from });
        }}
      >
        ${swapFroms.map(([from]) => html`<option value=${from} ?selected=${from === chosen}>from ${from}</option>`)}
      </select>
    `;
  }
}

customElements.define('rh-swap-from', RhSwapFrom);
