/**
 * Takes away the globals through which a model could reach out of itself or be nondeterministic by accident. The
 * compiler already refuses their names in cells; this closes the ways around names (`globalThis['fetch']`,
 * `(() => {}).constructor('…')`). It is no
 * wall: in the browser the frame's policy and opaque origin are; in Node there is none.
 */
export const hidden = [
  // the network
  'fetch',
  'XMLHttpRequest',
  'WebSocket',
  'WebSocketStream',
  'WebTransport',
  'EventSource',
  'importScripts',
  // other threads and windows
  'Worker',
  'SharedWorker',
  'BroadcastChannel',
  'postMessage',
  'close',
  // storage
  'indexedDB',
  'caches',
  'cookieStore',
  'FileReader',
  'FileReaderSync',
  'navigator',
  // devices and native code
  'WebAssembly',
  'OffscreenCanvas',
  'Notification',
  'GPU',
  // Node
  'process',
  'Buffer',
  'setImmediate',
  'clearImmediate',
  // time outside the model
  'setTimeout',
  'setInterval',
  'clearTimeout',
  'clearInterval',
  'queueMicrotask',
  'requestAnimationFrame',
  'scheduler',
] as const;

/** Hides names. @param scope the global object of a worker or thread; a name it does not have is skipped */
export function hideGlobals(scope: object): void {
  for (const name of hidden) {
    for (let owner: object | null = scope; owner !== null; owner = prototypeOf(owner)) {
      const property = Object.getOwnPropertyDescriptor(owner, name);
      if (property?.configurable === true) Reflect.deleteProperty(owner, name);
    }
    if (name in scope) {
      Object.defineProperty(scope, name, { value: undefined, writable: false, configurable: false });
    }
  }
}

/**
 * Closes the realm it is called in, before a model runs there: hides its globals, and no function leads to the constructor of its kind
 * any more.
 */
export function closeRealm(scope: object): void {
  hideGlobals(scope);
  for (const made of functionKinds()) {
    // The prototype of functions is a function itself.
    const prototype: unknown = Object.getPrototypeOf(made);
    if (prototype instanceof Object) Object.defineProperty(prototype, 'constructor', { value: noText, ...fixed });
  }
}

const fixed = { writable: false, configurable: false } as const;

/** One of each kind of function: each kind has a constructor of its own, which makes functions of text. */
function functionKinds(): readonly object[] {
  return [() => undefined, async () => undefined, function* () {}, async function* () {}];
}

/** In place of the constructors of functions: the text would see every global, the clock among them. */
function noText(): never {
  throw new TypeError('A model makes no functions of text. Write the function out.');
}

function prototypeOf(object: object): object | null {
  const prototype: unknown = Object.getPrototypeOf(object);
  return typeof prototype === 'object' ? prototype : null;
}
