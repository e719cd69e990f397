/** A view that tells what is read of it. Fields of states tell by themselves. */
import type { InFlight, KindName, MessageName, NodeId, World as WorldView } from '../program/language.ts';

export type Read =
  /** Which nodes of a kind there are, and which fields they have. */
  | { readonly type: 'kind'; readonly kind: string }
  | { readonly type: 'up' }
  | { readonly type: 'cuts' }
  | { readonly type: 'stats' }
  /** The clock, or what is on its way. */
  | { readonly type: 'moment' };

const up: Read = { type: 'up' };
const cuts: Read = { type: 'cuts' };
const stats: Read = { type: 'stats' };
const moment: Read = { type: 'moment' };

export function recordedView(view: WorldView, told: (read: Read) => void): WorldView {
  /** After the view has answered: what is no kind is an error there. */
  const ofKind = <T>(kind: KindName | string, answer: T): T => {
    told({ type: 'kind', kind: typeof kind === 'string' ? kind : kind.kindName });
    return answer;
  };
  const recorded: WorldView = {
    get now() {
      told(moment);
      return view.now;
    },
    all: (kind) => ofKind(kind, view.all(kind)),
    get: (kind, id) => ofKind(kind, view.get(kind, id)),
    find: (kind, holds) => ofKind(kind, view.find(kind, holds)),
    inFlight: (type?: MessageName): readonly InFlight<never>[] => {
      told(moment);
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the overloads of inFlight are the view's own
      return (view.inFlight as (type?: MessageName) => readonly InFlight<never>[])(type);
    },
    alive: (id: NodeId) => {
      told(up);
      return view.alive(id);
    },
    linked: (a, b) => {
      told(cuts);
      return view.linked(a, b);
    },
    stat: (name, labels) => {
      told(stats);
      return view.stat(name, labels);
    },
  };
  return recorded;
}
