/**
 * Versions of cells that hung. They are not sent to the kernel again: in their place goes the same cell marked as not
 * compiling, so the kernel does what it does with any broken cell: the last good version stays in force and the
 * diagnostic is shown. A cell leaves the quarantine with its next version.
 */
import type { CompiledCell } from '../../compile/compiled.ts';
import type { Diagnostic } from '../../diagnostic.ts';
import type { ProgramView } from '../../protocol.ts';
import type { Condemned } from './guilt.ts';

export type Quarantine = readonly Condemned[];

/** Those whose version is still in the notebook. */
export function stillHeld(quarantine: Quarantine, cells: readonly CompiledCell[]): Quarantine {
  return quarantine.filter((held) => cells.some((cell) => cell.key === held.cell && cell.hash === held.hash));
}

/** The cells as they may be sent. */
export function withhold(quarantine: Quarantine, cells: readonly CompiledCell[]): readonly CompiledCell[] {
  return cells.map((cell) => {
    const why = quarantine.filter((held) => held.cell === cell.key && held.hash === cell.hash);
    if (why.length === 0) return cell;
    return { ...cell, js: null, diagnostics: [...cell.diagnostics, ...why.map((held) => held.diagnostic)] };
  });
}

/** A program as the page should see it, when its kernel does not know of the condemned versions. */
export function mark(program: ProgramView, condemned: readonly Condemned[]): ProgramView {
  const guilty = new Set(condemned.map((held) => held.cell));
  const missing = condemned.filter((held) => !program.cells.some(({ key }) => key === held.cell));
  return {
    ...program,
    cells: [
      ...program.cells.map((cell) =>
        guilty.has(cell.key) && cell.status === 'live' ? { ...cell, status: 'kept' as const } : cell,
      ),
      ...missing.map((held) => ({ key: held.cell, status: 'broken' as const })),
    ],
    diagnostics: merge(
      program.diagnostics,
      condemned.map((held) => held.diagnostic),
    ),
  };
}

export function merge(diagnostics: readonly Diagnostic[], more: readonly Diagnostic[]): readonly Diagnostic[] {
  const key = (one: Diagnostic): string => JSON.stringify([one.code, one.cell, one.range, one.text]);
  const seen = new Set(diagnostics.map(key));
  return [...diagnostics, ...more.filter((one) => !seen.has(key(one)))];
}
