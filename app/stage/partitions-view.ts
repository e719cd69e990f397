/**
 * `<rh-partitions>`: which node holds what of which partition. What the nodes hold where they tell that, else what a node's map says;
 * which of the maps that were found is shown, and whose, is the reader's choice.
 */
import { boxOn, pointIn } from '../parts/own-px.ts';
import { html, LitElement, nothing, svg, type TemplateResult } from 'lit';
import { ref } from 'lit/directives/ref.js';
import type { Partitions, PartitionSource, PartitionTable } from '../../kernel/partitions.ts';
import { explains } from '../hint/explains.ts';
import type { At, Told } from '../hint/told.ts';
import { act } from '../model/act.ts';
import { marksOf, noStars, type Stars } from '../model/stars.ts';
import { partitionColours } from './colours.ts';
import { measureText } from './measure.ts';
import { type Field, fieldAt, type Grid, gridOf, placeOf } from './partition-grid.ts';
import { paintMatrix, type PartitionColours } from './partition-paint.ts';
import { type PartitionStars, partitionStars } from './partition-stars.ts';
import { stateColour } from './partition-state.ts';
import { fieldText, movesOf, othersText, sumsOf } from './partition-words.ts';
import { Painting } from './painting.ts';
import { partitionsStyles } from './partitions-view.css.ts';
import { pointAt } from './pointed-place.ts';
import { starSigns, starStyles } from './star-sign.ts';
import { copyTold } from './told.ts';

const top = 8;

export class RhPartitions extends LitElement {
  static override readonly properties = {
    partitions: { attribute: false },
    stars: { attribute: false },
    cursor: { state: true },
  };
  /** What was read last; null before anything was. */
  declare partitions: Partitions | null;
  /** What the reader follows. */
  declare stars: Stars;
  /** The field that is pointed at. */
  declare cursor: Field | null;

  static override readonly styles = [starStyles, partitionsStyles];

  readonly #painting = new Painting<PartitionColours>(this, {
    colours: partitionColours,
    paint: (context, colours) => this.#paint(context, colours),
    resized: () => this.requestUpdate(),
  });

  constructor() {
    super();
    this.partitions = null;
    this.stars = noStars;
    this.cursor = null;
  }

  #left(table: PartitionTable): number {
    const longest = Math.max(0, ...table.nodes.map((name) => measureText(name, 'ui') * 12));
    return Math.round(Math.min(this.#painting.size.width * 0.3, longest + 26));
  }

  #grid(table: PartitionTable): Grid {
    const { width, height } = this.#painting.size;
    const room = Math.max(20, width - this.#left(table) - 16);
    return gridOf(table.partitions.length, table.nodes.length, room, Math.max(20, height - top));
  }

  override render(): TemplateResult | typeof nothing {
    const { partitions } = this;
    if (partitions === null) return nothing;
    const { sources, table } = partitions;
    if (table === null) return nothingFound;
    const grid = this.#grid(table);
    return html`
      <div class="tools">${this.#choices(sources, table)} ${key(table)}</div>
      <div class="main">
        <div
          class="scroll"
          ${ref(this.#painting.room)}
          ${explains((at) => this.#tell(at, table, grid))}
          role="application"
          tabindex="0"
          aria-label="Matrix of partitions and nodes"
          aria-describedby="told"
          @scroll=${this.#painting.schedule}
          @keydown=${(event: KeyboardEvent) => this.#onKey(event, table, grid)}
          @pointermove=${(event: PointerEvent) => this.#onMove(event, table, grid)}
          @pointerdown=${(event: PointerEvent) => this.#onMove(event, table, grid)}
          @pointerleave=${() => {
            this.cursor = null;
          }}
        >
          <canvas ${ref(this.#painting.canvas)} aria-hidden="true"></canvas>
          <div style="height:${Math.max(0, grid.height + top - this.#painting.size.height)}px"></div>
        </div>
        <div class="sums" tabindex="0" role="region" aria-label="Copies by node">${sums(table)}</div>
      </div>
      <p class="said" id="told" role="status">${this.#said(table)}</p>
    `;
  }

  /** Where the mouse or the keyboard is, or a finger. */
  #tell(at: At, table: PartitionTable, grid: Grid): Told | null {
    const scroll = this.#painting.room.value;
    const isFinger = at.type === 'pointer' && at.isFinger;
    const cursor = isFinger ? this.#fieldAt(at, table, grid) : this.cursor;
    if (cursor === null || scroll === undefined || cursor.partition >= table.partitions.length) return null;
    const { x, y } = placeOf(grid, cursor, this.#left(table));
    const box = { x, y: y + top - scroll.scrollTop, width: grid.field, height: grid.field };
    return { ...copyTold(table, cursor), box: boxOn(scroll, box) };
  }

  #stars(table: PartitionTable): PartitionStars {
    return partitionStars(table, this.stars.list, marksOf(this.stars));
  }

  #choices(sources: readonly PartitionSource[], table: PartitionTable): TemplateResult {
    const chosen = sources.find(({ id }) => id === table.id);
    return html`
      <label>
        Map
        <select
          @change=${(event: Event & { readonly target: HTMLSelectElement }) =>
            act(this, { type: 'partitions', table: event.target.value, holder: null })}
        >
          ${sources.map(
            ({ id, form }) =>
              html`<option value=${id} ?selected=${id === table.id}>${id}${form === 'held' ? ', as held' : ''}</option>`,
          )}
        </select>
      </label>
      ${
        table.holder === null || chosen === undefined || chosen.holders.length < 2
          ? nothing
          : html`<label>
              of
              <select
                @change=${(event: Event & { readonly target: HTMLSelectElement }) =>
                  act(this, { type: 'partitions', table: table.id, holder: event.target.value })}
              >
                ${chosen.holders.map(
                  (node) => html`<option value=${node} ?selected=${node === table.holder}>${node}</option>`,
                )}
              </select>
            </label>`
      }
    `;
  }

  #said(table: PartitionTable): TemplateResult {
    if (this.cursor !== null) {
      const { partitions, nodes } = this.#stars(table);
      const both = [...(partitions.get(this.cursor.partition) ?? []), ...(nodes.get(this.cursor.node) ?? [])];
      const carried = [...new Map(both.map((one) => [one.id, one])).values()];
      return html`<b>${fieldText(table, this.cursor)}</b> ${starSigns(carried, true)}`;
    }
    const count = `${table.partitions.length} partitions on ${table.nodes.length} nodes.`;
    const moves = movesOf(table);
    const others = othersText(table);
    return html`${count}
      ${table.wanted === null ? nothing : html`${moves === 0 ? 'All copies are' : html`<b>${moves}</b> ${moves === 1 ? 'partition is' : 'partitions are'} not yet`} as ${table.wanted.id} wants them.`}
      ${others === '' ? nothing : html`<span class="warn">▲ ${others}</span>`}`;
  }

  override updated(): void {
    const table = this.partitions?.table ?? null;
    const partition = this.cursor === null ? undefined : table?.partitions[this.cursor.partition];
    pointAt(
      this,
      table === null || partition === undefined
        ? null
        : { type: 'partition', kind: table.kind, path: table.path, partition },
    );
    this.#painting.schedule();
  }

  #paint(context: CanvasRenderingContext2D, colours: PartitionColours): boolean {
    const table = this.partitions?.table ?? null;
    if (table === null) return false;
    const { width, height } = this.#painting.size;
    // It stays in sight while its room is scrolled, so it has no size of its own.
    context.canvas.style.width = `${width}px`;
    context.canvas.style.height = `${height}px`;
    const look = {
      left: this.#left(table),
      width,
      height,
      scrolled: (this.#painting.room.value?.scrollTop ?? 0) - top,
      cursor: this.cursor,
      stars: this.#stars(table),
      font: measureText.font('ui', 12),
      smallFont: measureText.font('ui', 10.5),
    };
    paintMatrix(context, table, this.#grid(table), look, colours);
    return false;
  }

  // ---------------------------------------------------------------- hands

  #onMove(event: PointerEvent, table: PartitionTable, grid: Grid): void {
    this.cursor = this.#fieldAt(event, table, grid);
  }

  /** Under a point of the viewport. */
  #fieldAt(point: { readonly x: number; readonly y: number }, table: PartitionTable, grid: Grid): Field | null {
    const scroll = this.#painting.room.value;
    if (scroll === undefined) return null;
    const at = pointIn(scroll, point);
    const y = at.y + scroll.scrollTop - top;
    return fieldAt(grid, table.partitions.length, table.nodes.length, this.#left(table), at.x, y);
  }

  #onKey(event: KeyboardEvent, table: PartitionTable, grid: Grid): void {
    const { partition, node } = this.cursor ?? { partition: 0, node: 0 };
    const isFirst = this.cursor === null;
    const to: Readonly<Record<string, Field>> = {
      ArrowRight: { partition: partition + 1, node },
      ArrowLeft: { partition: partition - 1, node },
      ArrowDown: { partition, node: node + 1 },
      ArrowUp: { partition, node: node - 1 },
      PageDown: { partition: partition + grid.perBand, node },
      PageUp: { partition: partition - grid.perBand, node },
      Home: { partition: 0, node },
      End: { partition: table.partitions.length - 1, node },
    };
    const next = to[event.key];
    if (event.key === 'Escape' && !isFirst) this.cursor = null;
    else if (next !== undefined)
      this.cursor = {
        partition: isFirst ? 0 : Math.max(0, Math.min(table.partitions.length - 1, next.partition)),
        node: isFirst ? 0 : Math.max(0, Math.min(table.nodes.length - 1, next.node)),
      };
    else return;
    event.preventDefault();
    event.stopPropagation();
    const scroll = this.#painting.room.value;
    if (this.cursor === null || scroll === undefined) return;
    const { y } = placeOf(grid, this.cursor, 0);
    if (y < scroll.scrollTop) scroll.scrollTop = y - grid.field * 2;
    else if (y + grid.field * 2 > scroll.scrollTop + scroll.clientHeight)
      scroll.scrollTop = y + grid.field * 2 - scroll.clientHeight;
  }
}

function key(table: PartitionTable): TemplateResult {
  return html`<ul class="key" aria-label="Signs">
    ${table.states.map((state) => html`<li>${sign(state)}${state}</li>`)}
    ${
      table.wanted === null
        ? nothing
        : html`<li>
            <svg width="14" height="14" aria-hidden="true">
              <rect x="1.5" y="1.5" width="11" height="11" fill="none" stroke="currentColor" stroke-dasharray="2 2"></rect>
            </svg>
            to change
          </li>`
    }
  </ul>`;
}

/** As `paintState` draws it. */
function sign(state: string): TemplateResult {
  const colour = `var(--c${stateColour(state)})`;
  const whole = (opacity: number) =>
    svg`<rect x="1" y="1" width="12" height="12" fill=${colour} opacity=${opacity}></rect>`;
  const shape =
    state === 'active'
      ? whole(1)
      : state === 'pending'
        ? svg`${whole(0.22)}<path d="M1 13H13V1Z" fill=${colour}></path>`
        : state === 'dead'
          ? svg`${whole(0.2)}<path d="M2 2L12 12M12 2L2 12" stroke=${colour} stroke-width="1.5"></path>`
          : svg`${whole(0.25)}<rect x="1.75" y="1.75" width="10.5" height="10.5" fill="none" stroke=${colour} stroke-width="1.5"></rect>`;
  return html`<svg width="14" height="14" aria-hidden="true">${shape}</svg>`;
}

function sums(table: PartitionTable): TemplateResult {
  const rows = sumsOf(table);
  const total = (state: number): number => rows.reduce((sum, row) => sum + (row[state] ?? 0), 0);
  return html`<table aria-label="Copies by node">
    <thead>
      <tr><th scope="col">node</th>${table.states.map((state) => html`<th scope="col">${state}</th>`)}</tr>
    </thead>
    <tbody>
      ${table.nodes.map(
        (node, i) => html`<tr class=${table.down.includes(node) ? 'down' : ''}>
          <th scope="row">${node}</th>
          ${table.states.map((_, state) => {
            const count = rows[i]?.[state] ?? 0;
            return html`<td class=${count === 0 ? 'none' : ''}>${count}</td>`;
          })}
        </tr>`,
      )}
    </tbody>
    <tfoot>
      <tr><th scope="row">all</th>${table.states.map((_, state) => html`<td>${total(state)}</td>`)}</tr>
    </tfoot>
  </table>`;
}

const nothingFound = html`<div class="empty">
  <p>No map from partitions to nodes was found in the nodes’ states.</p>
  <p>
    A <code>Map</code>, a record or a list is taken for one when it says for each partition which nodes have it:
    <code>new Map([[0, 'a']])</code>, <code>{ P0: { primary: ['a'], replica: ['b'] } }</code>, <code>[['a', 'b']]</code>; or, in
    the state of each node, what it has itself: <code>new Map([['P0', { state: 'active' }]])</code>.
  </p>
</div>`;

customElements.define('rh-partitions', RhPartitions);

declare global {
  interface HTMLElementTagNameMap {
    'rh-partitions': RhPartitions;
  }
}
