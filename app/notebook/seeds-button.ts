/** `<rh-seeds-button .key>`: in the head of a cell with plots, shows them over other seeds, or ends that; or tells why there is nothing to show. */
import { html, nothing } from 'lit';
import type { CellKey } from '../../kernel/diagnostic.ts';
import { explains } from '../hint/explains.ts';
import { part, type Told } from '../hint/told.ts';
import { act } from '../model/act.ts';
import { seedCount } from '../model/over-seeds.ts';
import { page, select } from '../model/page.ts';
import { plotsOf } from '../model/plots.ts';
import { LightElement } from '../parts/light-element.ts';
import { whyNoBands } from '../plot/curves.ts';

export class RhSeedsButton extends LightElement {
  static override readonly properties = { key: {} };
  declare key: CellKey;

  /** Null: it shows no plot. Empty: one of its plots can have bands. */
  readonly #why = select(this, ({ open }): string | null => {
    const result = open?.plots[this.key];
    const plots = result === undefined ? [] : plotsOf(this.key, result);
    if (plots.length === 0) return null;
    const whys = plots.map(([, plot]) => whyNoBands(plot));
    return whys.includes('') ? '' : (whys[0] ?? '');
  });
  /** Seeds that are done; null: it is off. */
  readonly #done = select(this, ({ open }) => open?.overSeeds?.done ?? null);

  override render() {
    const [why, done] = [this.#why.value, this.#done.value];
    if (why === null) return nothing;
    if (why !== '')
      return html`<button class="seeds-button" aria-disabled="true" ${explains(() => noBandsTold(this.key, why), 'button')}>over seeds</button>`;
    const isOn = done !== null;
    return html`<button
      class="seeds-button"
      aria-pressed=${isOn}
      title=${isOn ? 'The run alone again' : `The program in force, from its start, with ${seedCount} other seeds: bands behind the lines over time`}
      @click=${() => act(this, { type: 'over-seeds', on: page.state.open?.overSeeds === null })}
    >over seeds${done === null || done === seedCount ? nothing : html`<span class="far"> ${done} of ${seedCount}</span>`}</button>`;
  }
}

const noBandsTold = (cell: CellKey, why: string): Told => ({
  key: `no bands ${cell}`,
  parts: [part('plot', 'No bands of other seeds', { facts: [why] })],
  of: null,
});

customElements.define('rh-seeds-button', RhSeedsButton);
