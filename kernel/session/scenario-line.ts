/** What the reader did, as a line to be pasted into the scenario: so an experiment becomes part of the notebook. */
import { scenarioLine as lineOf } from '../check/scenario-text.ts';
import { doneOf } from '../check/schedule.ts';
import { linesBefore } from '../trace/outside.ts';
import { pastBefore } from '../trace/past.ts';
import type { Run } from '../trace/run.ts';
import { said } from '../world/said.ts';
import { micros, millis, type World } from '../world/world.ts';
import { namesInCells } from './fuzz.ts';
import { currentRun, type SessionState } from './state.ts';

const worldBefore = (run: Run, entry: number): World => pastBefore(run, entry).machine.world;

/** @param entry its place among the entries of the journal. Null when no line does the same. */
export function scenarioLine(state: SessionState, entry: number): string | null {
  const run = currentRun(state);
  const act = run?.entries[entry];
  if (run === null || act?.type !== 'input') return null;
  if (run.marks.find((mark) => mark.entry === entry)?.hasLine !== true) return null;
  const saying = said(worldBefore(run, entry), act.input, micros(act.time), linesBefore(run, entry));
  if (saying === null) return null;
  const { world } = saying;
  const done = doneOf(saying.effect, (node) => world.byId.get(node)?.state);
  const nodes = world.nodes.map(({ id, kind }) => ({ id, kind }));
  return lineOf({ at: millis(saying.at), name: '', done }, nodes, namesInCells(state.inForce));
}
