/**
 * A small language for tests: open a notebook from cells, let it run, edit a cell, look. Everything real is
 * used: esbuild, the graph, the session.
 */
import { transform } from 'esbuild-wasm';
import { compileCell } from './compile/compile.ts';
import type { CompiledCell } from './compile/compiled.ts';
import type { Diagnostic, DiagnosticCode } from './diagnostic.ts';
import type { CellKind } from './notebook/notebook.ts';
import { cellsOf } from './notebook/notebook.ts';
import { parse } from './notebook/parse.ts';
import type {
  BranchAct,
  Exchanges,
  Frame,
  Input,
  Journal,
  PlotResult,
  ProgramSource,
  PropertyView,
  SwapReply,
  Want,
} from './protocol.ts';
import { createSession, type Session } from './session.ts';

/** How an edit takes effect; from now on when nothing is said. */
export type How = Pick<Exchanges['swap']['request'], 'from' | 'at' | 'keepGhost'>;

/**
 * Cell name → text. The kind is `rules` unless the name begins with another kind: `scenario`, `check`, `plot`, `view`. `x.sim.md#check a` is
 * a cell of another notebook.
 */
export type Cells = Readonly<Record<string, string>>;

export const everything: Want = { state: true, stats: true, log: 1_000, density: { from: 0, to: 1_000, buckets: 10 } };
const kinds: readonly CellKind[] = ['scenario', 'check', 'plot', 'view'];

export interface Opened {
  readonly session: Session;
  reply: SwapReply;
  /** All sources that any reply named, as the page keeps them. */
  readonly sources: Map<string, ProgramSource>;
  edit(changes: Cells, how?: How): Promise<SwapReply>;
  branch(act: BranchAct): SwapReply;
  /** Takes back an input, by its place among the entries of the journal. */
  undo(entry: number): SwapReply;
  remove(...names: string[]): Promise<SwapReply>;
  /** Runs to a virtual time (ms). */
  to(time: number): Frame;
  /** Runs so many events. */
  steps(count: number): Frame;
  look(at: { readonly step: number } | { readonly time: number }): Frame;
  /** Returns what is wrong with it. */
  input(input: Input, at?: number): readonly Diagnostic[];
  plot(name: string): PlotResult;
  journal(): Journal;
  digest(): string;
  compiled(): readonly CompiledCell[];
  property(name: string): PropertyView;
  /** A field of a node as text. */
  field(node: string, field: string): string;
}

export async function openCells(
  cells: Cells,
  options: {
    readonly seed?: number;
    readonly scenario?: string;
    readonly restore?: { readonly journal: Journal; readonly sources: readonly ProgramSource[] };
    /** Stands still when left out: a test does not depend on the machine. */
    readonly wallClock?: () => number;
  } = {},
): Promise<Opened> {
  const session = createSession({ wallClock: options.wallClock ?? (() => 0) });
  const texts = new Map(Object.entries(cells));
  let compiled = await compileAll(texts);
  const sources = new Map<string, ProgramSource>();
  const keep = (reply: SwapReply): SwapReply => {
    sources.set(reply.source.id, reply.source);
    opened.reply = reply;
    return reply;
  };
  const advance = (to: number, steps: number | null): Frame => {
    const budgetMs = Number.POSITIVE_INFINITY;
    const { frame, swapped } = session.handle({ type: 'advance', to, steps, budgetMs, want: everything });
    if (swapped != null) keep(swapped);
    return frame;
  };
  const swap = async (how: How = {}): Promise<SwapReply> => {
    compiled = await compileAll(texts, compiled);
    return keep(session.handle({ type: 'swap', cells: compiled, ...how }));
  };
  const first = session.handle({
    type: 'open',
    cells: compiled,
    seed: options.seed ?? null,
    scenario: options.scenario ?? null,
    restore: options.restore ?? null,
  });
  const opened: Opened = {
    session,
    reply: first,
    sources,
    edit: (changes, how) => {
      for (const [name, text] of Object.entries(changes)) texts.set(name, text);
      return swap(how);
    },
    remove: (...names) => {
      for (const name of names) texts.delete(name);
      return swap();
    },
    to: (time) => advance(time, null),
    steps: (count) => advance(0, count),
    look: (at) => session.handle({ type: 'look', at, want: everything }).frame,
    branch: (act) => keep(session.handle({ type: 'branch', act })),
    undo: (entry) => keep(session.handle({ type: 'undo-input', entry })),
    input: (input, at) => session.handle({ type: 'input', input, at: at ?? null }).diagnostics,
    plot: (name) => session.handle({ type: 'plot', cell: name, step: null }),
    journal: () => session.handle({ type: 'advance', to: 0, steps: 0, budgetMs: 0, want: everything }).journal,
    digest: () => session.handle({ type: 'digest' }).digest,
    compiled: () => compiled,
    property: (name) => {
      const found = advance(0, 0).properties.find((property) => property.name === name);
      if (found === undefined) throw new Error(`no property ${name}`);
      return found;
    },
    field: (node, field) => {
      const value = advance(0, 0)
        .nodes.find(({ id }) => id === node)
        ?.state.find(([name]) => name === field)?.[1];
      return value === undefined ? 'no such field' : JSON.stringify(value.t === 'atom' ? value.text : value);
    },
  };
  keep(first);
  return opened;
}

/** A notebook's text, as the page would open it. */
export function openText(text: string, options: Parameters<typeof openCells>[1] = {}): Promise<Opened> {
  const cells = cellsOf(parse(text));
  return openCells(
    Object.fromEntries(cells.map((cell, index) => [`${cell.kind} ${cell.slug ?? index}`, cell.code])),
    options,
  );
}

export function compileAll(
  texts: ReadonlyMap<string, string>,
  before: readonly CompiledCell[] = [],
): Promise<CompiledCell[]> {
  return Promise.all(
    [...texts].map(async ([key, code]) => {
      const same = before.find((cell) => cell.key === key && cell.source === code);
      return same ?? compile(key, code);
    }),
  );
}

const compiled = new Map<string, Promise<CompiledCell>>();

/** For notebooks of which many are alike: no cell is compiled twice. */
export function compileOnce(cells: Cells): Promise<readonly CompiledCell[]> {
  return Promise.all(
    Object.entries(cells).map(([key, code]) => {
      const known = compiled.get(`${key} ${code}`) ?? compile(key, code);
      compiled.set(`${key} ${code}`, known);
      return known;
    }),
  );
}

function compile(key: string, code: string): Promise<CompiledCell> {
  const [, notebook, own = key] = /^(.*)#(.*)$/.exec(key) ?? [];
  const kind = kinds.find((one) => own.startsWith(one)) ?? 'rules';
  const origin = notebook === undefined ? {} : { origin: { notebook, line: 1 } };
  return compileCell(transform, { key, kind, slug: null, code, ...origin });
}

export function codesOf(diagnostics: readonly Diagnostic[]): DiagnosticCode[] {
  return diagnostics.map(({ code }) => code);
}
