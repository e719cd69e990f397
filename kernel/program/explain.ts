/**
 * Turns whatever an author's code threw into a diagnostic that points at the line that threw it.
 */
import type { CompiledCell } from '../compile/compiled.ts';
import { stackFrames } from '../compile/position.ts';
import {
  type CellKey,
  type Diagnostic,
  DiagnosticError,
  type DiagnosticCode,
  diagnostic,
  type Note,
  type Range,
} from '../diagnostic.ts';
import { memberMeant } from '../reach.ts';
import { messageOfThrown, stackOfThrown, textOfThrown } from '../thrown.ts';

export interface About {
  readonly code: DiagnosticCode;
  /** The beginning of the sentence, as in `server.Ping threw`. */
  readonly what: string;
  /** Where to point when the stack leads into no cell. */
  readonly place: { readonly cell: CellKey; readonly range: Range } | null;
  readonly help: string;
}

export type Explain = (thrown: unknown, about: About) => Diagnostic;

/** `lookup` finds a compiled cell by the key and hash that stack traces name. */
export function createExplain(lookup: (key: CellKey, hash: string) => CompiledCell | undefined): Explain {
  return (thrown, about) => {
    const frames = stackFrames(stackOfThrown(thrown), lookup);
    const first = frames[0];
    const cell = first?.cell ?? about.place?.cell ?? null;
    const range = first?.range ?? about.place?.range ?? null;
    const notes = frames.slice(1, 6).map(
      (frame): Note => ({
        text: frame.functionName === '' ? 'called here' : `called in ${frame.functionName}`,
        cell: frame.cell,
        range: frame.range,
      }),
    );
    if (thrown instanceof DiagnosticError) {
      const own = thrown.diagnostic;
      return {
        ...own,
        cell: own.cell ?? cell,
        range: own.range ?? range,
        notes: [...own.notes, ...notes],
      };
    }
    if (thrown instanceof RangeError && messageOfThrown(thrown).includes('call stack')) {
      return diagnostic('rule/budget', `${about.what}: it calls itself without end.`, {
        cell,
        range,
        notes: notes.slice(0, 1),
        help: 'Give the recursion an end.',
      });
    }
    const text = textOfThrown(thrown).replace(/\.$/, '');
    const meant = thrown instanceof TypeError ? memberMeant(text) : null;
    return diagnostic(about.code, `${about.what}: ${text}.`, {
      cell,
      range,
      notes,
      help: meant === null ? about.help : `${meant} ${about.help}`,
    });
  };
}
