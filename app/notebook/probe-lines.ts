/**
 * Beside the lines of a cell, what they held in the event shown: a layer over the editor that follows its lines, so that nothing in the
 * text moves while one steps through events. A value is pinned by a click: then it is told along the timeline.
 */
import { html, nothing } from 'lit';
import type { CellKey } from '../../kernel/diagnostic.ts';
import type { Seen } from '../../kernel/protocol.ts';
import { act } from '../model/act.ts';
import { cellOf } from '../model/open.ts';
import { select } from '../model/page.ts';
import { type Pin, type ProbedCell, probedCell, type ProbedLine, samePlace, type Turning } from '../model/probing.ts';
import '../parts/icon.ts';
import { LightElement } from '../parts/light-element.ts';
import { seenText } from './probe-text.ts';

/** Characters of a value on its line, and where the pointer rests on it. */
const shortText = 44;
const longText = 2_000;
/** Less room than this at the end of a line, in px, and the values stand over the line's end. */
const leastRoom = 120;
const apart = 22;

/** What came of a line stands first, then what it was given, then what it compared. */
const ranks: Readonly<Record<Seen['kind'], number>> = {
  thrown: 0,
  condition: 0,
  returned: 0,
  effect: 0,
  turns: 0,
  value: 1,
  compared: 2,
};

/** Where a line ends, in px from the editor's top left; null when it cannot be seen. */
export type EndOf = (line: number) => { readonly top: number; readonly left: number } | null;

export class RhProbeLines extends LightElement {
  static override readonly properties = { key: {}, endOf: { attribute: false } };
  declare key: CellKey;
  declare endOf: EndOf;

  readonly #cell = select(this, ({ open }) => cellOf(open, this.key)?.code ?? '');
  readonly #probing = select(this, ({ open }) => open?.probing ?? null);
  readonly #isChosen = select(this, ({ open }) => open?.selection.key === this.key);
  #told: { readonly of: unknown; readonly code: string; readonly cell: ProbedCell | null } | null = null;

  /** The lines moved. */
  place(): void {
    if (this.told !== null) this.requestUpdate();
  }

  get told(): ProbedCell | null {
    const probing = this.#probing.value;
    const code = this.#cell.value;
    if (probing === null) return null;
    if (this.#told?.of !== probing || this.#told.code !== code)
      this.#told = { of: probing, code, cell: probedCell(probing, this.key, code) };
    return this.#told.cell;
  }

  override render() {
    const { told } = this;
    if (told === null) return nothing;
    if (told.isOther)
      return html`<p class="probe-note">This text was changed after the event shown: its values are not told.</p>`;
    const pins = this.#probing.value?.pins ?? [];
    const width = this.clientWidth;
    return html`
      ${told.lines.map((line) => this.#line(line, pins, width))}
      ${told.notes.map((note) => html`<p class="probe-note">${note}</p>`)}
    `;
  }

  #line({ line, seen, turnings }: ProbedLine, pins: readonly Pin[], width: number) {
    const end = this.endOf(line);
    if (end === null) return nothing;
    const room = width - end.left - apart;
    const isOver = room < leastRoom;
    // What is compared stands in the line; where there is little room, what came of it is enough.
    const inOrder = seen.toSorted((a, b) => ranks[a.kind] - ranks[b.kind]);
    const told = isOver ? inOrder.filter(({ kind }) => ranks[kind] === ranks[inOrder[0]?.kind ?? kind]) : inOrder;
    const place = isOver ? `max-width:${Math.max(room + apart, leastRoom + 60)}px` : `left:${end.left + apart}px`;
    return html`<div class="probe-line" data-over=${isOver} style=${`top:${end.top}px;${place}`}>
      ${turnings.map((turning) => this.#turning(turning))}${told.map((one) => this.#chip(one, pins))}
    </div>`;
  }

  #chip(seen: Seen, pins: readonly Pin[]) {
    const { name, value, look } = seenText(seen, shortText);
    const { cell, kind, label, nth } = seen;
    const place = { cell, kind, label, nth };
    const isPinned = pins.some((pin) => samePlace(pin.place, place));
    const full = seenText(seen, longText);
    const title = `${full.name === '' ? label : full.name} ${full.value}\n${isPinned ? 'Pinned: a click takes it off the timeline' : 'Click to pin: see it along the timeline'}`;
    return html`<button
      class="probe-chip"
      data-look=${look}
      data-kind=${seen.value.t === 'atom' ? seen.value.kind : seen.value.t}
      aria-pressed=${isPinned}
      tabindex=${this.#isChosen.value ? 0 : -1}
      title=${title}
      @click=${() => act(this, { type: 'pin', place, on: !isPinned })}
    >${name === '' ? nothing : html`<span class="probe-name">${name}</span> `}<span class="probe-value">${value}</span></button>`;
  }

  #turning({ block, kind, passes, at, of }: Turning) {
    const what = kind === 'loop' ? 'turn' : 'call';
    const go = (by: 1 | -1): void => {
      const pass = passes[at + by];
      if (pass !== undefined) act(this, { type: 'probe-pass', block, pass });
    };
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
      event.preventDefault();
      event.stopPropagation();
      go(event.key === 'ArrowRight' ? 1 : -1);
    };
    return html`<span class="probe-turn" role="group" aria-label=${`${what} ${at + 1} of ${of}`} @keydown=${onKey}>
      <button aria-label=${`Previous ${what}`} title=${`Previous ${what} (Shift+T)`} aria-disabled=${at === 0} @click=${() => go(-1)}><rh-icon name="chevron-left"></rh-icon></button>
      <span>${kind === 'call' ? 'call ' : ''}${at + 1}/${of}</span>
      <button aria-label=${`Next ${what}`} title=${`Next ${what} (T)`} aria-disabled=${at === passes.length - 1} @click=${() => go(1)}><rh-icon name="chevron-right"></rh-icon></button>
    </span>`;
  }
}

customElements.define('rh-probe-lines', RhProbeLines);

declare global {
  interface HTMLElementTagNameMap {
    'rh-probe-lines': RhProbeLines;
  }
}
