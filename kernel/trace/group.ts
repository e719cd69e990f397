/** Where a node stands: the machine, rack or place that its state names, as its author names it. */
import type { State } from '../program/declaration.ts';

/** The narrower first: what dies together is drawn together. */
const groupFields = [
  'machine',
  'host',
  'rack',
  'zone',
  'datacentre',
  'datacenter',
  'dc',
  'site',
  'region',
  'cluster',
  'group',
];

/** `rack 2`, `West`; empty when it names none. A name that is a word says enough by itself. */
export function groupOf(state: State): string {
  for (const field of groupFields) {
    const value = state[field];
    if (typeof value === 'number') return `${field} ${value}`;
    if (typeof value === 'string' && value !== '') return value.length < 3 ? `${field} ${value}` : value;
  }
  return '';
}
