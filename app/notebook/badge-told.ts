/** What hints say of the badges of cells: what they mean, since when, by what edit. */
import type { CellKey, Diagnostic } from '../../kernel/diagnostic.ts';
import { type HintLink, lines, part, type Told } from '../hint/told.ts';
import { type Check, firstFinding, idOf, marks, verdictOf, whatOf, wordsOf } from '../model/checks.ts';
import { type Badge, inForce } from '../model/open.ts';
import type { OpenNotebook } from '../model/state.ts';
import { secondsText } from '../stage/check-words.ts';
import { formatTime } from '../stage/format.ts';
import { propertyTold } from '../stage/told.ts';
import type { Action } from '../model/actions.ts';
import type { PropertyView } from '../../kernel/protocol.ts';

export const badgeWords: Readonly<Record<Badge, readonly [mark: string, word: string, meaning: string]>> = {
  loading: ['○', 'starting', 'The run is being prepared.'],
  live: ['●', 'live', 'The run obeys this text.'],
  rehearsing: ['◐', 'rehearsing', 'The edit is being compiled and tried.'],
  kept: ['◆', 'kept the last good version', 'This text is wrong; the run obeys the last one that was not.'],
  broken: ['✗', 'not in force', 'This text is wrong, and there is no earlier one.'],
};

/** When the text of a cell that the run obeys came into force. */
export interface InForceSince {
  readonly step: number;
  readonly time: number;
  readonly isEdit: boolean;
}

/** Null while nothing of it is in force, or its run is not known. */
export function inForceSince(
  open: Pick<OpenNotebook, 'journal' | 'sources' | 'inForce'>,
  key: CellKey,
): InForceSince | null {
  const { journal, sources, inForce: now } = open;
  const hashIn = (program: string | null): string | undefined =>
    program === null ? undefined : sources[program]?.cells.find((cell) => cell.key === key)?.hash;
  const hash = hashIn(now);
  if (journal === null || hash === undefined) return null;
  let since: InForceSince | null = null;
  const began = { step: 0, time: 0, program: journal.program, isEdit: false };
  const edits = journal.entries.flatMap((entry) => (entry.type === 'swap' ? [{ ...entry, isEdit: true }] : []));
  for (const { step, time, program, isEdit } of [began, ...edits]) {
    if (hashIn(program) !== hash) since = null;
    else since ??= { step, time, isEdit };
  }
  return since;
}

export function badgeTold(open: OpenNotebook, key: CellKey, state: Badge, diagnostics: readonly Diagnostic[]): Told {
  const [, title, meaning] = badgeWords[state];
  const isWrong = state === 'kept' || state === 'broken';
  const error = isWrong ? diagnostics.find(({ severity }) => severity === 'error') : undefined;
  const since = inForce(open, key) === undefined ? null : inForceSince(open, key);
  const place = error?.range ?? null;
  const where = place === null ? '' : `Line ${place.line}: `;
  const edit: readonly HintLink[] =
    since?.isEdit === true ? [{ label: 'Go to that edit', actions: [{ type: 'seek', to: since.step }] }] : [];
  const links: readonly HintLink[] = [
    ...(place === null
      ? []
      : [{ label: `Show line ${place.line}`, actions: [{ type: 'reveal', cell: key, range: place }] as const }]),
    ...edit,
  ];
  return {
    key: `badge ${key}`,
    of: null,
    parts: [
      part('cell', title, {
        facts: lines(
          error === undefined ? meaning : `${where}${error.text}`,
          error === undefined ? '' : meaning,
          sinceText(since, isWrong),
        ),
        links,
      }),
    ],
  };
}

function sinceText(since: InForceSince | null, isWrong: boolean): string {
  if (since === null) return '';
  const when = since.isEdit ? `since ${formatTime(since.time)}, by an edit` : 'since the start of the run';
  return isWrong ? `What the run obeys is in force ${when}` : `In force ${when}`;
}

const showChecks: HintLink = { label: 'Show the checks', actions: [{ type: 'stage-view', view: 'check' }] };

export function checkTold(check: Check): Told {
  const verdict = verdictOf(check);
  const finding = verdict === 'violated' ? firstFinding(check) : null;
  const way: readonly HintLink[] =
    finding === null
      ? []
      : [
          {
            label: 'Show the way there as a branch',
            actions: [{ type: 'open-finding', finding }] as readonly Action[],
          },
        ];
  const from =
    check.from === null
      ? 'from the start of its scenario'
      : `from event ${check.from.step}, at ${formatTime(check.from.time)}`;
  const took = check.spentMs > 0 ? `took ${secondsText(check.spentMs)}` : '';
  return {
    key: `check ${idOf(check)}`,
    of: null,
    parts: [
      part(check.type === 'explore' ? 'exploration' : 'fuzzing', check.name, {
        mark: marks[verdict],
        facts: lines(finding === null ? wordsOf(check) : whatOf(check), from, took),
        links: [...way, showChecks],
      }),
    ],
  };
}

/** Several at once: how many hold, and the verdict of each. */
export function propertiesTold(properties: readonly PropertyView[], title: string): Told {
  const facts = properties.map((property) => `${property.name}: ${propertyTold(property).parts[0]?.facts[0] ?? ''}`);
  return {
    key: `properties ${properties.map(({ name }) => name).join(' ')}`,
    of: null,
    parts: [
      part('checks', title, {
        facts: lines(...facts.slice(0, 12), facts.length > 12 ? `and ${facts.length - 12} more` : ''),
        links: [showChecks],
      }),
    ],
  };
}
