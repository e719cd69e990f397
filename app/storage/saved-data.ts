/** What the browser keeps of a notebook: its text, and its run. */
import type { CellKey } from '../../kernel/diagnostic.ts';
import type { Journal, ProbePlace, ProgramSource, Race } from '../../kernel/protocol.ts';
import type { SavedStars } from '../model/stars.ts';

export interface SavedText {
  readonly text: string;
  readonly title: string;
  /** The file's text when this was edited, to notice that the file has changed since; null for a notebook made here. */
  readonly original: string | null;
  /** Counts saves. */
  readonly version: number;
  /** Wall time in ms. */
  readonly editedAt: number;
}

export interface SavedRun {
  /** The text it ran, and the keys its parts had: journals know cells by key. */
  readonly text: string;
  readonly keys: readonly (CellKey | null)[];
  readonly nextKey: number;
  /** The program in force. */
  readonly inForce: string | null;
  /** Which build of the page compiled its cells. */
  readonly build: string;
  readonly journal: Journal;
  readonly sources: readonly ProgramSource[];
  /** Null: as the notebook has it. */
  readonly speed: number | null;
  /** Bytes, as the reader chose; null, or left out by older versions: as usual. */
  readonly memoryLimit?: number | null;
  /** The outcomes of the race that was forked last: its branches are in the journal, the orders and their counts are not. */
  readonly race?: Race | null;
  /** What the reader follows. Left out by older versions. */
  readonly stars?: SavedStars;
  /** Places that are watched along the timeline, by the keys of their cells. Left out by older versions. */
  readonly pins?: readonly ProbePlace[];
  /** Cells that are folded. Left out by older versions. */
  readonly folded?: readonly CellKey[];
  /** The notebooks that were imported from, and the keys their parts had. Left out by older versions. */
  readonly imports?: readonly SavedImport[];
}

export interface SavedImport {
  readonly path: string;
  readonly text: string;
  readonly keys: readonly (CellKey | null)[];
  readonly nextKey: number;
}
