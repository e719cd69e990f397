import * as Plot from '@observablehq/plot';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createPlotRecorder } from '../../kernel/program/plot.ts';
import { plotConstants, plotFunctions } from '../../kernel/program/plot-names.ts';
import type { PlotCall, PlotValue } from '../../kernel/protocol.ts';
import { allowedNames, interpret, limits, PlotRefused, withPlotOptions } from './interpret.ts';

/** Plot, with the one function that needs a document giving back its options instead. */
const plot = { ...Plot, plot: (options: unknown) => options };

const call = ($call: string, ...args: readonly PlotValue[]): PlotCall => ({ $call, args });
const drawn = (...marks: readonly PlotValue[]) => interpret(call('plot', { marks }), plot);
const refusal = (made: PlotCall): PlotRefused => {
  try {
    interpret(made, plot);
  } catch (error) {
    if (error instanceof PlotRefused) return error;
    throw error;
  }
  throw new Error('nothing was refused');
};

test('the page calls exactly the functions the kernel records', () => {
  expect(allowedNames(plot).toSorted()).toEqual(plotFunctions.toSorted());
  for (const name of plotConstants)
    expect(interpret(call(name), plot).value).toBe(Object.entries(Plot).find(([known]) => known === name)?.[1]);
});

describe('a plot recorded in the kernel and made in the page is the plot that Plot itself would make', () => {
  const rows = Array.from({ length: 40 }, (_, i) => ({
    time: i * 10,
    value: (i * 37) % 11,
    node: `server${(i % 3) + 1}`,
  }));
  type Row = (typeof rows)[number];
  const cells: Readonly<Record<string, (P: typeof Plot) => Plot.Markish>> = {
    columns: (P) => P.lineY(rows, { x: 'time', y: 'value', stroke: 'node' }),
    accessors: (P) => P.dot(rows, { x: (d: Row) => d.time / 1_000, y: (d: Row) => d.value ** 2, r: 3 }),
    'a histogram': (P) => P.rectY(rows, P.binX({ y: 'count' }, { x: (d: Row) => d.value })),
    'groups, stacked': (P) => P.barY(rows, P.groupX({ y: 'sum' }, { x: 'node', y: (d: Row) => d.value })),
    'a moving average': (P) => P.lineY(rows, P.windowY(5, { x: 'time', y: (d: Row) => d.value })),
    'a filtered, sorted mark': (P) =>
      P.dot(rows, { x: 'time', y: 'value', filter: (d: Row) => d.value > 3, sort: (d: Row) => -d.value }),
    'a running sum by series': (P) => P.lineY(rows, P.mapY('cumsum', { x: 'time', y: 'value', z: (d: Row) => d.node })),
    numbers: (P) => P.ruleY([0, 5]),
    'a label of one point': (P) =>
      P.text(rows, P.selectLast({ x: 'time', y: 'value', z: 'node', text: (d: Row) => d.node.toUpperCase() })),
  };
  test.each(Object.entries(cells))('%s', (_name, cell) => {
    const recorder = createPlotRecorder();
    const recorded = recorder.recorded(cell(recorder.Plot as unknown as typeof Plot));
    if (recorded === null) throw new Error('no plot was recorded');
    const { value } = interpret(structuredClone(recorded), plot);
    expect(channelsOf((value as { marks: readonly unknown[] }).marks[0])).toEqual(channelsOf(cell(Plot)));
  });

  function channelsOf(mark: unknown): unknown {
    const { channels, facets } = (
      mark as { initialize(): { channels: Record<string, { value: Iterable<unknown> }>; facets: unknown } }
    ).initialize();
    return { facets, channels: Object.entries(channels).map(([name, { value }]) => [name, [...value]]) };
  }
});

describe('hostile plots', () => {
  test.each(['valueof', 'Mark', 'constructor', '__proto__', 'toString', 'eval', 'scale', 'default'])(
    'cannot call %s',
    (name) => {
      expect(refusal(call(name, 1)).message).toMatch(/cannot be called/);
    },
  );

  test('options that reach outside the picture are dropped, wherever they stand', () => {
    const evil = {
      href: 'javascript:alert(1)',
      target: '_top',
      className: 'x{}',
      style: 'background:url(//x)',
      document: {},
      ariaLabel: 'fine',
    };
    expect(interpret(call('plot', { ...evil, x: evil, marks: [] }), plot).value).toEqual({
      ariaLabel: 'fine',
      x: { ariaLabel: 'fine' },
      marks: [],
    });
    const { value } = drawn(
      call('dot', [{ u: 'javascript:alert(1)' }], { x: 'u', href: 'u', channels: { href: 'u' } }),
    );
    expect(JSON.stringify(value)).not.toContain('href');
  });

  test('pictures are shown only when they are in the data', () => {
    const picture = 'data:image/png;base64,AAAA';
    expect(interpret(call('plot', { src: 'https://x/y.png' }), plot).value).toEqual({});
    expect(interpret(call('plot', { src: picture }), plot).value).toEqual({ src: picture });
    expect(interpret(call('plot', { src: [picture, '//x'] }), plot).value).toEqual({});
  });

  test.each(['url(https://x/y#z)', 'URL (//x)', 'u\\72l(//x)', 'image-set("//x" 1x)'])(
    'a colour cannot fetch: %s',
    (colour) => {
      const { value } = interpret(call('plot', { fill: colour, data: [colour] }), plot);
      for (const text of Object.values(value as Record<string, unknown>).flat())
        expect(String(text)).not.toMatch(/(url|image-set)\s*\(/i);
    },
  );

  test('colours that are functions of CSS stay', () => {
    expect(interpret(call('plot', { fill: 'rgb(1, 2, 3)', stroke: 'var(--c1)' }), plot).value).toEqual({
      fill: 'rgb(1, 2, 3)',
      stroke: 'var(--c1)',
    });
  });

  test('steps that would never end are refused', () => {
    const rows = [{ x: 0 }, { x: 1e9 }];
    expect(refusal(call('plot', { marks: [call('ruleX', rows, { x: 'x', interval: 1e-3 })] })).help).toMatch(
      /at least/,
    );
    expect(refusal(call('plot', { x: { interval: 'second' }, marks: [] })).message).toMatch(/steps/);
    expect(refusal(call('plot', { x: { ticks: 'second' }, marks: [] })).message).toMatch(/Ticks/);
    expect(drawn(call('ruleX', rows, { x: 'x', interval: 1e6 })).notes).toEqual([]);
  });

  test('sizes are kept within limits', () => {
    const { value } = interpret(call('plot', { height: 1e9, x: { ticks: 1e9, base: 1.0000001 } }), plot);
    expect(value).toEqual({ height: limits.height, x: { ticks: 200, base: 2 } });
    expect(interpret(call('plot', { height: Number.NaN }), plot).value).toEqual({ height: 20 });
  });

  test('too deep, too many calls, too many facets are refused', () => {
    let deep: PlotValue = 1;
    for (let i = 0; i < 100; i++) deep = [deep];
    expect(refusal(call('plot', { x: deep })).message).toMatch(/deep/);
    expect(refusal(call('plot', { x: Array.from({ length: limits.calls + 1 }, () => call('frame')) })).message).toMatch(
      /calls/,
    );
    const rows = Array.from({ length: 200 }, (_, i) => ({ i }));
    expect(refusal(call('plot', { marks: [call('dot', rows, { fx: 'i' })] })).message).toMatch(/facets/);
  });

  test('any data at all either makes something or is refused, and pollutes nothing (property)', () => {
    const keys = fc.oneof(
      fc.string(),
      fc.constantFrom('marks', '$call', 'args', '__proto__', 'constructor', 'x', 'data', 'interval'),
    );
    const { value } = fc.letrec<{ value: PlotValue }>((tie) => ({
      value: fc.oneof(
        { depthSize: 'small' },
        fc.constantFrom<PlotValue>(null, true, Number.NaN, -1, 'x'),
        fc.array(tie('value'), { maxLength: 4 }),
        fc.dictionary(keys, tie('value'), { maxKeys: 4 }),
      ),
    }));
    fc.assert(
      fc.property(fc.constantFrom(...plotFunctions), fc.array(value, { maxLength: 3 }), (name, args) => {
        try {
          interpret(call(name, ...args), plot);
        } catch (error) {
          expect(error).toBeInstanceOf(Error);
        }
        expect(Object.keys(Object.prototype)).toEqual([]);
      }),
    );
  });
});

describe('long data', () => {
  const rows = Array.from({ length: 6_000 }, (_, i) => ({ t: i, v: i === 4_321 ? 100 : i % 5 }));

  test('are thinned, keep their peak, and the plot says so', () => {
    const { value, notes } = drawn(call('lineY', rows, { x: 't', y: 'v' }));
    const [mark] = (value as { marks: readonly { data: readonly { t: number }[] }[] }).marks;
    expect(mark?.data.length).toBeLessThanOrEqual(1_000);
    expect(mark?.data.some(({ t }) => t === 4_321)).toBe(true);
    expect(notes[0]).toMatch(/^Plot\.lineY: \d+ of 6000 rows drawn\.$/);
  });

  test('lose the same rows in the channels beside them', () => {
    const { value } = drawn(
      call('lineY', rows, { x: 't', y: rows.map(({ v }) => v), stroke: { value: rows.map(() => 'a'), label: 's' } }),
    );
    const [mark] = (
      value as {
        marks: readonly {
          data: readonly { t: number; v: number }[];
          channels: Record<string, { value: readonly unknown[] }>;
        }[];
      }
    ).marks;
    expect(mark?.channels['y']?.value).toHaveLength(mark?.data.length ?? -1);
  });

  test('are whole where a transform counts them', () => {
    const { value, notes } = drawn(call('rectY', rows, call('binX', { y: 'count' }, { x: 'v' })));
    expect(notes).toEqual([]);
    expect((value as { marks: readonly { data: readonly unknown[] }[] }).marks[0]?.data).toHaveLength(6_000);
  });
});

test('a line with nearly as many colours as rows says its series, so that Plot does not warn', () => {
  const few = [
    { id: 'a', v: 1 },
    { id: 'b', v: 2 },
    { id: 'b', v: 3 },
  ];
  const many = [...few, ...few, ...few];
  const seriesOf = (made: PlotCall) => {
    const [mark] = (drawn(made).value as { marks: readonly { channels: Record<string, { value: unknown }> }[] }).marks;
    return mark?.channels['z']?.value;
  };
  expect(seriesOf(call('lineY', few.slice(0, 2), { y: 'v', stroke: 'id' }))).toBe('id');
  expect(seriesOf(call('lineY', few.slice(0, 2), { y: 'v', stroke: 'id', z: null }))).toBeUndefined();
  expect(seriesOf(call('lineY', many, { y: 'v', stroke: 'red' }))).toBeUndefined();
});

test('options are laid over a plot, and a bare mark gets one', () => {
  const wide = (options: Readonly<Record<string, PlotValue>>) => ({ ...options, width: 300 });
  expect(withPlotOptions(call('plot', { height: 100 }), wide)).toEqual(call('plot', { height: 100, width: 300 }));
  expect(withPlotOptions(call('frame'), wide)).toEqual(call('plot', { marks: [call('frame')], width: 300 }));
  expect(withPlotOptions(call('plot'), wide)).toEqual(call('plot', { width: 300 }));
});
