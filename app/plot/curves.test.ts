import { expect, test } from 'vitest';
import type { PlotCall, PlotValue } from '../../kernel/protocol.ts';
import type { PlotBand } from '../model/over-seeds.ts';
import { curvesOf, whyNoBands, withBands } from './curves.ts';

const call = ($call: string, ...args: readonly PlotValue[]): PlotCall => ({ $call, args });
const rows = [
  { time: 0, value: 1, id: 'A' },
  { time: 0, value: 5, id: 'B' },
  { time: 10, value: 2, id: 'A' },
];
const byNode = call('lineY', rows, { x: 'time', y: 'value', stroke: 'id', curve: 'step-after' });
const low = '10th percentile of seeds';
const high = '90th percentile of seeds';
const among = 'line among seeds';
const plot = (...marks: readonly PlotValue[]) => call('plot', { marks, height: 100 });

test('lines over time are found, each of its series by itself', () => {
  expect(curvesOf(plot(call('ruleY', [0]), byNode))).toEqual([
    {
      mark: 1,
      series: 'A',
      curve: 'step-after',
      points: [
        [0, 1],
        [10, 2],
      ],
    },
    { mark: 1, series: 'B', curve: 'step-after', points: [[0, 5]] },
  ]);
  expect(curvesOf(call('lineY', rows.slice(0, 1), { x: 'time', y: 'value', stroke: 'red' }))).toEqual([
    { mark: 0, series: '', curve: 'linear', points: [[0, 1]] },
  ]);
});

test('lines that a function of the row tells apart are found by what it gave, and banded in that colour', () => {
  const listed = plot(call('lineY', rows, { x: 'time', y: 'value', stroke: ['load', 'load', 'done'] }));
  expect(curvesOf(listed).map(({ series, points }) => [series, points.length])).toEqual([
    ['load', 2],
    ['done', 1],
  ]);
  const [options] = withBands(listed, [band({ series: 'load' })], false).args;
  expect(options).toMatchObject({
    marks: [
      { $call: 'areaY', args: [[{ [among]: 'load' }, { [among]: 'load' }], { z: among, fill: among }] },
      { $call: 'lineY', args: [[{ [among]: 'load' }, { [among]: 'load' }], { z: among, stroke: among }] },
      { $call: 'lineY' },
    ],
  });
});

test('what is no line over virtual time has no curves', () => {
  const line = (options: PlotValue) => plot(call('lineY', rows, options));
  for (const odd of [
    line({ x: 'value', y: 'time' }),
    line({ x: 'time', y: 'value', fx: 'id' }),
    line(call('windowY', 5, { x: 'time', y: 'value' })),
    line([1, 2]),
    plot(call('areaY', rows, { x: 'time', y: 'value' })),
    plot(call('lineY', { length: 3 }, { x: 'time', y: 'value' })),
    call('legend', { color: {} }),
    call('plot'),
  ])
    expect(curvesOf(odd)).toEqual([]);
});

const band = (details: Partial<PlotBand> = {}): PlotBand => ({
  mark: 0,
  series: 'A',
  curve: 'step-after',
  times: [0, 5, 10, 15],
  low: [1, 1, null, 1],
  median: [2, 2, null, 2],
  high: [3, 4, null, 5],
  ...details,
});

test('a band stands behind its line in its colour, as far as the line goes, with the median in it', () => {
  const [options] = withBands(plot(byNode), [band()], false).args;
  const shared = { x: 'time', z: 'id', curve: 'step-after', ariaDescription: 'other seeds' };
  const banded = [
    { time: 0, [low]: 1, [high]: 3, value: 2, id: 'A' },
    { time: 5, [low]: 1, [high]: 4, value: 2, id: 'A' },
  ];
  expect(options).toEqual({
    height: 100,
    marks: [
      call('areaY', banded, { ...shared, y1: low, y2: high, fill: 'id', fillOpacity: 0.16 }),
      call('lineY', banded, {
        ...shared,
        y: 'value',
        stroke: 'id',
        strokeWidth: 1,
        strokeDasharray: '2 3',
        strokeOpacity: 0.9,
      }),
      byNode,
    ],
  });
});

test('where there is no band the plot is as it was', () => {
  const alone = plot(byNode);
  expect(withBands(alone, [], false)).toBe(alone);
  expect(withBands(alone, [band({ mark: 4 })], false)).toBe(alone);
  expect(withBands(alone, [band({ times: [99] })], false)).toBe(alone);
  expect(
    withBands(
      alone,
      Array.from({ length: 13 }, (_, i) => band({ series: `n${i}` })),
      false,
    ),
  ).toBe(alone);
});

test('a line whose column is called as a part of the band has a band of its own values, not of the medians', () => {
  for (const y of ['low', 'high', 'median', 'series']) {
    const rows = [0, 10].map((time) => ({ time, [y]: 1 }));
    const own = band({ series: '', times: [5], low: [1], median: [2], high: [3] });
    const [options] = withBands(plot(call('lineY', rows, { x: 'time', y })), [own], false).args;
    const row = { time: 5, [among]: '', [low]: 1, [high]: 3, [y]: 2 };
    expect(options).toMatchObject({
      marks: [
        { args: [[row], { y1: low, y2: high, z: among }] },
        { args: [[row], { y, z: among }] },
        { $call: 'lineY' },
      ],
    });
  }
});

test('why a plot can have no bands is said of what it lacks; one that can, or has no rows yet, lacks nothing', () => {
  const line = (options: PlotValue, data: PlotValue = rows) => plot(call('lineY', data, options));
  const many = Array.from({ length: 13 }, (_, i) => ({ time: 0, value: i, id: `n${i}` }));
  const said: readonly (readonly [PlotCall, string])[] = [
    [plot(call('areaY', rows, { x: 'time', y: 'value' })), 'no line'],
    [call('legend', { color: {} }), 'no line'],
    [line({ x: 'value', y: 'time' }), 'not over virtual time'],
    [line({ x: 'time', y: [1, 2] }), 'name of a column'],
    [line({ x: 'time', y: 'value', fx: 'id' }), 'facets'],
    [line(call('windowY', 5, { x: 'time', y: 'value' })), 'transform'],
    [line([1, 2]), 'no options'],
    [line({ x: 'time', y: 'value', stroke: 'id' }, many), 'more than 12 lines'],
  ];
  for (const [odd, word] of said) expect(whyNoBands(odd)).toContain(word);
  for (const good of [plot(byNode), byNode, line({ x: 'time', y: 'value' }, []), plot(call('dot', rows), byNode)])
    expect(whyNoBands(good)).toBe('');
});
