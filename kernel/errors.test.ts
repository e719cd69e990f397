/** Every error that `2-language.md` names reaches its author as a diagnostic with a place and a way out. */
import { describe, expect, it } from 'vitest';
import type { Diagnostic, DiagnosticCode } from './diagnostic.ts';
import { type Cells, openCells } from './session.fixture.ts';

const node = `const n = node('n', { state: () => ({ count: 0 }) })`;
const scenario = `scenario('s', (world) => { world.add(n) })`;
const timer = (body: string): Cells => ({
  node,
  rules: `const T = message('T')\nn.start((s, ctx) => { ctx.setTimer(T(), 10) })\nn.on(T, (s, _, ctx) => {\n${body}\n})`,
  'scenario s': scenario,
});

interface Case {
  readonly title: string;
  readonly cells: Cells;
  readonly code: DiagnosticCode;
  readonly cell: string;
  readonly line: number;
  readonly says: RegExp;
}

const cases: readonly Case[] = [
  {
    title: 'a message name used by two types',
    cells: { one: `const A = message('Same')`, two: `\nconst B = message('Same')` },
    code: 'program/message-twice',
    cell: 'two',
    line: 2,
    says: /'Same' is declared twice/,
  },
  {
    title: 'two kinds of one name',
    cells: {
      one: `const a = node('same', { state: () => ({}) })`,
      two: `const b = node('same', { state: () => ({}) })`,
    },
    code: 'program/kind-twice',
    cell: 'one',
    line: 1,
    says: /'same' is declared twice/,
  },
  ...(
    [
      ['a typed array', 'new Uint8Array(4)', /seen is or holds a Uint8Array/],
      ['an array buffer deep in a frozen object', 'Object.freeze({ a: [new ArrayBuffer(4)] })', /holds an ArrayBuffer/],
      ['a WeakMap', 'new WeakMap()', /WeakMap/],
      ['a regular expression that remembers', '/x/g', /\/x\/g.*lastIndex/],
      ['a generator', '(function* () { yield 1 })()', /Generator/],
      ['a Map frozen by hand', 'Object.freeze(new Map())', /frozen Map/],
    ] as const
  ).map(([what, value, says]) => ({
    title: `${what} for a definition`,
    cells: { node, more: `\nconst seen = ${value}` },
    code: 'program/shared-memory' as const,
    cell: 'more',
    line: 2,
    says,
  })),
  ...(
    [
      ['a function', 'Object.assign(() => 1, { n: 0 })', 'box.n'],
      ['an instance of a class', 'new (class { n = 0; up() { this.n += 1 } })()', 'box.up() ; 0'],
      ['a frozen object', 'Object.freeze({ list: [0] })', 'box.list[0]'],
      ['a static field', 'class { static n = 0 }', 'box.n'],
    ] as const
  ).map(([what, value, change]) => ({
    title: `a rule that keeps something in ${what}`,
    cells: {
      ...timer(`  const box = boxed()\n  ${change.includes(';') ? change : `${change} += 1`}`),
      more: `const shared = ${value}\nconst boxed = () => shared as any`,
    },
    code: 'rule/threw' as const,
    cell: what.includes('class') ? 'more' : 'rules',
    line: what.includes('class') ? 1 : 5,
    says: /read only/,
  })),
  ...(
    [
      ['without a text', 'Object.create(null)', /something that cannot be read/],
      ['whose text throws', '{ toString() { throw 1 } }', /something that cannot be read/],
      ['whose text never comes', '{ toString() { while (true) {} } }', /something that cannot be read/],
      [
        'whose message throws',
        "Object.create(new Error('x'), { message: { get() { throw new Error('y') } } })",
        /something that cannot be read/,
      ],
      ['that is nothing', 'undefined', /threw undefined/],
    ] as const
  ).map(([what, thrown, says]) => ({
    title: `a rule that throws something ${what}`,
    cells: timer(`  throw ${thrown}`),
    code: 'rule/threw' as const,
    cell: 'rules',
    line: what.includes('message') ? 4 : 3,
    says,
  })),
  {
    title: 'a cell that throws something without a text',
    cells: { node, more: 'throw Object.create(null)' },
    code: 'program/threw',
    cell: 'more',
    line: 1,
    says: /something that cannot be read/,
  },
  {
    title: 'an accessor in what a rule makes',
    cells: timer('  Object.assign(s, { box: { n: 0, get next() { return ++this.n } } })'),
    code: 'compile/unsupported',
    cell: 'rules',
    line: 4,
    says: /accessors/,
  },
  {
    title: 'a proxy',
    cells: timer('  Object.assign(s, { box: new Proxy({}, { get: () => 1 }) })'),
    code: 'compile/forbidden-global',
    cell: 'rules',
    line: 4,
    says: /Proxy/,
  },
  {
    title: 'a kind with a dot in its name',
    cells: { one: `const T = message('T')\nconst ab = node('a.b', { state: () => ({}) })\nab.on(T, () => {})` },
    code: 'program/bad-argument',
    cell: 'one',
    line: 2,
    says: /node\('a\.b', …\) has a dot/,
  },
  {
    title: 'a message with a dot in its name',
    cells: { one: `const T = message('b.T')\nconst a = node('a', { state: () => ({}) })\na.on(T, () => {})` },
    code: 'program/bad-argument',
    cell: 'one',
    line: 1,
    says: /message\('b\.T', …\) has a dot/,
  },
  {
    title: 'two rules of one name',
    cells: { node, rules: `const T = message('T')\nn.on(T, () => {})\nn.on(T, () => {})` },
    code: 'program/rule-twice',
    cell: 'rules',
    line: 3,
    says: /'n.T' is declared twice/,
  },
  {
    title: 'a name defined twice',
    cells: { one: 'const x = 1', two: '\n\nconst x = 2' },
    code: 'graph/duplicate',
    cell: 'two',
    line: 3,
    says: /x/,
  },
  {
    title: 'a cycle',
    cells: { one: 'const x = y + 1', two: 'const y = x + 1' },
    code: 'graph/cycle',
    cell: 'one',
    line: 1,
    says: /x|y/,
  },
  {
    title: 'a rule for a kind that does not exist',
    cells: { rules: `const T = message('T')\nsever.on(T, () => {})` },
    code: 'graph/undefined',
    cell: 'rules',
    line: 2,
    says: /sever/,
  },
  {
    title: 'a function in the state',
    cells: {
      node: `\nconst n = node('n', { state: () => ({ count: 0, callback: () => 1 }) })`,
      'scenario s': scenario,
    },
    code: 'rule/function-in-state',
    cell: 'node',
    line: 2,
    says: /callback|function/,
  },
  {
    title: 'a function put into the state by a rule',
    cells: timer('  s.count = () => 1'),
    code: 'rule/function-in-state',
    cell: 'rules',
    line: 3,
    says: /count/,
  },
  {
    title: 'a function in a message',
    cells: timer(`  ctx.send('n', { type: 'T', body: { f: () => 1 } })`),
    code: 'rule/function-in-state',
    cell: 'rules',
    line: 4,
    says: /message T/,
  },
  {
    title: 'a stat name that is no literal',
    cells: timer(`  ctx.count('n.' + s.count + '_total')`),
    code: 'compile/dynamic-stat-name',
    cell: 'rules',
    line: 4,
    says: /literal/,
  },
  {
    title: 'a send to an unknown node',
    cells: timer(`  ctx.send('nobody', T())`),
    code: 'rule/unknown-node',
    cell: 'rules',
    line: 4,
    says: /'nobody'/,
  },
  {
    title: 'a rule that runs longer than its budget',
    cells: timer(`  s.count = 1\n  for (;;) s.count += 1`),
    code: 'rule/budget',
    cell: 'rules',
    line: 5,
    says: /turns/,
  },
  {
    title: 'a rule that calls itself without end',
    cells: timer(`  const again = (k) => again(k + 1) + 1\n  again(0)`),
    code: 'rule/budget',
    cell: 'rules',
    line: 4,
    says: /calls itself/,
  },
  {
    title: 'a scenario without nodes',
    cells: { node, 'scenario s': `\nscenario('s', () => {})` },
    code: 'scenario/no-nodes',
    cell: 'scenario s',
    line: 2,
    says: /adds no nodes/,
  },
  {
    title: 'a scenario that throws',
    cells: { node, 'scenario s': `scenario('s', (world) => {\n  world.add(n)\n  null.x\n})` },
    code: 'scenario/threw',
    cell: 'scenario s',
    line: 3,
    says: /Cannot read/,
  },
  {
    title: 'an action on a node that does not exist',
    cells: { node, 'scenario s': `scenario('s', (world) => {\n  world.add(n)\n  world.at(5, (w) => w.crash('m'))\n})` },
    code: 'scenario/unknown-node',
    cell: 'scenario s',
    line: 3,
    says: /'m'/,
  },
  {
    title: 'a forbidden global',
    cells: timer('  s.count = Date.now()'),
    code: 'compile/forbidden-global',
    cell: 'rules',
    line: 4,
    says: /Date/,
  },
  {
    title: 'an unseeded random number',
    cells: timer('  s.count = Math.random()'),
    code: 'compile/forbidden-global',
    cell: 'rules',
    line: 4,
    says: /random/,
  },
  {
    title: 'a durable key that is no field',
    cells: { node: `const n = node('n', { state: () => ({ count: 0 }), durable: ['cuont'] })`, 'scenario s': scenario },
    code: 'rule/unknown-field',
    cell: 'node',
    line: 1,
    says: /'cuont'/,
  },
  {
    title: 'a failed assertion',
    cells: timer(`  ctx.assert(s.count > 0, 'count is positive')`),
    code: 'rule/assert',
    cell: 'rules',
    line: 4,
    says: /count is positive/,
  },
  {
    title: 'a guard that acts',
    cells: {
      node: `${node}\nconst T = message('T')\nn.may('x', (s, ctx) => { ctx.send('n', T()); return true }, () => {})`,
      'scenario s': scenario,
    },
    code: 'rule/guard-effect',
    cell: 'node',
    line: 3,
    says: /ctx\.send/,
  },
  ...(['NaN', '-1', 'Infinity'] as const).map((bytes) => ({
    title: `a message of ${bytes} bytes`,
    cells: {
      ...timer(`  ctx.send('n', Big())`),
      big: `\nconst Big = message('Big', { bytes: () => ${bytes} })`,
      'scenario s': `scenario('s', (world) => { world.add(n); world.network({ bandwidth: 1_000 }) })`,
    },
    code: 'rule/bad-argument' as const,
    cell: 'big',
    line: 2,
    says: new RegExp(`message Big is ${bytes} bytes`),
  })),
  {
    title: 'a message type of negative size',
    cells: { big: `\nconst Big = message('Big', { bytes: -1 })` },
    code: 'program/bad-argument',
    cell: 'big',
    line: 2,
    says: /bytes is -1/,
  },
  {
    title: 'a latency that never ends',
    cells: {
      ...timer(`  ctx.send('n', T())`),
      'scenario s': `\nscenario('s', (world) => { world.add(n); world.network({ latency: pareto(1, 0.0001) }) })`,
    },
    code: 'rule/bad-argument',
    cell: 'scenario s',
    line: 2,
    says: /T from n to n would take Infinity ms/,
  },
  {
    title: 'a latency that a scenario wrote by hand',
    cells: {
      node,
      'scenario s': `scenario('s', (world) => {\n  world.add(n)\n  world.network({ latency: { kind: 'constant', value: NaN } })\n})`,
    },
    code: 'program/bad-argument',
    cell: 'scenario s',
    line: 3,
    says: /latency.*NaN/,
  },
  ...(
    [
      ['crashes a node', "world.crash('n')"],
      ['adds a node', 'world.add(n, 2)'],
      ['looks', 'world.all(n)'],
    ] as const
  ).map(([what, act]) => ({
    title: `an action that ${what} through the world of the set-up`,
    cells: { node, 'scenario s': `scenario('s', (world) => {\n  world.add(n)\n  world.at(10, () => { ${act} })\n})` },
    code: 'scenario/set-up-over' as const,
    cell: 'scenario s',
    line: 3,
    says: new RegExp(`world\\.${act.slice(6, act.indexOf('('))} is used in an action`),
  })),
  ...(
    [
      ['no network', 'world.network(null)', /world\.network\(…\) needs to know how its links are/],
      ['a misspelt option of the network', 'world.network({ latencies: constant(5) })', /has no option 'latencies'/],
      ['a misspelt option of a link', `world.link('n', 'n', { los: 0.5 })`, /world\.link\(…\) has no option 'los'/],
      ['a link to nobody', `world.linked('n', 'm')`, /There is no node 'm'/],
    ] as const
  ).map(([title, act, says]) => ({
    title,
    cells: { node, 'scenario s': `scenario('s', (world) => {\n  world.add(n)\n  ${act}\n})` },
    code: title.includes('nobody') ? ('scenario/unknown-node' as const) : ('program/bad-argument' as const),
    cell: 'scenario s',
    line: 3,
    says,
  })),
  {
    title: 'two properties of a scenario with one name',
    cells: {
      node,
      'scenario s': `scenario('s', (world) => {\n  world.add(n)\n  world.always('x', () => true)\n  world.eventually('x', () => true)\n})`,
    },
    code: 'program/name-twice',
    cell: 'scenario s',
    line: 1,
    says: /Two properties of the scenario 's' are called 'x'/,
  },
  ...(
    [
      ['without options', '', /needs options/],
      ['with a misspelt option', `, { scenario: 's', fault: { crash: 1 } }`, /has no option 'fault'/],
      ['with a fault that does not exist', `, { scenario: 's', faults: { partition: 1 } }`, /no fault 'partition'/],
      ['with half a fault', `, { scenario: 's', faults: { crash: 0.5 } }`, /faults 'crash' is 0\.5/],
      ['with a limit of nothing', `, { scenario: 's', limits: { states: 0 } }`, /limit of states is 0/],
      ['within nothing that can be asked', `, { scenario: 's', within: true }`, /within is no function/],
      ['with a name for symmetry', `, { scenario: 's', symmetry: 'n' }`, /symmetry is no list of kinds/],
      ['that stops sometime', `, { scenario: 's', stop: 'last' }`, /stop is last/],
      ['that expects what is not counted', `, { scenario: 's', expect: { worlds: 3 } }`, /expected as 'worlds'/],
    ] as const
  ).map(([what, options, says]) => ({
    title: `an exploration ${what}`,
    cells: { node, 'scenario s': scenario, 'check c': `\nexplore('all'${options})` },
    code: 'program/bad-argument' as const,
    cell: 'check c',
    line: 2,
    says,
  })),
  {
    title: 'a promise of a scenario within a negative time',
    cells: {
      node,
      'scenario s': `scenario('s', (world) => {\n  world.add(n)\n  world.eventually('x', () => true, { within: -5 })\n})`,
    },
    code: 'program/bad-argument',
    cell: 'scenario s',
    line: 1,
    says: /within is -5 in 'x'/,
  },
  {
    title: 'a scenario that ends before it begins',
    cells: { node, 'scenario s': `scenario('s', { until: -5 }, (world) => { world.add(n) })` },
    code: 'program/bad-argument',
    cell: 'scenario s',
    line: 1,
    says: /until is -5/,
  },
  {
    title: 'an action at no time',
    cells: { node, 'scenario s': `scenario('s', (world) => {\n  world.add(n)\n  world.at(NaN, () => {})\n})` },
    code: 'program/bad-argument',
    cell: 'scenario s',
    line: 1,
    says: /world\.at/,
  },
  {
    title: 'a delay that is no number',
    cells: timer('  ctx.setTimer(T(), NaN)'),
    code: 'rule/bad-argument',
    cell: 'rules',
    line: 4,
    says: /NaN/,
  },
  {
    title: 'a client that thinks for ever',
    cells: {
      node: `${node}\nn.on(Operation, (s, m, ctx) => { ctx.complete(m.id) })`,
      'scenario s': `\nscenario('s', (world) => { world.add(n); world.load(n, workload({ mix: { read: 1 }, keys: uniform(0, 9), arrivals: closed(1, { think: pareto(1, 0.0001) }) })) })`,
    },
    code: 'rule/bad-argument',
    cell: 'scenario s',
    line: 2,
    says: /workload on 'n'/,
  },
  {
    title: 'a negative delay',
    cells: timer('  ctx.setTimer(T(), -1)'),
    code: 'rule/bad-argument',
    cell: 'rules',
    line: 4,
    says: /-1/,
  },
  {
    title: 'an exploration of a scenario that does not exist',
    cells: { node, 'scenario s': scenario, 'check c': `\nexplore('all', { scenario: 'other' })` },
    code: 'check/unknown-scenario',
    cell: 'check c',
    line: 2,
    says: /'other'/,
  },
  {
    title: 'a message that is called like something of JavaScript',
    cells: { node, 'scenario s': scenario, more: `const a = 1\nconst Set = message<{ n: number }>('Set')` },
    code: 'compile/standard-name',
    cell: 'more',
    line: 2,
    says: /Set is JavaScript's own name/,
  },
  {
    title: 'a cell that throws',
    cells: { node, 'scenario s': scenario, more: `const a = 1\nnull.x` },
    code: 'program/threw',
    cell: 'more',
    line: 2,
    says: /Cannot read/,
  },
  {
    title: 'a cell that loops',
    cells: { node, 'scenario s': scenario, more: `const a = 1\nwhile (true) {}` },
    code: 'rule/budget',
    cell: 'more',
    line: 2,
    says: /turns/,
  },
  {
    title: 'an import that leads nowhere',
    cells: { more: `import { x } from 'rehearsal/nothing'\nconst y = x` },
    code: 'graph/import',
    cell: 'more',
    line: 1,
    says: /rehearsal\/nothing/,
  },
];

describe('an error a cell can cause', () => {
  for (const { title, cells, code, cell, line, says } of cases) {
    it(`is a diagnostic: ${title}`, async () => {
      const run = await openCells(cells);
      const frame = run.to(2_000);
      const all: readonly Diagnostic[] = [...run.reply.program.diagnostics, ...frame.diagnostics];
      const found = all.find((one) => one.code === code && one.cell === cell && one.range?.line === line);
      expect(found, JSON.stringify(all, null, 1)).toBeDefined();
      expect(`${found?.text}`).toMatch(says);
      expect(found?.help).not.toBe('');
    });
  }
});
