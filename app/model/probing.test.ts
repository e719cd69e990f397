import { describe, expect, it } from 'vitest';
import type { Probe, Seen, Shown } from '../../kernel/protocol.ts';
import { eventShown, inSight, noProbing, passBeside, type Probing, probedCell, withPass, withPin } from './probing.ts';

const number = (text: string): Shown => ({ t: 'atom', kind: 'number', text });
const at = (line: number, endLine = line) => ({ line, column: 1, endLine, endColumn: 9 });

const seen = (line: number, pass: number, label: string, text: string, kind: Seen['kind'] = 'value'): Seen => ({
  kind,
  cell: 'a',
  range: at(line),
  label,
  nth: 0,
  pass,
  value: number(text),
});

/** A rule whose loop (line 2) takes three turns; in each a callback (line 3) is called twice, and a helper of cell b once. */
const blocks: Probe['blocks'] = [
  { kind: 'call', name: '', cell: 'a', range: at(1), within: null },
  { kind: 'loop', name: '', cell: 'a', range: at(2), within: 0 },
  { kind: 'call', name: '', cell: 'a', range: at(3), within: 1 },
  { kind: 'call', name: 'half', cell: 'b', range: at(1), within: null },
];
const passes: Probe['passes'] = [
  { block: 0, within: null, index: 0 },
  ...[0, 1, 2].flatMap((turn): Probe['passes'] => {
    const first = 1 + turn * 4;
    return [
      { block: 1, within: 0, index: turn },
      { block: 2, within: first, index: 0 },
      { block: 2, within: first, index: 1 },
      { block: 3, within: null, index: turn },
    ];
  }),
];
const probe: Probe = {
  step: 4,
  time: 10,
  node: 'n',
  rule: 'k.R',
  cells: [
    { key: 'a', source: 'text of a' },
    { key: 'b', source: 'text of b' },
  ],
  blocks,
  passes,
  seen: [
    seen(2, 0, '', '5', 'turns'),
    ...[1, 5, 9].flatMap((turn, i) => [
      seen(2, turn, 'x', String(i)),
      seen(3, turn + 1, 'y', `${i}1`),
      seen(3, turn + 2, 'y', `${i}2`),
    ]),
    seen(6, 0, 's.n', '1', 'compared'),
    seen(6, 0, 's.n', '1'),
    seen(6, 0, 's.n', '2'),
  ],
  skipped: [{ pass: 5, cell: 'a', range: at(3, 4) }],
  fault: null,
  notes: ['cut'],
};
const probing = { ...noProbing, probe };

const told = (of: Probing): string[] =>
  (probedCell(of, 'a', 'text of a')?.lines ?? []).flatMap(({ line, seen: here }) =>
    here.map(({ label, value }) => `${line} ${label} ${value.t === 'atom' ? value.text : ''}`),
  );

describe('the passes in sight', () => {
  it('are the first of each function and loop, and what stands in them', () => {
    const { turnings } = inSight(probe, {});
    expect(turnings.map(({ block, at: now, passes: all, of }) => [block, now, all.length, of])).toEqual([
      [1, 0, 3, 5],
      [2, 0, 2, 2],
      [3, 0, 3, 3],
    ]);
    expect(told(probing)).toEqual(['2 x 0', '3 y 01', '6 s.n 1', '6 s.n 2']);
  });

  it('are those that the reader chose, and of what stands in another turn the first again', () => {
    const second = withPass(withPass(probing, 2, 3), 1, 5);
    expect(told(second)).toEqual(['2 x 1', '3 y 11', '6 s.n 1', '6 s.n 2']);
    expect(passBeside(second, 1)).toEqual({ block: 1, pass: 9 });
    expect(passBeside(withPass(probing, 1, 9), 1)).toBeNull();
    expect(passBeside(probing, 1)).toEqual({ block: 1, pass: 5 });
    expect(passBeside(probing, -1)).toBeNull();
  });
});

it('a cell tells what was skipped in the passes in sight, and which lines ran', () => {
  expect(probedCell(probing, 'a', 'text of a')).toMatchObject({ skipped: [], ran: [2, 3, 4, 5, 6], notes: ['cut'] });
  const second = { ...probing, ...withPass(probing, 1, 5) };
  expect(probedCell(second, 'a', 'text of a')).toMatchObject({ skipped: [at(3, 4)], ran: [2, 3, 5, 6] });
});

it('of another text than that of the event no line is told', () => {
  expect(probedCell(probing, 'a', 'another text')).toMatchObject({ lines: [], skipped: [], isOther: true });
  expect(probedCell(probing, 'c', 'text of c')).toBeNull();
  expect(probedCell({ ...probing, isOn: false }, 'a', 'text of a')).toBeNull();
});

describe('the event shown', () => {
  const frame = (status: string, step: number, tip = 9) => ({ status, step, tip: { step: tip, now: 0 } }) as never;
  it('is the one that led to the moment, unless the run is played', () => {
    expect(eventShown(frame('running', 5), { playing: false })).toBe(4);
    expect(eventShown(frame('running', 5), { playing: true })).toBeNull();
    expect(eventShown(frame('running', 0), { playing: false })).toBeNull();
    expect(eventShown(frame('rerunning', 5), { playing: false })).toBeNull();
    expect(eventShown(null, { playing: false })).toBeNull();
  });
  it('is the last one of a run that is at rest, and the one that stopped it', () => {
    expect(eventShown(frame('ended', 9), { playing: true })).toBe(8);
    expect(eventShown(frame('stopped-by-error', 9), { playing: true })).toBe(9);
    expect(eventShown(frame('stopped-by-error', 5), { playing: false })).toBe(4);
  });
});

it('a place is pinned once, and of many pins the oldest goes', () => {
  const place = (nth: number) => ({ cell: 'a', kind: 'value', label: 'x', nth }) as const;
  const twice = withPin(withPin(noProbing, place(0), true), place(0), true);
  expect(twice.pins).toHaveLength(1);
  expect(withPin(twice, place(0), false).pins).toEqual([]);
  const many = Array.from({ length: 8 }, (_, i) => i).reduce((all, i) => withPin(all, place(i), true), noProbing);
  expect(many.pins.map((pin) => pin.place.nth)).toEqual([2, 3, 4, 5, 6, 7]);
});
