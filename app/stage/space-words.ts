/** What a space-time diagram says of an event or a message. */
import type { SpaceTime } from '../../kernel/space-time.ts';
import { formatNumber, formatTime } from './format.ts';
import type { SpaceEvent } from './space-picture.ts';

const kindWords: Readonly<Record<string, string>> = {
  deliver: 'arrives',
  timer: 'timer',
  when: 'guard holds',
  may: 'may',
  crash: 'crashes',
  restart: 'restarts',
  start: 'starts',
  edit: 'edited',
  operation: 'operation',
};

/** `AppendEntries from server1`, `timer ElectionTimeout`, `crashes`. */
export function whatHappened({ kind, type, rule, from }: Pick<SpaceEvent, 'kind' | 'type' | 'rule' | 'from'>): string {
  if (kind === 'deliver') return from === '' ? type : `${type} from ${from}`;
  const word = kindWords[kind] ?? kind;
  const what = type === '' ? ruleName(rule) : type;
  return what === '' ? word : `${word} ${what}`;
}

/** Without the kind it belongs to. */
const ruleName = (rule: string): string => rule.slice(rule.indexOf('.') + 1);

/** Of the stretch that is shown and what lies around it. */
export function coneText({ past, future }: Pick<NonNullable<SpaceTime['chosen']>, 'past' | 'future'>): string {
  const events = (count: number): string => `${formatNumber(count)} ${count === 1 ? 'event' : 'events'}`;
  return `${events(past)} hereabouts led to it, ${events(future)} may have come of it.`;
}

/** For those who hear it. */
export function eventText({ row, ...counts }: NonNullable<SpaceTime['chosen']>): string {
  const what = [row.node, row.rule === '' ? row.kind : row.rule, row.text].filter((part) => part !== '').join(', ');
  return `Event ${row.step} at ${formatTime(row.time)}: ${what}. ${coneText(counts)}`;
}
