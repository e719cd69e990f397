/** Search and replace over the notebook: a bar above it. Matches are marked in all cells and texts. */
import { html, nothing } from 'lit';
import { shownChord } from '../commands/chord.ts';
import { act } from '../model/act.ts';
import { page, select } from '../model/page.ts';
import { findAll, isWaiting, mostFound, patternOf, type Query, type Search } from '../model/search.ts';
import { LightElement } from '../parts/light-element.ts';

type Option = Exclude<keyof Query, 'text' | 'expressions'>;

const options: readonly (readonly [option: Option, sign: string, meaning: string, code: string])[] = [
  ['matchCase', 'Aa', 'Match case', 'KeyC'],
  ['wholeWord', 'ab', 'Whole words', 'KeyW'],
  ['isRegex', '.*', 'Regular expression', 'KeyR'],
];

export class RhSearchBar extends LightElement {
  readonly #search = select(this, ({ open }) => open?.search ?? null);
  readonly #notebook = select(this, ({ open }) => (open?.search == null ? null : open.notebook));
  #isShown = false;
  #focus: 'query' | 'replacement' | null = null;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#stop = page.subscribe((action) => {
      // Asked for again: what is there can be typed over.
      if (action.type === 'search' && action.search !== null && action.isAsked === true) {
        this.#focus =
          action.search.isReplacing === true && (page.state.open?.search?.text ?? '') !== '' ? 'replacement' : 'query';
        this.requestUpdate();
      }
    });
  }

  #stop: (() => void) | null = null;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stop?.();
  }

  override updated(): void {
    const isShown = this.#search.value !== null;
    if (isShown && (this.#focus !== null || !this.#isShown)) {
      const field = this.querySelector<HTMLInputElement>(`[name="${this.#focus ?? 'query'}"]`);
      field?.focus();
      field?.select();
    }
    this.#focus = null;
    this.#isShown = isShown;
  }

  #change(search: Partial<Search>): void {
    act(this, { type: 'search', search });
  }

  #pressed(event: KeyboardEvent, search: Search): void {
    const isReplacement = event.target instanceof HTMLInputElement && event.target.name === 'replacement';
    const option = event.altKey ? options.find(([, , , code]) => code === event.code)?.[0] : undefined;
    if (event.key === 'Escape') this.#leave();
    else if (option !== undefined) this.#change({ [option]: !search[option] });
    else if (event.key === 'Enter' && isReplacement)
      act(this, { type: 'replace', what: event.ctrlKey || event.metaKey ? 'all' : 'one' });
    else if (event.key === 'Enter' && event.target instanceof HTMLInputElement)
      act(this, { type: 'search-go', by: event.shiftKey ? -1 : 1 });
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** The cell of the match has the keyboard. */
  #leave(): void {
    const { open } = page.state;
    act(this, { type: 'search', search: null });
    if (open === null) return;
    act(this, { type: 'select', selection: { key: null, mode: 'command' } });
    act(this, { type: 'select', selection: { ...open.selection, mode: 'command' } });
  }

  override render() {
    const [search, notebook] = [this.#search.value, this.#notebook.value];
    if (search === null || notebook === null) return nothing;
    const found = findAll(notebook, search);
    const pattern = patternOf(search);
    const wrong = typeof pattern === 'string' ? pattern : null;
    const count =
      wrong !== null
        ? wrong
        : search.text === ''
          ? ''
          : isWaiting(search)
            ? 'loading …'
            : found.length === 0
              ? 'nothing found'
              : `${Math.min(search.at + 1, found.length)} of ${found.length}${found.length === mostFound ? ' or more' : ''}`;
    return html`<form
      class="search-bar"
      role="search"
      aria-label="Search the notebook"
      @submit=${(event: Event) => event.preventDefault()}
      @keydown=${(event: KeyboardEvent) => this.#pressed(event, search)}
    >
      <button
        type="button"
        class="icon-button small"
        aria-label="Replace"
        aria-expanded=${search.isReplacing}
        title=${`Replace (${shownChord('Mod+h')})`}
        @click=${() => this.#change({ isReplacing: !search.isReplacing })}
      >
        <rh-icon name=${search.isReplacing ? 'chevron-down' : 'chevron-right'}></rh-icon>
      </button>
      <div class="search-fields">
        <div class="search-row">
          <div class="search-field" data-wrong=${wrong !== null}>
            ${this.#field('query', 'Find', search.text, (text) => this.#change({ text }))}
            ${options.map(
              ([option, sign, meaning, code]) => html`<button
                data-sign=${sign}
                type="button"
                class="search-option"
                aria-label=${meaning}
                aria-pressed=${search[option]}
                title=${`${meaning} (${shownChord(`Alt+${code.slice(3)}`)})`}
                @click=${() => this.#change({ [option]: !search[option] })}
              ></button>`,
            )}
          </div>
          <span class="search-count" role="status" title=${count}>${count}</span>
          ${this.#button('Previous match', 'arrow-up', 'Shift ↵', () => act(this, { type: 'search-go', by: -1 }))}
          ${this.#button('Next match', 'arrow-down', '↵', () => act(this, { type: 'search-go', by: 1 }))}
          ${this.#button('Close', 'x', 'Esc', () => this.#leave())}
        </div>
        ${search.isReplacing ? this.#replacing(search, found.length) : nothing}
      </div>
    </form>`;
  }

  #replacing(search: Search, count: number) {
    const button = (label: string, keys: string, what: 'one' | 'all') => html`<button
      type="button"
      class="run-button"
      title=${`${label} (${keys})`}
      ?disabled=${count === 0}
      @click=${() => act(this, { type: 'replace', what })}
    >
      ${label}
    </button>`;
    return html`<div class="search-row">
      <div class="search-field">
        ${this.#field('replacement', 'Replace with', search.replacement, (replacement) => this.#change({ replacement }))}
      </div>
      ${button('Replace', '↵', 'one')} ${button('Replace all', shownChord('Mod+Enter'), 'all')}
    </div>`;
  }

  #field(name: string, label: string, value: string, changed: (text: string) => void) {
    return html`<input
      name=${name}
      aria-label=${label}
      placeholder=${label}
      autocomplete="off"
      spellcheck="false"
      .value=${value}
      @input=${(event: Event & { currentTarget: HTMLInputElement }) => changed(event.currentTarget.value)}
    />`;
  }

  #button(label: string, icon: string, keys: string, clicked: () => void) {
    return html`<button type="button" class="icon-button small" aria-label=${label} title=${`${label} (${keys})`} @click=${clicked}>
      <rh-icon name=${icon}></rh-icon>
    </button>`;
  }
}

customElements.define('rh-search-bar', RhSearchBar);
