/** `<rh-cell-view .key>`: what a view cell shows beneath its code, and the way to the same in the stage. */
import { html, nothing, type TemplateResult } from 'lit';
import type { CellKey } from '../../kernel/diagnostic.ts';
import { act } from '../model/act.ts';
import { cellViews, tabOf } from '../model/custom-views.ts';
import { select } from '../model/page.ts';
import { LightElement } from '../parts/light-element.ts';
import './custom-view.ts';

export class RhCellView extends LightElement {
  static override readonly properties = { key: {} };
  declare key: CellKey;

  readonly #cell = select(
    this,
    ({ open }) => (open === null ? null : (cellViews(open).find(({ cell }) => cell === this.key) ?? null)),
    (a, b) => a?.view === b?.view && a?.ghost === b?.ghost && a?.name === b?.name && a?.wrong === b?.wrong,
  );

  override render(): TemplateResult | typeof nothing {
    const found = this.#cell.value;
    if (found === null) return nothing;
    const { view, ghost, name, wrong } = found;
    if (view === null) return wrong === null ? html`<p class="note">Not drawn yet.</p>` : html``;
    return html`
      <header>
        <h4>${name}</h4>
        ${wrong === null ? nothing : html`<span class="note" role="status">as it was: the newest one cannot be drawn</span>`}
        <span class="grow"></span>
        <button class="to-stage" @click=${() => act(this, { type: 'stage-view', view: tabOf(this.key) })}>In the stage</button>
      </header>
      <rh-custom-view class=${wrong === null ? '' : 'stale'} .cell=${this.key} .view=${view} .ghost=${ghost} .name=${name}></rh-custom-view>
    `;
  }
}

customElements.define('rh-cell-view', RhCellView);

declare global {
  interface HTMLElementTagNameMap {
    'rh-cell-view': RhCellView;
  }
}
