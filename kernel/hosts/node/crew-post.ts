/** The post of a crew: a channel between each two of its threads, of which messages are taken without waiting for the event loop. */
import { MessageChannel, type MessagePort, receiveMessageOnPort } from 'node:worker_threads';
import type { News, Post } from '../../check/courier.ts';

/** By the member at the other end; null at one's own place. They are to be transferred. */
export type Ports = readonly (MessagePort | null)[];

/** By member. */
export function createPorts(size: number): readonly Ports[] {
  const all: (MessagePort | null)[][] = Array.from({ length: size }, () => []);
  for (const [member, ports] of all.entries()) {
    ports[member] = null;
    for (let other = member + 1; other < size; other++) {
      const { port1, port2 } = new MessageChannel();
      ports[other] = port1;
      (all[other] as (MessagePort | null)[])[member] = port2;
    }
  }
  return all;
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
