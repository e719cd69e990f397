/** What hints say of what stands out on the timeline: marks, the violations of other branches, the events that touch a star. */
import type { Subject } from '../../kernel/explanation.ts';
import type { WatchedPoint } from '../../kernel/protocol.ts';
import { type HintLink, lines, type HintPart, part, type Told } from '../hint/told.ts';
import { formatTime } from '../stage/format.ts';
import { oneLine } from '../stage/shown.ts';
import { markNames } from './mark-glyph.ts';
import type { Cluster, Marked } from './marks.ts';

/** Of a group, so many are told of; the others when one zooms in. */
const mostTold = 6;
const mostLines = 8;

export function clusterTold({ marks }: Pick<Cluster, 'marks'>): Told {
  const [first, ...others] = marks;
  const hidden = marks.length - mostTold;
  return {
    key: `marks ${first?.step} ${first?.title} ${marks.length}`,
    of: first === undefined || others.length > 0 ? null : subjectOf(first),
    parts: [
      ...marks.slice(0, mostTold).map(partOf),
      ...(hidden > 0 ? [part('', `${hidden} more`, { note: 'Zoom in to see them' })] : []),
    ],
  };
}

/** What led to it, where an event of the run is what is marked. */
function subjectOf({ kind, title, step, entry }: Marked): Subject | null {
  if (kind === 'violation') return { type: 'property', name: title };
  const isOwn = (kind === 'fault' || kind === 'heal' || kind === 'action') && entry == null;
  return isOwn && step > 0 ? { type: 'event', step: step - 1 } : null;
}

function partOf(mark: Marked): HintPart {
  const { kind, title, time, text, entry, hasLine } = mark;
  const by = entry == null ? '' : ', by the reader';
  const links: readonly HintLink[] = [
    { label: 'Go to this moment', actions: [{ type: 'seek', to: mark.step }] },
    ...(entry == null ? [] : [{ label: 'Undo', actions: [{ type: 'undo-input', entry }] as const }]),
    ...(entry == null || hasLine !== true ? [] : [copyLine(entry)]),
    ...(kind === 'divergence' ? ghostLinks : []),
  ];
  // What a violation reads is told by the kernel's explanation where it is asked; its own text stands here.
  return part(markNames[kind], title, {
    facts: lines(`at ${formatTime(time)}${by}`, ...text.slice(0, mostLines)),
    links,
  });
}

const copyLine = (entry: number): HintLink => ({
  label: 'Copy as a line of the scenario',
  actions: [{ type: 'copy-line', entry }],
});

const ghostLinks: readonly HintLink[] = [
  { label: 'Compare', actions: [{ type: 'compare', with: 'ghost' }] },
  { label: 'Keep as branch', actions: [{ type: 'branch', act: { type: 'keep-ghost' } }] },
  { label: 'Drop', actions: [{ type: 'branch', act: { type: 'drop-ghost' } }] },
];

export function laneViolationTold(
  branch: { readonly id: number; readonly name: string },
  { property, time, step }: { readonly property: string; readonly time: number; readonly step: number },
): Told {
  const go: HintLink = {
    label: 'Go there',
    actions: [
      { type: 'branch', act: { type: 'switch', id: branch.id } },
      { type: 'seek', to: step + 1 },
    ],
  };
  return {
    key: `violation ${branch.id} ${property}`,
    of: null,
    parts: [
      part('Violation', property, {
        facts: [`first at ${formatTime(time)}, in the branch ${branch.name}`],
        links: [go],
      }),
    ],
  };
}

/** @param from virtual ms, as `to`: of the bucket of time in which `count` events touch the star */
export function starTicksTold(name: string, id: string, count: number, from: number, to: number): Told {
  const many = count === 1 ? '1 event touches it' : `${count} events touch it`;
  return {
    key: `star ${id} ${from}`,
    of: null,
    parts: [
      part('star', `★ ${name}`, {
        facts: [`${many} between ${formatTime(from)} and ${formatTime(to)}`],
        links: [{ label: 'Go there', actions: [{ type: 'seek-time', time: to }] }],
      }),
    ],
  };
}

/** What a pinned place of a rule held. */
export function watchedTold(name: string, { node, step, time, value }: WatchedPoint): Told {
  return {
    key: `watched ${name} ${step}`,
    of: { type: 'event', step },
    parts: [
      part('value', `${name} of ${node}`, {
        value: oneLine(value, 200),
        facts: [`event ${step}, at ${formatTime(time)}`],
        links: [{ label: 'Go to this event', actions: [{ type: 'seek', to: step + 1 }] }],
      }),
    ],
  };
}
