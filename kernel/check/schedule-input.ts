/** Faults as acts of the reader, which journals know. */
import type { Input } from '../input.ts';
import { firstOnWire } from '../world/wire.ts';
import type { World } from '../world/world.ts';
import type { Done } from './schedule.ts';

/** In a world in which it is about to be done. Nothing for what only a scenario does. */
export function inputOf(done: Done, world: World): readonly Input[] {
  switch (done.type) {
    case 'crash':
    case 'restart':
      return [{ type: done.type, node: done.node }];
    case 'cut':
      return done.pairs.map(([a, b]) => ({ type: 'cut', a, b }));
    case 'heal':
      return done.pairs === null ? [{ type: 'heal' }] : done.pairs.map(([a, b]) => ({ type: 'heal', a, b }));
    case 'drop':
    case 'duplicate':
    case 'delay': {
      const pending = firstOnWire(world, done.message, done.from, done.to);
      if (pending === null) return [];
      return [done.type === 'delay' ? { type: 'delay', pending, ms: done.ms } : { type: done.type, pending }];
    }
    case 'fireTimer': {
      const timer = world.byId.get(done.node)?.timers.get(done.key);
      if (timer === undefined) return [];
      const type = world.names.list[timer.type] ?? '';
      return [{ type: 'take', pending: { id: timer.order, type, from: '', to: done.node, key: done.key } }];
    }
    case 'network':
    case 'send':
    case 'edit':
    case 'fire':
    case 'note':
      return [];
  }
}
