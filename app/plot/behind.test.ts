// @vitest-environment jsdom
import * as Plot from '@observablehq/plot';
import { describe, expect, test } from 'vitest';
import type { PlotCall, PlotValue } from '../../kernel/protocol.ts';
import { domainsOf, joinedDomains, putBehind, sameDomains, withDomains } from './behind.ts';

const line = (...values: readonly number[]) =>
  Plot.plot({
    y: { grid: true },
    marks: [
      Plot.lineY(
        values.map((value, time) => ({ time, value })),
        { x: 'time', y: 'value', tip: true },
      ),
      Plot.ruleY([0]),
    ],
  });
const optionsOf = ({ args }: PlotCall): PlotValue => args[0] ?? null;

describe('the domains of two plots', () => {
  test('are joined where both have a scale, and hold all of both', () => {
    const [now, then] = [domainsOf(line(0, 5, 9)), domainsOf(line(0, 20))];
    expect(joinedDomains(now, then)).toMatchObject({ x: [0, 2], y: [0, 20] });
    expect(joinedDomains(now, {})).toEqual({});
    expect(sameDomains(joinedDomains(now, now), now)).toBe(true);
    expect(sameDomains(joinedDomains(now, then), now)).toBe(false);
  });

  test('stay turned round, keep the order of categories, and compare moments by their time', () => {
    expect(joinedDomains({ y: [9, 0] }, { y: [4, -1] })).toEqual({ y: [9, -1] });
    expect(joinedDomains({ x: ['b', 'a'] }, { x: ['a', 'c'] })).toEqual({ x: ['b', 'a', 'c'] });
    const [early, late] = [new Date(1_000), new Date(9_000)];
    expect(joinedDomains({ x: [early, early] }, { x: [late, late] })).toEqual({ x: [early, late] });
    expect(sameDomains({ x: [early] }, { x: [new Date(1_000)] })).toBe(true);
  });

  test('are given to a plot whose author chose none', () => {
    const call: PlotCall = { $call: 'plot', args: [{ marks: [], x: { label: 'time' }, y: { domain: [0, 1] } }] };
    expect(optionsOf(withDomains(call, { x: [0, 5], y: [0, 9] }))).toMatchObject({
      x: { label: 'time', domain: [0, 5] },
      y: { domain: [0, 1] },
    });
  });
});

describe('the plot behind', () => {
  test('is all marks and no furniture, under the marks in front', () => {
    const [now, then] = [line(0, 5, 9), line(0, 5, 8)];
    expect(putBehind(now, then)).toBe(true);
    const behind = now.querySelector('g.behind');
    expect(behind?.getAttribute('aria-hidden')).toBe('true');
    expect([...(behind?.children ?? [])].map((mark) => mark.getAttribute('aria-label'))).toEqual(['line', 'rule']);
    const front = now.querySelector(':scope > g[aria-label="line"]');
    expect(behind?.compareDocumentPosition(front ?? now)).toBe(Node.DOCUMENT_POSITION_FOLLOWING);
    expect(now.querySelectorAll('g[aria-label="y-axis tick label"]')).toHaveLength(1);
  });

  test('is left out when it has another size', () => {
    expect(putBehind(line(0, 1), Plot.plot({ width: 300, marks: [Plot.ruleY([0])] }))).toBe(false);
  });
});
