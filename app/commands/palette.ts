/** Every command with its keys, filtered as one types; those that were chosen last come first. */
import { html, nothing } from 'lit';
import { act } from '../model/act.ts';
import { page } from '../model/page.ts';
import { LightElement } from '../parts/light-element.ts';
import { shownChord } from './chord.ts';
import { type Command, commands, groups } from './commands.ts';
import { fuzzy } from './fuzzy.ts';
import { recentCommands, rememberCommand } from '../storage/recent-commands.ts';

interface Entry {
  readonly command: Command;
  /** Where what was typed stands in the title. */
  readonly at: readonly number[];
  readonly isPossible: boolean;
  /** Stands above the first of its sort. */
  readonly heading: string | null;
}

export class RhPalette extends LightElement {
  static override readonly properties = { query: { state: true }, chosen: { state: true } };
  declare query: string;
  declare chosen: number;

  #isDone = false;

  constructor() {
    super();
    this.query = '';
    this.chosen = 0;
  }

  override firstUpdated(): void {
    this.querySelector('dialog')?.showModal();
  }

  override updated(): void {
    this.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }

  #entries(): readonly Entry[] {
    const possible = (command: Command): boolean => command.action(page.state) !== null;
    const shown = commands.filter(({ id }) => id !== 'palette');
    if (this.query.trim() !== '') {
      const found = shown.flatMap((command) => {
        const match = fuzzy(this.query, command.title);
        return match === null ? [] : [{ command, match, isPossible: possible(command) }];
      });
      return found
        .toSorted((a, b) => Number(b.isPossible) - Number(a.isPossible) || b.match.score - a.match.score)
        .map(({ command, match, isPossible }) => ({ command, at: match.at, isPossible, heading: null }));
    }
    const recent = recentCommands().flatMap((id) => shown.find((command) => command.id === id) ?? []);
    const sorts: readonly (readonly [string, readonly Command[]])[] = [
      ['Last used', recent],
      ...groups.map((group) => {
        const members = shown.filter((command) => command.group === group && !recent.includes(command));
        return [group, members] as const;
      }),
    ];
    return sorts.flatMap(([heading, members]) =>
      members.map((command, i) => ({
        command,
        at: [],
        isPossible: possible(command),
        heading: i === 0 ? heading : null,
      })),
    );
  }

  #close(): void {
    if (this.#isDone) return;
    this.#isDone = true;
    act(this, { type: 'overlay', overlay: 'none' });
  }

  #choose(entry: Entry | undefined): void {
    if (entry === undefined || !entry.isPossible || this.#isDone) return;
    this.#isDone = true;
    rememberCommand(entry.command.id);
    // First the focus goes back to where it was: a command may be about that.
    this.querySelector('dialog')?.close();
    page.dispatch({ type: 'overlay', overlay: 'none' });
    setTimeout(() => {
      const wish = entry.command.action(page.state);
      if (wish !== null) page.dispatch(wish);
    });
  }

  #pressed(event: KeyboardEvent, entries: readonly Entry[]): void {
    const last = entries.length - 1;
    const to: Readonly<Record<string, number>> = {
      ArrowDown: this.chosen >= last ? 0 : this.chosen + 1,
      ArrowUp: this.chosen <= 0 ? last : this.chosen - 1,
      PageDown: Math.min(last, this.chosen + 8),
      PageUp: Math.max(0, this.chosen - 8),
    };
    const next = to[event.key];
    if (next !== undefined) this.chosen = Math.max(0, next);
    else if (event.key === 'Enter') this.#choose(entries[this.chosen]);
    // By the dialog's own way, which gives the focus back to what had it.
    else if (event.key === 'Escape') this.querySelector('dialog')?.close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  override render() {
    const entries = this.#entries();
    const chosen = entries[this.chosen];
    return html`<dialog
      class="palette"
      aria-label="Commands"
      @close=${() => this.#close()}
      @click=${(event: MouseEvent) => event.target instanceof HTMLDialogElement && event.target.close()}
    >
      <input
        role="combobox"
        aria-label="Command"
        aria-expanded="true"
        aria-controls="palette-list"
        aria-autocomplete="list"
        aria-activedescendant=${chosen === undefined ? nothing : `command-${chosen.command.id}`}
        placeholder="What to do"
        autocomplete="off"
        spellcheck="false"
        .value=${this.query}
        @input=${(event: Event & { currentTarget: HTMLInputElement }) => {
          this.query = event.currentTarget.value;
          this.chosen = 0;
        }}
        @keydown=${(event: KeyboardEvent) => this.#pressed(event, entries)}
      />
      <div id="palette-list" role="listbox" aria-label="Commands" tabindex="-1">
        ${entries.map((entry, i) => this.#entry(entry, i))}
      </div>
      ${entries.length === 0 ? html`<p class="palette-none" role="status">No command has these letters in this order.</p>` : nothing}
    </dialog>`;
  }

  #entry(entry: Entry, i: number) {
    const { command, at, isPossible, heading } = entry;
    return html`${heading === null ? nothing : html`<div class="palette-group" role="presentation">${heading}</div>`}
      <div
        id=${`command-${command.id}`}
        class="palette-entry"
        role="option"
        aria-selected=${i === this.chosen}
        aria-disabled=${!isPossible}
        @pointermove=${() => {
          this.chosen = i;
        }}
        @click=${() => this.#choose(entry)}
      >
        <span class="palette-title">${Array.from(command.title, (letter, place) => (at.includes(place) ? html`<b>${letter}</b>` : letter))}</span>
        ${this.query === '' ? nothing : html`<span class="palette-of">${command.group}</span>`}
        <span class="palette-keys">${command.keys.slice(0, 1).map((keys) =>
          shownChord(keys)
            .split(' ')
            .map((key) => html`<kbd>${key}</kbd>`),
        )}</span>
      </div>`;
  }
}

customElements.define('rh-palette', RhPalette);
