/**
 * A diagnostic is data: a stable code, where, what is wrong, and what to do.
 * Every error that a notebook can cause reaches its author as one of these.
 */

/** Names a cell for as long as the notebook is open; never written to the file. */
export type CellKey = string;

/** Positions in a cell's own text. Lines and columns count from 1; the end is exclusive. */
export interface Range {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

export type Severity = 'error' | 'warning';

/** The stable codes: `stage/what`. A code once published keeps its meaning. */
export const codes = {
  'notebook/front-matter': 'The YAML front matter cannot be read.',
  'notebook/unterminated-fence': 'A code fence is never closed.',
  'notebook/unknown-kind': 'The word after `ts` is not a kind of cell.',
  'notebook/merge-conflict': 'The file holds merge-conflict markers.',
  'notebook/bad-attribute': 'An attribute of a cell cannot be read.',
  'notebook/not-text': 'The file is not UTF-8 text.',
  'compile/syntax': 'The cell is not valid TypeScript.',
  'compile/forbidden-global': 'A cell uses a global that a model may not touch.',
  'compile/dynamic-stat-name': 'The name of a stat is not a string literal.',
  'compile/standard-name': 'A definition has a name that JavaScript has a meaning for.',
  'compile/shared-variable': 'A function assigns a variable outside itself.',
  'compile/lost-assignment': 'A rule assigns its parameter, which changes no state.',
  'compile/unsupported': 'The cell uses syntax that a cell may not use.',
  'compile/locale': 'A method depends on the language or time zone of the machine.',
  'compile/type': 'The cell does not type-check.',
  'graph/duplicate': 'A name is defined twice.',
  'graph/cycle': 'Definitions need each other.',
  'graph/undefined': 'A name is defined nowhere.',
  'graph/in-error': 'A name is defined in a cell that has an error.',
  'graph/import': 'An import cannot be resolved.',
  'program/threw': 'A cell threw while it was evaluated.',
  'program/message-twice': 'Two message types have the same name.',
  'program/kind-twice': 'Two node kinds have the same name.',
  'program/rule-twice': 'Two rules of a kind have the same name.',
  'program/unknown-kind': 'A rule is for a kind that does not exist.',
  'program/bad-argument': 'A declaration was given a wrong argument.',
  'program/shared-memory': 'A definition remembers something outside the states of nodes.',
  'program/built-in': 'A cell changes something that is built into the language.',
  'program/name-twice': 'Two scenarios, properties, checks or stats have the same name.',
  'program/stat': 'A stat is told otherwise than it is declared.',
  'scenario/no-nodes': 'A scenario adds no nodes.',
  'scenario/threw': 'A scenario threw.',
  'scenario/set-up-over': 'An action uses the world of the set-up instead of its own.',
  'scenario/effect': 'An action changed a state that it may only look at.',
  'scenario/unknown-node': 'A scenario names a node that does not exist.',
  'rule/threw': 'A rule threw.',
  'rule/budget': 'A rule ran longer than its budget.',
  'rule/hangs': 'A rule did not come back; the worker was replaced.',
  'rule/function-in-state': 'A state or message holds something that is not plain data.',
  'rule/unknown-node': 'A message was sent to a node that does not exist.',
  'rule/unknown-field': 'A durable key is not a field of the state.',
  'rule/standstill': 'Events follow each other without end at one instant of virtual time.',
  'rule/when-loop': 'The `when` rules of a node never come to rest.',
  'rule/bad-argument': 'A rule gave a member of ctx a wrong argument.',
  'rule/assert': 'An assertion in a rule failed.',
  'rule/guard-effect': 'A guard changed the state.',
  'rule/returned-state': 'A rule returned a state instead of changing the one it was given.',
  'swap/state-type': 'A field of the state changed its type and there is no migration.',
  'swap/migrate-threw': 'A migration threw.',
  'property/threw': 'A property threw.',
  'property/bad-result': 'A property returned neither a boolean nor a string.',
  'property/effect': 'A property changed the world.',
  'plot/threw': 'A plot threw.',
  'plot/unsupported': 'A plot uses what cannot be drawn from data.',
  'plot/hangs': 'A plot did not come back.',
  'view/threw': 'A view threw.',
  'view/hangs': 'A view did not come back.',
  'view/none': 'A view cell gave something that is no view.',
  'view/bad-argument': 'A part of a view was given something that cannot be shown.',
  'view/too-big': 'A view holds more than can be shown, or contains itself.',
  'history/bad-transaction': 'A transaction in a history cannot be read.',
  'history/ambiguous': 'A value is written twice, so that a read of it does not tell which write it saw.',
  'check/unknown-scenario': 'A check names a scenario that does not exist.',
  'check/states-differ': 'An exploration found another number of states than expected.',
  'check/not-violated': 'An exploration did not violate what it was expected to.',
  'check/never-fired': 'A rule never fired while every interleaving was explored, so nothing was checked of it.',
  'check/never-tried':
    'What a property looks at never changed, or a fault never befell, while every interleaving was explored.',
  'check/reads-clock': 'A rule or property reads the clock while every interleaving is explored.',
  'check/reads-stat': 'A property reads a stat while every interleaving is explored.',
  'check/random': 'A rule draws a random number while every interleaving is explored.',
  'check/undecided': 'A check came to no answer within its limits.',
  'check/history': 'A client records its history while every interleaving is explored.',
  'check/not-symmetric': 'Nodes that are said to be alike are not treated alike.',
  'check/not-deterministic': 'A rule or an action did something else when it was run again on the same state.',
  'check/deadlock': 'An exploration came to a world in which nothing can happen any more.',
  'check/not-available': 'A check cannot be run by this version.',
  'check/expected': 'The expected results of a notebook cannot be read.',
  'run/memory': 'The history of a run takes more memory than it may.',
  'input/stale': 'An act of the reader names something that is not there.',
  'race/none': 'An event has no rivals, so there is no race to fork.',
  'input/refused': 'An act of the reader cannot be done as it was asked.',
  'journal/version': 'A journal was written by a newer version.',
  'journal/broken': 'A journal cannot be read.',
} as const;

export type DiagnosticCode = keyof typeof codes;

export interface Note {
  readonly text: string;
  readonly cell: CellKey | null;
  readonly range: Range | null;
}

/** A cell of rules that would mend it. */
export interface Mend {
  /** What it is to put it there: the name of a button. */
  readonly title: string;
  readonly code: string;
}

export interface Diagnostic {
  readonly code: DiagnosticCode;
  readonly severity: Severity;
  /** Null when the whole notebook is meant. */
  readonly cell: CellKey | null;
  /** Null when no single place in the cell is meant. */
  readonly range: Range | null;
  /** What is wrong, one sentence, with the names involved. */
  readonly text: string;
  /** What to do about it. */
  readonly help: string;
  /** Other places that have to do with it (the other definition, the rest of a cycle, stack frames). */
  readonly notes: readonly Note[];
  /** Null when no text is known that would do. */
  readonly mend: Mend | null;
}

interface Details {
  readonly cell?: CellKey | null;
  readonly range?: Range | null;
  readonly help?: string;
  readonly notes?: readonly Note[];
  readonly severity?: Severity;
  readonly mend?: Mend;
}

export function diagnostic(code: DiagnosticCode, text: string, details: Details = {}): Diagnostic {
  return {
    code,
    severity: details.severity ?? 'error',
    cell: details.cell ?? null,
    range: details.range ?? null,
    text,
    help: details.help ?? '',
    notes: details.notes ?? [],
    mend: details.mend ?? null,
  };
}

/** Carries a diagnostic through code that can only throw (a rule, a declaration inside a cell). */
export class DiagnosticError extends Error {
  override readonly name = 'DiagnosticError';
  constructor(readonly diagnostic: Diagnostic) {
    super(diagnostic.text);
  }
}
