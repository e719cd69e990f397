/** What the page's tests share: compiled cells, kernels and pages made by hand, and a way to let promises settle. */
import type { CellSource, CompiledCell } from '../kernel/compile/compiled.ts';
import { diagnostic } from '../kernel/diagnostic.ts';
import { hashText } from '../kernel/hash.ts';
import { cellsOf } from '../kernel/notebook/notebook.ts';
import { parse } from '../kernel/notebook/parse.ts';
import { mainBranch } from '../kernel/journal.ts';
import type { Frame, Journal, Kernel, Request, SwapReply } from '../kernel/protocol.ts';
import { noHistory } from './model/steps.ts';
import { noProbing } from './model/probing.ts';
import { type PageStore, createPage } from './model/page-store.ts';
import { noStars } from './model/stars.ts';
import type { OpenNotebook } from './model/state.ts';

/** A compiler that takes any text, but refuses one that holds `!!`, as esbuild would a syntax error. */
export function compiledCell({ key, kind, slug, code }: CellSource): CompiledCell {
  const bad = code.includes('!!');
  return {
    key,
    kind,
    slug,
    source: code,
    js: bad ? null : code,
    hash: hashText(code),
    statements: [],
    definitions: [],
    references: [],
    imports: [],
    map: '',
    inserted: {},
    diagnostics: bad
      ? [
          diagnostic('compile/syntax', 'Unexpected "!!".', {
            cell: key,
            range: { line: 1, column: 1, endLine: 1, endColumn: 3 },
          }),
        ]
      : [],
  };
}

export const journal = (steps = 0, program = 'p0'): Journal => ({
  ...mainBranch,
  others: [],
  format: 2,
  seed: 1,
  scenario: 's',
  program,
  entries: [],
  steps,
  turns: steps,
});

export function swapReply(cells: readonly CompiledCell[], details: Partial<SwapReply> = {}): SwapReply {
  const id = hashText(cells.map((cell) => cell.hash).join());
  return {
    accepted: true,
    program: {
      messages: [],
      durable: {},
      scenarios: [],
      cells: cells.map(({ key }) => ({ key, status: 'live' })),
      diagnostics: [],
      explorations: [],
      fuzzers: [],
    },
    source: { id, cells },
    journal: journal(0, id),
    ...details,
  };
}

export function frame(details: Partial<Frame> = {}): Frame {
  const now = details.now ?? 0;
  const step = details.step ?? 0;
  return {
    status: 'running',
    now,
    step,
    tip: { now, step },
    until: null,
    scenario: 's',
    seed: 1,
    nodes: [],
    messages: [],
    timers: [],
    cuts: [],
    rules: [],
    properties: [],
    stats: [],
    log: [],
    marks: [],
    marksVersion: '',
    density: [],
    branches: [],
    ghost: null,
    memory: {
      bytes: 0,
      limit: 0,
      thinnedBefore: null,
      thinned: { checkpointsBefore: null, eventsBefore: null, statsBefore: null, marksBefore: null },
    },
    diagnostics: [],
    ...details,
  };
}

/** A kernel whose answers the test gives, one by one, in the order of asking. */
export interface HandKernel extends Kernel {
  readonly asked: readonly Request[];
  /** Answers the oldest open request. */
  answer(reply: unknown): void;
  fail(error: Error): void;
}

export function handKernel(): HandKernel {
  const asked: Request[] = [];
  // oxlint-disable-next-line typescript/no-explicit-any -- one queue for replies of every type; the test gives the right one
  const waiting: { resolve(reply: any): void; reject(error: Error): void }[] = [];
  const next = () => {
    const first = waiting.shift();
    if (first === undefined) throw new Error('Nothing was asked.');
    return first;
  };
  return {
    asked,
    request(request) {
      asked.push(request);
      return new Promise((resolve, reject) => waiting.push({ resolve, reject }));
    },
    answer: (reply) => next().resolve(reply),
    fail: (error) => next().reject(error),
  };
}

export const notebookText = `---
title: Two
seed: 3
---

# Two cells

\`\`\`ts rules one
const a = 1
\`\`\`

Between them.

\`\`\`ts rules two
const b = 2
\`\`\`
`;

export function openNotebook(text = notebookText, details: Partial<OpenNotebook> = {}): OpenNotebook {
  return {
    id: 'two.sim.md',
    notebook: parse(text),
    original: text,
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
    memoryLimit: null,
    playback: { playing: true, speed: 0.1, playhead: 'live' },
    plots: {},
    views: {},
    saved: { type: 'file' },
    selection: { key: null, mode: 'command' },
    removed: [],
    history: noHistory,
    search: null,
    folded: [],
    beforeRevert: null,
    stageView: 'topology',
    sheet: { wish: null, read: null },
    partitions: { table: null, holder: null, read: null },
    spaceTime: { wish: null, read: null },
    stars: noStars,
    stat: { wish: null, read: null },
    heat: null,
    selectedNode: null,
    gesture: null,
    swapFrom: 'now',
    choices: null,
    comparing: null,
    showGhost: true,
    probing: noProbing,
    deletedBranches: [],
    overSeeds: null,
    race: null,
    checks: [],
    histories: {},
    density: null,
    form: null,
    why: null,
    hint: null,
    shapes: null,
    ...details,
  };
}

/** A page on which the notebook is open and its cells are in force. */
export function runningPage(text = notebookText): PageStore {
  const store = createPage();
  store.dispatch({ type: 'opened', open: openNotebook(text) });
  const cells = cellsOf(parse(text)).map(compiledCell);
  store.dispatch({ type: 'compiled', cells });
  store.dispatch({ type: 'swapped', cells, reply: swapReply(cells) });
  return store;
}

export function opened(store: PageStore): OpenNotebook {
  if (store.state.open === null) throw new Error('Nothing is open.');
  return store.state.open;
}

/** Lets every promise that can settle, settle. */
export async function settled(): Promise<void> {
  for (let i = 0; i < 20; i += 1) await Promise.resolve();
}
