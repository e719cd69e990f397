/**
 * `<rh-compare>`: two branches side by side at one virtual time: both topologies, what differs marked, and below what differs in words.
 * The first event that is not the same stands on top.
 */
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { createRef, type Ref, ref } from 'lit/directives/ref.js';
import type { Comparison, Frame, NodeView, Shown } from '../../kernel/protocol.ts';
import { act } from '../model/act.ts';
import { marksBeside, marksOf, noStars, type Stars } from '../model/stars.ts';
import type { OpenNotebook, Playback } from '../model/state.ts';
import '../parts/icon.ts';
import {
  differentNodes,
  type EventRow,
  eventRows,
  frameBeside,
  type Sides,
  sidesOf,
  verdictOf,
} from './compare-look.ts';
import { compareStyles } from './compare-view.css.ts';
import { formatTime } from './format.ts';
import './inspector.ts';
import { counted } from './race-text.ts';
import { noSigns, type Signs } from './signs.ts';
import './topology.ts';
import type { RhTopology } from './topology.ts';
import './value.ts';
import { buttonStyles, viewStyles } from './view.css.ts';

/** State differences that are shown. */
const mostStates = 80;

export class RhCompare extends LitElement {
  static override readonly properties = {
    comparing: { attribute: false },
    selected: { attribute: false },
    signs: { attribute: false },
    stars: { attribute: false },
  };
  declare comparing: OpenNotebook['comparing'];
  declare selected: string | null;
  declare signs: Signs;
  /** What the reader follows. */
  declare stars: Stars;

  #frame: Frame | null = null;
  #playback: Playback | null = null;
  /** The other branch's picture: another one only with another comparison. */
  #beside: { readonly of: Comparison; readonly frame: Frame } | null = null;
  readonly #here: Ref<RhTopology> = createRef();

  static override readonly styles = [viewStyles, buttonStyles, compareStyles];

  constructor() {
    super();
    this.comparing = null;
    this.selected = null;
    this.signs = noSigns();
    this.stars = noStars;
  }

  /** The topology of the current branch gets each frame at once. */
  set frame(frame: Frame | null) {
    this.#frame = frame;
    const topology = this.#here.value;
    // What the inspector shows is of each frame; the pictures take it as it comes.
    if (topology === undefined || this.selected !== null) this.requestUpdate();
    if (topology !== undefined) {
      topology.playback = this.#playback;
      topology.frame = frame;
    }
  }

  get frame(): Frame | null {
    return this.#frame;
  }

  set playback(playback: Playback | null) {
    this.#playback = playback;
  }

  get playback(): Playback | null {
    return this.#playback;
  }

  override render(): TemplateResult | typeof nothing {
    const frame = this.#frame;
    const { comparing } = this;
    if (frame === null || comparing === null) return nothing;
    const sides = sidesOf(frame.branches, comparing.with);
    const { comparison } = comparing;
    return html`
      <div class="parts">${this.#divergence(comparison)}
        <button class="icon" aria-label="End the comparison" title="End the comparison" @click=${() => act(this, { type: 'compare', with: null })}>
          <rh-icon name="x"></rh-icon>
        </button>
      </div>
      ${this.#side('a', sides, frame, comparison)} ${this.#side('b', sides, frame, comparison)}
      <div class="beneath ${this.#inspected(frame) === undefined ? '' : 'inspects'}">
        ${this.#inspector(frame)}
        <div class="differences" tabindex="0" role="region" aria-label="Differences">
          ${comparison === null ? nothing : this.#differences(comparison, sides)}
        </div>
      </div>
    `;
  }

  #inspected(frame: Frame): NodeView | undefined {
    return frame.nodes.find(({ id }) => id === this.selected);
  }

  /** Of the node here, beneath the pictures: over one of them it would cover half of it. */
  #inspector(frame: Frame): TemplateResult | typeof nothing {
    const node = this.#inspected(frame);
    if (node === undefined) return nothing;
    return html`<rh-inspector
      .node=${node}
      .timers=${frame.timers.filter((timer) => timer.node === node.id)}
      .now=${frame.now}
      .stars=${marksOf(this.stars)}
    ></rh-inspector>`;
  }

  #divergence(comparison: Comparison | null): TemplateResult {
    if (comparison === null) return html`<p role="status">Bringing the other branch to this moment…</p>`;
    const { divergence } = comparison;
    if (divergence === null) return html`<p>They are the same so far.</p>`;
    const { step, time, event } = divergence;
    return html`<p>
      They part at <button @click=${() => act(this, { type: 'seek', to: step + 1 })}>event ${step}, ${formatTime(time)}</button>${event === '' ? nothing : html`: ${event}`}
    </p>`;
  }

  #side(side: 'a' | 'b', sides: Sides, frame: Frame, comparison: Comparison | null): TemplateResult {
    const isHere = side === 'a';
    const { divergence } = comparison ?? { divergence: null };
    const different = comparison === null ? new Set<string>() : differentNodes(comparison);
    const shown = isHere ? frame : this.#besideFrame(frame, comparison);
    const tip = comparison?.b.tip.now ?? 0;
    const isOver = !isHere && comparison !== null && tip < comparison.time;
    return html`<section class="side ${side}" aria-label="${isHere ? 'Shown' : 'Beside'}: ${sides[side]}">
      <header>
        <span class="letter" aria-hidden="true">${isHere ? 'A' : 'B'}</span>
        <h3 title=${sides[side]}>${sides[side]}</h3>
        ${isHere ? html`<span class="here">shown</span>` : this.#goTo()}
        ${isOver ? html`<span class="over">ends at ${formatTime(tip)}</span>` : nothing}
        ${divergence === null ? nothing : html`<p>${isHere ? divergence.is : divergence.was}</p>`}
      </header>
      <rh-topology
        ${isHere ? ref(this.#here) : nothing}
        .signs=${this.signs}
        .playback=${this.#playback}
        .frame=${shown}
        .selected=${this.selected}
        .different=${different}
        .isOther=${!isHere}
        .hasInspector=${false}
        .stars=${isHere ? marksOf(this.stars) : marksBeside(this.stars)}
      ></rh-topology>
    </section>`;
  }

  #besideFrame(frame: Frame, comparison: Comparison | null): Frame | null {
    if (comparison === null) return null;
    if (this.#beside?.of !== comparison) this.#beside = { of: comparison, frame: frameBeside(frame, comparison) };
    return this.#beside.frame;
  }

  #goTo(): TemplateResult | typeof nothing {
    const other = this.comparing?.with;
    if (typeof other !== 'number') return nothing;
    return html`<button @click=${() => act(this, { type: 'branch', act: { type: 'switch', id: other } })}>Show</button>`;
  }

  #differences(comparison: Comparison, sides: Sides): TemplateResult {
    const verdict = verdictOf(comparison);
    return html`
      ${verdict === '' ? nothing : html`<p class="verdict">${verdict}</p>`}
      ${comparison.states.length === 0 ? nothing : this.#states(comparison, sides)}
      ${comparison.eventCount === 0 ? nothing : this.#events(comparison, sides)}
    `;
  }

  #states({ states }: Comparison, sides: Sides): TemplateResult {
    const more = states.length - mostStates;
    return html`<table>
      <caption>States that differ</caption>
      <thead>
        <tr><th scope="col">field</th><th scope="col">${sides.a}</th><th scope="col">${sides.b}</th></tr>
      </thead>
      <tbody>
        ${states.slice(0, mostStates).map(
          ({ node, field, a, b }) => html`<tr>
            <th scope="row"><button @click=${() => act(this, { type: 'select-node', node })}>${node}</button> ${field}</th>
            <td>${valueOf(a)}</td>
            <td>${valueOf(b)}</td>
          </tr>`,
        )}
        ${more > 0 ? html`<tr><td colspan="3">${more} more</td></tr>` : nothing}
      </tbody>
    </table>`;
  }

  #events({ events, eventCount }: Comparison, sides: Sides): TemplateResult {
    const listed = events.length < eventCount ? `, the first ${events.length} shown` : '';
    return html`<h4>${counted(eventCount, 'event')} that only one of them has${listed}</h4>
      <div class="events">
        ${(['a', 'b'] as const).map(
          (side) => html`<ol aria-label="Only in ${sides[side]}">
            ${eventRows(events, side).map((row) => this.#event(row))}
            ${events.some((event) => event.in === side) ? nothing : html`<li class="none">none only here</li>`}
          </ol>`,
        )}
      </div>`;
  }

  #event({ event, depth, after }: EventRow): TemplateResult {
    const go = () =>
      act(this, event.in === 'a' ? { type: 'seek', to: event.step + 1 } : { type: 'seek-time', time: event.time });
    return html`<li style="--depth: ${depth}">
      <button title="Go to this moment" @click=${go}>${formatTime(event.time)}</button>
      <span>${event.text}${after === '' ? nothing : html`<small> after ${after}</small>`}</span>
    </li>`;
  }
}

function valueOf(value: Shown | null): TemplateResult {
  return value === null
    ? html`<span class="none">–</span>`
    : html`<rh-value compact .value=${value} .limit=${44}></rh-value>`;
}

customElements.define('rh-compare', RhCompare);

declare global {
  interface HTMLElementTagNameMap {
    'rh-compare': RhCompare;
  }
}
