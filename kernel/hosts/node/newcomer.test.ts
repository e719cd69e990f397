/**
 * The mistakes that newcomers make with the language, written down before the code was looked at, each made in one small notebook; and
 * what `rehearsal check` says of it, word for word: what is wrong, where, and how to mend it. The page shows the same texts at the
 * same places.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { rolldown } from 'rolldown';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { checkNotebook, type Tools } from './check.ts';
import { fileFailed } from './check-result.ts';
import { startCompiler } from './compiler.ts';
import { textReport } from './report-text.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const notebook = `\`\`\`ts rules
const Ping = message<{ n: number }>('Ping')
const Pong = message('Pong')
const Tick = message('Tick')
const server = node('server', {
  state: () => ({ count: 0, role: 'idle' as 'idle' | 'busy' }),
  start(s, ctx) { ctx.setTimer(Tick(), 10) },
})
const client = node('client', { state: () => ({ got: 0 }) })
client.on(Pong, (s) => { s.got += 1 })
client.start((s, ctx) => ctx.send('server', Ping({ n: 1 })))
server.on(Ping, (s, m) => { s.count += m.n })
server.on(Tick, (s, m, ctx) => {
  ctx.send('client', Pong())
})
\`\`\`

\`\`\`ts scenario
scenario('one', { until: 100 }, (world) => {
  world.add(server)
  world.add(client)
})
\`\`\`

\`\`\`ts check
always('few', (world) => world.get(server).count < 10)
\`\`\`
`;

const send = "ctx.send('client', Pong())";
const tick = `server.on(Tick, (s, m, ctx) => {\n  ${send}\n})`;
const nodes = '  world.add(server)\n  world.add(client)\n';
const property = 'world.get(server).count < 10';
const rule = (text: string): string => `${tick}\n${text}`;

interface Mistake {
  readonly mistake: string;
  /** What stands in the notebook, and what a newcomer writes. */
  readonly instead: string;
  readonly writes: string;
  readonly says: readonly string[];
}

const mistakes: readonly Mistake[] = [
  {
    mistake: 'ctx is forgotten',
    instead: send,
    writes: `setTimer(Tick(), 10)`,
    says: [
      'a.sim.md:14:3: error setTimer is defined nowhere. [graph/undefined]',
      'A rule has it from its ctx: write ctx.setTimer.',
    ],
  },
  {
    mistake: 'ctx is not among the parameters',
    instead: '(s, m, ctx)',
    writes: '(s, m)',
    says: [
      'a.sim.md:14:3: error ctx is defined nowhere. [graph/undefined]',
      'ctx is given to a rule as its last parameter: (s, m, ctx) => … for a message or timer, (s, ctx) => … otherwise.',
    ],
  },
  {
    mistake: 'an action changes the state of a node by what it reads',
    instead: nodes,
    writes: `${nodes}  world.at(10, (w) => { w.get(server).count = 5 })\n`,
    says: [
      "a.sim.md:22:39: error Cannot assign to 'count' because it is a read-only property. [compile/type]",
      'TypeScript 2540.',
      'a.sim.md:22:39: error The action at 10 ms changes a state that it may only look at. [scenario/effect]',
      "Say that it is changed by hand: w.edit(kind, 'name of the node', (s) => { … }).",
    ],
  },
  {
    mistake: 'a rule reads the state of another node',
    instead: send,
    writes: 's.count = world.get(client).got',
    says: [
      'a.sim.md:14:19: error world can be used only in a plot or view. [program/bad-argument]',
      'Rules have ctx, and know of other nodes what these send them; scenarios and properties are given the world.',
    ],
  },
  {
    mistake: 'a rule awaits',
    instead: tick,
    writes: `server.on(Tick, async (s, m, ctx) => {\n  await ${send}\n})`,
    says: [
      'a.sim.md:13:17: error A function in a cell may not be async. [compile/unsupported]',
      'A rule runs to its end in one step. Send a message or set a timer, and go on in the rule that receives it.',
      'a.sim.md:14:3: error A cell may not await. [compile/unsupported]',
      'A rule runs to its end in one step. Send a message or set a timer, and go on in the rule that receives it.',
    ],
  },
  {
    mistake: 'the clock of the machine',
    instead: send,
    writes: 's.count = Date.now()',
    says: [
      "a.sim.md:14:13: error Date is out of a model's reach. [compile/forbidden-global]",
      'Use ctx.now: virtual time in milliseconds.',
    ],
  },
  {
    mistake: 'a timer of the page',
    instead: send,
    writes: 'setTimeout(() => { s.count += 1 }, 100)',
    says: [
      "a.sim.md:14:3: error setTimeout is out of a model's reach. [compile/forbidden-global]",
      'Use ctx.setTimer(message, delay); the message comes back to this node as an event.',
    ],
  },
  {
    mistake: 'a wrong name of a message',
    instead: 'server.on(Ping',
    writes: 'server.on(Pnig',
    says: [
      "a.sim.md:12:40: error 'm' is of type 'unknown'. [compile/type]",
      'TypeScript 18046.',
      'a.sim.md:12:11: error Pnig is defined nowhere. [graph/undefined]',
      'Did you mean Ping?',
    ],
  },
  {
    mistake: 'a missing import',
    instead: send,
    writes: 's.count = sample(uniform(1, 2), ctx.random)',
    says: [
      'a.sim.md:14:13: error sample is defined nowhere. [graph/undefined]',
      "It is in the library: import { sample } from 'rehearsal/distributions' at the top of this cell.",
    ],
  },
  {
    mistake: '= for === in a guard',
    instead: tick,
    writes: rule("server.when('work', (s) => s.role = 'busy', (s) => { s.count += 1 })"),
    says: [
      "a.sim.md:16:28: error Type 'string' is not assignable to type 'boolean'. [compile/type]",
      'TypeScript 2322.',
      'The expected type comes from the return type of this signature.',
      "a.sim.md:16:1: error The guard of 'server.work' changes the state. [rule/guard-effect]",
      'A guard only looks, and may be asked any number of times: copy what you want to change, or act in the rule itself. To compare, write ===.',
    ],
  },
  {
    mistake: 'a guard with a side effect',
    instead: tick,
    writes: rule("server.when('work', (s) => { s.count += 1; return s.count === 3 }, (s) => { s.role = 'busy' })"),
    says: [
      "a.sim.md:16:1: error The guard of 'server.work' changes the state. [rule/guard-effect]",
      'A guard only looks, and may be asked any number of times: copy what you want to change, or act in the rule itself. To compare, write ===.',
    ],
  },
  {
    mistake: 'a when rule whose guard stays true',
    instead: tick,
    writes: rule("server.when('work', (s) => s.count > 0, (s, ctx) => ctx.send('client', Pong()))"),
    says: [
      "a.sim.md:16:1: error The when rules of server fired 1000 times without coming to rest; the last is 'server.work'. [rule/when-loop]",
      'A when rule must make its own guard false, and not make another true for ever.',
    ],
  },
  {
    mistake: 'a message is sent to a kind',
    instead: send,
    writes: 'ctx.send(client, Pong())',
    says: [
      "a.sim.md:14:12: error Argument of type 'NodeKind<{ got: number; }>' is not assignable to parameter of type 'string'. [compile/type]",
      'TypeScript 2345.',
      "a.sim.md:14:7: error A message was sent to the kind 'client', not to a node. [rule/unknown-node]",
      "Name one, as in ctx.send('client', …), or send to all: ctx.broadcast(message, ctx.nodes(client)).",
    ],
  },
  {
    mistake: 'a message is broadcast to a kind',
    instead: send,
    writes: 'ctx.broadcast(Pong(), client)',
    says: [
      "a.sim.md:14:25: error Argument of type 'NodeKind<{ got: number; }>' is not assignable to parameter of type 'readonly string[]'.",
      "Type 'NodeKind<{ got: number; }>' is missing the following properties from type 'readonly string[]': length, concat, join, slice, and 26 more. [compile/type]",
      'TypeScript 2345.',
      "a.sim.md:14:7: error A message was sent to the kind 'client', not to a node. [rule/unknown-node]",
      "Name one, as in ctx.send('client', …), or send to all: ctx.broadcast(message, ctx.nodes(client)).",
    ],
  },
  {
    mistake: 'the message comes before the node',
    instead: send,
    writes: "ctx.send(Pong(), 'client')",
    says: [
      "a.sim.md:14:12: error Argument of type 'Sent<void>' is not assignable to parameter of type 'string'. [compile/type]",
      'TypeScript 2345.',
      'a.sim.md:14:7: error A message stands where a node belongs. [rule/unknown-node]',
      'The node comes first: ctx.send(to, message).',
    ],
  },
  {
    mistake: 'the message type is not called',
    instead: send,
    writes: "ctx.send('client', Pong)",
    says: [
      "a.sim.md:14:22: error Argument of type 'MessageType<void>' is not assignable to parameter of type 'Sent<unknown>'.",
      "Type 'MessageType<void>' is missing the following properties from type 'Sent<unknown>': type, body. [compile/type]",
      'TypeScript 2345.',
      'Did you mean to call this expression?',
      'a.sim.md:14:7: error What is sent is the message type Pong, not a message. [rule/bad-argument]',
      'Call it: Pong(), with its body in the parentheses when it has one.',
    ],
  },
  {
    mistake: 'a message without its body',
    instead: 'Ping({ n: 1 })',
    writes: 'Ping()',
    says: [
      'a.sim.md:11:45: error Expected 1 arguments, but got 0. [compile/type]',
      'TypeScript 2554.',
      "Arguments for the rest parameter 'body' were not provided.",
    ],
  },
  {
    mistake: 'a function in the state',
    instead: 'count: 0,',
    writes: 'count: 0, done: () => 1,',
    says: [
      "a.sim.md:5:1: error The state of 'server' holds a function at done. [rule/function-in-state]",
      'Only plain data can be kept, sent and replayed: objects, arrays, Map, Set, strings, numbers, booleans, bigint, null.',
    ],
  },
  {
    mistake: 'a typo in a kind',
    instead: 'world.add(server)',
    writes: 'world.add(sevrer)',
    says: ['a.sim.md:20:13: error sevrer is defined nowhere. [graph/undefined]', 'Did you mean server?'],
  },
  {
    mistake: 'a typo in the name of a kind',
    instead: send,
    writes: "ctx.broadcast(Pong(), ctx.nodes('cleint'))",
    says: ["a.sim.md:14:29: error There is no node kind 'cleint'. [program/unknown-kind]", "Did you mean 'client'?"],
  },
  {
    mistake: 'a property that returns nothing',
    instead: property,
    writes: `{ ${property} }`,
    says: [
      "a.sim.md:26:15: error Argument of type '(world: World) => void' is not assignable to parameter of type '(world: World) => Verdict'.",
      "Type 'void' is not assignable to type 'Verdict'. [compile/type]",
      'TypeScript 2345.',
      "a.sim.md:26:1: error 'few' returned nothing. [property/bad-result]",
      'Return true when it holds; false, or a string that says what is wrong, when it does not.',
    ],
  },
  {
    mistake: 'a scenario without nodes',
    instead: nodes,
    writes: '',
    says: [
      "a.sim.md:19:1: error The scenario 'one' adds no nodes. [scenario/no-nodes]",
      'Add some: world.add(kind) or world.add(kind, 3).',
    ],
  },
  {
    mistake: 'the name of a stat is put together',
    instead: send,
    writes: 'ctx.count(`server.${s.role}_total`)',
    says: [
      'a.sim.md:14:13: error The name of a stat is not a string literal, so it cannot be found in the text. [compile/dynamic-stat-name]',
      "Write the name as a string literal, as in ctx.count('raft.elections_total'), and what varies as a label.",
    ],
  },
  {
    mistake: 'labels in the place of the number',
    instead: send,
    writes: "ctx.count('server.ticks_total', { to: 'client' })",
    says: [
      "a.sim.md:14:35: error Argument of type '{ to: string; }' is not assignable to parameter of type 'number'. [compile/type]",
      'TypeScript 2345.',
      "a.sim.md:14:7: error The stat 'server.ticks_total' was given an object instead of a number. [rule/bad-argument]",
      "Labels come after the number: ctx.count('server.ticks_total', 1, { … }).",
    ],
  },
  {
    mistake: 'a timer without a delay',
    instead: send,
    writes: 'ctx.setTimer(Tick())',
    says: [
      'a.sim.md:14:7: error Expected 2-3 arguments, but got 1. [compile/type]',
      'TypeScript 2554.',
      "An argument for 'delay' was not provided.",
      'a.sim.md:14:7: error ctx.setTimer(…) was given no delay. [rule/bad-argument]',
      'Give it in ms after the message: ctx.setTimer(Tick(), 50).',
    ],
  },
  {
    mistake: 'two rules for one message',
    instead: tick,
    writes: rule('server.on(Ping, (s) => { s.count = 0 })'),
    says: [
      "a.sim.md:12:1: error The rule 'server.Ping' is declared twice. [program/rule-twice]",
      'A kind has one rule of a name, and one for a message: join them, or delete one. The last good program stays in force.',
      'also here',
      "a.sim.md:16:1: error The rule 'server.Ping' is declared twice. [program/rule-twice]",
      'A kind has one rule of a name, and one for a message: join them, or delete one. The last good program stays in force.',
      'also here',
    ],
  },
  {
    mistake: 'a variable that rules share',
    instead: tick,
    writes: 'let total = 0\nserver.on(Tick, () => { total += 1 })',
    says: [
      'a.sim.md:14:25: error A function assigns total, which is declared outside it. [compile/shared-variable]',
      'Rules share no variables: the run could not be replayed or undone. Keep the value in the state of a node, or declare it inside the function.',
    ],
  },
  {
    mistake: 'a rule returns the next state',
    instead: tick,
    writes: 'server.on(Tick, (s) => ({ ...s, count: s.count + 1 }))',
    says: [
      'a.sim.md:13:1: error server.Tick returned a state on server, and what a rule returns is dropped. [rule/returned-state]',
      'Change the state that the rule is given: (s) => { s.count = … }, or Object.assign(s, { … }).',
    ],
  },
  {
    mistake: 'a rule assigns the state',
    instead: send,
    writes: 's = { ...s, count: s.count + 1 }',
    says: [
      'a.sim.md:14:3: error s is the state that this function is given; to assign it changes no state. [compile/lost-assignment]',
      'Change its fields: s.field = …, or Object.assign(s, { … }).',
    ],
  },
  {
    mistake: 'a member that ctx does not have',
    instead: send,
    writes: "ctx.sendTo('client', Pong())",
    says: [
      "a.sim.md:14:7: error Property 'sendTo' does not exist on type 'MessageContext'. Did you mean 'send'? [compile/type]",
      'TypeScript 2551.',
      "'send' is declared here.",
      'a.sim.md:14:7: error server.Tick threw on server: TypeError: ctx.sendTo is not a function. [rule/threw]',
      'Did you mean ctx.send? The step was undone and the run waits here; the next good edit resumes it.',
    ],
  },
  {
    mistake: 'an exploration of a scenario that is not there',
    instead: `always('few', (world) => ${property})`,
    writes: "explore('all', { scenario: 'onne' })",
    says: [
      "a.sim.md:26:1: error 'all' needs the scenario 'onne', which does not exist. [check/unknown-scenario]",
      'Declared scenarios: one.',
    ],
  },
];

let folder = '';
let tools: Tools;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rehearsal-newcomer-'));
  const entry = fileURLToPath(new URL('./check-thread.ts', import.meta.url));
  const bundle = await rolldown({ input: entry, platform: 'node', logLevel: 'warn' });
  const file = join(folder, 'check-thread.mjs');
  await bundle.write({ file, format: 'esm', codeSplitting: false });
  await bundle.close();
  const limits = { stallMs: 20_000, totalMs: 60_000, memoryMb: 256 };
  tools = { compiler: await startCompiler(), thread: pathToFileURL(file), limits };
});

afterAll(async () => {
  await tools.compiler.close();
  await rm(folder, { recursive: true });
});

/** What the command line prints of a notebook before it comes to its scenarios, a line each; and whether it failed. */
async function told(text: string): Promise<{ readonly lines: readonly string[]; readonly failed: boolean }> {
  const result = await checkNotebook('a.sim.md', new TextEncoder().encode(text), null, tools);
  const lines = textReport({ files: [result] }, { colour: false, seed: null }).split('\n');
  const end = lines.findIndex((line) => /^ {2}[✓✗] |^ {2}to see it again/.test(line));
  return { lines: lines.slice(1, end).map((line) => line.trim()), failed: fileFailed(result) };
}

test('the notebook without a mistake passes, and nothing is said of it', async () => {
  expect(await told(notebook)).toEqual({ lines: [], failed: false });
});

test.each(mistakes)('$mistake', async ({ instead, writes, says }) => {
  expect(notebook.split(instead)).toHaveLength(2);
  expect(await told(notebook.replace(instead, () => writes))).toEqual({ lines: says, failed: true });
});
