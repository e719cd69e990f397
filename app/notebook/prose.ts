/** A stretch of prose: rendered Markdown; a double click, or Enter on it, opens its text in place; Esc leaves. */
import { html } from 'lit';
import { live } from 'lit/directives/live.js';
import type { CellKey } from '../../kernel/diagnostic.ts';
import { act } from '../model/act.ts';
import { newGesture } from '../model/gesture.ts';
import { changeBetween } from '../model/text.ts';
import { page, select } from '../model/page.ts';
import { LightElement } from '../parts/light-element.ts';
import { patternOf, placesOf } from '../model/search.ts';
import { blockTools } from './block-tools.ts';
import { type FoundHere, foundIn, showInPane } from './found-in.ts';
import { markFound } from './found-marks.ts';
import { renderMarkdown } from './markdown.ts';

type WithinText = Event & { readonly currentTarget: HTMLTextAreaElement };

export class RhProse extends LightElement {
  static override readonly properties = { key: {} };
  declare key: CellKey;

  readonly #raw = select(this, ({ open }) => {
    const part = open?.notebook.parts.find((other) => other.type === 'prose' && other.key === this.key);
    return part?.type === 'prose' ? part.raw : '';
  });
  readonly #mode = select(this, ({ open }) => (open?.selection.key === this.key ? open.selection.mode : null));
  readonly #found = foundIn(this, () => this.key);
  #shownFound: FoundHere | null = null;
  #rendered: { readonly raw: string; readonly nodes: readonly Node[] } | null = null;
  #focused = false;
  #caret: number | null = null;
  /** What an input method composes now, as a group of edits. */
  #composing: number | null = null;
  /** What was selected before what is typed now, as offsets of the text being written. */
  #over: readonly [start: number, end: number] = [0, 0];
  /** The text being written, and the raw text that stands for it. */
  #draft: { readonly before: string; readonly text: string; readonly after: string; readonly raw: string } | null =
    null;

  override updated(): void {
    const editing = this.#mode.value === 'edit';
    const area = this.querySelector('textarea');
    if (area !== null) {
      area.style.height = '0';
      area.style.height = `${area.scrollHeight}px`;
      if (editing && !this.#focused) area.focus({ preventScroll: true });
      if (this.#caret !== null) area.setSelectionRange(this.#caret, this.#caret);
      this.#caret = null;
    }
    if (this.#mode.value !== null && !this.#focused) this.scrollIntoView({ block: 'nearest' });
    this.#focused = editing;
    this.#showFound();
  }

  /** Marks what the search finds in the text as it is rendered: it may have less than the Markdown. */
  #showFound(): void {
    const found = this.#found.value;
    const body = this.querySelector('.prose-body');
    const pattern = found === null ? null : patternOf(found.search);
    const places = body !== null && typeof pattern === 'function' ? placesOf(pattern, body.textContent) : [];
    const now = found === null || found.now === null ? null : Math.min(found.now, places.length - 1);
    const range = markFound(this, body, places, now);
    if (found !== this.#shownFound && range !== null)
      showInPane(this.closest('.notebook-side'), range.getBoundingClientRect());
    this.#shownFound = found;
  }

  #select(mode: 'command' | 'edit'): void {
    act(this, { type: 'select', selection: { key: this.key, mode } });
  }

  #nodes() {
    const raw = this.#raw.value;
    if (this.#rendered?.raw !== raw) this.#rendered = { raw, nodes: [...renderMarkdown(raw).childNodes] };
    return this.#rendered.nodes;
  }

  override render() {
    const mode = this.#mode.value;
    if (mode === 'edit') return this.#editor();
    this.#draft = null;
    const empty = this.#raw.value.trim() === '';
    return html`<div class="block prose" data-selected=${mode !== null} data-empty=${empty}>
      ${blockTools(this, this.key, 'text')}
      <div
        class="prose-body"
        tabindex="0"
        role="group"
        aria-label="Text. Enter to write"
        @dblclick=${() => this.#select('edit')}
        @focus=${() => mode === null && this.#select('command')}
      >
        ${empty ? html`<p class="empty">Empty text. Enter to write.</p>` : this.#nodes()}
      </div>
    </div>`;
  }

  #editor() {
    // The line ends around the text keep it apart from the cells; the author writes what is between them. What the
    // author types is there already: to set it again would move the cursor.
    const raw = this.#raw.value;
    if (this.#draft === null || this.#draft.raw !== raw) {
      const was = this.#draft?.raw ?? null;
      const [, before = '', text = '', after = ''] = /^(\s*\n)?([\s\S]*?)(\s*)$/.exec(raw) ?? [];
      this.#draft = { before, text, after: after || '\n\n', raw };
      if (was !== null) {
        // Undone, or replaced: the caret is where the text changed.
        const { start, inserted } = changeBetween(was, raw);
        this.#caret = Math.max(0, start + inserted.length - before.length);
      }
    }
    const { before, text, after } = this.#draft;
    const edited = ({ value: typed, selectionEnd }: HTMLTextAreaElement): void => {
      const next = `${before}${typed}${after}`;
      this.#draft = { before, text: typed, after, raw: next };
      const [start, end] = this.#over;
      const splice = { start: before.length + start, removes: end - start, inserted: typed.slice(start, selectionEnd) };
      act(this, { type: 'edit', key: this.key, text: next, group: this.#composing, splice });
    };
    return html`<div class="block prose" data-selected="true" data-editing="true">
      <textarea
        class="prose-editor"
        aria-label="Markdown text. Escape to leave"
        spellcheck="true"
        .value=${live(text)}
        @beforeinput=${({ currentTarget: { selectionStart, selectionEnd } }: WithinText) => {
          this.#over = [selectionStart, selectionEnd];
        }}
        @input=${({ currentTarget }: WithinText) => edited(currentTarget)}
        @compositionstart=${() => {
          this.#composing = -newGesture();
        }}
        @compositionend=${() => {
          const group = this.#composing;
          this.#composing = null;
          if (group !== null) act(this, { type: 'composed', key: this.key, group });
        }}
        @blur=${() => page.state.open?.selection.key === this.key && this.#select('command')}
      ></textarea>
    </div>`;
  }
}

customElements.define('rh-prose', RhProse);
