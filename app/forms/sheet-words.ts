/** What the table of a collection says of its members: in words, and as they stand in a cell. */
import { html, type TemplateResult } from 'lit';
import type { CollectionKind, Member, Told } from '../../kernel/members.ts';
import type { Plain } from '../../kernel/plain.ts';
import type { Shape } from '../../kernel/shape.ts';
import { shown } from '../../kernel/trace/shown.ts';
import { oneLine } from '../stage/shown.ts';
import '../stage/value.ts';
import { isScalar } from './cell-text.ts';
import { isOpen, optionalFields } from './shape.ts';
import type { Stretch } from './sheet-rows.ts';

const plural = { array: 'items', set: 'members', map: 'entries', object: 'fields' } as const;

export const counted = (kind: CollectionKind, size: number): string => (size === 1 ? addWord[kind] : plural[kind]);

export const addWord = { array: 'item', set: 'member', map: 'entry', object: 'field' } as const;

export const toldPlain = (told: Told): Plain => (told.t === 'whole' ? told.value : told.text);

export function toldText(told: Told): string {
  return told.t === 'whole' ? oneLine(shown(told.value), 48) : told.text;
}

export function toldView(told: Told): TemplateResult {
  if (told.t === 'whole' && isScalar(told.value))
    return html`<rh-value compact .value=${shown(told.value)} .limit=${48}></rh-value>`;
  const isDeeper = told.t === 'whole' || (told.kind !== 'string' && told.kind !== 'bigint');
  return html`<span class="line ${isDeeper ? 'deeper' : ''}">${toldText(told)}</span>`;
}

export function rowName({ kind }: Stretch, { key }: Member, row: number): string {
  return kind === 'array' ? `item ${row}` : toldText(key);
}

/** The fields that an object may still get. */
function missing(shape: Shape, { rows }: Stretch): readonly string[] {
  const had = new Set(rows.map(({ key }) => toldPlain(key)));
  return optionalFields(shape).filter((name) => !had.has(name));
}

export const canGrow = (shape: Shape, stretch: Stretch): boolean => isOpen(shape) || missing(shape, stretch).length > 0;

export function nameShape(shape: Shape, stretch: Stretch): Shape {
  const of = missing(shape, stretch).map((value): Shape => ({ t: 'literal', value }));
  return { t: 'union', of: isOpen(shape) ? [...of, { t: 'atom', kind: 'string' }] : of };
}
