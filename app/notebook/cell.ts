/** A cell: its header with kind, slug and state, its code, what is wrong with it, and what it shows beneath. */
import { html, nothing, type PropertyValues } from 'lit';
import type { CellKey, Range } from '../../kernel/diagnostic.ts';
import { type Cell, shownCode } from '../../kernel/notebook/notebook.ts';
import type { CellEditor } from '../editor/editor.ts';
import { highlight } from '../editor/highlight.ts';
import { loadEditors } from '../editor/load.ts';
import { act } from '../model/act.ts';
import { badgeOf, cellOf, diagnosticsOf, rulesOf } from '../model/open.ts';
import { page, sameData, select } from '../model/page.ts';
import { LightElement } from '../parts/light-element.ts';
import '../plot/plot.ts';
import { badge, typeCount } from './badge.ts';
import { blockTools } from './block-tools.ts';
import './cell-outcome.ts';
import { diagnosticList } from './diagnostic.ts';
import './rule-hits.ts';
import type { RhRuleHits } from './rule-hits.ts';
import { whenInView } from './in-view.ts';
import { editorTurn } from './editor-turn.ts';

export class RhCell extends LightElement {
  static override readonly properties = { key: {} };
  declare key: CellKey;

  readonly #cell = select(this, ({ open }) => cellOf(open, this.key));
  readonly #badge = select(this, ({ open }) => (open === null ? 'loading' : badgeOf(open, this.key)));
  readonly #diagnostics = select(this, ({ open }) => (open === null ? [] : diagnosticsOf(open, this.key)), sameData);
  readonly #types = select(this, ({ open }) => open?.types[this.key] ?? [], sameData);
  readonly #selection = select(this, ({ open }) => (open?.selection.key === this.key ? open.selection : null));
  readonly #showGhost = select(this, ({ open }) => open?.showGhost ?? true);
  readonly #plot = select(this, ({ open }) => open?.plots[this.key] ?? null);
  readonly #hasRules = select(this, ({ open }) => open?.frame?.rules.some((rule) => rule.cell === this.key) ?? false);
  readonly #unfired = select(
    this,
    ({ open }) =>
      open === null || open.frame?.step === 0
        ? []
        : rulesOf(open, this.key)
            .filter((rule) => rule.count === 0)
            .map((rule) => rule.range),
    sameData,
  );

  #editor: CellEditor | null = null;
  /** What stands in for the editor, made once for each text. */
  #still: { readonly code: string; readonly text: HTMLElement } | null = null;
  #stopWaiting: (() => void) | null = null;
  /** What was typed before the editor was there. */
  #ahead = '';
  #wanted: { readonly range: Range | null } | null = null;
  #shownMode: 'command' | 'edit' | null = null;
  #stopListening: (() => void) | null = null;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#stopListening = page.subscribe((action) => {
      if (action.type === 'reveal' && action.cell === this.key) this.reveal(action.range);
    });
    void this.updateComplete.then(() => {
      if (this.#editor !== null || !this.isConnected) return;
      this.#stopWaiting = whenInView(this, () => void editorTurn().then(() => this.#createEditor()));
    });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stopListening?.();
    this.#stopWaiting?.();
    // A cell that only moves is connected again within the same task; its editor goes with it.
    queueMicrotask(() => {
      if (this.isConnected) return;
      this.#editor?.dispose();
      this.#editor = null;
    });
  }

  async #createEditor(): Promise<void> {
    const { createCellEditor } = await loadEditors(page);
    const host = this.querySelector<HTMLElement>('.cell-editor');
    const cell = this.#cell.value;
    if (!this.isConnected || this.#editor !== null || host === null || cell === null) return;
    this.#editor = createCellEditor(host, this.key, shownCode(cell), nameOf(cell), {
      focused: () => this.#select('edit'),
      blurred: () => this.#selection.value?.mode === 'edit' && this.#select('command'),
      left: () => this.#leave(),
      applied: (goOn) => {
        act(this, { type: 'apply-now' });
        if (goOn) act(this, { type: 'select-next', by: 1 });
      },
      moved: () => this.#hits?.place(),
    });
    this.requestUpdate();
  }

  get #hits(): RhRuleHits | null {
    return this.querySelector('rh-rule-hits');
  }

  #select(mode: 'command' | 'edit'): void {
    const selection = page.state.open?.selection;
    if (selection?.key === this.key && selection.mode === mode) return;
    act(this, { type: 'select', selection: { key: this.key, mode } });
  }

  #leave(): void {
    this.#select('command');
    this.querySelector<HTMLElement>('.cell')?.focus({ preventScroll: true });
  }

  /** Scrolls to a range and puts the cursor there; waits for the editor when it is not there yet. */
  reveal(range: Range | null): void {
    this.scrollIntoView({ block: 'nearest' });
    if (this.#editor !== null) return this.#editor.reveal(range);
    this.#wanted = { range };
    this.#stopWaiting?.();
    void this.#createEditor();
  }

  /** Into the still text: the editor comes with its caret there. */
  #clicked({ clientX, clientY }: MouseEvent): void {
    const text = this.#still?.text;
    // Safari learnt it late.
    const at = 'caretPositionFromPoint' in document ? document.caretPositionFromPoint(clientX, clientY) : null;
    if (text === undefined || at === null || !text.contains(at.offsetNode)) return this.#select('edit');
    const before = document.createRange();
    before.setStart(text, 0);
    before.setEnd(at.offsetNode, at.offset);
    const lines = before.toString().split('\n');
    const [line, column] = [lines.length, (lines.at(-1)?.length ?? 0) + 1];
    this.reveal({ line, column, endLine: line, endColumn: column });
    this.#select('edit');
  }

  /** Takes what is typed until the editor is there. */
  #typedAhead(name: string) {
    const keep = (event: Event & { currentTarget: HTMLTextAreaElement }): void => {
      this.#ahead = event.currentTarget.value;
    };
    return html`<textarea class="typed-ahead" aria-label=${`Code of ${name}`} @input=${keep}></textarea>`;
  }

  #stillCode(code: string) {
    if (this.#still?.code !== code) this.#still = { code, text: highlighted(code) };
    const lines = code.split('\n').length;
    return html`<pre class="cell-still" style=${`--lines: ${lines}`} @click=${(event: MouseEvent) => this.#clicked(event)}>${this.#still.text}</pre>`;
  }

  override updated(_changed: PropertyValues): void {
    const cell = this.#cell.value;
    const editor = this.#editor;
    const mode = this.#selection.value?.mode ?? null;
    if (editor !== null && cell !== null) {
      editor.setText(shownCode(cell));
      const own = this.#diagnostics.value;
      // A syntax error is the compiler's to tell; the type checker would only say it again.
      const types = own.some((d) => d.code === 'compile/syntax') ? [] : this.#types.value;
      editor.setMarkers([...own, ...types]);
      editor.setUnfired(mode === 'edit' ? [] : this.#unfired.value);
      if (this.#wanted !== null) {
        editor.reveal(this.#wanted.range);
        this.#wanted = null;
      } else if (mode === 'edit' && this.#shownMode !== 'edit') editor.focus();
      if (this.#ahead !== '') {
        editor.type(this.#ahead);
        this.#ahead = '';
      }
      this.#hits?.place();
    } else if (mode === 'edit') {
      if (this.#wanted === null) this.reveal(null);
      this.querySelector<HTMLElement>('.typed-ahead')?.focus({ preventScroll: true });
    }
    if (mode === 'command' && this.#shownMode === null) {
      this.scrollIntoView({ block: 'nearest' });
      const frame = this.querySelector<HTMLElement>('.cell');
      if (!this.contains(document.activeElement)) frame?.focus({ preventScroll: true });
    }
    this.#shownMode = mode;
  }

  override render() {
    const cell = this.#cell.value;
    if (cell === null) return nothing;
    const selection = this.#selection.value;
    const diagnostics = this.#diagnostics.value;
    const name = nameOf(cell);
    return html`<article
      class="block cell"
      tabindex="-1"
      aria-label=${name}
      data-kind=${cell.kind}
      data-badge=${this.#badge.value}
      data-selected=${selection !== null}
      data-editing=${selection?.mode === 'edit'}
      @pointerdown=${(event: PointerEvent) => event.target instanceof Element && event.target.closest('.cell-editor, button') === null && this.#select('command')}
    >
      ${blockTools(this, this.key, name)}
      <header class="cell-bar">
        <span class="cell-kind">${cell.kind}</span>
        ${cell.slug === null ? nothing : html`<span class="cell-slug">${cell.slug}</span>`}
        <span class="grow"></span>
        <rh-cell-outcome .key=${this.key} .kind=${cell.kind}></rh-cell-outcome>
        ${typeCount(this.#types.value, (range) => this.reveal(range))}
        ${badge(this.#badge.value, diagnostics)}
      </header>
      <div class="cell-code" data-rules=${this.#hasRules.value}>
        ${this.#editor === null ? this.#stillCode(shownCode(cell)) : nothing}
        ${this.#editor === null && selection?.mode === 'edit' ? this.#typedAhead(name) : nothing}
        <div class="cell-editor"></div>
        <rh-rule-hits .key=${this.key} .topOf=${(line: number) => this.#editor?.lineTop(line) ?? null}></rh-rule-hits>
      </div>
      ${diagnosticList(diagnostics)}
      ${
        cell.kind === 'plot' || cell.kind === 'view'
          ? html`<rh-plot .cell=${this.key} .result=${this.#plot.value} .showGhost=${this.#showGhost.value}></rh-plot>`
          : nothing
      }
    </article>`;
  }
}

/** By hand, for a notebook has thousands of tokens, and all are made before its run can start. */
function highlighted(code: string): HTMLElement {
  const all = document.createElement('span');
  for (const { text, type } of highlight(code)) {
    if (type === 'plain') {
      all.append(text);
      continue;
    }
    const token = document.createElement('span');
    token.className = `tok-${type}`;
    token.textContent = text;
    all.append(token);
  }
  return all;
}

const nameOf = (cell: Cell): string => (cell.slug === null ? `${cell.kind} cell` : `${cell.kind} cell ${cell.slug}`);

customElements.define('rh-cell', RhCell);

declare global {
  interface HTMLElementTagNameMap {
    'rh-cell': RhCell;
  }
}
