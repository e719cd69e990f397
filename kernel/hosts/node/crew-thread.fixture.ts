/** A thread for tests of crews: explores one random model after the other as one of several. */
import { parentPort } from 'node:worker_threads';
import { isPromised } from '../../check/truths.ts';
import type { Exploration } from '../../exploration.ts';
import type { Program } from '../../program/program.ts';
import { type Crew, fillTable, takeSeat } from '../../check/crew.ts';
import type { Explorer } from '../../check/explore.ts';
import type { Handover } from '../../check/handover.ts';
import { explorerFor, type Model, optionsOf, programOf } from '../../check/models.fixture.ts';

export type CrewJob =
  /** To explore alone for so many stretches, to hand over, and to go on as the first of the crew. */
  | { readonly type: 'begin'; readonly model: Model; readonly crew: Crew; readonly stretches: number }
  | {
      readonly type: 'help';
      readonly model: Model;
      readonly crew: Crew;
      readonly member: number;
      readonly handover: Handover;
    }
  /** Asked of the first. */
  | { readonly type: 'join'; readonly parts: readonly Exploration[] };

export type CrewAnswer =
  /** Null: it came to its end before. */
  | { readonly type: 'handed'; readonly handover: Handover | null }
  /** `isGone`: the way to each violation can be gone again to its end. */
  | { readonly type: 'part'; readonly part: Exploration; readonly isGone: boolean };

/** What is to come some time is not found by several together. */
export function withoutPromises(program: Program): Program {
  return { ...program, properties: program.properties.filter((property) => !isPromised(property)) };
}

const port = parentPort;
const say = (answer: CrewAnswer): void => port?.postMessage(answer);
let first: Explorer | null = null;

port?.on('message', (job: CrewJob) => {
  if (job.type === 'join') {
    if (first === null) throw new Error('nothing has begun');
    tell(
      first,
      first.join(job.parts, () => false),
    );
    return;
  }
  const { crew, model } = job;
  const explorer = explorerFor(withoutPromises(programOf(model)), optionsOf(model));
  if (job.type === 'help') {
    const { handover, member } = job;
    tell(explorer, explorer.goOnTogether(takeSeat(crew, member, handover.depth), handover));
    return;
  }
  first = explorer;
  let { stretches } = job;
  const alone = stretches === 0 ? null : explorer.advance(() => --stretches <= 0);
  const handed = alone === null || alone.verdict === 'exploring' ? explorer.handOver() : null;
  if (handed !== null) fillTable(crew, handed.seen);
  say({ type: 'handed', handover: handed?.handover ?? null });
  tell(
    explorer,
    handed === null
      ? explorer.advance(() => false)
      : explorer.goOnTogether(takeSeat(crew, 0, handed.handover.depth), null),
  );
});

function tell(explorer: Explorer, part: Exploration): void {
  // Where all were ended, the one that puts the parts together need not know the others' ways.
  const isOwn = ({ property }: { readonly property: string }): boolean => explorer.wayTo(property) !== null;
  const known = part.verdict === 'limited' ? part.violations.filter(isOwn) : part.violations;
  const isGone = known.every(({ property, path }) => explorer.wayTo(property)?.steps.length === path.length);
  say({ type: 'part', part, isGone });
}
