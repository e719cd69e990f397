/**
 * What the reader does with time: acts on the run, branches, races, comparisons, steps by hand. What is asked for a picture is asked
 * one at a time, the latest wish only.
 */
import type { BranchAct, Input, Kernel, SwapReply } from '../../kernel/protocol.ts';
import type { Action } from '../model/actions.ts';
import type { PageStore } from '../model/page-store.ts';
import type { Notice } from '../model/state.ts';
import type { Player } from './player.ts';

/** Wall time that one piece of a race may take. */
const raceMs = 30;
/** Wall time that one comparison may take to bring the other branch to the moment. */
const compareMs = 30;
/** Between two looks at what can happen next or at how branches differ, while the run goes on. */
const lookEveryMs = 120;

export interface Travel {
  input(input: Input): void;
  /** A form was opened, or wants something else to begin with. */
  form(): void;
  branch(act: BranchAct): void;
  undo(entry: number): void;
  copyLine(entry: number): void;
  find(wish: Extract<Action, { type: 'find' }>): void;
  race(): void;
  limit(bytes: number): void;
  /** Another moment is shown, or another thing is wanted of it. */
  moved(): void;
  close(): void;
}

/** @param copy puts a text on the clipboard; fails where that is not allowed */
export function createTravel(
  store: PageStore,
  kernel: Kernel,
  player: Pick<Player, 'refresh' | 'during'>,
  copy: (text: string) => Promise<void>,
): Travel {
  let closed = false;
  let looking = false;
  let again = false;

  const fail = (error: unknown): void => {
    if (!closed) say(`That could not be done: ${error instanceof Error ? error.message : String(error)}`);
  };
  const say = (text: string, actions: Notice['actions'] = []): void =>
    store.dispatch({ type: 'notice', notice: { text, actions } });
  const run = (act: () => Promise<void>): void => void act().catch(fail);

  function take(reply: SwapReply): void {
    if (closed) return;
    store.dispatch({ type: 'swapped', cells: store.state.open?.answered ?? [], reply });
    const stale = reply.program.diagnostics.find(({ code }) => code.startsWith('input/') || code === 'journal/broken');
    if (stale !== undefined) say(stale.text);
    player.refresh();
  }

  /** The step of the playhead; null at the tip. */
  const shownStep = (): number | null => {
    const { playhead } = store.state.open?.playback ?? { playhead: 'live' };
    return playhead === 'live' ? null : playhead;
  };

  async function look(): Promise<void> {
    looking = true;
    while (again) {
      again = false;
      const open = store.state.open;
      if (open === null || closed) break;
      if (open.choices !== null) {
        const { choices } = await kernel.request({ type: 'choices', step: shownStep() });
        if (!closed) store.dispatch({ type: 'choices', choices });
      }
      const { comparing, frame } = open;
      const current = frame?.branches.find(({ isCurrent }) => isCurrent);
      if (comparing !== null && frame !== null && current !== undefined) {
        const b = comparing.with === 'ghost' ? null : comparing.with;
        const moment = { step: frame.step, time: frame.now };
        const asked = { type: 'compare', a: current.id, b, ...moment, budgetMs: compareMs } as const;
        const { comparison, diagnostics } = await kernel.request(asked);
        const isWanted = !closed && store.state.open?.comparing?.with === comparing.with;
        if (isWanted && diagnostics[0] !== undefined) {
          say(diagnostics[0].text);
          store.dispatch({ type: 'compare', with: null });
        } else if (isWanted) {
          store.dispatch({ type: 'compared', comparison });
          // The other branch is still on its way to that moment.
          again ||= comparison === null;
        }
      }
      await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
    }
    looking = false;
  }

  function moved(): void {
    const open = store.state.open;
    if (open === null || (open.choices === null && open.comparing === null)) return;
    again = true;
    if (!looking) void look().catch(fail);
  }

  return {
    input: (input) =>
      run(async () => {
        const at = shownStep();
        const before = store.state.open?.journal?.id;
        const asked = kernel.request({ type: 'input', input, at });
        asked.catch((error: unknown) => {
          // Whoever waits for an answer goes on with what was typed.
          const text = error instanceof Error ? error.message : String(error);
          store.dispatch({ type: 'input-answered', input, refused: { text, help: '' } });
        });
        const { diagnostics, done, journal, swapped } = await asked;
        if (closed) return;
        const [why] = diagnostics;
        const refused = done !== null || why === undefined ? null : { text: why.text, help: why.help };
        store.dispatch({ type: 'input-answered', input, refused });
        if (swapped != null) take(swapped);
        const sentences = [
          ...(done === null ? [] : [`${done.text}.`]),
          ...(before === undefined || journal.id === before ? [] : [`A branch begins here: ${journal.name}.`]),
          ...diagnostics.slice(0, 1).map(({ text }) => text),
        ];
        const undo = { label: 'Undo', type: 'undo-input' as const };
        const actions = done === null ? [] : [{ ...undo, entry: done.entry }];
        if (sentences.length > 0) store.dispatch({ type: 'notice', notice: { text: sentences.join(' '), actions } });
        // A branch was begun: what it shows is its tip.
        if (at !== null) store.dispatch({ type: 'seek', to: 'live' });
        player.refresh();
        moved();
      }),
    form: () =>
      run(async () => {
        const form = store.state.open?.form ?? null;
        const step = shownStep();
        if (form === null || form.type === 'delay' || form.read !== null) return;
        const isWanted = (): boolean => !closed && store.state.open?.form === form;
        if (form.type === 'value') {
          const read = await kernel.request({ type: 'value', node: form.node, path: form.path ?? [form.field], step });
          if (isWanted()) store.dispatch({ type: 'value-read', read });
        } else {
          const read = await kernel.request({ type: 'messages', of: form.message, step });
          if (isWanted()) store.dispatch({ type: 'messages-read', read });
        }
      }),
    branch: (act) => run(async () => take(await player.during(kernel.request({ type: 'branch', act })))),
    undo: (entry) => run(async () => take(await kernel.request({ type: 'undo-input', entry }))),
    copyLine: (entry) =>
      run(async () => {
        const { line } = await kernel.request({ type: 'scenario-line', entry });
        if (line === null) return say('No line of a scenario does the same.');
        const isCopied = await copy(line).then(
          () => true,
          () => false,
        );
        const what = isCopied ? `Copied: ${line}.` : `The browser does not let it be copied: ${line}.`;
        // The run would do both.
        const rest = 'Paste it into the function of the scenario, and undo the act by hand: it would be done twice.';
        say(`${what} ${rest}`, [{ label: 'Undo the act', type: 'undo-input', entry }]);
      }),
    find: ({ by, node, rule, from }) =>
      run(async () => {
        const step = from ?? shownStep() ?? store.state.open?.frame?.step ?? 0;
        const found = await kernel.request({ type: 'find', step, by, node, rule });
        if (closed) return;
        if (found.step !== null) return store.dispatch({ type: 'seek', to: found.step });
        const what = rule ?? node;
        say(`There is no ${by === 1 ? 'later' : 'earlier'} event${what === null ? '' : ` of ${what}`} in this run.`);
      }),
    race: () =>
      run(async () => {
        for (;;) {
          const wanted = store.state.open?.race;
          if (closed || wanted == null || (wanted.result !== null && wanted.result.status !== 'running')) return;
          const { race, diagnostics } = await kernel.request({ type: 'race', step: wanted.step, budgetMs: raceMs });
          if (closed || store.state.open?.race?.step !== wanted.step) return;
          if (diagnostics[0] !== undefined) say(diagnostics[0].text);
          if (race === null) return store.dispatch({ type: 'race', step: null });
          store.dispatch({ type: 'raced', race });
          player.refresh();
        }
      }),
    limit: (bytes) =>
      run(async () => {
        await kernel.request({ type: 'limit', bytes });
        player.refresh();
      }),
    moved,
    close() {
      closed = true;
    },
  };
}
