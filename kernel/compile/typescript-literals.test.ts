import { readFileSync } from 'node:fs';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import { cellsOf } from '../notebook/notebook.ts';
import { parse } from '../notebook/parse.ts';
import type { Limit, TypedLiteral } from '../typed-literal.ts';
import { literalsOf } from './typescript-literals.ts';
import { cellModules, type TypedCell } from './typescript-module.ts';
import { typed } from './typescript.fixture.ts';

const library = (name: string): string => readFileSync(`kernel/program/${name}`, 'utf8');

/** What is told of the literals of a notebook's cells: `'a': 'a' | 'b'`, `0.5: [0, 1]`. */
function told(...codes: readonly string[]): readonly string[] {
  return toldOf(codes.map((code, i) => ({ key: `c${i}`, code })));
}

function toldOf(cells: readonly TypedCell[]): readonly string[] {
  const { program, files } = typed(cells, library);
  const literals = literalsOf(ts, program, files);
  return cells.flatMap(({ code }, i) =>
    (literals.get(files[i]?.fileName ?? '') ?? [])
      .filter((one) => one.start < code.length)
      .map((one) => `${code.slice(one.start, one.end)}: ${written(one)}`),
  );
}

function written(literal: TypedLiteral): string {
  if (literal.kind === 'choice') return literal.options.join(' | ');
  const { least, most, multipleOf } = literal.bounds;
  const end = (limit: Limit | null, open: string, closed: string, none: string): string =>
    limit === null ? none : limit.isIncluded ? closed.replace('x', limit.value) : open.replace('x', limit.value);
  const step = multipleOf === null ? '' : ` by ${multipleOf}`;
  return `${end(least, '(x', '[x', '(…')}, ${end(most, 'x)', 'x]', '…)')}${step}`;
}

const model = `
type Role = 'follower' | 'candidate' | 'leader'
const Vote = message<{ granted: boolean; as: Role; tries: Count }>('Vote')
const server = node('server', {
  state: () => ({ role: 'follower' as Role, on: true, leader: null as NodeId | null, mode: null as 'fast' | 'slow' | null }),
  durable: ['role'],
})
`;

describe('A text that is one of a few', () => {
  test('has the alternatives of its type, in the order in which the type is written, wherever it stands', () => {
    expect(
      told(
        model,
        `server.on(Vote, (s, m, ctx) => {
          if (s.role === 'candidate') s.role = m.granted ? 'leader' : ('follower')
          if ('leader' !== m.as) ctx.reply(Vote({ granted: true, as: 'candidate', tries: 0 }))
          switch (m.as) { case 'leader': return }
          const next: Role = "follower"
          const all: readonly Role[] = ['leader', \`candidate\`]
          if (all.includes('leader')) ctx.note('leader')
        })
        const first = (): Role => 'follower'
        const second = (role: Role = 'leader') => { return role as string === 'leader' }`,
      ).filter((line) => !/^(true|0|null)/.test(line)),
    ).toEqual([
      "'follower': 'follower' | 'candidate' | 'leader'",
      "'role': 'leader' | 'on' | 'role' | 'mode'",
      "'candidate': 'follower' | 'candidate' | 'leader'",
      "'leader': 'follower' | 'candidate' | 'leader'",
      "'follower': 'follower' | 'candidate' | 'leader'",
      "'leader': 'follower' | 'candidate' | 'leader'",
      "'candidate': 'follower' | 'candidate' | 'leader'",
      "'leader': 'follower' | 'candidate' | 'leader'",
      '"follower": "follower" | "candidate" | "leader"',
      "'leader': 'follower' | 'candidate' | 'leader'",
      '`candidate`: `follower` | `candidate` | `leader`',
      "'leader': 'follower' | 'candidate' | 'leader'",
      "'follower': 'follower' | 'candidate' | 'leader'",
      "'leader': 'follower' | 'candidate' | 'leader'",
    ]);
  });

  test('has those of the library for its options', () => {
    expect(
      told(
        model,
        `scenario('s', (world) => {
          world.add(server, 3)
          world.network({ delivery: 'ordered', latency: constant(2) })
        })
        isolated('i', 'snapshot')
        const mix = ycsb('A')`,
      ).slice(-4),
    ).toEqual([
      '3: [1, …) by 1',
      "'ordered': 'unordered' | 'ordered' | 'unordered-duplicating'",
      "'snapshot': 'read-uncommitted' | 'read-committed' | 'read-atomic' | 'snapshot' | 'serializable' | 'strict-serializable'",
      "'A': 'A' | 'B' | 'C' | 'D' | 'E' | 'F'",
    ]);
  });

  test('may be null as well, and a null may be a text; where any text may stand there is no choice', () => {
    expect(
      told(`const a: 'x' | 'y' | null = 'x'\nconst b: 'x' | 'y' | null = null\nconst c: string | null = null`),
    ).toEqual(["'x': 'x' | 'y' | null", "null: 'x' | 'y' | null"]);
  });

  test('may be a number or stand beside a boolean', () => {
    expect(told(`const a: 1 | 2 | 4 = 2\nconst b: boolean | 'auto' = 'auto'`)).toEqual([
      '2: 1 | 2 | 4',
      "'auto': false | true | 'auto'",
    ]);
  });

  test('is a member of an enum, or of an object that is used as one', () => {
    expect(
      told(
        `enum Phase { Idle, Running, Done }
        const Colour = { Red: 'red', Green: 'green', Blue: 'blue' } as const
        const paint = (colour: 'red' | 'green') => colour
        let phase: Phase = Phase.Running
        paint(Colour.Green)
        const digits = Math.PI`,
      ),
    ).toEqual(['Phase.Running: Phase.Idle | Phase.Running | Phase.Done', 'Colour.Green: Colour.Red | Colour.Green']);
  });

  test('is none: a name of a field, a member, a type, a module, an argument that may be any text', () => {
    expect(
      told(
        `import { zeta } from 'rehearsal/keys'
        type Role = 'a' | 'b'
        const by: Record<string, number> = { 'a': zeta(1, 0) }
        const found = by['a']
        always('a', (world) => true)`,
      ).filter((line) => !line.startsWith('true')),
    ).toEqual([]);
  });

  test('is a constant, when all its uses in all cells agree', () => {
    expect(
      told(
        `const delivery = 'ordered'\nconst told = 'ordered'`,
        `scenario('s', (world) => {
          world.network({ delivery })
          world.network({ delivery: delivery })
          world.network({ delivery: told })
          world.note(told)
        })`,
      ),
    ).toEqual(["'ordered': 'unordered' | 'ordered' | 'unordered-duplicating'"]);
  });
});

describe('A number', () => {
  test('has the bounds of the library: probabilities, counts, spans of time', () => {
    expect(
      told(
        model,
        `const Tick = message('Tick')
        server.start((s, ctx) => { ctx.setTimer(Tick(), 150); ctx.random.int(3) })
        server.may('m', () => 2 > 1, () => {}, { rate: 0.5 })
        scenario('s', { seed: 7, until: 1_000 }, (world) => {
          world.add(server, 3)
          world.network({ loss: 0.01, duplicate: 0, bandwidth: 1e6, latency: normal(-5, 1) })
          world.at(50, () => {})
          world.load(server, workload({ mix: { read: 0.5 }, keys: zipfian(100, { theta: 0.99 }), arrivals: poisson(20) }))
        })
        explore('e', { scenario: 's', faults: { drop: 1 }, limits: { time: 10 } })
        fuzz('f', { scenario: 's', faults: { clock: 1.5 }, seeds: 10 })`,
      ).filter((line) => /^\d/.test(line)),
    ).toEqual([
      '150: [0, …)',
      '3: [1, …) by 1',
      '0.5: (0, …)',
      '7: [0, …) by 1',
      '1_000: [0, …)',
      '3: [1, …) by 1',
      '0.01: [0, 1]',
      '0: [0, 1]',
      '1e6: (0, …)',
      '1: [0, …)',
      '50: [0, …)',
      '0.5: [0, …)',
      '100: [1, …) by 1',
      '0.99: (0, 1)',
      '20: (0, …)',
      '1: [0, …) by 1',
      '10: (0, …)',
      '1.5: [0, …)',
      '10: [1, …) by 1',
    ]);
  });

  test('has those that the notebook says, of a field, a message, a constant, an alias', () => {
    expect(
      told(
        `/**
          * @minimum 2
          * @maximum 9
          */
        type Small = number
        const M = message<{ /** @exclusiveMaximum 1_000 */ size: number; small: Small | null }>('M')
        const n = node('n', { state: () => ({ /** @multipleOf 5 */ tries: 10, half: 0.5 as Probability }) })
        /** @maximum 7 Never more. */
        const quorum = 3
        /** @maximum many */
        const other = 3
        n.on(M, (s, m, ctx) => {
          s.tries = 15
          if (m.small === 4 || m.size > 20) ctx.reply(M({ size: 5, small: -1 }))
          s.tries += 2
        })`,
      ),
    ).toEqual([
      '10: (…, …) by 5',
      '0.5: [0, 1]',
      '3: (…, 7]',
      '15: (…, …) by 5',
      '4: [2, 9]',
      '20: (…, 1000)',
      '5: (…, 1000)',
      '-1: [2, 9]',
    ]);
  });

  test('that is a constant has the bounds of what it is given to, in whichever cell', () => {
    expect(
      told(
        'const loss = 0.2',
        model,
        `const M = message<{ /** @maximum 0.5 */ p: number }>('M')
        server.start((s, ctx) => { ctx.send('x', M({ p: loss })); s.on = loss > 0 })
        scenario('s', (world) => { world.network({ loss }) })`,
      ).filter((line) => line.startsWith('0.2')),
    ).toEqual(['0.2: [0, 0.5]']);
  });
});

test('nothing is told of what is appended to a cell, and a broken cell breaks nothing', () => {
  expect(told(`const a: 'x' | 'y' = 'x'\nconst b: 'x' | 'y' = 'y`, 'const c = {{{ (')).toContain("'x': 'x' | 'y'");
});

test('every alternative in the notebooks may stand where it is offered: no type error comes of it', () => {
  for (const file of ['01-two-phase-commit', '02-raft', '03-mutation-race']) {
    const text = readFileSync(new URL(`../../notebooks/${file}.sim.md`, import.meta.url), 'utf8');
    const cells = cellsOf(parse(text)).map(({ key, kind, code }) => ({ key, kind, code }));
    const { program, files } = typed(cells, library);
    const literals = literalsOf(ts, program, files);
    const others = cells.map((cell, i) => ({
      ...cell,
      code: withOthers(cell.code, literals.get(files[i]?.fileName ?? '')),
    }));
    expect(
      others.some(({ code }, i) => code !== cells[i]?.code),
      file,
    ).toBe(true);
    const after = typed(others, library);
    const suffixes = cellModules(ts, others);
    const wrong = after.files.flatMap((one, i) =>
      after.program
        .getSemanticDiagnostics(one)
        .filter(({ start = 0 }) => start < (suffixes.get(cells[i]?.key ?? '')?.suffixStart ?? 0))
        .map(
          ({ messageText, start = 0 }) =>
            `${ts.flattenDiagnosticMessageText(messageText, ' ')} ${one.text.slice(start, start + 60)}`,
        ),
    );
    // That two literals are never equal is no matter of where they may stand.
    expect(wrong.filter((each) => !/no overlap|not comparable/.test(each))).toEqual([]);
  }
});

/** Each literal of a few replaced by the next one. */
function withOthers(code: string, literals: readonly TypedLiteral[] = []): string {
  return literals
    .filter((one) => one.kind === 'choice' && one.end <= code.length)
    .toReversed()
    .reduce((text, one) => {
      if (one.kind !== 'choice') return text;
      const at = one.options.indexOf(code.slice(one.start, one.end));
      const next = one.options[(at + 1) % one.options.length] ?? '';
      return text.slice(0, one.start) + next + text.slice(one.end);
    }, code);
}
