/**
 * One open notebook: reads its text and its run, starts the run again where it was, and connects the effects
 * (editing, playing, plotting, saving) to the page's actions until it is closed.
 */
import { reparse } from '../../kernel/notebook/parse.ts';
import type { Diagnostic } from '../../kernel/diagnostic.ts';
import { writeRunFile } from '../../kernel/run-file.ts';
import { cellsOf, frontMatterOf, print } from '../../kernel/notebook/notebook.ts';
import { noProbing, withPins } from '../model/probing.ts';
import type { KeptHistory } from '../model/kept-history.ts';
import { hasBegun, isCurrent, programCells, titleOf } from '../model/open.ts';
import type { PageStore } from '../model/page-store.ts';
import { noStars } from '../model/stars.ts';
import type { OpenNotebook } from '../model/state.ts';
import { createAutosave, tabChannel } from '../storage/autosave.ts';
import { downloadRun, downloadText } from '../storage/download.ts';
import { loadEditors } from '../editor/load.ts';
import { readFile } from '../storage/library.ts';
import type { NotebookStorage, SavedRun, SavedText } from '../storage/notebooks.ts';
import { leaveUnsaved, readUnsaved } from '../storage/unsaved.ts';
import { createChecking } from './checking.ts';
import { createEditing } from './editing.ts';
import { createExplaining } from './explaining.ts';
import { createFollowing } from './following.ts';
import { createHeat } from './heat.ts';
import { createHistories } from './histories.ts';
import { createProbeAsking } from './probing.ts';
import type { Machines } from './machines.ts';
import { createImports } from './imports.ts';
import { build, knownCells, knownImports, knownParts, sourcesForBuild, withHistory } from './restore.ts';
import { createOverSeeds } from './over-seeds.ts';
import { createPlayer } from './player.ts';
import { createPlotting } from './plotting.ts';
import { createPartitioning } from './partitioning.ts';
import { createSheets } from './sheets.ts';
import { createStretches } from './stretches.ts';
import { createTold } from './told.ts';
import { createTravel } from './travel.ts';

export const defaultSpeed = 0.1;

interface Loaded {
  readonly text: string;
  /** It was left in a hurry, and is newer than what was stored. */
  readonly isUnsaved: boolean;
  readonly original: string | null;
  readonly saved: SavedText | null;
  readonly run: SavedRun | null;
  readonly history: KeptHistory | null;
  /** The file is not what it was when this text was edited. */
  readonly fileChanged: boolean;
}

/** Opens; gives the way to close. Closing while it opens abandons it. */
export function openSession(store: PageStore, id: string, machines: Machines, storage: NotebookStorage): () => void {
  const closers: (() => void)[] = [];
  let closed = false;
  const imports = createImports(store, id, machines.compiler, storage);
  closers.push(() => imports.close());

  async function start(): Promise<void> {
    const loaded = await load(id, storage);
    if (closed) return;
    if (loaded === null) return store.dispatch({ type: 'open-failed', why: `There is no notebook “${id}”.` });
    if (loaded.run?.build !== build) machines.wakeCompiler();
    store.dispatch({ type: 'opened', open: opening(id, loaded) });
    if (loaded.fileChanged) {
      store.dispatch({
        type: 'notice',
        notice: {
          text: 'The file has changed since you edited it. This is your version.',
          actions: [{ label: 'Take the file’s', type: 'revert' }],
        },
      });
    }
    const autosave = createAutosave(store, storage, tabChannel(), id, loaded.saved?.version ?? 0);
    closers.push(() => autosave.close());
    connect(autosave);
    // Until it is stored it is in one place alone.
    if (loaded.isUnsaved) autosave.changed();
    try {
      await begin(loaded.run).catch((error: unknown) => {
        // What cannot be brought back, for whatever reason, begins anew.
        if (loaded.run === null || closed) throw error;
        const text = `The run could not be brought back (${reason(error)}). It begins anew.`;
        store.dispatch({ type: 'notice', notice: { text, actions: [] } });
        return begin(null);
      });
    } catch (error) {
      // The text is there, can be edited and is saved, whatever became of the run.
      if (!closed)
        store.dispatch({ type: 'notice', notice: { text: `The run could not start: ${reason(error)}`, actions: [] } });
    }
  }

  /** Compiles every cell and starts the run, or rebuilds the one that was saved. */
  async function begin(run: SavedRun | null): Promise<void> {
    const { kernel, compiler } = machines;
    const sources = run === null ? [] : await sourcesForBuild(run, compiler);
    if (closed || store.state.open === null) return;
    const known = knownCells(store.state.open.notebook, sources, run?.inForce ?? null);
    store.dispatch({ type: 'restored', sources, ...known, imports: run === null ? [] : knownImports(run, sources) });
    const open = store.state.open;
    const stale = cellsOf(open.notebook).filter((cell) => !isCurrent(open, cell.key));
    const texts = stale.map(({ key, kind, slug, code }) => ({ key, kind, slug, code }));
    if (texts.length > 0) {
      const cells = await compiler.compile(texts);
      if (closed) return;
      store.dispatch({ type: 'compiled', cells });
    }
    await imports.refresh();
    const compiled = store.state.open;
    if (closed || compiled === null) return;
    const sent = programCells(compiled);
    const restore = run === null ? null : { journal: run.journal, sources };
    const defaultSeed = frontMatterOf(compiled.notebook)?.seed ?? null;
    const { memoryLimit } = compiled;
    const reply = await kernel.request({
      type: 'open',
      cells: sent,
      seed: null,
      defaultSeed,
      memoryLimit,
      scenario: null,
      restore,
    });
    if (!closed) store.dispatch({ type: 'swapped', cells: sent, reply });
  }

  /** From here on the page's actions have their effects. */
  function connect(autosave: ReturnType<typeof createAutosave>): void {
    const { kernel, compiler } = machines;
    const editing = createEditing(store, kernel, compiler, () => imports.refresh());
    imports.follow(() => editing.changed());
    const player = createPlayer(store, kernel);
    const plotting = createPlotting(store, kernel);
    const explaining = createExplaining(store, kernel);
    const histories = createHistories(store, kernel);
    const probes = createProbeAsking(store, kernel);
    const stretches = createStretches(store, kernel);
    const partitioning = createPartitioning(store, kernel);
    const sheets = createSheets(store, kernel);
    const following = createFollowing(store, kernel);
    const told = createTold(store, kernel);
    const heat = createHeat(store, kernel);
    const checking = createChecking(store, machines.checker);
    const overSeeds = createOverSeeds(store, machines.seeds);
    const stopRecovery = kernel.onRecovery((recovery) => {
      if (recovery.program !== null && recovery.source !== null && recovery.journal !== null) {
        const { source, journal } = recovery;
        const program = { ...recovery.program, diagnostics: union(recovery.program.diagnostics, recovery.diagnostics) };
        const cells = store.state.open?.answered ?? [];
        store.dispatch({ type: 'swapped', cells, reply: { accepted: false, program, source, journal } });
      }
      const seconds = (recovery.tookMs / 1000).toFixed(1);
      store.dispatch({
        type: 'notice',
        notice: {
          text: `A rule did not come back. The run was rebuilt in ${seconds} s; nothing is lost.`,
          actions: [],
        },
      });
      player.refresh();
    });

    async function restart(scenario: string | null, seed: number | null): Promise<void> {
      const reply = await player.during(kernel.request({ type: 'restart', scenario, seed }));
      if (closed) return;
      store.dispatch({ type: 'swapped', cells: store.state.open?.answered ?? [], reply });
      player.refresh();
    }

    /** With the digests, so that who makes it again can tell that it is the same. */
    async function exportRun(): Promise<void> {
      try {
        const { journal, digests } = await kernel.request({ type: 'export' });
        const open = store.state.open;
        if (closed || open === null) return;
        const title = titleOf(open.notebook, open.id);
        const name = downloadRun(open.id, title, writeRunFile(title, journal, Object.values(open.sources), digests));
        const made = digests.find(({ branch }) => branch === journal.id);
        const what = made === undefined ? '' : ` ${made.steps} events with the digest ${made.digest}.`;
        store.dispatch({
          type: 'notice',
          notice: {
            text: `${journal.name}:${what} Check it anywhere with “rehearsal replay ${name}”.`,
            actions: [],
          },
        });
      } catch (error) {
        if (!closed)
          store.dispatch({
            type: 'notice',
            notice: { text: `The run could not be saved: ${reason(error)}`, actions: [] },
          });
      }
    }

    const travel = createTravel(store, kernel, player, (text) => navigator.clipboard.writeText(text));

    function replaceText(text: string, undo: string | null): void {
      const open = store.state.open;
      if (open !== null) store.dispatch({ type: 'text-changed', notebook: reparse(open.notebook, text), undo });
    }

    const stopListening = store.subscribe((action, before) => {
      const open = store.state.open;
      if (open === null || open.id !== id) return;
      if (open.notebook !== before.open?.notebook) {
        checking.typed();
        overSeeds.typed();
        editing.changed();
        autosave.changed();
      }
      switch (action.type) {
        case 'step':
          return player.step(action.by);
        case 'seek-time':
          return player.seekTime(action.time);
        case 'seek':
          return player.seek();
        case 'stage-view':
          histories.look();
          stretches.moved();
          partitioning.moved();
          sheets.moved();
          following.look();
          return player.refresh();
        case 'select-node':
        case 'density':
          return player.refresh();
        case 'star':
          return following.star(action.place);
        case 'star-go':
          return following.go(action.by);
        case 'starred':
        case 'star-text':
        case 'star-pattern':
        case 'unstar':
        case 'unstar-all':
        case 'star-how':
        case 'star-under':
        case 'star-choose':
        case 'journey-only':
          void autosave.saveRun();
          return following.changed();
        case 'restart':
          return void restart(action.scenario ?? null, action.seed ?? null);
        case 'input':
          return travel.input(action.input);
        case 'branch':
          return travel.branch(action.act);
        case 'undo-delete-branch':
          return store.dispatch({ type: 'branch', act: { type: 'undelete' } });
        case 'undo-input':
          return travel.undo(action.entry);
        case 'copy-line':
          return travel.copyLine(action.entry);
        case 'find':
          return travel.find(action);
        case 'race':
          return travel.race();
        case 'check':
          return checking.act(action.id, action.act);
        case 'over-seeds':
          return overSeeds.look();
        case 'explore-here':
          return checking.exploreHere();
        case 'open-finding':
          return checking.openFinding(action.finding);
        case 'raced':
          if (action.race.status !== 'running') void autosave.saveRun();
          return;
        case 'memory-limit':
          void autosave.saveRun();
          return travel.limit(action.bytes);
        case 'explain':
        case 'hint':
          return explaining.look();
        case 'form':
          // What may stand where: from the model's types.
          if (action.form !== null) void loadEditors(store);
          return travel.form();
        case 'by-hand':
        case 'compare':
          return travel.moved();
        case 'apply-now':
          return void editing.applyNow();
        case 'save':
          return void autosave.saveNow();
        case 'overwrite':
          return void autosave.overwrite();
        case 'reload':
          return location.reload();
        case 'export-run':
          return void exportRun();
        case 'download':
          return downloadText(open.id, titleOf(open.notebook, open.id), print(open.notebook));
        case 'space-time':
          return stretches.moved();
        case 'partitions':
          return partitioning.moved();
        case 'sheet':
          return sheets.moved();
        case 'fold':
          return void autosave.saveRun();
        case 'pin':
          void autosave.saveRun();
          return probes.look();
        case 'probes':
        case 'pause':
        case 'play':
        case 'toggle-play':
          return probes.look();
        case 'stat':
          return told.look();
        case 'heat':
          return heat.look();
        case 'framed':
          travel.moved();
          probes.look();
          stretches.moved();
          partitioning.moved();
          sheets.moved();
          told.look();
          heat.look();
          histories.look();
          following.look();
          explaining.look();
          overSeeds.look();
          // The picture moves: now there is time to get ready for the first edit.
          if (hasBegun(action.frame)) machines.wakeCompiler();
          return;
        case 'swapped':
          if (before.open?.program === null) {
            // What was edited while the run was being prepared.
            editing.changed();
            // With its compiled cells: the next visit need not compile.
            void autosave.saveRun();
          }
          checking.swapped();
          overSeeds.look();
          return player.refresh();
        case 'revert':
          if (open.original !== null) {
            const text = print(open.notebook);
            replaceText(open.original, text);
            store.dispatch({
              type: 'notice',
              notice: { text: 'Back to the file’s text.', actions: [{ label: 'Undo', type: 'undo-revert' }] },
            });
          }
          return;
        case 'undo-revert':
          if (before.open?.beforeRevert) replaceText(before.open.beforeRevert, null);
          return;
        default:
          return;
      }
    });

    const leaving = (): void => {
      const text = autosave.unsaved();
      if (text !== null) leaveUnsaved(id, text);
      void autosave.saveRun();
      void autosave.saveHistory();
    };
    window.addEventListener('pagehide', leaving);
    closers.push(
      stopListening,
      stopRecovery,
      () => window.removeEventListener('pagehide', leaving),
      () => editing.close(),
      () => player.close(),
      () => travel.close(),
      () => plotting.close(),
      () => checking.close(),
      () => overSeeds.close(),
      () => explaining.close(),
      () => histories.close(),
      () => probes.close(),
      () => stretches.close(),
      () => partitioning.close(),
      () => sheets.close(),
      () => following.close(),
      () => told.close(),
      () => heat.close(),
    );
  }

  start().catch((error: unknown) => {
    if (!closed) store.dispatch({ type: 'open-failed', why: reason(error) });
  });
  return () => {
    closed = true;
    for (const close of closers) close();
  };
}

const union = (a: readonly Diagnostic[], b: readonly Diagnostic[]): readonly Diagnostic[] => [
  ...a,
  ...b.filter((one) => !a.some((other) => other.code === one.code && other.cell === one.cell)),
];

const reason = (error: unknown): string => (error instanceof Error ? error.message : String(error));

async function load(id: string, storage: NotebookStorage): Promise<Loaded | null> {
  const local = id.startsWith('local/');
  const [saved, run, history, read] = await Promise.all([
    storage.readText(id).catch(() => null),
    storage.readRun(id).catch(() => null),
    storage.readHistory(id).catch(() => null),
    // Undefined: the server does not answer.
    local ? null : readFile(id).catch(() => undefined),
  ]);
  const unsaved = readUnsaved(id);
  const mine = unsaved ?? saved?.text ?? null;
  if (read === undefined && mine === null)
    throw new Error(`The server does not answer, and nothing of “${id}” is kept in this browser.`);
  const file = read === undefined ? (saved?.original ?? null) : read;
  // A text that was never changed follows its file.
  const edited = mine !== null && mine !== (saved?.original ?? file);
  const text = edited || file === null ? mine : file;
  if (text === null) return null;
  const fileChanged = edited && file !== null && saved?.original !== undefined && saved.original !== file;
  const isUnsaved = unsaved !== null && text === unsaved;
  return { text, isUnsaved, original: file, saved, run, history, fileChanged };
}

function opening(id: string, loaded: Loaded): OpenNotebook {
  const { notebook, history } = withHistory(loaded, Date.now());
  return {
    id,
    notebook,
    original: loaded.original,
    compiled: {},
    good: {},
    imports: [],
    answered: [],
    types: {},
    program: null,
    journal: null,
    inForce: null,
    sources: {},
    frame: null,
    memoryLimit: loaded.run?.memoryLimit ?? null,
    playback: {
      playing: true,
      speed: loaded.run?.speed ?? frontMatterOf(notebook)?.speed ?? defaultSpeed,
      playhead: 'live',
    },
    plots: {},
    views: {},
    saved: loaded.saved === null ? { type: 'file' } : { type: 'saved', at: loaded.saved.editedAt },
    selection: { key: null, mode: 'command' },
    removed: [],
    history,
    search: null,
    folded: knownParts(notebook, loaded.run?.folded ?? [], (key) => key),
    beforeRevert: null,
    stageView: 'topology',
    selectedNode: null,
    gesture: null,
    swapFrom: 'now',
    choices: null,
    comparing: null,
    showGhost: true,
    probing: withPins(
      noProbing,
      knownParts(notebook, loaded.run?.pins ?? [], ({ cell }) => cell),
    ),
    deletedBranches: [],
    overSeeds: null,
    checks: [],
    histories: {},
    stars: { ...noStars, ...loaded.run?.stars },
    race: loaded.run?.race == null ? null : { step: loaded.run.race.step, result: loaded.run.race },
    density: null,
    sheet: { wish: null, read: null },
    partitions: { table: null, holder: null, read: null },
    spaceTime: { wish: null, read: null },
    stat: { wish: null, read: null },
    heat: null,
    form: null,
    why: null,
    hint: null,
    shapes: null,
  };
}
