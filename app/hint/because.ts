/** The kernel's explanation as a hint has it: since when, by what, what led to that, and the ways there. */
import type { EventLink, Explanation } from '../../kernel/explanation.ts';
import type { RuleView } from '../../kernel/protocol.ts';
import { formatTime } from '../stage/format.ts';
import type { HintLink, Told } from './told.ts';

/** `lead`: what the line is about. */
export interface BecauseLine {
  readonly lead: string;
  readonly text: string;
}

export interface Because {
  readonly lines: readonly BecauseLine[];
  readonly links: readonly HintLink[];
}

/** How it came to what is explained. */
const leads: Readonly<Record<string, string>> = { message: 'Sent at', timer: 'Set at' };

/** @param rules to show the one that ran */
export function becauseOf(
  { of, isWay = false }: Pick<Told, 'of' | 'isWay'>,
  { since, by, causes, origin, was }: Explanation,
  rules: readonly Pick<RuleView, 'rule' | 'cell' | 'range'>[],
): Because {
  const isEvent = of?.type === 'event';
  const isItself = isEvent && !isWay;
  // Of an event its own line is there already, and the way to it: what led to it is news.
  const events = [...(typeof by === 'string' ? [] : [by]), ...causes].slice(isEvent ? 1 : 0);
  const [first, second] = events;
  const cause = isItself ? first : second;
  const lines: BecauseLine[] = [];
  if (!isEvent && since !== null)
    lines.push({
      lead: `${leads[of?.type ?? ''] ?? 'Since'} ${formatTime(since.time)}`,
      text: typeof by === 'string' ? by : by.text,
    });
  if (isWay && first !== undefined) lines.push({ lead: `Sent at ${formatTime(first.time)}`, text: first.text });
  if (was !== null) lines.push({ lead: 'Before', text: was });
  if (cause !== undefined) lines.push({ lead: 'Caused by', text: `${cause.text}, ${formatTime(cause.time)}` });
  // What is told already is where it begins.
  else if (typeof by !== 'string' && origin !== '' && events.length === (isItself ? 0 : 1))
    lines.push({ lead: 'Caused by', text: origin });
  const step = isItself && typeof by !== 'string' ? by : first;
  return {
    lines,
    links: [
      ...(isItself || first === undefined ? [] : [goTo('Go to that event', first)]),
      ...(isItself && cause !== undefined ? [goTo('Go to its cause', cause)] : []),
      ...ruleLink(step, rules),
    ],
  };
}

const goTo = (label: string, { step }: EventLink): HintLink => ({ label, actions: [{ type: 'seek', to: step }] });

function ruleLink(
  event: EventLink | undefined,
  rules: readonly Pick<RuleView, 'rule' | 'cell' | 'range'>[],
): readonly HintLink[] {
  const found = event === undefined || event.rule === '' ? undefined : rules.find(({ rule }) => rule === event.rule);
  if (found === undefined) return [];
  return [{ label: 'Show the rule', actions: [{ type: 'reveal', cell: found.cell, range: found.range }] }];
}
