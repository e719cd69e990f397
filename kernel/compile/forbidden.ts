/**
 * What a model may not touch, in one table: the name of a global and what to use instead. A cell may well define
 * such a name (`const window = 5`), so it is the graph, which knows all cells, that refuses the ones nobody
 * defined. Whatever is out of reach of names is replaced by `shadow(name)` at run time.
 *
 * The aim is determinism (a run depends on text, seed and journal alone); keeping a stranger's code away from
 * the page is the sandbox's work.
 */
import { diagnostic, DiagnosticError } from '../diagnostic.ts';

const time = 'Use ctx.now: virtual time in milliseconds.';
const timers = 'Use ctx.setTimer(message, delay); the message comes back to this node as an event.';
const network = 'Use ctx.send(to, message): nodes reach each other by messages only.';
const log = 'Use ctx.note(text, data); the line stands in the log beside its event.';
const random = 'Use ctx.random(), ctx.random.int(n), .between(a, b), .pick(xs) or .exponential(mean): they are seeded.';
const page = 'A cell has no page. Show data with a plot or view cell.';
const storage = 'Keep data in the state of a node; fields listed in `durable` survive a crash.';
const synchronous =
  'A rule runs to its end in one step. Send a message or set a timer, and go on in the rule that receives it.';
const code = 'Write the code in a cell; a model cannot make code from text.';
const host = 'There is nothing outside the notebook. Define the name in a cell.';
const shared = 'Nodes share no memory: send a message.';
const collected = 'What the garbage collector does differs from run to run. Use Map and Set.';
const computed = 'A proxy cannot be told from plain data, and answers differently each time: use objects, Map and Set.';
const locale = 'Format numbers and texts with toFixed, padStart and join: locales differ between machines.';

export const forbiddenGlobals: Readonly<Record<string, string>> = {
  Date: time,
  performance: time,
  Temporal: time,
  setTimeout: timers,
  setInterval: timers,
  setImmediate: timers,
  clearTimeout: 'Use ctx.clearTimer(Type).',
  clearInterval: 'Use ctx.clearTimer(Type).',
  clearImmediate: 'Use ctx.clearTimer(Type).',
  requestAnimationFrame: timers,
  cancelAnimationFrame: 'Use ctx.clearTimer(Type).',
  requestIdleCallback: timers,
  queueMicrotask: timers,
  scheduler: timers,
  Promise: synchronous,
  fetch: network,
  XMLHttpRequest: network,
  WebSocket: network,
  WebTransport: network,
  EventSource: network,
  RTCPeerConnection: network,
  BroadcastChannel: network,
  MessageChannel: network,
  MessagePort: network,
  postMessage: network,
  importScripts: "Use import … from 'rehearsal/…' or from './other.sim.md'.",
  Worker: shared,
  SharedWorker: shared,
  Atomics: shared,
  SharedArrayBuffer: shared,
  console: log,
  alert: log,
  confirm: page,
  prompt: page,
  document: page,
  window: page,
  self: 'Use ctx.self: the id of this node.',
  navigator: page,
  location: page,
  addEventListener: page,
  removeEventListener: page,
  globalThis: host,
  global: host,
  process: host,
  require: "Use import … from 'rehearsal/…' or from './other.sim.md'.",
  module: 'All names at the top of a cell are visible in every other cell; nothing is exported.',
  exports: 'All names at the top of a cell are visible in every other cell; nothing is exported.',
  Buffer: 'Use Uint8Array, or plain arrays of numbers.',
  localStorage: storage,
  sessionStorage: storage,
  indexedDB: storage,
  caches: storage,
  crypto: random,
  eval: code,
  Function: code,
  WebAssembly: code,
  WeakRef: collected,
  FinalizationRegistry: collected,
  Proxy: computed,
  Intl: locale,
  arguments: 'Name the parameters, or use (...rest).',
};

/** Members of allowed globals that a model may not touch. */
export const forbiddenMembers: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  Math: { random },
};

/** Methods of any value whose result depends on the machine's language or time zone. */
export const localeMethods: Readonly<Record<string, string>> = {
  toLocaleString: 'Use String(x) or x.toFixed(digits).',
  toLocaleDateString: time,
  toLocaleTimeString: time,
  toLocaleUpperCase: 'Use toUpperCase().',
  toLocaleLowerCase: 'Use toLowerCase().',
  localeCompare: 'Compare with < and >.',
};

/**
 * Plain ECMAScript that every cell may use. `Math` is not among them: it comes with the language as `safeMath`.
 */
export const standardGlobals: ReadonlySet<string> = new Set([
  'undefined',
  'NaN',
  'Infinity',
  'isNaN',
  'isFinite',
  'parseInt',
  'parseFloat',
  'Object',
  'Boolean',
  'Number',
  'BigInt',
  'String',
  'Symbol',
  'RegExp',
  'JSON',
  'Reflect',
  'Array',
  'Map',
  'Set',
  'WeakMap',
  'WeakSet',
  'Iterator',
  'Error',
  'AggregateError',
  'EvalError',
  'RangeError',
  'ReferenceError',
  'SyntaxError',
  'TypeError',
  'URIError',
  'ArrayBuffer',
  'DataView',
  'Int8Array',
  'Uint8Array',
  'Uint8ClampedArray',
  'Int16Array',
  'Uint16Array',
  'Int32Array',
  'Uint32Array',
  'Float32Array',
  'Float64Array',
  'BigInt64Array',
  'BigUint64Array',
  'encodeURIComponent',
  'decodeURIComponent',
  'encodeURI',
  'decodeURI',
  'structuredClone',
]);

/** What is wrong with a use of the name. */
export const forbiddenText = (name: string): string => `${name} is out of a model's reach.`;

/** Throws on any use: call, construction, reading or writing a member. */
export function shadow(name: string, help: string = forbiddenGlobals[name] ?? host): unknown {
  const refuse = (): never => {
    throw new DiagnosticError(diagnostic('compile/forbidden-global', forbiddenText(name), { help }));
  };
  const handler: ProxyHandler<() => never> = {
    apply: refuse,
    construct: refuse,
    get: refuse,
    set: refuse,
    has: refuse,
    deleteProperty: refuse,
    defineProperty: refuse,
    getOwnPropertyDescriptor: refuse,
    getPrototypeOf: refuse,
    setPrototypeOf: refuse,
    ownKeys: refuse,
    isExtensible: refuse,
    preventExtensions: refuse,
  };
  return new Proxy(refuse, handler);
}

/** `Math` without `random`, which throws and names `ctx.random`. */
export const safeMath: typeof Math = Object.freeze(
  Object.create(Object.prototype, {
    ...Object.getOwnPropertyDescriptors(Math),
    random: { value: shadow('Math.random', random), enumerable: false },
  }),
);
