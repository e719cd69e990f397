/**
 * Takes away the globals through which a model could reach out of itself or be nondeterministic by accident. The
 * compiler already refuses their names in cells; this closes the ways around names (`globalThis['fetch']`). It is no
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

/** @param scope the global object of a worker or thread; a name it does not have is skipped */
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

function prototypeOf(object: object): object | null {
  const prototype: unknown = Object.getPrototypeOf(object);
  return typeof prototype === 'object' ? prototype : null;
}
