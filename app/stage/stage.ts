/** `<rh-stage>`: the running system, seen in several ways: topology, space-time, state, log, stats, checks and branches. */
import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import { repeat } from 'lit/directives/repeat.js';
import type { Choice, Frame, Mark, ProgramView } from '../../kernel/protocol.ts';
import type { Partitions } from '../../kernel/partitions.ts';
import type { SpaceTime } from '../../kernel/space-time.ts';
import type { BuiltInView } from '../../kernel/view.ts';
import '../custom/stage-view.ts';
import '../menu/context-menu.ts';
import '../parts/icon.ts';
import { menuEvent, type MenuWish } from '../menu/open.ts';
import { menuOf, type Target } from '../menu/targets.ts';
import { act } from '../model/act.ts';
import { type Check, toneOf, verdictOf } from '../model/checks.ts';
import { type CellView, shownTab, type Tab, tabBeside, tabsOf } from '../model/custom-views.ts';
import type { OpenNotebook, Playback, StageView } from '../model/state.ts';
import { marksOf, noStars, type Stars } from '../model/stars.ts';
import './branches-view.ts';
import { covered, placeCard } from './card-place.ts';
import './check-view.ts';
import './compare-view.ts';
import './ghost-bar.ts';
import './journey.ts';
import './log-view.ts';
import './next-panel.ts';
import './receipt.ts';
import './partitions-view.ts';
import './space-time-view.ts';
import './star-bar.ts';
import { nothingKept } from './state-view.ts';
import { placesFor } from '../storage/places.ts';
import type { Places } from './moved.ts';
import { noSigns, register } from './signs.ts';
import './stats-view.ts';
import './topology.ts';
import type { RhCompare } from './compare-view.ts';
import type { RhSpaceTime } from './space-time-view.ts';
import type { RhTopology } from './topology.ts';

const names: Readonly<Record<BuiltInView, string>> = {
  topology: 'Topology',
  'space-time': 'Space-time',
  state: 'State',
  partitions: 'Partitions',
  log: 'Log',
  stats: 'Stats',
  check: 'Check',
  branches: 'Branches',
  journey: 'Journey',
};

/** Tables and lists are read, not watched: they follow at this pace, in ms. */
const readingPace = 100;
/** A receipt stays for so long, in ms. */
const receiptFor = 9_000;
/** After so many ms nodes stand where a new layout has them. */
const settledFor = 600;

export type TimeView = Pick<OpenNotebook, 'comparing' | 'race' | 'showGhost' | 'deletedBranches' | 'overSeeds'>;
export const noTime: TimeView = {
  comparing: null,
  race: null,
  showGhost: true,
  deletedBranches: [],
  overSeeds: null,
};

export class RhStage extends LitElement {
  static override readonly properties = {
    view: { attribute: false },
    selected: { attribute: false },
    playback: { attribute: false },
    time: { attribute: false },
    choices: { attribute: false },
    checks: { attribute: false },
    histories: { attribute: false },
    stretch: { attribute: false },
    partitions: { attribute: false },
    stars: { attribute: false },
    notebook: { attribute: false },
    told: { attribute: false },
    shapes: { attribute: false },
    durable: { attribute: false },
    sheet: { attribute: false },
    types: { attribute: false },
    custom: { attribute: false },
    receipt: { state: true },
    menu: { state: true },
    pointed: { state: true },
  };
  declare view: StageView;
  declare selected: string | null;
  declare playback: Playback | null;
  /** What the reader does with other runs than the one that is shown. */
  declare time: TimeView;
  /** What can happen next, while one steps by hand; null otherwise. */
  declare choices: readonly Choice[] | null;
  declare checks: readonly Check[];
  /** See `OpenNotebook`. */
  declare histories: OpenNotebook['histories'];
  /** What was read for the space-time diagram. */
  declare stretch: SpaceTime | null;
  /** What was read for the matrix of partitions. */
  declare partitions: Partitions | null;
  /** What the reader follows. */
  declare stars: Stars;
  /** Its name: what the reader puts somewhere stays there, notebook by notebook. */
  declare notebook: string;
  /** The events behind a point of a stat's curve. */
  declare told: OpenNotebook['stat'];
  /** The collection that is open in the tables of states. */
  declare sheet: OpenNotebook['sheet'];
  /** What may stand in states, as the types declare it; null before they are known. */
  declare shapes: OpenNotebook['shapes'];
  /** By kind: the fields that a crash leaves. */
  declare durable: ProgramView['durable'];
  /** Message types, as the notebook declares them. */
  declare types: readonly string[];
  /** The views of view cells. */
  declare custom: readonly CellView[];
  declare receipt: Mark | null;
  /** The menu that is open, and what had the focus before. */
  declare menu: (MenuWish & { readonly origin: Element | null }) | null;
  /** What a list beside the picture points at. */
  declare pointed: Target | null;

  #frame: Frame | null = null;
  /** Kept here: a message type looks the same when the topology is shown again. */
  readonly #signs = noSigns();
  /** A cell that was being edited when another view was shown. */
  readonly #kept = nothingKept();
  #places: Places = placesFor('');
  #renderedAt = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #receiptTimer: ReturnType<typeof setTimeout> | undefined;
  #receiptCheck: ReturnType<typeof setTimeout> | undefined;
  /** The newest swap known, so that only a newer one brings up a receipt. */
  #lastSwap: string | null = null;

  static override readonly styles = css`
    :host {
      display: grid;
      grid-template: 40px auto minmax(0, 1fr) / minmax(0, 1fr);
      position: relative;
      width: 100%;
      height: 100%;
      min-width: 0;
      background: var(--stage);
      color: var(--stage-ink);
      contain: content;
      container-type: inline-size;
    }
    .top {
      display: flex;
      min-width: 0;
      border-bottom: 1px solid var(--stage-rule);
    }
    [role='tablist'] {
      flex: 1;
      display: flex;
      gap: 2px;
      padding: 0 10px;
      overflow-x: auto;
      scrollbar-width: none;
    }
    .hand {
      all: unset;
      align-self: center;
      display: flex;
      align-items: center;
      gap: 6px;
      margin-right: 8px;
      padding: 4px 9px;
      border-radius: 6px;
      cursor: pointer;
      color: var(--ink-2);
      font: 500 var(--t-m) / 1.3 var(--font-ui);
      white-space: nowrap;
    }
    .hand:hover {
      background: var(--sunken);
    }
    .hand[aria-pressed='true'] {
      background: var(--accent-soft);
      color: var(--accent);
    }
    .hand:focus-visible {
      outline: 2px solid var(--accent);
      outline-offset: -2px;
    }
    .bars {
      grid-row: 2;
      min-width: 0;
    }
    .main {
      grid-row: 3;
      display: grid;
      grid-template: minmax(0, 1fr) / minmax(0, 1fr);
      min-height: 0;
    }
    .main.by-hand {
      grid-template-columns: minmax(0, 1fr) clamp(220px, 34%, 320px);
    }
    @container (width < 560px) {
      .hand span {
        display: none;
      }
      .main.by-hand {
        grid-template: minmax(0, 1fr) minmax(0, 46%) / minmax(0, 1fr);
      }
      .main.by-hand rh-next-panel {
        border-left: 0;
        border-top: 1px solid var(--stage-rule);
      }
    }
    [role='tab'] {
      all: unset;
      position: relative;
      padding: 0 9px;
      display: flex;
      align-items: center;
      gap: 6px;
      cursor: pointer;
      color: var(--ink-3);
      font: 500 var(--t-m) / 1 var(--font-ui);
      white-space: nowrap;
    }
    [role='tab']:hover {
      color: var(--stage-ink);
    }
    [role='tab'][aria-selected='true'] {
      color: var(--stage-ink);
      box-shadow: inset 0 -2px var(--accent);
    }
    [role='tab']:focus-visible {
      outline: 2px solid var(--accent);
      outline-offset: -4px;
      border-radius: 7px;
    }
    .bad {
      min-width: 16px;
      padding: 2px 4px;
      box-sizing: border-box;
      border-radius: 99px;
      background: var(--bad);
      color: var(--paper);
      font: 650 10px / 1.2 var(--font-ui);
      text-align: center;
    }
    .many {
      color: var(--ink-3);
      font: 550 var(--t-xs) / 1.2 var(--font-ui);
      font-variant-numeric: tabular-nums;
    }
    [role='tabpanel'] {
      position: relative;
      min-height: 0;
      overflow: hidden;
    }
    [role='tabpanel']:focus-visible {
      outline: 2px solid var(--accent);
      outline-offset: -2px;
    }
  `;

  constructor() {
    super();
    this.view = 'topology';
    this.selected = null;
    this.playback = null;
    this.time = noTime;
    this.choices = null;
    this.checks = [];
    this.histories = {};
    this.stretch = null;
    this.partitions = null;
    this.stars = noStars;
    this.notebook = '';
    this.told = { wish: null, read: null };
    this.shapes = null;
    this.durable = {};
    this.sheet = { wish: null, read: null };
    this.types = [];
    this.custom = [];
    this.receipt = null;
    this.menu = null;
    this.pointed = null;
    this.addEventListener(menuEvent, this.#onMenu);
  }

  /** The topology gets each frame at once; the rest of the stage is rendered at a reader's pace. */
  set frame(frame: Frame | null) {
    this.#frame = frame;
    const picture = this.renderRoot?.querySelector<RhTopology | RhCompare | RhSpaceTime>(
      'rh-topology, rh-compare, rh-space-time',
    );
    if (picture !== null && picture !== undefined) {
      picture.playback = this.playback;
      picture.frame = frame;
    }
    this.#watchSwaps(frame);
    const wait = this.#renderedAt + readingPace - performance.now();
    if (wait <= 0 || this.playback?.playing !== true) this.requestUpdate();
    else this.#timer ??= setTimeout(() => this.requestUpdate(), wait);
  }

  get frame(): Frame | null {
    return this.#frame;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#timer);
    this.#timer = undefined;
    clearTimeout(this.#receiptTimer);
    clearTimeout(this.#receiptCheck);
  }

  #watchSwaps(frame: Frame | null): void {
    if (frame === null) return;
    const swap = frame.marks.findLast((mark) => mark.kind === 'swap') ?? null;
    const name = swap === null ? '' : `${frame.scenario}\n${swap.step}\n${swap.title}\n${swap.text.join('\n')}`;
    if (name === this.#lastSwap) return;
    // A run that was opened with its swaps does not announce them again.
    const isNews = this.#lastSwap !== null && swap !== null;
    this.#lastSwap = name;
    if (!isNews) return;
    this.receipt = swap;
    clearTimeout(this.#receiptTimer);
    this.#receiptTimer = setTimeout(() => {
      this.receipt = null;
    }, receiptFor);
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('types')) register(this.types, this.#signs.types);
    if (changed.has('notebook')) this.#places = placesFor(this.notebook);
  }

  override render(): TemplateResult {
    this.#renderedAt = performance.now();
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const wrong =
      this.#frame?.properties.filter(({ verdict }) => verdict === 'violated' || verdict === 'error').length ?? 0;
    const bad = wrong + this.checks.filter((check) => toneOf(verdictOf(check)) === 'bad').length;
    const branches = this.#frame?.branches.length ?? 0;
    const tabs = tabsOf(this.custom, this.view);
    const shown = shownTab(tabs, this.view);
    return html`
      <div class="top">
      <div role="tablist" aria-label="Views of the system" @keydown=${this.#onKey}>
        ${repeat(
          tabs,
          // A tab that comes or goes does not leave the focus to the one beside it.
          ({ view }) => view,
          ({ view, cell }) => html`<button
            role="tab"
            id=${idOf(view)}
            aria-controls="panel"
            aria-selected=${view === shown.view}
            tabindex=${view === shown.view ? 0 : -1}
            @click=${() => act(this, { type: 'stage-view', view })}
          >
            ${cell === null ? names[view] : cell.name}
            ${cell?.wrong == null ? nothing : html`<span class="bad" role="img" aria-label="cannot be drawn">!</span>`}
            ${view === 'check' && bad > 0 ? html`<span class="bad" aria-label="${bad} violated">${bad}</span>` : nothing}
            ${view === 'branches' && branches > 1 ? html`<span class="many">${branches}</span>` : nothing}
          </button>`,
        )}
      </div>
      <button
        class="hand"
        aria-label="Step by hand"
        aria-pressed=${this.choices !== null}
        title="Choose by hand what happens next (H)"
        @click=${() => act(this, { type: 'by-hand', on: this.choices === null })}
      >
        <rh-icon name="hand"></rh-icon><span aria-hidden="true">By hand</span>
      </button>
      </div>
      <div class="bars">
        ${
          this.#frame?.ghost == null || this.time.comparing !== null
            ? nothing
            : html`<rh-ghost-bar .frame=${this.#frame} .isShown=${this.time.showGhost}></rh-ghost-bar>`
        }
        ${this.stars.list.length === 0 ? nothing : html`<rh-star-bar .stars=${this.stars}></rh-star-bar>`}
      </div>
      <div class="main ${this.choices === null ? '' : 'by-hand'}">
      <div role="tabpanel" id="panel" aria-labelledby=${idOf(shown.view)}>
        ${this.#view(shown)}
        ${
          this.receipt === null || this.time.comparing !== null
            ? nothing
            : html`<rh-receipt
                .mark=${this.receipt}
                @rh-receipt-close=${() => {
                  this.receipt = null;
                }}
                @rh-receipt-resized=${() => {
                  // It is being read.
                  clearTimeout(this.#receiptTimer);
                  this.#placeReceipt();
                }}
              ></rh-receipt>`
        }
      </div>
      ${this.#next()}
      </div>
      ${this.#menu()}
    `;
  }

  #next(): TemplateResult | typeof nothing {
    if (this.choices === null) return nothing;
    return html`<rh-next-panel
      .choices=${this.choices}
      .frame=${this.#frame}
      .signs=${this.#signs}
      .isPast=${this.playback?.playhead !== 'live'}
      .isPlaying=${this.playback?.playing === true}
      @rh-point=${({ detail }: CustomEvent<Target | null>) => {
        this.pointed = detail;
      }}
    ></rh-next-panel>`;
  }

  #menu(): unknown {
    const { menu } = this;
    const shown = menu === null || this.#frame === null ? null : menuOf(menu.target, this.#frame, menu.anchor);
    if (menu === null || shown === null) return nothing;
    return keyed(
      menu,
      html`<rh-context-menu .menu=${shown} .anchor=${menu.anchor} @rh-menu-close=${() => this.#closeMenu(menu)}></rh-context-menu>`,
    );
  }

  /** For a thing that is shown elsewhere, in the notebook. */
  openMenu(event: CustomEvent<MenuWish>): void {
    this.#onMenu(event);
  }

  readonly #onMenu = (event: CustomEvent<MenuWish>): void => {
    event.stopPropagation();
    const [origin] = event.composedPath();
    this.menu = { ...event.detail, origin: origin instanceof Element ? origin : null };
  };

  #closeMenu(menu: MenuWish & { readonly origin: Element | null }): void {
    if (this.menu !== menu) return;
    this.menu = null;
    if (menu.origin instanceof HTMLElement || menu.origin instanceof SVGElement) menu.origin.focus();
  }

  override updated(changed: PropertyValues<this>): void {
    if (changed.has('view'))
      this.renderRoot.querySelector(`#${CSS.escape(idOf(this.view))}`)?.scrollIntoView({ inline: 'nearest' });
    if (changed.has('receipt')) this.#placeReceipt();
    if (changed.has('receipt') || changed.has('choices')) {
      // The picture is laid out anew under the bar of the ghost, and beside the panel.
      clearTimeout(this.#receiptCheck);
      this.#receiptCheck = setTimeout(() => this.#placeReceipt(), settledFor);
    }
    // What the menu is about has gone.
    if (
      this.menu !== null &&
      this.#frame !== null &&
      menuOf(this.menu.target, this.#frame, this.menu.anchor) === null
    ) {
      act(this, { type: 'hold', on: false });
      this.#closeMenu(this.menu);
    }
  }

  /**
   * The receipt stands where it covers least, and stays there when more is told in it, as long as it fits. Where it would cover a
   * node it is a line, which the reader may open.
   */
  #placeReceipt(): void {
    const card = this.renderRoot.querySelector('rh-receipt');
    const panel = card?.parentElement;
    if (card === null || panel === null || panel === undefined) return;
    const topology = this.renderRoot.querySelector('rh-topology');
    const place = async (): Promise<void> => {
      await card.updateComplete;
      const bounds = { width: panel.clientWidth, height: panel.clientHeight - (topology === null ? 0 : 32) };
      const size = { width: card.offsetWidth, height: card.offsetHeight };
      const obstacles = topology?.obstacles() ?? [];
      const isPlaced = card.style.top !== '';
      const at = isPlaced
        ? { x: card.offsetLeft, y: Math.max(0, Math.min(card.offsetTop, bounds.height - size.height - 12)) }
        : placeCard(size, bounds, null, obstacles);
      if (!card.compact && covered(size, at, obstacles) > 0) {
        card.compact = true;
        card.style.top = '';
        return place();
      }
      card.style.left = `${at.x}px`;
      card.style.top = `${at.y}px`;
    };
    void place();
  }

  #view({ view, cell }: Tab): unknown {
    const frame = this.#frame;
    if (cell !== null) return keyed(cell.cell, html`<rh-stage-view .shown=${cell}></rh-stage-view>`);
    switch (view) {
      case 'topology':
        if (this.time.comparing !== null)
          return html`<rh-compare
            .signs=${this.#signs}
            .playback=${this.playback}
            .frame=${frame}
            .comparing=${this.time.comparing}
            .stars=${this.stars}
            .selected=${this.selected}
          ></rh-compare>`;
        return html`<rh-topology .moved=${this.#places} .showGhost=${this.time.showGhost} .signs=${this.#signs} .playback=${this.playback} .frame=${frame} .selected=${this.selected} .marked=${this.pointed} .stars=${marksOf(this.stars)}></rh-topology>`;
      case 'space-time':
        return html`<rh-space-time .signs=${this.#signs} .playback=${this.playback} .frame=${frame} .selected=${this.selected} .stretch=${this.stretch} .stars=${marksOf(this.stars)}></rh-space-time>`;
      case 'state':
        return html`<rh-state-view .showGhost=${this.time.showGhost} .frame=${frame} .selected=${this.selected} .stars=${marksOf(this.stars)} .shapes=${this.shapes} .durable=${this.durable} .sheet=${this.sheet} .kept=${this.#kept} .isPast=${this.playback !== null && this.playback.playhead !== 'live'}></rh-state-view>`;
      case 'partitions':
        return html`<rh-partitions .partitions=${this.partitions} .stars=${this.stars}></rh-partitions>`;
      case 'log':
        return html`<rh-log-view .frame=${frame} .isLive=${this.playback?.playhead === 'live'} .stars=${marksOf(this.stars)}></rh-log-view>`;
      case 'stats':
        return html`<rh-stats-view .showGhost=${this.time.showGhost} .overSeeds=${this.time.overSeeds} .frame=${frame} .told=${this.told}></rh-stats-view>`;
      case 'check':
        return html`<rh-check-view .frame=${frame} .checks=${this.checks} .histories=${this.histories}></rh-check-view>`;
      case 'branches':
        return html`<rh-branches-view
          .frame=${frame}
          .race=${this.time.race}
          .comparing=${this.time.comparing}
          .deleted=${this.time.deletedBranches}
          .stars=${marksOf(this.stars)}
        ></rh-branches-view>`;
      case 'journey':
        return html`<rh-journey .frame=${frame} .stars=${this.stars}></rh-journey>`;
    }
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    const view = tabBeside(tabsOf(this.custom, this.view), this.view, event.key);
    if (view === null) return;
    event.preventDefault();
    event.stopPropagation();
    act(this, { type: 'stage-view', view });
    this.renderRoot.querySelector<HTMLElement>(`#${CSS.escape(idOf(view))}`)?.focus();
  };
}

/** Of its tab. */
export const idOf = (view: StageView): string => `tab-${view.replaceAll(/\W/g, '-')}`;

customElements.define('rh-stage', RhStage);

declare global {
  interface HTMLElementTagNameMap {
    'rh-stage': RhStage;
  }
}
