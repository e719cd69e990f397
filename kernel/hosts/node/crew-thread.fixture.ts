/** A thread for tests of crews: explores one random model after the other as one of several. */
import { parentPort } from 'node:worker_threads';
import { isPromised } from '../../check/truths.ts';
import type { Exploration } from '../../exploration.ts';
import type { Program } from '../../program/program.ts';
import { type Crew, takeSeat } from '../../check/crew.ts';
import { explorerFor, type Model, optionsOf, programOf } from '../../check/models.fixture.ts';

export interface CrewJob {
  readonly model: Model;
  readonly crew: Crew;
  readonly member: number;
}

/** `path`: of each violation, whether its way can be gone again to its end. */
export interface CrewAnswer {
  readonly part: Exploration;
  readonly isGone: boolean;
}

/** What is to come some time is not found by several together. */
export function withoutPromises(program: Program): Program {
  return { ...program, properties: program.properties.filter((property) => !isPromised(property)) };
}

const port = parentPort;
port?.on('message', ({ model, crew, member }: CrewJob) => {
  const explorer = explorerFor(withoutPromises(programOf(model)), optionsOf(model), null, takeSeat(crew, member));
  const part = explorer.advance(() => false);
  const isGone = part.violations.every(({ property, path }) => explorer.wayTo(property)?.steps.length === path.length);
  port.postMessage({ part, isGone } satisfies CrewAnswer);
});
