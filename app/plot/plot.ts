/**
 * `<rh-plot>`: what a plot cell made: a picture by Observable Plot, a value, or an error. Redrawn as often as it is
 * given something new, but never so often that drawing takes more than a third of the time; the latest wins.
 */
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import type * as Plot from '@observablehq/plot';
import type { CellKey, Diagnostic } from '../../kernel/diagnostic.ts';
import type { PlotCall, PlotResult } from '../../kernel/protocol.ts';
import { act } from '../model/act.ts';
import { seedsText } from '../stage/over-seeds-words.ts';
import { whyNoBands, withBands } from './curves.ts';
import { domainsOf, joinedDomains, putBehind, sameDomains, withDomains } from './behind.ts';
import { interpret, PlotRefused, withPlotOptions } from './interpret.ts';
import { learned, type Manner, plainManner, sameManner, withManner } from './manner.ts';
import { scrub } from './scrub.ts';
import type { SeedBands } from './seed-bands.ts';
import { measureText } from '../stage/measure.ts';
import '../stage/value.ts';

type PlotModule = typeof Plot;

/** Loaded when the first plot is drawn. */
let loading: Promise<PlotModule> | null = null;
let loaded: PlotModule | null = null;

/** At most 20 redraws a second. */
const leastPause = 50;
/** Drawing may take one part in so many of the time. */
const share = 3;

interface Failure {
  readonly code: string;
  readonly text: string;
  readonly help: string;
  readonly cell: CellKey | null;
  readonly range: Diagnostic['range'];
}

export class RhPlot extends LitElement {
  static override readonly properties = {
    cell: { attribute: false },
    result: { attribute: false },
    showGhost: { attribute: false },
    overSeeds: { attribute: false },
    notes: { state: true },
    failure: { state: true },
  };
  declare cell: CellKey | null;
  declare result: PlotResult | null;
  /** The run as it was before an edit is drawn behind, where there is one. */
  declare showGhost: boolean;
  /** The bands of other seeds are drawn behind its lines over time; null: they are off. */
  declare overSeeds: SeedBands | null;
  declare notes: readonly string[];
  declare failure: Failure | null;

  #width = 0;
  #drawn: PlotResult | null = null;
  #drawnWidth = 0;
  #nextAt = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isVisible = false;
  #manner: Manner = plainManner;
  /** Where the pointer was, to give a redrawn picture its tip again. */
  #pointer: { readonly x: number; readonly y: number } | null = null;
  readonly #resize = new ResizeObserver(([entry]) => {
    if (entry === undefined) return;
    this.#width = Math.floor(entry.contentRect.width);
    this.#schedule();
  });
  readonly #sight = new IntersectionObserver(([entry]) => {
    this.#isVisible = entry?.isIntersecting ?? false;
    this.#schedule();
  });

  static override readonly styles = css`
    :host {
      display: block;
      min-height: 40px;
      contain: content;
      color: var(--ink);
      font: 400 var(--t-s) / 1.45 var(--font-ui);
      --plot-background: var(--raised);
    }
    .picture > svg,
    .picture figure,
    .picture figure > svg {
      display: block;
      max-width: 100%;
      margin: 0;
      color: var(--ink);
      font-family: var(--font-ui);
      font-size: 11px;
      font-variant-numeric: tabular-nums;
      overflow: visible;
    }
    .picture figure > div {
      font-family: var(--font-ui);
      font-size: 11px;
      min-height: 24px;
      margin-bottom: 4px;
    }
    .picture h2,
    .picture h3,
    .picture figcaption {
      font: 600 var(--t-m) / 1.3 var(--font-ui);
      margin: 0 0 4px;
    }
    .picture h3,
    .picture figcaption {
      font-weight: 400;
      color: var(--ink-2);
    }
    .picture .behind {
      opacity: 0.6;
      filter: grayscale(0.85);
      pointer-events: none;
    }
    .picture .behind path {
      stroke-dasharray: 4 4;
    }
    .picture.stale {
      opacity: 0.35;
    }
    .note {
      color: var(--ink-3);
      font-size: var(--t-xs);
      margin: 2px 0 0;
    }
    .failure {
      border-left: 3px solid var(--bad);
      padding: 6px 12px;
      background: color-mix(in srgb, var(--bad) 7%, transparent);
      border-radius: 0 6px 6px 0;
    }
    .failure b {
      color: var(--bad);
      font-weight: 600;
    }
    .failure p {
      margin: 2px 0 0;
      overflow-wrap: anywhere;
    }
    .failure code {
      color: var(--ink-3);
      font: 400 var(--t-xs) / 1.4 var(--font-code);
    }
    .failure button {
      all: unset;
      cursor: pointer;
      color: var(--accent);
      font-weight: 550;
    }
    .failure button:focus-visible {
      outline: 2px solid var(--accent);
    }
    .waiting {
      color: var(--ink-3);
    }
  `;

  constructor() {
    super();
    this.cell = null;
    this.result = null;
    this.showGhost = true;
    this.overSeeds = null;
    this.notes = [];
    this.failure = null;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#resize.observe(this);
    this.#sight.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#resize.disconnect();
    this.#sight.disconnect();
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  override render(): TemplateResult {
    const { result, failure } = this;
    return html`
      <div
        class="picture ${failure === null ? '' : 'stale'}"
        ?hidden=${result?.type === 'value'}
        @pointermove=${this.#onPointer}
        @pointerleave=${() => {
          this.#pointer = null;
        }}
      ></div>
      ${result?.type === 'value' ? html`<rh-value .value=${result.value} open .limit=${80}></rh-value>` : nothing}
      ${result === null ? html`<p class="note">Not drawn yet.</p>` : nothing}
      ${this.notes.map((note) => html`<p class="note">${note}</p>`)}
      ${failure === null ? nothing : this.#failure(failure)}
    `;
  }

  #failure({ code, text, help, cell, range }: Failure): TemplateResult {
    return html`<div class="failure" role="alert">
      <b>${text}</b>
      ${help === '' ? nothing : html`<p>${help}</p>`}
      <p>
        <code>${code}</code>
        ${cell === null || range === null ? nothing : html` · <button @click=${() => act(this, { type: 'reveal', cell, range })}>Line ${range.line}</button>`}
      </p>
    </div>`;
  }

  override updated(changed: ReadonlyMap<PropertyKey, unknown>): void {
    if (changed.has('showGhost') || changed.has('overSeeds')) this.#drawn = null;
    if (changed.has('result') || changed.has('showGhost') || changed.has('overSeeds')) this.#schedule();
  }

  // ---------------------------------------------------------------- when to draw

  #schedule(): void {
    const { result } = this;
    if (result === null || !this.isConnected) return;
    if (result.type === 'error') {
      const { code, text, help, cell, range } = result.diagnostic;
      this.#fail({ code, text, help, cell, range });
      return;
    }
    if (result.type === 'value') {
      this.failure = null;
      this.notes = [];
      return;
    }
    if ((result === this.#drawn && this.#width === this.#drawnWidth) || !this.#isVisible || this.#width < 40) return;
    this.#timer ??= setTimeout(
      () => {
        this.#timer = undefined;
        void this.#draw();
      },
      Math.max(0, this.#nextAt - performance.now()),
    );
  }

  async #draw(): Promise<void> {
    try {
      loading ??= import('@observablehq/plot');
      loaded ??= await loading;
    } catch (error) {
      loading = null;
      const { cell } = this;
      this.#fail({
        code: 'plot/threw',
        text: 'Observable Plot could not be loaded.',
        help: messageOf(error),
        cell,
        range: null,
      });
      return;
    }
    const { result } = this;
    if (result?.type !== 'plot') return;
    const start = performance.now();
    this.#drawn = result;
    this.#drawnWidth = this.#width;
    try {
      const plot = this.#banded(result.plot);
      this.#show(this.#picture(plot, this.showGhost ? (result.ghost ?? null) : null, loaded));
      if (this.failure !== null) this.failure = null;
    } catch (error) {
      const { cell } = this;
      if (error instanceof PlotRefused)
        this.#fail({ code: 'plot/unsupported', text: error.message, help: error.help, cell, range: null });
      else
        this.#fail({
          code: 'plot/threw',
          text: messageOf(error),
          help: 'Observable Plot did not accept these options.',
          cell,
          range: null,
        });
    }
    const took = performance.now() - start;
    this.#nextAt = start + Math.max(leastPause, took * share);
    if (this.result !== result) this.#schedule();
  }

  // ---------------------------------------------------------------- drawing

  #picture(call: PlotCall, ghost: PlotCall | null, plot: PlotModule): Element {
    const { value, notes } = this.#drawnWith(this.#manner, call, plot);
    const manner = learned(value, this.#manner, (text) => measureText(text, 'ui') * 11);
    const isNews = !sameManner(manner, this.#manner);
    this.#manner = manner;
    const alone = isNews ? this.#drawnWith(manner, call, plot).value : value;
    const picture = ghost === null ? null : this.#withGhost(alone, call, ghost, plot);
    const said = [...notes, ...this.#bandNotes(call)];
    this.#say(picture === null ? said : [...said, 'Dashed and pale: the run as it was.']);
    scrub(picture ?? alone);
    return picture ?? alone;
  }

  #banded(plot: PlotCall): PlotCall {
    const { overSeeds } = this;
    return overSeeds === null ? plot : withBands(plot, overSeeds.bands, overSeeds.isOld);
  }

  #bandNotes(drawn: PlotCall): readonly string[] {
    const { overSeeds, result } = this;
    if (overSeeds === null || result?.type !== 'plot') return [];
    if (drawn === result.plot) {
      const why = whyNoBands(drawn);
      return [why === '' ? seedsText(overSeeds) : `No bands of other seeds: ${why}`];
    }
    const of = overSeeds.isOld ? 'of the program before the edit' : seedsText(overSeeds);
    return [`Bands: the middle 80 % (10–90 %) of other seeds, dotted their median; ${of}.`];
  }

  /** Null when the run as it was cannot be drawn in the same picture. */
  #withGhost(alone: Element, call: PlotCall, ghost: PlotCall, plot: PlotModule): Element | null {
    try {
      const was = this.#drawnWith(this.#manner, ghost, plot).value;
      const domains = joinedDomains(domainsOf(alone), domainsOf(was));
      const inBoth = (drawn: Element, of: PlotCall): Element =>
        sameDomains(domains, domainsOf(drawn))
          ? drawn
          : this.#drawnWith(this.#manner, withDomains(of, domains), plot).value;
      const [picture, behind] = [inBoth(alone, call), inBoth(was, ghost)];
      return putBehind(picture, behind) ? picture : null;
    } catch (error) {
      // What it was is not worth losing what it is: the plot itself is shown alone.
      if (error instanceof Error) return null;
      throw error;
    }
  }

  #drawnWith(
    manner: Manner,
    call: PlotCall,
    plot: PlotModule,
  ): { readonly value: Element; readonly notes: readonly string[] } {
    const made = withPlotOptions(call, (options) => withManner(options, manner, this.#width));
    const { value, notes } = interpret(made, plot);
    if (value instanceof Element) return { value, notes };
    throw new PlotRefused('The cell did not return a plot.', 'Return Plot.plot(…) or a mark.');
  }

  #show(picture: Element): void {
    const place = this.renderRoot.querySelector('.picture');
    if (place === null) return;
    place.replaceChildren(picture);
    const pointer = this.#pointer;
    if (pointer === null) return;
    const svg = picture instanceof SVGSVGElement ? picture : picture.querySelector('svg:last-of-type');
    for (const type of ['pointerenter', 'pointermove']) {
      svg?.dispatchEvent(new PointerEvent(type, { clientX: pointer.x, clientY: pointer.y, pointerType: 'mouse' }));
    }
  }

  readonly #onPointer = (event: PointerEvent): void => {
    if (event.isTrusted) this.#pointer = { x: event.clientX, y: event.clientY };
  };

  #fail(failure: Failure): void {
    if (JSON.stringify(failure) !== JSON.stringify(this.failure)) this.failure = failure;
  }

  #say(notes: readonly string[]): void {
    if (notes.join('\n') !== this.notes.join('\n')) this.notes = notes;
  }
}

function messageOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.length > 300 ? `${text.slice(0, 300)}…` : text;
}

customElements.define('rh-plot', RhPlot);

declare global {
  interface HTMLElementTagNameMap {
    'rh-plot': RhPlot;
  }
}
