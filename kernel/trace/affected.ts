/**
 * The first event of a run that an edit concerns: what happened before it would happen in the same way under the new
 * program. The trace knows which rule each event ran.
 */
import type { Guard } from '../program/declaration.ts';
import type { Changes, Program } from '../program/program.ts';
import type { Plan, PlannedAction } from '../world/plan.ts';
import { EventKind } from '../world/queue.ts';
import { micros } from '../world/world.ts';
import { rowAt, scan, valueAt } from './columns.ts';
import { firstOtherAnswer } from './guards-again.ts';
import { type Run, worldOf } from './run.ts';

/**
 * Its row; the number of rows when no event is concerned. What a guard would have answered is not in the trace: where one has
 * other content, both are asked over the history again. Where nothing can tell (another initial state, chances at another rate,
 * another order of `when` rules), it is the first row.
 */
export function firstAffected(run: Run, difference: Changes, before: Program, after: Program): number {
  if (difference.kinds.length > 0 || !sameMessages(before, after)) return 0;
  if (!sameChances(before, after) || !sameOrder(before, after)) return 0;
  const { names } = worldOf(run);
  const changed = new Set<number>();
  const asked = new Map<string, Guard>();
  let first = run.columns.length;
  for (const id of [...difference.changed, ...difference.removed, ...difference.added]) {
    const [old, rule] = [before.rules.get(id), after.rules.get(id)];
    const isSame = (part: 'guard' | 'body'): boolean =>
      rule?.contents != null && rule.contents[part] === old?.contents?.[part];
    if (old !== undefined && !isSame('body')) changed.add(names.find(id));
    if (rule === undefined) continue;
    if (old !== undefined && old.form !== rule.form) return 0;
    if (rule.form === 'when' || rule.form === 'may') {
      if (!isSame('guard')) asked.set(id, rule.guard);
    } else if (old === undefined)
      first = Math.min(first, firstWithout(run, rule.kind, rule.form === 'start' ? null : rule.message));
  }
  first = Math.min(first, firstOf(run, changed));
  return asked.size === 0 ? first : firstOtherAnswer(run, after, asked, first);
}

/** Each chance of a `may` rule takes a place in the queue and a draw, whatever its guard says. */
function sameChances(before: Program, after: Program): boolean {
  const chances = ({ kinds }: Program): string =>
    JSON.stringify([...kinds.values()].map(({ name, may }) => [name, may.map(({ id, rate }) => [id, rate])]));
  return chances(before) === chances(after);
}

/** True when `when` rules that both have are asked in one order, and each kind has some in both or in none. */
function sameOrder(before: Program, after: Program): boolean {
  for (const [name, { when }] of after.kinds) {
    const was = before.kinds.get(name)?.when ?? [];
    if (was.length > 0 !== when.length > 0) return false;
    const shared = (list: typeof when, others: typeof when): string =>
      JSON.stringify(list.map(({ id }) => id).filter((id) => others.some((other) => other.id === id)));
    if (shared(was, when) !== shared(when, was)) return false;
  }
  return true;
}

/** The first event that ran one of these rules. */
function firstOf(run: Run, rules: ReadonlySet<number>): number {
  let found = run.columns.length;
  if (rules.size === 0) return found;
  scan(run.columns, 0, run.columns.length, ({ rule }, first, last, base) => {
    for (let row = first; row < last && base + row < found; row++)
      if (rules.has(rule[row] as number)) found = base + row;
  });
  return found;
}

/** The first event that a new rule would have handled: no rule did. `message` null: a start. */
function firstWithout(run: Run, kind: string, message: string | null): number {
  const { columns } = run;
  const { names, nodes } = worldOf(run);
  const type = message === null ? -1 : names.find(message);
  for (let row = 0; row < columns.length; row++) {
    if (valueAt(columns, 'rule', row) >= 0) continue;
    if (nodes[valueAt(columns, 'node', row)]?.kind !== kind) continue;
    const event = valueAt(columns, 'kind', row);
    const isStart = event === EventKind.start || event === EventKind.restart;
    if (message === null ? isStart : valueAt(columns, 'type', row) === type) return row;
  }
  return columns.length;
}

/** How many bytes a message takes decides when it arrives. */
function sameMessages(before: Program, after: Program): boolean {
  for (const [name, { bytes }] of after.messages) {
    const old = before.messages.get(name);
    if (old !== undefined && String(old.bytes) !== String(bytes)) return false;
  }
  return true;
}

/**
 * The first event that an edit concerns which changed nothing but timed actions of the scenario; null when it changed more. The
 * actions' texts are compared, so what they name must be the same: the caller sees to it.
 * @param texts of the scenario's set-up before and after
 */
export function firstActionAffected(
  run: Run,
  before: Plan,
  after: Plan,
  texts: readonly [string, string],
): number | null {
  if (withoutActions(before, texts[0]) !== withoutActions(after, texts[1])) return null;
  const [old, wanted] = [before, after].map(({ actions }) => actions.map(actionText)) as [string[], string[]];
  const kept = new Set(old.filter((text) => wanted.includes(text)));
  const changed = [...before.actions, ...after.actions].filter((action) => !kept.has(actionText(action)));
  if (changed.length === 0) return null;
  return rowAt(run.columns, micros(Math.min(...changed.map(({ at }) => at))));
}

function actionText(action: PlannedAction): string {
  return `${action.at} ${action.name} ${plain(bodyOf(action))}`;
}

/** Nothing for one that no author wrote. */
function bodyOf(action: PlannedAction): string {
  return 'run' in action ? String(action.run) : '';
}

function withoutActions({ actions }: Plan, text: string): string {
  // Times and names stand outside of the functions: they are part of the actions too.
  return actions
    .reduce((rest, action) => rest.replace(plain(bodyOf(action)), ''), plain(text))
    .replace(/\bat\([^,]*,\s*('[^']*'|"[^"]*"|`[^`]*`)?\s*,?\s*\);?\s*/g, '');
}

/** A function's text without what the compiler put into it. */
function plain(text: string): string {
  return text.replace(/\$\.(at\(\d+\)|tick\(\))[;,]?\s*/g, '').replace(/\s+/g, ' ');
}
