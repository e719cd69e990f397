/**
 * Runs one event of a run again with probes in its rule, in a copy of the world that is thrown away. The probed text is that in force now
 * when the rule did the same then, so that values stand at the lines which the reader sees; else that of the time.
 */
import type { SiteId } from '../compile/probe-sites.ts';
import { installActions, installProbes } from '../probe/install.ts';
import type { Recorded } from '../probe/recorder.ts';
import type { Exchanges, Probe, ProbeBlock, ProbePass, Seen } from '../protocol.ts';
import { columnsAgree } from '../trace/agree.ts';
import { faultOf } from '../trace/forward.ts';
import { worldAfter } from '../trace/past.ts';
import { rowOf } from '../trace/row.ts';
import { type Run, worldOf } from '../trace/run.ts';
import { makePlan } from '../world/plan.ts';
import { type Machine, nextRule, StepError, turn } from '../world/step.ts';
import { millis } from '../world/world.ts';
import type { Build } from './cells.ts';
import { type Probed, probedOf } from './probing.ts';
import type { SessionState } from './state.ts';

type Reply = Exchanges['probe']['reply'];

const none = (why: string): Reply => ({ probe: null, why });

/** `step`: of the event, from 0. */
export function probeEvent(state: SessionState, run: Run | null, step: number): Reply {
  if (run === null) return none('This branch has no run yet.');
  const tip = worldOf(run).step;
  const hasFault = run.fault !== null && run.fault.code !== 'run/memory';
  if (!(Number.isInteger(step) && step >= 0 && (step < tip || (step === tip && hasFault))))
    return none('There is no such event.');
  const row = step < tip ? rowOf(run, step) : null;
  if (row !== null && row.rule === '' && row.kind !== 'action') return none(reasonOf(row.kind));
  const machine = worldAfter(run, step);
  const rule = row === null ? nextRule(machine.world).rule : row.rule;
  for (const build of buildsOf(state, run, machine)) {
    const probed = probedOf(state.probing, build);
    if (probed === null || !isSame(machine, probed, rule)) continue;
    return { probe: probeIn(state, run, machine, probed, step, rule), why: '' };
  }
  return none('The text that was in force then is gone.');
}

/** The program in force now, and the one that was in force there. */
function buildsOf(state: SessionState, run: Run, { world }: Machine): readonly Build[] {
  const swap = run.entries.findLast((entry) => entry.type === 'swap' && entry.turn <= world.turn);
  const then = state.builds.get(swap?.type === 'swap' ? swap.program : run.firstProgram, state.inForce);
  return then === null || then === state.inForce ? [state.inForce] : [state.inForce, then];
}

/** Whether the event's code does the same in the probed program. `rule` empty: an action of the scenario. */
function isSame({ world }: Machine, { program }: Probed, rule: string): boolean {
  if (rule !== '') return program.rules.get(rule)?.content === world.program.rules.get(rule)?.content;
  return program.scenarios.some(({ name, content }) => name === world.plan.scenario && content === world.plan.content);
}

function reasonOf(kind: string): string {
  switch (kind) {
    case 'drop':
      return 'No code ran: the message was lost.';
    case 'crash':
      return 'No code ran: the node crashed.';
    case 'deliver':
    case 'timer':
      return 'No code ran: there is no rule for it.';
    default:
      return 'No code ran in this event.';
  }
}

function probeIn(state: SessionState, run: Run, machine: Machine, probed: Probed, step: number, rule: string): Probe {
  const { recorded, fault } = runProbed(state, machine, probed, rule);
  const { world } = machine;
  const { last } = world;
  const isIt = step >= run.columns.length || columnsAgree(run.columns, step, last);
  const told = toldOf(probed, recorded);
  return {
    step,
    time: millis(world.now),
    node: world.nodes[fault === null ? last.node : -1]?.id ?? '',
    rule,
    ...told,
    fault,
    notes: isIt ? told.notes : ['Run again, another event came here: what is shown is of that one.', ...told.notes],
  };
}

/** One event in a machine that is nobody's: it is changed as the run's was. */
export function runProbed(
  { probing: { recorder } }: SessionState,
  machine: Machine,
  probed: Probed,
  rule: string,
): { readonly recorded: Recorded; readonly fault: Probe['fault'] } {
  const { world, context } = machine;
  const { step } = world;
  const own: unknown[] = [context.ctx];
  let held = '';
  const calls = {
    guard(_: string, given: object): void {
      own[1] = given;
      recorder.forget();
    },
    held(id: string, holds: boolean): void {
      held = holds ? id : '';
    },
    body(id: string, given: object): void {
      own[1] = given;
      if (held !== id) recorder.forget();
    },
    action(acts: object): void {
      own[1] = acts;
      recorder.forget();
    },
  };
  installProbes(machine, probed.program, calls);
  if (rule === '') installActions(world, makePlan(probed.program, world.plan.scenario), calls);
  let fault: Probe['fault'] = null;
  recorder.record(probed.sites, own);
  try {
    for (let before = -1; world.step === step && world.turn !== before; ) {
      before = world.turn;
      recorder.forget();
      turn(machine, Number.POSITIVE_INFINITY);
    }
  } catch (error) {
    if (!(error instanceof StepError)) throw error;
    fault = faultOf(probed, error);
  } finally {
    recorder.stop();
  }
  return { recorded: recorder.recorded(), fault };
}

/** What was recorded, in places of the cells' texts. */
export function toldOf(
  { cells, sites, places }: Probed,
  { passes, seen, skipped, notes }: Recorded,
): Pick<Probe, 'cells' | 'blocks' | 'passes' | 'seen' | 'skipped' | 'notes'> {
  const blocks: ProbeBlock[] = [];
  const known = new Map<SiteId, number>();
  const rangeOf = (id: SiteId, span = sites[id]?.span): Probe['skipped'][number]['range'] => {
    const site = sites[id];
    const cell = site === undefined ? undefined : cells.get(site.cell);
    return span === undefined || cell === undefined
      ? { line: 1, column: 1, endLine: 1, endColumn: 1 }
      : cell.rangeOf(span);
  };
  const keyOf = (id: SiteId): string => sites[id]?.cell ?? '';
  function blockOf(id: SiteId): number {
    const old = known.get(id);
    if (old !== undefined) return old;
    const site = sites[id];
    // A function may stand in one that did not run in this event.
    const within = site === undefined || site.within < 0 ? null : blockOf(site.within);
    blocks.push({
      kind: site?.kind === 'loop' ? 'loop' : 'call',
      name: site?.label ?? '',
      cell: keyOf(id),
      range: rangeOf(id),
      within,
    });
    known.set(id, blocks.length - 1);
    return blocks.length - 1;
  }
  const told = seen.map(({ kind, site, pass, value }): Seen => {
    const place = places[site];
    return {
      kind: kind === 'value' ? (place?.kind ?? kind) : kind,
      cell: keyOf(site),
      range: rangeOf(site),
      label: place?.label ?? '',
      nth: place?.nth ?? 0,
      pass,
      value,
    };
  });
  const all = passes.map(({ site, within, index }): ProbePass => ({ block: blockOf(site), within, index }));
  const keys = new Set(blocks.map(({ cell }) => cell));
  return {
    cells: [...keys].map((key) => ({ key, source: cells.get(key)?.cell.source ?? '' })),
    blocks,
    passes: all,
    seen: told,
    skipped: skipped.map(({ pass, site, span }) => ({ pass, cell: keyOf(site), range: rangeOf(site, span) })),
    notes,
  };
}
