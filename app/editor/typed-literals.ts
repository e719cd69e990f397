/**
 * What the types say of the literals of each cell's text, as last heard from the type checker. It answers some time after an
 * edit; until then what is known goes along with the text, so that a literal can be moved again at once.
 */
import type { editor as MonacoEditor, IDisposable } from 'monaco-editor/editor';
import type { TypedLiteral } from '../../kernel/typed-literal.ts';
import { carried } from './carry.ts';

interface Known {
  literals: readonly TypedLiteral[];
  /** Goes up when any of it changes. */
  turn: number;
  readonly listeners: Set<() => void>;
}

const byModel = new WeakMap<MonacoEditor.ITextModel, Known>();

/** To be called before anybody else hears of the model's changes. */
export function keepLiterals(model: MonacoEditor.ITextModel): void {
  knownOf(model);
}

function knownOf(model: MonacoEditor.ITextModel): Known {
  const known = byModel.get(model);
  if (known !== undefined) return known;
  const made: Known = { literals: [], turn: 0, listeners: new Set() };
  byModel.set(model, made);
  model.onDidChangeContent(({ changes }) => {
    made.literals = carried(made.literals, changes);
    made.turn += 1;
  });
  return made;
}

/** What the type checker found in the text as it is. */
export function tellLiterals(model: MonacoEditor.ITextModel, literals: readonly TypedLiteral[]): void {
  const known = knownOf(model);
  if (JSON.stringify(known.literals) === JSON.stringify(literals)) return;
  known.literals = literals;
  known.turn += 1;
  for (const listener of known.listeners) listener();
}

export const literalsOfModel = (model: MonacoEditor.ITextModel): readonly TypedLiteral[] => knownOf(model).literals;

export const turnOf = (model: MonacoEditor.ITextModel): number => knownOf(model).turn;

export function onLiterals(model: MonacoEditor.ITextModel, listener: () => void): IDisposable {
  const { listeners } = knownOf(model);
  listeners.add(listener);
  return { dispose: () => listeners.delete(listener) };
}
