/** How much of the simulator's speed is left when runs are fuzzed: swarms drawn, faults done, coverage counted, acts written down. */
import raft from '../../notebooks/02-raft.sim.md?raw';
import type { Benchmark } from '../bench.ts';
import { cellsOf } from '../notebook/notebook.ts';
import { parse } from '../notebook/parse.ts';
import type { Program } from '../program/program.ts';
import { createAssembly, emptyBuild } from '../session/cells.ts';
import { compileAll } from '../session.fixture.ts';
import { createWorld } from '../world/create.ts';
import { createMonitors, observe } from '../world/monitor.ts';
import { createNames } from '../world/names.ts';
import { makePlan } from '../world/plan.ts';
import { createMachine, turn } from '../world/step.ts';
import { micros } from '../world/world.ts';
import { sow } from './fuzz.ts';
import { asking } from './trial.ts';

/** The Raft notebook with its first scenario, which has a client, crashes and a minute of time. */
async function raftProgram(withProperties: boolean): Promise<Program> {
  const wanted = cellsOf(parse(raft)).filter(
    ({ kind }) => kind === 'rules' || kind === 'scenario' || (withProperties && kind === 'check'),
  );
  const cells = wanted.map(({ kind, code }, index) => [`${kind} ${index}`, code] as const);
  const compiled = await compileAll(
    new Map([...cells, ['check fuzz', `fuzz('f', { scenario: 'five servers', until: 10_000 })`]]),
  );
  const { build } = createAssembly().assemble(emptyBuild.graph, compiled);
  if (build === null) throw new Error('the notebook has no program');
  return build.program;
}

/** Events a second of the bare simulator: the same scenario and time, one seed after the other, its properties asked if there are any. */
function bareRate(program: Program, seeds: number, now: () => number): number {
  const names = createNames();
  const plan = { ...makePlan(program, 'five servers'), properties: [] };
  const asked = asking(program);
  const started = now();
  let events = 0;
  for (let seed = 1; seed <= seeds; seed++) {
    const world = createWorld(asked, plan, seed, names);
    const machine = createMachine(world);
    const monitors = createMonitors(world, null, () => {
      throw new Error('no property throws');
    });
    let isUnobserved = false;
    for (;;) {
      const outcome = turn(machine, micros(10_000));
      isUnobserved ||= outcome === 'event';
      if (isUnobserved && world.unsettled.length === 0) {
        isUnobserved = false;
        observe(monitors, machine, world.step - 1);
      }
      if (outcome === 'later' || outcome === 'quiescent') break;
    }
    events += world.step;
  }
  return events / (now() - started);
}

function fuzzRate(program: Program, seeds: number, now: () => number): number {
  const [declared] = program.fuzzers;
  if (declared === undefined) throw new Error('nothing is to be fuzzed');
  const explain = (): never => {
    throw new Error('nothing goes wrong');
  };
  const started = now();
  const sowing = sow(
    { program, declared, explain, plan: () => makePlan(program, 'five servers') },
    { from: 1, to: 1 + seeds },
  );
  sowing.advance(() => false);
  const { events, failures } = sowing.tally();
  if (failures.length > 0) throw new Error(`${failures[0]?.property} is violated`);
  return events / (now() - started);
}

function ratio(name: string, withProperties: boolean, budget: number | null): Benchmark {
  return {
    name,
    unit: '% of the bare simulator',
    better: 'higher',
    budget,
    rounds: 9,
    async prepare({ small, now }) {
      const program = await raftProgram(withProperties);
      const seeds = small ? 1 : withProperties ? 10 : 100;
      if (!small) {
        bareRate(program, seeds, now);
        fuzzRate(program, seeds, now);
      }
      return () => (100 * fuzzRate(program, seeds, now)) / bareRate(program, seeds, now);
    },
  };
}

export const benchmarks: readonly Benchmark[] = [
  ratio('fuzzing, events a second, Raft with 5 nodes', false, 80),
  ratio('the same, with the properties that are asked', true, 80),
  {
    name: 'fuzzing, Raft with 5 nodes and its properties',
    unit: 'events/s',
    better: 'higher',
    budget: null,
    rounds: 9,
    async prepare({ small, now }) {
      const program = await raftProgram(true);
      return () => fuzzRate(program, small ? 1 : 10, now) * 1000;
    },
  },
];
