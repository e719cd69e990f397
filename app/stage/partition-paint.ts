/**
 * The fields of a matrix on a Canvas, a path for each state. Colour is not the only signal: an active copy fills its field, a replica is
 * lighter with a rim, a pending one half, a dead one is crossed out. What a map wants and is not there is an outline of dashes.
 */
import type { PartitionTable } from '../../kernel/partitions.ts';
import { type Field, type Grid, nameEvery, placeOf } from './partition-grid.ts';
import type { PartitionStars } from './partition-stars.ts';

export interface PartitionColours {
  readonly ink: string;
  readonly faint: string;
  readonly rule: string;
  readonly ground: string;
  readonly accent: string;
  readonly warn: string;
  readonly bad: string;
  /** By the number of a star's colour. */
  readonly stars: readonly string[];
  /** Of a state, by its name. */
  of(state: string): string;
}

export interface Look {
  readonly left: number;
  readonly width: number;
  readonly height: number;
  /** px that are scrolled away. */
  readonly scrolled: number;
  readonly cursor: Field | null;
  readonly stars: PartitionStars;
  readonly font: string;
  readonly smallFont: string;
}

export function paintMatrix(
  context: CanvasRenderingContext2D,
  table: PartitionTable,
  grid: Grid,
  look: Look,
  colours: PartitionColours,
): void {
  context.save();
  context.translate(0, -look.scrolled);
  const first = Math.max(0, Math.floor(look.scrolled / grid.bandHeight));
  const last = Math.min(grid.bands - 1, Math.floor((look.scrolled + look.height) / grid.bandHeight));
  paintNames(context, table, grid, look, first, last, colours);
  const from = first * grid.perBand;
  const to = Math.min(table.partitions.length, (last + 1) * grid.perBand);
  paintEmpty(context, table, grid, look, from, to, colours);
  for (const [index, state] of table.states.entries())
    paintState(context, table, grid, look, from, to, index + 1, state, colours);
  if (table.wanted !== null) paintWanted(context, table, table.wanted.cells, grid, look, from, to, colours);
  paintStarred(context, table, grid, look, first, last, colours);
  if (look.cursor !== null) {
    const { x, y } = placeOf(grid, look.cursor, look.left);
    context.strokeStyle = colours.accent;
    context.lineWidth = 2;
    context.strokeRect(x - 1, y - 1, grid.field + 1, grid.field + 1);
  }
  context.restore();
}

function paintNames(
  context: CanvasRenderingContext2D,
  { nodes, partitions, disputed, down }: PartitionTable,
  grid: Grid,
  { left, font, smallFont }: Look,
  first: number,
  last: number,
  colours: PartitionColours,
): void {
  context.textBaseline = 'middle';
  const every = Math.max(1, Math.ceil(13 / grid.field));
  for (let band = first; band <= last; band++) {
    context.font = font;
    context.textAlign = 'right';
    for (const [node, name] of nodes.entries()) {
      if (node % every !== 0) continue;
      const { y } = placeOf(grid, { partition: band * grid.perBand, node }, left);
      context.fillStyle = down.includes(name) ? colours.bad : colours.ink;
      context.fillText(name, left - 8, y + grid.field / 2, left - 14);
    }
    context.font = smallFont;
    context.textAlign = 'left';
    const widest = Math.max(...partitions.slice(-1).map((name) => context.measureText(name).width));
    const step = nameEvery(grid, widest);
    for (let column = 0; column < grid.perBand; column++) {
      const partition = band * grid.perBand + column;
      const name = partitions[partition];
      if (name === undefined) break;
      const { x, y } = placeOf(grid, { partition, node: 0 }, left);
      context.fillStyle = disputed[partition] === 1 ? colours.warn : colours.faint;
      if (column % step === 0) context.fillText(name, x + (step === 1 ? 2 : 0), y - 9);
      if (disputed[partition] === 1) context.fillRect(x + 1, y - 3, grid.field - 2, 2);
    }
  }
}

/** A partition that is starred has a frame in the star's colour over all nodes; a node that carries one has a star before its name. */
function paintStarred(
  context: CanvasRenderingContext2D,
  { nodes }: PartitionTable,
  grid: Grid,
  { left, font, stars }: Look,
  first: number,
  last: number,
  colours: PartitionColours,
): void {
  context.lineWidth = 2;
  for (const [partition, signs] of stars.partitions) {
    const band = Math.floor(partition / grid.perBand);
    if (band < first || band > last) continue;
    const { x, y } = placeOf(grid, { partition, node: 0 }, left);
    for (const [index, { colour }] of signs.entries()) {
      context.strokeStyle = colours.stars[colour] ?? colours.ink;
      context.strokeRect(
        x - 1 - index * 2,
        y - 1 - index * 2,
        grid.field + index * 4,
        nodes.length * grid.field + index * 4,
      );
    }
  }
  context.font = font;
  context.textAlign = 'left';
  for (let band = first; band <= last; band++)
    for (const [node, signs] of stars.nodes) {
      const { y } = placeOf(grid, { partition: band * grid.perBand, node }, left);
      for (const [index, { colour, isMade }] of signs.entries()) {
        context.fillStyle = colours.stars[colour] ?? colours.ink;
        context.fillText(isMade ? '☆' : '★', 2 + index * 11, y + grid.field / 2);
      }
    }
}

function paintEmpty(
  context: CanvasRenderingContext2D,
  { nodes, cells }: PartitionTable,
  grid: Grid,
  { left }: Look,
  from: number,
  to: number,
  colours: PartitionColours,
): void {
  const inset = insetOf(grid);
  context.fillStyle = colours.rule;
  context.globalAlpha = 0.5;
  context.beginPath();
  for (let partition = from; partition < to; partition++)
    for (let node = 0; node < nodes.length; node++) {
      if (cells[partition * nodes.length + node] !== 0) continue;
      const { x, y } = placeOf(grid, { partition, node }, left);
      context.rect(x + inset, y + inset, grid.field - 2 * inset, grid.field - 2 * inset);
    }
  context.fill();
  context.globalAlpha = 1;
}

const insetOf = ({ field }: Grid): number => (field >= 12 ? 1.5 : field >= 6 ? 0.75 : 0.5);

function paintState(
  context: CanvasRenderingContext2D,
  { nodes, cells }: PartitionTable,
  grid: Grid,
  { left }: Look,
  from: number,
  to: number,
  number: number,
  state: string,
  colours: PartitionColours,
): void {
  const inset = insetOf(grid);
  const size = grid.field - 2 * inset;
  const isLarge = grid.field >= 10;
  context.fillStyle = colours.of(state);
  context.strokeStyle = colours.of(state);
  context.lineWidth = isLarge ? 1.5 : 1;
  const fields: { readonly x: number; readonly y: number }[] = [];
  for (let partition = from; partition < to; partition++)
    for (let node = 0; node < nodes.length; node++)
      if (cells[partition * nodes.length + node] === number) {
        const { x, y } = placeOf(grid, { partition, node }, left);
        fields.push({ x: x + inset, y: y + inset });
      }
  const fill = (alpha: number): void => {
    context.globalAlpha = alpha;
    context.beginPath();
    for (const { x, y } of fields) context.rect(x, y, size, size);
    context.fill();
    context.globalAlpha = 1;
  };
  switch (state) {
    case 'active':
      fill(1);
      break;
    case 'pending':
      fill(0.22);
      context.beginPath();
      for (const { x, y } of fields) {
        context.moveTo(x, y + size);
        context.lineTo(x + size, y + size);
        context.lineTo(x + size, y);
        context.closePath();
      }
      context.fill();
      break;
    case 'dead':
      fill(0.2);
      context.beginPath();
      for (const { x, y } of fields) {
        context.moveTo(x + 1, y + 1);
        context.lineTo(x + size - 1, y + size - 1);
        context.moveTo(x + size - 1, y + 1);
        context.lineTo(x + 1, y + size - 1);
      }
      context.stroke();
      break;
    default:
      fill(isLarge ? 0.25 : 0.4);
      if (!isLarge) break;
      context.beginPath();
      for (const { x, y } of fields) context.rect(x + 0.75, y + 0.75, size - 1.5, size - 1.5);
      context.stroke();
  }
}

/** A copy that is to come, or to go, or to be another one: a move in progress. */
function paintWanted(
  context: CanvasRenderingContext2D,
  { nodes, cells }: PartitionTable,
  wanted: Uint8Array,
  grid: Grid,
  { left }: Look,
  from: number,
  to: number,
  colours: PartitionColours,
): void {
  const inset = insetOf(grid);
  const size = grid.field - 2 * inset;
  context.strokeStyle = colours.ink;
  context.lineWidth = 1;
  if (grid.field >= 8) context.setLineDash([2, 2]);
  context.beginPath();
  for (let at = from * nodes.length; at < to * nodes.length; at++) {
    if (cells[at] === wanted[at]) continue;
    const { x, y } = placeOf(grid, { partition: Math.floor(at / nodes.length), node: at % nodes.length }, left);
    context.rect(x + inset + 0.5, y + inset + 0.5, size - 1, size - 1);
  }
  context.stroke();
  context.setLineDash([]);
}
