/** Messages as they are drawn at a moment. */
import type { MessageView } from '../../kernel/protocol.ts';
import { flightOf } from './motion.ts';
import type { Drawn } from './paint.ts';
import type { Route } from './route.ts';
import { messageSign, type Register } from './signs.ts';

export function drawnOf(
  messages: readonly MessageView[],
  now: number,
  routeOf: (message: MessageView) => Route | null,
  types: Register,
): readonly Drawn[] {
  const drawn: Drawn[] = [];
  for (const message of messages) {
    const route = routeOf(message);
    if (route === null) continue;
    const { colour, form } = messageSign(message.type, types);
    drawn.push({ id: message.id, type: message.type, route, flight: flightOf(message, now), form, colour });
  }
  return drawn;
}
