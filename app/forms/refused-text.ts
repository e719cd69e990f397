/**
 * The cell of a table that is being edited, and the texts that the run refused: each comes again in its cell as it was typed (`turns.ts`).
 * Cells, tables and tabs come and go meanwhile. What was typed in them and not set goes to where it is kept, and comes back from there
 * with the table that it belongs to.
 */
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { Input } from '../../kernel/protocol.ts';
import type { Answer } from './asking.ts';
import type { FormProblem } from './problem.ts';
import { begun, ended, joined, left, noTurns, type Turns } from './turns.ts';

/** A cell that is being edited. */
export interface Typing {
  /** What was typed over the value; null: nothing was yet. */
  readonly typed: string | null;
  /** It was set, and the run refused it. */
  readonly refused?: FormProblem;
}

/** Where the texts of one table are while it is not shown. Outlives the table. */
export class KeptTexts<Editing> {
  #turns: Turns<Editing> = noTurns;

  add(turns: Turns<Editing>): void {
    this.#turns = joined(this.#turns, turns);
  }

  take(): Turns<Editing> {
    const turns = this.#turns;
    this.#turns = noTurns;
    return turns;
  }
}

type Host = ReactiveControllerHost & Pick<Element, 'isConnected'>;

export interface RefusedTextOf<Editing> {
  /** Of the table as it is now. */
  kept(): KeptTexts<Editing>;
  /** The table has the cells for them: while it is read, they wait. */
  isReady(): boolean;
  /** The editor that is there; null: none. */
  editor(): { readonly isChanged: boolean; readonly text: string } | null;
  ask(input: Input): Promise<Answer>;
}

export class RefusedText<Editing extends Typing> implements ReactiveController {
  readonly #host: Host;
  readonly #of: RefusedTextOf<Editing>;
  #turns: Turns<Editing> = noTurns;
  /** The one whose editor is there. */
  #shown: Editing | null = null;
  /** What is typed by now: its editor may have to go elsewhere, with its text. */
  #text: { readonly of: Editing; readonly text: string | null } | null = null;

  constructor(host: Host, of: RefusedTextOf<Editing>) {
    this.#host = host;
    this.#of = of;
    host.addController(this);
  }

  hostUpdate(): void {
    const { editing } = this.#turns;
    this.#text = editing === null ? null : { of: editing, text: this.#typedBy(editing) };
    if (this.#host.isConnected && this.#of.isReady()) this.#turns = joined(this.#turns, this.#of.kept().take());
  }

  hostUpdated(): void {
    this.#shown = this.#turns.editing;
  }

  hostDisconnected(): void {
    this.leave(this.#of.kept());
  }

  get editing(): Editing | null {
    return this.#turns.editing;
  }

  /** What its editor begins with, wherever that is. */
  typed(editing: Editing): string | null {
    return this.#text?.of === editing ? this.#text.text : editing.typed;
  }

  begin(editing: Editing): void {
    this.#set(begun(this.#turns, editing));
  }

  /** The cell is set, or left as it was: one that was refused is next. */
  end(): void {
    this.#set(ended(this.#turns));
  }

  /** The table is another one from now on: what waits to be typed again waits for its own. */
  leave(kept: KeptTexts<Editing>): void {
    const { editing } = this.#turns;
    const typed = editing === null ? null : this.#typedBy(editing);
    kept.add(left(this.#turns, editing === null || typed === null ? null : { ...editing, typed }));
    this.#set(noTurns);
  }

  /** What the run refuses stands there again as it was typed, with what is wrong beside it; in its own table, should another be open. */
  async write(editing: Editing, input: Input): Promise<void> {
    const kept = this.#of.kept();
    const refused = await this.#of.ask(input);
    if (refused === null) return;
    kept.add({ editing: { ...editing, refused }, waiting: [] });
    this.#host.requestUpdate();
  }

  /** Null: nothing was. */
  #typedBy(editing: Editing): string | null {
    const editor = this.#shown === editing ? this.#of.editor() : null;
    if (editor === null) return this.typed(editing);
    return editor.isChanged ? editor.text : null;
  }

  #set(turns: Turns<Editing>): void {
    this.#turns = turns;
    this.#host.requestUpdate();
  }
}
