/** What can be wrong between cells, as diagnostics. */
import { type CompiledCell, type Import, notebookOf, type Reference } from '../compile/compiled.ts';
import { forbiddenGlobals, forbiddenText } from '../compile/forbidden.ts';
import { errorRange, type Lookup, stackFrames } from '../compile/position.ts';
import { type Diagnostic, DiagnosticError, diagnostic, type Note, type Range } from '../diagnostic.ts';
import { messageOfThrown, stackOfThrown, textOfThrown } from '../thrown.ts';
import { suggest } from '../suggest.ts';
import { reachedBy } from '../reach.ts';

const keeps = 'Until then the last good program stays in force.';

export function duplicate(cell: CompiledCell, name: string, others: readonly CompiledCell[]): Diagnostic {
  return diagnostic(
    'graph/duplicate',
    `${name} is defined in ${others.length === 1 ? 'another cell' : `${others.length} other cells`} too.`,
    {
      cell: cell.key,
      range: definitionRange(cell, name),
      help: `Rename one of them, or delete it. ${keeps}`,
      notes: others.map((other) => ({
        text: `${name} is defined here too.`,
        cell: other.key,
        range: definitionRange(other, name),
      })),
    },
  );
}

/** `uses`: of each cell of the circle, in the order of the circle, the name by which it needs the next. */
export function cycle(
  cell: CompiledCell,
  uses: readonly { readonly cell: CompiledCell; readonly reference: Reference }[],
): Diagnostic {
  const mine = uses.find((use) => use.cell === cell)?.reference;
  const names = uses.map((use) => use.reference.name).join(', ');
  return diagnostic('graph/cycle', `Cells need each other in a circle, by the names ${names}.`, {
    cell: cell.key,
    range: mine?.range ?? null,
    help: `Put what they share into a cell of its own, or join them into one cell. ${keeps}`,
    notes: uses
      .filter((use) => use.cell !== cell)
      .map(
        (use): Note => ({
          text: `This cell needs ${use.reference.name}.`,
          cell: use.cell.key,
          range: use.reference.range,
        }),
      ),
  });
}

interface Hint extends Note {
  /** It is defined, and a mistake in its cell is all that keeps it away. */
  readonly isInError: boolean;
}

/** What comes of a mistake elsewhere. */
export function inError(cell: CompiledCell, { name, range }: Reference, at: Omit<Note, 'text'>): Diagnostic {
  return diagnostic('graph/in-error', `${name} is defined in a cell that has an error.`, {
    cell: cell.key,
    range,
    help: 'Mend that cell first.',
    notes: [{ text: `${name} is defined here.`, cell: at.cell, range: at.range }],
  });
}

export interface Surroundings {
  /** All names that could be meant. */
  readonly names: Iterable<string>;
  /** Why the name is not there, when another cell has something to do with it. */
  readonly hint: Hint | null;
  /** The library's module that has the name. */
  readonly module: string | null;
}

export function missing(
  cell: CompiledCell,
  { name, range }: Reference,
  { names, hint, module }: Surroundings,
): Diagnostic {
  const instead = Object.hasOwn(forbiddenGlobals, name) ? forbiddenGlobals[name] : undefined;
  if (instead !== undefined && hint === null) {
    return diagnostic('compile/forbidden-global', forbiddenText(name), { cell: cell.key, range, help: instead });
  }
  if (hint?.isInError === true) return inError(cell, { name, range }, hint);
  const near = suggest(name, names);
  return diagnostic('graph/undefined', `${name} is defined nowhere.`, {
    cell: cell.key,
    range,
    help:
      hint?.text ??
      (module === null ? null : `It is in the library: import { ${name} } from '${module}' at the top of this cell.`) ??
      reachedBy(name) ??
      (near === null ? 'Define it at the top of any cell, or import it in this one.' : `Did you mean ${near}?`),
    notes: hint === null ? [] : [{ text: hint.text, cell: hint.cell, range: hint.range }],
  });
}

export function noModule(cell: CompiledCell, from: string, range: Range): Diagnostic {
  const ours = from.startsWith('rehearsal/') || /^\.\.?\/.*\.sim\.md$/.test(from);
  const help = ours
    ? 'Look at the spelling. A notebook is found by its path from this one.'
    : "Imports come from the library ('rehearsal/…') and from other notebooks ('./name.sim.md'). There are no others.";
  return diagnostic('graph/import', `There is no ${from} to import from.`, { cell: cell.key, range, help });
}

/** In place of the notebook there is only what is wrong with it. */
export function cannotBeHad(cell: CompiledCell, { from, range }: Import): Diagnostic {
  return diagnostic('graph/import', `Nothing can be had from ${from}.`, {
    cell: cell.key,
    range,
    help: `Mend what is wrong with that notebook, or delete the import. ${keeps}`,
  });
}

/** A name that another notebook does not give. `theirs`: its cells. */
export function notGiven(
  cell: CompiledCell,
  { from, range }: Import,
  name: string,
  theirs: readonly CompiledCell[],
  names: readonly string[],
): Diagnostic {
  const refuse = (text: string, help: string): Diagnostic =>
    diagnostic('graph/import', text, { cell: cell.key, range, help });
  if (name === 'default')
    return refuse(
      `${from} has no default: a notebook gives its definitions by name.`,
      `Write import { name } from '${from}'.`,
    );
  for (const other of theirs) {
    const imported = other.imports.find((each) => Object.hasOwn(each.names, name));
    if (imported !== undefined)
      return refuse(
        `${name} is not defined in ${from}, only imported there, from ${imported.from}.`,
        'Import it from where it is defined.',
      );
    if (!other.definitions.some((definition) => definition.name === name)) continue;
    if (other.kind === 'plot' || other.kind === 'view')
      return refuse(
        `${name} is defined in a ${other.kind} cell of ${from}, whose names are its own.`,
        'Define it in a rules cell there.',
      );
    return refuse(`${name} is defined in a cell of ${from} that has an error.`, `Mend that cell first. ${keeps}`);
  }
  return noExport(cell, from, name, range, names);
}

export function noExport(
  cell: CompiledCell,
  from: string,
  name: string,
  range: Range,
  names: Iterable<string>,
): Diagnostic {
  const near = suggest(name, names);
  const help = near === null ? `It has ${[...names].toSorted().join(', ') || 'no names'}.` : `Did you mean ${near}?`;
  return diagnostic('graph/import', `${from} has no ${name}.`, { cell: cell.key, range, help });
}

/** A cell threw while it was evaluated. */
export function threw(cell: CompiledCell, error: unknown, lookup: Lookup): Diagnostic {
  const frame = errorRange(error, lookup);
  if (error instanceof DiagnosticError) {
    const { diagnostic: found } = error;
    return found.cell === null
      ? { ...found, cell: frame?.cell ?? cell.key, range: frame?.range ?? found.range }
      : found;
  }
  const text = error instanceof Error ? textOfThrown(error) : `The cell threw ${messageOfThrown(error)}.`;
  const frames = stackFrames(stackOfThrown(error), lookup);
  const own = frames.find((each) => each.cell === cell.key);
  return diagnostic('program/threw', text, {
    cell: cell.key,
    range: own?.range ?? null,
    help: `Mend the cell. ${keeps}`,
    notes: frames
      .filter((each) => each !== own)
      .map((each) => ({
        text: each.functionName === '' ? 'On the way.' : `In ${each.functionName}.`,
        cell: each.cell,
        range: each.range,
      })),
  });
}

/** Where a broken or plot cell seems to define a name. */
export function definedInVain(name: string, cells: Iterable<CompiledCell>, user: CompiledCell): Hint | null {
  for (const cell of cells) {
    if (cell.key === user.key || notebookOf(cell) !== notebookOf(user)) continue;
    if (
      cell.js === null &&
      new RegExp(`\\b(?:const|let|var|function|class|enum)\\s+${escaped(name)}(?![\\w$])`, 'u').test(cell.source)
    ) {
      return {
        text: '',
        cell: cell.key,
        range: null,
        isInError: true,
      };
    }
    if (cell.imports.some((each) => Object.hasOwn(each.names, name))) {
      const text = `${name} is imported in another cell. Import it in this one too.`;
      return { text, cell: cell.key, range: null, isInError: false };
    }
    const range = definitionRange(cell, name);
    if (range !== null) {
      const plot = cell.kind === 'plot' || cell.kind === 'view';
      const text = plot
        ? `${name} is defined in a ${cell.kind} cell, whose names are its own. Define it in a rules cell.`
        : '';
      return { text, cell: cell.key, range, isInError: !plot };
    }
  }
  return null;
}

function definitionRange(cell: CompiledCell, name: string): Range | null {
  return cell.definitions.find((definition) => definition.name === name)?.range ?? null;
}

const escaped = (text: string): string => text.replace(/[$\\^.*+?()[\]{}|]/g, '\\$&');
