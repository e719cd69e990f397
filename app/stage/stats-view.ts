/**
 * `<rh-stats-view>`: each stat as a small multiple over the whole run. A point of a curve lists the events behind it, and shows the
 * line that told it.
 */
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { Frame, StatView } from '../../kernel/protocol.ts';
import type { StatWish } from '../../kernel/stat.ts';
import { act } from '../model/act.ts';
import type { OverSeeds } from '../model/over-seeds.ts';
import type { OpenNotebook } from '../model/state.ts';
import './over-seeds.ts';
import './stat-card.ts';
import { type RhStatEvents, sameWish } from './stat-events.ts';
import { matchesStat } from './stat-shape.ts';
import { viewStyles } from './view.css.ts';

export class RhStatsView extends LitElement {
  static override readonly properties = {
    frame: { attribute: false },
    showGhost: { attribute: false },
    overSeeds: { attribute: false },
    told: { attribute: false },
    query: { state: true },
  };
  declare frame: Frame | null;
  /** The stats as they were before an edit are drawn behind, where there was one. */
  declare showGhost: boolean;
  /** Null: the run alone. */
  declare overSeeds: OverSeeds | null;
  /** The point whose events are listed. */
  declare told: OpenNotebook['stat'];
  declare query: string;

  /** The keyboard chose a point: it goes on in the list, once that is there. */
  #wantsList: StatWish | null = null;
  #revealed: StatWish | null = null;

  static override readonly styles = [
    viewStyles,
    css`
      :host {
        display: flex;
        flex-direction: column;
        overflow: hidden;
      }
      .tools {
        display: flex;
        flex-wrap: wrap;
        gap: 10px;
        align-items: center;
        padding: 8px 18px;
        border-bottom: 1px solid var(--stage-rule);
      }
      input {
        flex: 1;
        max-width: 320px;
        font: 400 var(--t-s) / 1.4 var(--font-ui);
        color: inherit;
        background: var(--raised);
        border: 1px solid var(--rule-strong, var(--stage-rule));
        border-radius: 5px;
        padding: 4px 8px;
      }
      input::placeholder {
        color: var(--ink-3);
        opacity: 1;
      }
      .count {
        color: var(--ink-3);
      }
      .grid {
        flex: 1;
        min-height: 0;
        overflow-y: auto;
        scrollbar-width: thin;
        align-content: start;
        grid-auto-rows: max-content;
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(min(200px, 100%), 1fr));
        gap: 10px;
        padding: 14px 18px 24px;
      }
      rh-over-seeds {
        margin-left: auto;
      }
    `,
  ];

  constructor() {
    super();
    this.frame = null;
    this.showGhost = false;
    this.overSeeds = null;
    this.told = { wish: null, read: null };
    this.query = '';
  }

  override render(): TemplateResult {
    const stats = this.frame?.stats ?? [];
    if (stats.length === 0) {
      return html`<p class="empty">No stats yet. A rule counts with <span class="code">ctx.count('service.entity_total')</span>.</p>`;
    }
    const shown = stats.filter((stat) => matchesStat(stat, this.query));
    return html`<div class="tools">
        <input
          type="search"
          aria-label="Search stats by name"
          placeholder="Search by name, label or help"
          .value=${this.query}
          @input=${(event: InputEvent & { readonly target: HTMLInputElement }) => {
            this.query = event.target.value;
          }}
        />
        <span class="count" role="status">${this.query === '' ? stats.length : `${shown.length} of ${stats.length}`} ${stats.length === 1 ? 'stat' : 'stats'}</span>
        <rh-over-seeds .seeds=${this.overSeeds} .now=${this.frame?.now ?? 0}></rh-over-seeds>
      </div>
      <div class="grid" @rh-stat-point=${this.#onPoint}>
        ${shown.length === 0 ? html`<p class="empty">No stat has that in its name, labels or help.</p>` : nothing}
        ${repeat(
          shown,
          (stat) => stat.name,
          (stat) => this.#card(stat),
        )}
      </div>
      ${this.#events(stats)}`;
  }

  #card(stat: StatView): TemplateResult {
    const was = this.showGhost ? this.frame?.ghost?.stats.find(({ name }) => name === stat.name) : undefined;
    const { wish } = this.told;
    return html`<rh-stat-card
      .stat=${stat}
      .was=${was}
      .now=${this.frame?.now ?? 0}
      .band=${this.overSeeds?.bands.find(({ name }) => name === stat.name)}
      .isOldBand=${this.overSeeds?.isOld === true}
      .wish=${wish?.name === stat.name ? wish : null}
    ></rh-stat-card>`;
  }

  #events(stats: readonly StatView[]): TemplateResult | typeof nothing {
    const { wish, read } = this.told;
    const stat = stats.find(({ name }) => name === wish?.name);
    if (wish === null || stat === undefined) return nothing;
    return html`<rh-stat-events
      aria-label="Events behind ${wish.name}"
      role="region"
      .wish=${wish}
      .read=${read}
      .stat=${stat}
      .step=${this.frame?.step ?? 0}
      @keydown=${this.#onListKey}
    ></rh-stat-events>`;
  }

  readonly #onPoint = ({ detail }: CustomEvent<StatWish>): void => {
    this.#wantsList = detail;
    this.#revealed = null;
    act(this, { type: 'stat', wish: detail });
  };

  readonly #onListKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    const { wish } = this.told;
    act(this, { type: 'stat', wish: null });
    const card = [...this.renderRoot.querySelectorAll('rh-stat-card')].find((one) => one.stat.name === wish?.name);
    card?.renderRoot.querySelector<HTMLElement>('.curve')?.focus();
  };

  override updated(): void {
    const { read } = this.told;
    const wanted = this.#wantsList;
    if (wanted === null || read === null || !sameWish(read.wish, wanted)) return;
    this.#wantsList = null;
    const list = this.renderRoot.querySelector<RhStatEvents>('rh-stat-events');
    void list?.updateComplete.then(() => list.focusFirst());
    // The line of the newest of them is shown.
    const place = read.events.at(-1)?.place ?? null;
    if (place === null || this.#revealed === wanted) return;
    this.#revealed = wanted;
    queueMicrotask(() => act(this, { type: 'reveal', ...place, isQuiet: true }));
  }
}

customElements.define('rh-stats-view', RhStatsView);

declare global {
  interface HTMLElementTagNameMap {
    'rh-stats-view': RhStatsView;
  }
}
