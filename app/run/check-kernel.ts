/**
 * The kernel of the checks, as one that has any program open: it opens what a check is of when that check is asked, and does again
 * what a kernel before it had done. It knows one program at a time, and with it one run that explorations may begin in.
 */
import type { CompiledCell } from '../../kernel/compile/compiled.ts';
import type { Exploration, StoryStep } from '../../kernel/exploration.ts';
import type { Fuzzing } from '../../kernel/findings.ts';
import type { Checker } from '../../kernel/hosts/browser/kernel.ts';
import type { RunJournal } from '../../kernel/journal-data.ts';
import type { BranchAct, Exchanges } from '../../kernel/protocol.ts';
import { type Check, idOf } from '../model/checks.ts';

/** MB of one exploration: a tab shares its memory with the run. */
const memory = 400;
/** Wall ms of one request when what was found is found once more. */
const againMs = 100;

export type Found = Exploration | Fuzzing;

export interface CheckProgram {
  /** Names its content. */
  readonly id: string;
  readonly cells: readonly CompiledCell[];
  readonly defaultSeed: number | null;
}

/** The run that an exploration begins in. */
export type Beginning = NonNullable<Exchanges['open']['request']['restore']>;

export interface CheckKernel {
  /** Goes on with a check for at most `budgetMs`. */
  goOn(program: CheckProgram, beginning: Beginning | null, check: Check, budgetMs: number): Promise<Found>;
  /** So that the time that opening takes is nobody's. */
  open(program: CheckProgram, beginning: Beginning | null): Promise<void>;
  /** The run that an act of the kernel makes of what the check has found. */
  runOf(program: CheckProgram, beginning: Beginning | null, check: Check, act: BranchAct): Promise<RunJournal>;
  /** The way to what an exploration has found, step by step. */
  storyOf(check: Check, property: string): Promise<readonly StoryStep[]>;
  /** The check begins anew. */
  forget(): void;
}

export function createCheckKernel(checker: Checker): CheckKernel {
  let opened: { readonly program: string; readonly beginning: Beginning | null } | null = null;
  /** What the kernel that is there has done, by the check's id. */
  const done = new Set<string>();

  async function open({ id, cells, defaultSeed }: CheckProgram, beginning: Beginning | null): Promise<void> {
    if (opened?.program === id && (beginning === null || beginning === opened.beginning)) return;
    opened = { program: id, beginning };
    done.clear();
    try {
      await checker.request({ type: 'open', cells, seed: null, defaultSeed, scenario: null, restore: beginning });
    } catch (error) {
      opened = null;
      throw error;
    }
  }

  async function ask(check: Check, budgetMs: number): Promise<Found> {
    const { type, name, from } = check;
    const found =
      type === 'explore'
        ? await checker.request({ type, name, budgetMs, from: from?.step ?? null, memory })
        : await checker.request({ type, name, budgetMs });
    if (isOver(found)) done.add(idOf(check));
    return found;
  }

  return {
    open,
    async goOn(program, beginning, check, budgetMs) {
      await open(program, beginning);
      return ask(check, budgetMs);
    },
    async runOf(program, beginning, check, act) {
      await open(program, beginning);
      while (!done.has(idOf(check)) && !isOver(await ask(check, againMs)));
      const { program: view, journal } = await checker.request({ type: 'branch', act });
      const wrong = view.diagnostics.find(({ code }) => code.startsWith('input/'));
      if (wrong !== undefined) throw new Error(wrong.text);
      const { seed, scenario, entries, steps, turns, time } = journal;
      return {
        seed,
        scenario,
        program: journal.program,
        entries,
        steps,
        turns,
        ...(time === undefined ? {} : { time }),
      };
    },
    async storyOf({ name, from }, property) {
      const asked = { type: 'story', explore: name, property, from: from?.step ?? null } as const;
      return (await checker.request(asked)).steps;
    },
    forget() {
      opened = null;
    },
  };
}

export function isOver(found: Found): boolean {
  return 'verdict' in found
    ? found.verdict !== 'exploring'
    : found.status !== 'fuzzing' && found.status !== 'shrinking';
}
