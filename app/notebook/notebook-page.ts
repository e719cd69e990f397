/** The page of one notebook: bar, prose and cells on the left, the stage on the right, time along the bottom. */
import { html, nothing } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import '../forms/forms.ts';
import '../hint/hint.ts';
import type { MenuWish } from '../menu/open.ts';
import { act } from '../model/act.ts';
import { type CellView, cellViews } from '../model/custom-views.ts';
import { titleOf } from '../model/open.ts';
import { sameData, sameMembers, select } from '../model/page.ts';
import { noProbing } from '../model/probing.ts';
import { routeHash } from '../model/route.ts';
import { noStars } from '../model/stars.ts';
import type { OpenNotebook } from '../model/state.ts';
import { LightElement } from '../parts/light-element.ts';
import '../parts/splitter.ts';
import { noTime, type TimeView } from '../stage/stage.ts';
import '../timeline/timeline.ts';
import '../toolbar/toolbar.ts';
import './notebook-view.ts';
import './search-bar.ts';

export class RhNotebookPage extends LightElement {
  readonly #title = select(this, ({ open }) => (open === null ? '' : titleOf(open.notebook, open.id)));
  /** Each notebook has a stage of its own: its signs and receipts are not the next one's. */
  readonly #id = select(this, ({ route }) => (route.type === 'notebook' ? route.id : null));
  readonly #isOpen = select(this, ({ open }) => open !== null);
  readonly #failure = select(this, ({ failure }) => failure);
  readonly #layout = select(this, ({ layout }) => layout);
  readonly #frame = select(this, ({ open }) => open?.frame ?? null);
  readonly #playback = select(this, ({ open }) => open?.playback ?? null);
  readonly #view = select(this, ({ open }) => open?.stageView ?? 'topology');
  readonly #time = select(this, ({ open }) => open && timeOf(open), sameParts);
  readonly #compared = select(this, ({ open }) => open?.comparing?.with ?? null);
  readonly #pins = select(this, ({ open }) => open?.probing.pins ?? noProbing.pins);
  readonly #isHistoryOpen = select(this, ({ overlay }) => overlay === 'history');
  readonly #choices = select(this, ({ open }) => open?.choices ?? null);
  readonly #checks = select(this, ({ open }) => open?.checks ?? noChecks);
  readonly #histories = select(this, ({ open }) => open?.histories ?? noHistories);
  readonly #stretch = select(this, ({ open }) => open?.spaceTime.read ?? null);
  readonly #partitions = select(this, ({ open }) => open?.partitions.read ?? null);
  readonly #stars = select(this, ({ open }) => open?.stars ?? noStars);
  readonly #custom = select(this, ({ open }) => (open === null ? [] : cellViews(open)), sameViews);
  readonly #sheet = select(this, ({ open }) => open?.sheet ?? noSheet);
  readonly #durable = select(this, ({ open }) => open?.program?.durable ?? noDurable, sameData);
  readonly #shapes = select(this, ({ open }) => open?.shapes ?? null);
  readonly #told = select(this, ({ open }) => open?.stat ?? noTold);
  readonly #types = select(this, ({ open }) => open?.program?.messages ?? noTypes, sameMembers);
  readonly #selected = select(this, ({ open }) => open?.selectedNode ?? null);

  override updated(): void {
    document.title = this.#title.value === '' ? 'Rehearsal' : `${this.#title.value} · Rehearsal`;
  }

  override render() {
    const { split, side } = this.#layout.value;
    return html`
      <header class="bar"><rh-toolbar></rh-toolbar></header>
      ${
        this.#failure.value === null
          ? html`
              <main class="workspace" data-side=${side} style=${`--split: ${split}`}>
                <section
                  class="notebook-side"
                  aria-label="Notebook"
                  @rh-menu=${(event: CustomEvent<MenuWish>) => this.querySelector('rh-stage')?.openMenu(event)}
                >
                  ${this.#isOpen.value ? html`<rh-search-bar></rh-search-bar><rh-notebook></rh-notebook>` : nothing}
                </section>
                <rh-splitter></rh-splitter>
                <section class="stage-side" aria-label="Stage">
                  ${keyed(
                    this.#id.value,
                    html`<rh-stage
                      .frame=${this.#frame.value}
                      .playback=${this.#playback.value}
                      .view=${this.#view.value}
                      .selected=${this.#selected.value}
                      .time=${this.#time.value ?? noTime}
                      .choices=${this.#choices.value}
                      .checks=${this.#checks.value}
                      .histories=${this.#histories.value}
                      .notebook=${this.#id.value ?? ''}
                      .stretch=${this.#stretch.value}
                      .partitions=${this.#partitions.value}
                      .stars=${this.#stars.value}
                      .types=${this.#types.value}
                      .told=${this.#told.value}
                      .durable=${this.#durable.value}
                      .shapes=${this.#shapes.value}
                      .sheet=${this.#sheet.value}
                      .custom=${this.#custom.value}
                    ></rh-stage>`,
                  )}
                </section>
              </main>
              <footer class="timeline-side">
                <rh-timeline
                  .frame=${this.#frame.value}
                  .playback=${this.#playback.value}
                  .compared=${this.#compared.value}
                  .stars=${this.#stars.value}
                  .pins=${this.#pins.value}
                  .isHistoryOpen=${this.#isHistoryOpen.value}
                ></rh-timeline>
              </footer>
              ${this.#narrowTabs()}
              <rh-forms></rh-forms>
              <rh-hint></rh-hint>
            `
          : html`<main class="failure">
              <h1>${this.#failure.value}</h1>
              <a href=${routeHash({ type: 'gallery' })}>All notebooks</a>
            </main>`
      }
    `;
  }

  /** On a narrow screen one side shows at a time. */
  #narrowTabs() {
    const stage = this.#layout.value.side === 'stage';
    return html`<nav class="narrow-tabs" aria-label="Side">
      <button aria-pressed=${!stage} @click=${() => act(this, { type: 'layout', layout: { side: 'both' } })}>Notebook</button>
      <button aria-pressed=${stage} @click=${() => act(this, { type: 'layout', layout: { side: 'stage' } })}>Stage</button>
    </nav>`;
  }
}

const noDurable = {};

const noTypes: readonly string[] = [];

const noChecks: OpenNotebook['checks'] = [];
const noSheet: OpenNotebook['sheet'] = { wish: null, read: null };
const noTold: OpenNotebook['stat'] = { wish: null, read: null };
const noHistories: OpenNotebook['histories'] = {};

const timeOf = ({ comparing, race, showGhost, deletedBranches, overSeeds }: OpenNotebook): TimeView => ({
  comparing,
  race,
  showGhost,
  deletedBranches,
  overSeeds,
});

const sameParts = (a: TimeView | null, b: TimeView | null): boolean =>
  a?.comparing === b?.comparing &&
  a?.race === b?.race &&
  a?.showGhost === b?.showGhost &&
  a?.deletedBranches === b?.deletedBranches &&
  a?.overSeeds === b?.overSeeds;

const sameViews = (a: readonly CellView[], b: readonly CellView[]): boolean =>
  a.length === b.length &&
  a.every(({ cell, name, view, wrong }, i) => {
    const other = b[i];
    return cell === other?.cell && name === other.name && view === other.view && wrong === other.wrong;
  });

customElements.define('rh-notebook-page', RhNotebookPage);
