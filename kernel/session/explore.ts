/** The explorations of an open notebook: one explorer for each that its program declares, for as long as the program is in force. */
import { createExplorer, type Explorer } from '../check/explore.ts';
import { planOf } from './past.ts';
import type { SessionState } from './state.ts';

/** Throws on a name that the program in force does not have. */
export function explorerOf({ host, inForce, explorers, assembly }: SessionState, name: string): Explorer {
  const { program } = inForce;
  const { explain } = assembly;
  const byName = explorers.get(program) ?? new Map<string, Explorer>();
  explorers.set(program, byName);
  const known = byName.get(name);
  if (known !== undefined) return known;
  const declared = program.explorations.find((one) => one.name === name);
  if (declared === undefined) throw new RangeError(`there is no exploration ${JSON.stringify(name)}`);
  const plan = (): ReturnType<typeof planOf> => planOf(program, declared.options.scenario, explain);
  const made = createExplorer(program, plan, declared, explain, { wallClock: host.wallClock });
  byName.set(name, made);
  return made;
}
