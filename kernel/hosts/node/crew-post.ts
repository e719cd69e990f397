/** The post of a crew: a channel between each two of its threads, of which messages are taken without waiting for the event loop. */
import { MessageChannel, type MessagePort, receiveMessageOnPort } from 'node:worker_threads';
import type { News, Post } from '../../check/courier.ts';

/** By the member at the other end; null at one's own place. They are to be transferred. */
export type Ports = readonly (MessagePort | null)[];

/** Those of the first, and of the others. */
export function createPorts(size: number): { readonly first: Ports; readonly others: readonly Ports[] } {
  const all = Array.from({ length: size }, (): (MessagePort | null)[] => []);
  for (const [member, ports] of all.entries()) {
    ports.push(null);
    for (const other of all.slice(member + 1)) {
      const { port1, port2 } = new MessageChannel();
      ports.push(port1);
      other.push(port2);
    }
  }
  const [first = [], ...others] = all;
  return { first, others };
}

export function postBy(ports: Ports): Post {
  return {
    tell: (to, news) => ports[to]?.postMessage(news),
    hear(from) {
      const port = ports[from] ?? null;
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only `tell` writes there
      return port === null ? undefined : (receiveMessageOnPort(port)?.message as News | undefined);
    },
  };
}
