/** What can be done with a cell or it has come to: a button that runs a scenario, a verdict per property, other seeds in a plot. */
import { html, nothing } from 'lit';
import type { CellKey } from '../../kernel/diagnostic.ts';
import type { CellKind } from '../../kernel/notebook/notebook.ts';
import { act } from '../model/act.ts';
import { isGood, propertiesOf } from '../model/open.ts';
import { sameData, sameMembers, select } from '../model/page.ts';
import { LightElement } from '../parts/light-element.ts';
import { verdictMark, verdictWord } from '../parts/verdict.ts';
import { explains } from '../hint/explains.ts';
import { propertyTold } from '../stage/told.ts';
import { propertiesTold } from './badge-told.ts';
import { checkBadge } from './check-badges.ts';
import './seeds-button.ts';

export class RhCellOutcome extends LightElement {
  static override readonly properties = { key: {}, kind: {} };
  declare key: CellKey;
  declare kind: CellKind;

  readonly #properties = select(this, ({ open }) => (open === null ? [] : propertiesOf(open, this.key)), sameData);
  readonly #scenarios = select(
    this,
    ({ open }) => open?.program?.scenarios.filter((scenario) => scenario.cell === this.key) ?? [],
    sameData,
  );
  readonly #running = select(this, ({ open }) => open?.frame?.scenario ?? null);
  readonly #isOver = select(this, ({ open }) => /^(ended|quiescent)$/.test(open?.frame?.status ?? ''));

  readonly #checks = select(
    this,
    ({ open }) => open?.checks.filter((check) => check.cell === this.key) ?? [],
    sameMembers,
  );

  override render() {
    if (this.kind === 'plot' || this.kind === 'view') return html`<rh-seeds-button .key=${this.key}></rh-seeds-button>`;
    return html`${this.#scenarios.value.map((scenario) => this.#scenario(scenario.name))}${this.#verdicts()}${this.#checks.value
      .filter(({ from }) => from === null)
      .map((check) => checkBadge(this, check))}`;
  }

  #scenario(name: string) {
    const running = this.#running.value === name;
    return html`<button
      class="run-button"
      title=${running ? `Start “${name}” again` : `Run “${name}”`}
      data-running=${running}
      @click=${() => act(this, { type: 'restart', scenario: name })}
    >
      <rh-icon name=${running ? 'restart' : 'play'}></rh-icon>${this.#scenarios.value.length > 1 ? name : !running ? 'Run' : this.#isOver.value ? 'ended' : 'running'}
    </button>`;
  }

  /** One property: its verdict. Several: how many are good, and the bad ones by name. */
  #verdicts() {
    const properties = this.#properties.value;
    const [only] = properties;
    if (only === undefined) return nothing;
    if (properties.length === 1)
      return html`<button class="outcome-mark" aria-label="${only.name}: ${verdictWord(only.verdict)}" ${explains(() => propertyTold(only), 'button')}>${verdictMark(only.verdict)}</button>`;
    const bad = properties.filter((property) => property.verdict === 'violated' || property.verdict === 'error');
    const good = properties.filter(isGood).length;
    return html`${bad.map((property) => html`<button class="outcome-bad" ${explains(() => propertyTold(property), 'button')}>${verdictMark(property.verdict)} ${property.name}</button>`)}<button class="outcome" ${explains(() => propertiesTold(properties, `${good} of ${properties.length} hold`), 'button')}>${good} of ${properties.length} hold</button>`;
  }
}

customElements.define('rh-cell-outcome', RhCellOutcome);
