/** How the run as it was before an edit is drawn with the run: only where they differ. */
import type { Frame, MessageView, StateDifference } from '../../kernel/protocol.ts';
import { oneLine } from './shown.ts';

/** A node that is not as it was. */
export interface WasMark {
  /** Its role then; null when that is the same. */
  readonly role: string | null;
  /** Up or down then; null when that is the same. */
  readonly alive: boolean | null;
  /** A few words: `was follower`, `granted was 0`, `3 fields differ`. */
  readonly text: string;
}

export interface GhostLook {
  /** By node. */
  readonly marks: ReadonlyMap<string, WasMark>;
  /** Messages that were on their way then and are not now. */
  readonly messages: readonly MessageView[];
}

export const noGhost: GhostLook = { marks: new Map(), messages: [] };

/** Characters of a value in a mark. */
const valueLimit = 14;

export function ghostLook({ ghost, nodes, messages }: Pick<Frame, 'ghost' | 'nodes' | 'messages'>): GhostLook {
  if (ghost === null) return noGhost;
  const then = new Map(ghost.nodes.map((node) => [node.id, node]));
  const marks = new Map<string, WasMark>();
  const byNode = differencesByNode(ghost.differences);
  for (const node of nodes) {
    const own = byNode.get(node.id);
    const was = then.get(node.id);
    if (own === undefined || was === undefined) continue;
    const role = was.role === node.role ? null : was.role;
    const alive = was.alive === node.alive ? null : was.alive;
    marks.set(node.id, { role, alive, text: wasText(own, role, alive) });
  }
  return { marks, messages: goneMessages(ghost.messages, messages) };
}

export function differencesByNode(
  differences: readonly StateDifference[],
): ReadonlyMap<string, readonly StateDifference[]> {
  const byNode = new Map<string, StateDifference[]>();
  for (const one of differences) {
    const known = byNode.get(one.node);
    if (known === undefined) byNode.set(one.node, [one]);
    else known.push(one);
  }
  return byNode;
}

function wasText(own: readonly StateDifference[], role: string | null, alive: boolean | null): string {
  if (alive !== null) return alive ? 'was up' : 'was down';
  if (role !== null && role !== '') return `was ${role}`;
  const [first] = own;
  if (first === undefined) return '';
  if (own.length > 1) return `${own.length} fields differ`;
  return first.b === null ? `${first.field} is new` : `${first.field} was ${oneLine(first.b, valueLimit)}`;
}

/** A message is the same when it goes the same way at the same times: its number counts all messages sent before. */
function goneMessages(then: readonly MessageView[], now: readonly MessageView[]): readonly MessageView[] {
  const left = new Map<string, number>();
  for (const message of now) left.set(keyOf(message), (left.get(keyOf(message)) ?? 0) + 1);
  return then.filter((message) => {
    const count = left.get(keyOf(message)) ?? 0;
    left.set(keyOf(message), count - 1);
    return count <= 0;
  });
}

function keyOf({ type, from, to, sentAt, arrivesAt, text }: MessageView): string {
  return [type, from, to, sentAt, arrivesAt, text].join('\n');
}
