import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DiagnosticError } from '../diagnostic.ts';
import type { PlotCall } from '../protocol.ts';
import { createPlotRecorder, plotLimits } from './plot.ts';

type Member = (...args: readonly unknown[]) => unknown;

type CellPlot = Readonly<
  Record<
    | 'binX'
    | 'dot'
    | 'filter'
    | 'frame'
    | 'identity'
    | 'lineY'
    | 'lineZ'
    | 'plot'
    | 'rectY'
    | 'ruleY'
    | 'stackY'
    | 'stepY'
    | 'text'
    | 'valueof'
    | 'windowY',
    Member
  >
>;

const rows = [
  { time: 10, value: 1, node: 'server1' },
  { time: 20, value: 4, node: 'server2' },
];

/** Runs a cell's expression and gives what the page would receive. */
function record(cell: (plot: CellPlot) => unknown): PlotCall | null {
  const recorder = createPlotRecorder();
  return structuredClone(recorder.recorded(cell(recorder.Plot as CellPlot)));
}

/** The plot's first mark. */
function mark(cell: (plot: CellPlot) => unknown): unknown {
  const options = record(cell)?.args[0];
  return typeof options === 'object' && options !== null && 'marks' in options && Array.isArray(options['marks'])
    ? options['marks'][0]
    : undefined;
}

function refusal(cell: (plot: CellPlot) => unknown): { text: string; help: string } {
  try {
    record(cell);
  } catch (error) {
    if (error instanceof DiagnosticError && error.diagnostic.code === 'plot/unsupported') return error.diagnostic;
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('a recorded plot', () => {
  test('knows steps, which are lines that keep their value, as the language’s first example has them', () => {
    const step = mark((Plot) => Plot.stepY(rows, { x: 'time', y: 'value' }));
    expect(step).toEqual(mark((Plot) => Plot.lineY(rows, { curve: 'step-after', x: 'time', y: 'value' })));
    const before = mark((Plot) => Plot.stepY(rows, { x: 'time', y: 'value', curve: 'step-before' }));
    expect(before).toMatchObject({ $call: 'lineY', args: [expect.anything(), { curve: 'step-before' }] });
  });

  test('is the call with its arguments', () => {
    expect(record((Plot) => Plot.plot({ marks: [Plot.lineY(rows, { x: 'time', y: 'value' })], height: 200 }))).toEqual({
      $call: 'plot',
      args: [
        {
          marks: [
            {
              $call: 'lineY',
              args: [
                [
                  { time: 10, value: 1 },
                  { time: 20, value: 4 },
                ],
                { x: 'time', y: 'value' },
              ],
            },
          ],
          height: 200,
        },
      ],
    });
  });

  test('puts a bare mark into a plot', () => {
    expect(record((Plot) => Plot.ruleY([0]))).toEqual({
      $call: 'plot',
      args: [{ marks: [{ $call: 'ruleY', args: [[0]] }] }],
    });
  });

  test('can be made from a mark, as with the real Plot', () => {
    const made = record((Plot) => (Plot.frame() as { plot: Member }).plot({ marks: [Plot.ruleY([0])], width: 10 }));
    expect(made).toEqual({
      $call: 'plot',
      args: [
        {
          marks: [
            { $call: 'ruleY', args: [[0]] },
            { $call: 'frame', args: [] },
          ],
          width: 10,
        },
      ],
    });
  });

  test('is null when the cell returned something else', () => {
    expect(record(() => 42)).toBeNull();
    expect(record(() => ({ $call: 'plot', args: [] }))).toBeNull();
  });

  test('drops columns that no option names', () => {
    expect(mark((Plot) => Plot.dot([{ x: 1, y: 2, log: [1, 2, 3], act: () => 1 }], { x: 'x', y: 'y' }))).toEqual({
      $call: 'dot',
      args: [[{ x: 1, y: 2 }], { x: 'x', y: 'y' }],
    });
  });

  test('keeps whole rows where a transform reads them whole', () => {
    const made = mark((Plot) => Plot.dot([{ a: 1 }], { x: Plot.identity }));
    expect(made).toEqual({ $call: 'dot', args: [[{ a: 1 }], { x: { $call: 'identity', args: [] } }] });
  });
});

describe('an accessor', () => {
  test('becomes the values it gives for the rows', () => {
    expect(
      mark((Plot) => Plot.dot(rows, { x: (d: { time: number }) => d.time / 1000, y: (_: unknown, i: number) => i })),
    ).toEqual({
      $call: 'dot',
      args: [[{}, {}], { x: [0.01, 0.02], y: [0, 1] }],
    });
  });

  test('is found in channels with labels and in extra channels', () => {
    expect(
      mark((Plot) =>
        Plot.dot(rows, {
          x: { value: (d: { time: number }) => d.time, label: 't' },
          channels: { n: (d: { node: string }) => d.node },
        }),
      ),
    ).toEqual({
      $call: 'dot',
      args: [[{}, {}], { x: { value: [10, 20], label: 't' }, channels: { n: ['server1', 'server2'] } }],
    });
  });

  test('is found inside nested transforms', () => {
    const made = mark((Plot) =>
      Plot.lineY(rows, Plot.windowY(5, Plot.stackY({ x: 'time', y: (d: { value: number }) => d.value }))),
    );
    expect(made).toEqual({
      $call: 'lineY',
      args: [
        [{ time: 10 }, { time: 20 }],
        { $call: 'windowY', args: [5, { $call: 'stackY', args: [{ x: 'time', y: [1, 4] }] }] },
      ],
    });
  });

  test('gives one value per row, whatever the rows (property)', () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), (xs) => {
        const made = mark((Plot) => Plot.rectY(xs, Plot.binX({ y: 'count' }, { x: (x: number) => x * 2 })));
        expect(made).toEqual({
          $call: 'rectY',
          args: [xs, { $call: 'binX', args: [{ y: 'count' }, { x: xs.map((x) => x * 2) }] }],
        });
      }),
    );
  });

  test('may be a filter or a sort key, inside a transform or as an option', () => {
    const odd = (d: { time: number }) => d.time > 10;
    expect(
      mark((Plot) => Plot.dot(rows, { x: 'time', filter: odd, sort: (d: { value: number }) => -d.value })),
    ).toEqual({
      $call: 'dot',
      args: [[{ time: 10 }, { time: 20 }], { x: 'time', filter: [false, true], sort: [-1, -4] }],
    });
    expect(mark((Plot) => Plot.dot(rows, Plot.filter(odd, { x: 'time' })))).toEqual({
      $call: 'dot',
      args: [[{ time: 10 }, { time: 20 }], { $call: 'filter', args: [[false, true], { x: 'time' }] }],
    });
  });

  test('that throws reaches the author as it is', () => {
    const cell = () =>
      record((Plot) =>
        Plot.dot(rows, {
          x: () => {
            throw new RangeError('mine');
          },
        }),
      );
    expect(cell).toThrow(new RangeError('mine'));
  });
});

describe('a function that is no accessor is refused, with what to write instead', () => {
  test.each<[string, (plot: CellPlot) => unknown, RegExp]>([
    ['tickFormat', (Plot) => Plot.plot({ x: { tickFormat: (x: number) => `${x}` } }), /d3-format/],
    [
      'format',
      (Plot) => Plot.dot(rows, { x: 'time', tip: { format: { x: (x: number) => `${x}` } } }),
      /Compute|d3-format/,
    ],
    [
      'sort',
      (Plot) => Plot.dot(rows, { x: 'time', sort: (a: { time: number }, b: { time: number }) => a.time - b.time }),
      /Sort the rows/,
    ],
    ['a reducer', (Plot) => Plot.rectY(rows, Plot.binX({ y: (d: number[]) => d.length }, { x: 'time' })), /Compute/],
    ['a scale transform', (Plot) => Plot.plot({ y: { transform: (x: number) => x } }), /map\(\)/],
    ['a mark function', (Plot) => Plot.plot({ marks: [() => null] }), /Compute/],
    ['an accessor without data', (Plot) => Plot.plot({ marks: [Plot.frame({ stroke: () => 'red' })] }), /Compute/],
  ])('%s', (_name, cell, help) => {
    expect(refusal(cell).help).toMatch(help);
  });

  test('a member Plot does not have', () => {
    expect(refusal((Plot) => Plot.lineZ(rows))).toMatchObject({
      text: 'Plot has no member lineZ.',
      help: expect.stringMatching(/lineX/),
    });
  });

  test('a member that cannot be recorded', () => {
    expect(refusal((Plot) => Plot.valueof(rows, 'time')).help).toMatch(/map\(\)/);
  });

  test('a transform spread into options', () => {
    expect(
      refusal((Plot) => Plot.lineY(rows, { ...(Plot.windowY(5, { y: 'value' }) as object), stroke: 'red' })).help,
    ).toMatch(/Put the other options inside/);
  });
});

describe('hostile and odd values', () => {
  test('collections, dates, typed arrays and bigints become plain', () => {
    const made = mark((Plot) =>
      Plot.dot(new Set([1n, 2n ** 70n]), {
        x: new Float64Array([0.5, 1]),
        y: new Map([['a', 1]]),
        z: [new Date(5), undefined],
      }),
    );
    expect(made).toEqual({
      $call: 'dot',
      args: [[1, '1180591620717411303424'], { x: [0.5, 1], y: [['a', 1]], z: [new Date(5), null] }],
    });
  });

  test('a value that contains itself is refused', () => {
    const loop: Record<string, unknown> = {};
    loop['self'] = loop;
    expect(refusal((Plot) => Plot.plot({ marks: [], x: loop })).text).toMatch(/contains itself/);
  });

  test('a call forged in a row is refused', () => {
    expect(refusal((Plot) => Plot.dot([{ x: { $call: 'plot', args: [] } }], { x: 'x' })).text).toMatch(
      /cannot be spread/,
    );
  });

  test('symbols are refused', () => {
    expect(refusal((Plot) => Plot.dot([Symbol('s')])).text).toMatch(/symbol/);
  });

  test('too many rows or values are refused', () => {
    expect(refusal((Plot) => Plot.dot({ length: plotLimits.rows + 1 })).text).toMatch(/rows|values/);
    expect(refusal((Plot) => Plot.dot(Array.from({ length: plotLimits.rows + 1 }, () => 0))).text).toMatch(/rows/);
    const wide = Array.from({ length: 30_000 }, () => Array.from({ length: 20 }, () => 0));
    expect(refusal((Plot) => Plot.dot(wide)).text).toMatch(/values/);
  });

  test('long texts are cut', () => {
    expect(mark((Plot) => Plot.text(['x'.repeat(plotLimits.text + 5)]))).toEqual({
      $call: 'text',
      args: [[`${'x'.repeat(plotLimits.text)}…`]],
    });
  });

  test('the facade cannot be changed by a cell', () => {
    const { Plot } = createPlotRecorder();
    expect(() => Object.assign(Plot, { line: 1 })).toThrow(TypeError);
    expect('then' in Plot).toBe(false);
    expect(Plot['then']).toBeUndefined();
  });
});
