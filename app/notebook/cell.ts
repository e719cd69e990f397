/** A cell: its header with kind, slug and state, its code, what is wrong with it, and what it shows beneath. */
import { html, nothing, type PropertyValues } from 'lit';
import type { CellKey, Range } from '../../kernel/diagnostic.ts';
import { type Cell, shownCode } from '../../kernel/notebook/notebook.ts';
import type { CellEditor } from '../editor/editor.ts';
import { highlight } from '../editor/highlight.ts';
import { loadEditors } from '../editor/load.ts';
import { act } from '../model/act.ts';
import type { InEditor } from '../model/actions.ts';
import { warmLines } from '../model/heat.ts';
import { badgeOf, cellOf, diagnosticsOf, rulesOf } from '../model/open.ts';
import { page, sameData, select } from '../model/page.ts';
import { LightElement } from '../parts/light-element.ts';
import '../custom/cell-view.ts';
import '../plot/plot.ts';
import { seedBandsOf } from '../plot/seed-bands.ts';
import type { Told } from '../hint/told.ts';
import { badgeTold } from './badge-told.ts';
import { badge, typeCount } from './badge.ts';
import { blockTools } from './block-tools.ts';
import './cell-outcome.ts';
import { diagnosticList } from './diagnostic.ts';
import './probe-lines.ts';
import type { RhProbeLines } from './probe-lines.ts';
import './rule-hits.ts';
import type { RhRuleHits } from './rule-hits.ts';
import { type FoundHere, foundIn, showInPane } from './found-in.ts';
import { markFound, markUnfired } from './found-marks.ts';
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
  readonly #folded = select(this, ({ open }) => open?.folded.includes(this.key) ?? false);
  readonly #found = foundIn(this, () => this.key);
  readonly #showGhost = select(this, ({ open }) => open?.showGhost ?? true);
  readonly #plot = select(this, ({ open }) =>
    cellOf(open, this.key)?.kind === 'plot' ? (open?.plots[this.key] ?? null) : null,
  );
  readonly #seeds = select(this, ({ open }) =>
    open?.overSeeds == null || cellOf(open, this.key)?.kind !== 'plot' ? null : seedBandsOf(open.overSeeds, this.key),
  );
  readonly #hasRules = select(this, ({ open }) => open?.frame?.rules.some((rule) => rule.cell === this.key) ?? false);
  /** Something of it ran in the event shown. */
  readonly #isProbed = select(
    this,
    ({ open }) => open?.probing.probe?.cells.some(({ key }) => key === this.key) ?? false,
  );
  readonly #probing = select(this, ({ open }) => (open !== null && this.#isProbed.value ? open.probing : null));
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

  /** Of what was counted; the cell's text may be another one by now. */
  readonly #warm = select(
    this,
    ({ open }) => {
      const cell = cellOf(open, this.key);
      return cell === null || open?.heat == null ? [] : warmLines(open.heat.read, this.key, cell.code);
    },
    sameData,
  );

  #editor: CellEditor | null = null;
  /** What stands in for the editor, made once for each text. */
  #still: { readonly code: string; readonly text: HTMLElement } | null = null;
  #stopWaiting: (() => void) | null = null;
  /** What was typed before the editor was there. */
  #ahead = '';
  #wanted: { readonly range: Range | null; readonly isQuiet: boolean } | null = null;
  #shownMode: 'command' | 'edit' | null = null;
  #shownFound: FoundHere | null = null;
  #stopListening: (() => void) | null = null;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#stopListening = page.subscribe((action) => {
      if (action.type === 'reveal' && action.cell === this.key) this.reveal(action.range, action.isQuiet);
      // What was modal is gone, and what had the focus before it may be gone too.
      if (action.type === 'overlay' && action.overlay === 'none' && this.#selection.value?.mode === 'edit')
        queueMicrotask(() => document.activeElement === document.body && this.#editor?.focus());
      if (action.type === 'in-editor' && action.key === this.key) void this.#inEditor(action.what);
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
      moved: () => {
        this.#hits?.place();
        this.#probes?.place();
      },
    });
    // Its marks are still to be made.
    this.#shownFound = null;
    this.requestUpdate();
  }

  get #hits(): RhRuleHits | null {
    return this.querySelector('rh-rule-hits');
  }

  get #probes(): RhProbeLines | null {
    return this.querySelector('rh-probe-lines');
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

  async #inEditor(what: InEditor): Promise<void> {
    await this.#createEditor();
    const editor = this.#editor;
    if (editor === null) return;
    if (what === 'format') editor.format();
    else if (what === 'split') act(this, { type: 'split', key: this.key, offset: editor.caret() });
    else editor.stepLiteral(what === 'raise' ? 1 : -1);
  }

  /** Scrolls to a range and puts the cursor there, or only marks the line; waits for the editor when it is not there yet. */
  reveal(range: Range | null, isQuiet = false): void {
    this.scrollIntoView({ block: 'nearest' });
    // One that was folded has no height yet.
    if (this.#editor !== null && !this.#folded.value) return this.#reveal(this.#editor, range, isQuiet);
    this.#wanted = { range, isQuiet };
    this.#stopWaiting?.();
    void this.#createEditor();
  }

  /** A cell can be higher than what is seen of the notebook. */
  #reveal(editor: CellEditor, range: Range | null, isQuiet: boolean): void {
    if (isQuiet) editor.point(range);
    else editor.reveal(range);
    const host = this.querySelector('.cell-editor');
    const pane = this.closest('.notebook-side');
    const top = range === null ? null : editor.lineTop(range.line);
    if (host === null || top === null) return;
    const line = host.getBoundingClientRect().top + top;
    showInPane(pane, { top: line, bottom: line + 20 });
  }

  /** Marks what the search has found, and shows the match that is chosen. */
  #showFound(): void {
    const found = this.#found.value;
    const isNews = found !== this.#shownFound;
    this.#shownFound = found;
    const [places, now] = [found?.places ?? [], found?.now ?? null];
    const still = this.#editor === null ? (this.#still?.text ?? null) : null;
    const range = markFound(this, still, places, now);
    const place = now === null ? undefined : places[now];
    const editor = this.#editor;
    if (editor === null) {
      if (isNews && range !== null) showInPane(this.closest('.notebook-side'), range.getBoundingClientRect());
      return;
    }
    if (!isNews) return;
    editor.setFound(places, now);
    const host = this.querySelector('.cell-editor');
    if (place === undefined || host === null) return;
    const line = (this.#cell.value === null ? '' : shownCode(this.#cell.value)).slice(0, place[0]).split('\n').length;
    const top = host.getBoundingClientRect().top + (editor.lineTop(line) ?? 0);
    showInPane(this.closest('.notebook-side'), { top, bottom: top + 20 });
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

  /** The still text has no decorations: rules that never fired are greyed in it by the browser's own highlights. */
  #greyStill(): void {
    const still = this.#editor === null ? (this.#still ?? null) : null;
    const lines = still?.code.split('\n') ?? [];
    const offset = (line: number, column: number): number =>
      lines.slice(0, line - 1).reduce((sum, text) => sum + text.length + 1, 0) + column - 1;
    markUnfired(
      this,
      still?.text ?? null,
      still === null
        ? []
        : this.#unfired.value.map(({ line, column, endLine, endColumn }) => [
            offset(line, column),
            offset(endLine, endColumn),
          ]),
    );
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

  readonly #tellBadge = (): Told | null => {
    const { open } = page.state;
    return open === null ? null : badgeTold(open, this.key, this.#badge.value, this.#diagnostics.value);
  };

  /** What is shown of a folded cell; a click unfolds it. */
  #fold(code: string) {
    const lines = code.split('\n');
    const first = lines.find((line) => line.trim() !== '') ?? '';
    return html`<button class="cell-fold" title="Unfold (o)" @click=${() => act(this, { type: 'fold', key: this.key })}>
      <code>${first}</code><span>${lines.length} ${lines.length === 1 ? 'line' : 'lines'}</span>
    </button>`;
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
      editor.setHeat(this.#warm.value);
      if (this.#wanted !== null) {
        this.#reveal(editor, this.#wanted.range, this.#wanted.isQuiet);
        this.#wanted = null;
      } else if (mode === 'edit' && this.#shownMode !== 'edit') editor.focus();
      if (this.#ahead !== '') {
        editor.type(this.#ahead);
        this.#ahead = '';
      }
      const probed = this.#probes?.told ?? null;
      const isProbed = this.#probing.value !== null && probed !== null;
      editor.setProbed(isProbed ? probed.skipped : [], isProbed ? probed.ran : []);
      this.#hits?.place();
      this.#probes?.place();
    } else if (this.#isProbed.value) void this.#createEditor();
    else if (mode === 'edit') {
      if (this.#wanted === null) this.reveal(null);
      this.querySelector<HTMLElement>('.typed-ahead')?.focus({ preventScroll: true });
    }
    if (mode === 'command' && this.#shownMode === null) {
      this.scrollIntoView({ block: 'nearest' });
      const frame = this.querySelector<HTMLElement>('.cell');
      // Whoever searches goes on typing.
      if (!this.contains(document.activeElement) && this.#found.value === null) frame?.focus({ preventScroll: true });
    }
    this.#greyStill();
    this.#showFound();
    this.#shownMode = mode;
  }

  override render() {
    const cell = this.#cell.value;
    if (cell === null) return nothing;
    const selection = this.#selection.value;
    const diagnostics = this.#diagnostics.value;
    const name = nameOf(cell);
    const folded = this.#folded.value;
    return html`<article
      class="block cell"
      tabindex="-1"
      aria-label=${name}
      data-kind=${cell.kind}
      data-badge=${this.#badge.value}
      data-selected=${selection !== null}
      data-editing=${selection?.mode === 'edit'}
      data-folded=${folded}
      @pointerdown=${(event: PointerEvent) => event.target instanceof Element && event.target.closest('.cell-editor, button') === null && this.#select('command')}
    >
      ${blockTools(this, this.key, name, folded)}
      <header class="cell-bar">
        <span class="cell-kind">${cell.kind}</span>
        ${cell.slug === null ? nothing : html`<span class="cell-slug">${cell.slug}</span>`}
        ${folded ? this.#fold(shownCode(cell)) : nothing}
        ${selection === null ? nothing : modeHint(selection.mode)}
        <rh-cell-outcome .key=${this.key} .kind=${cell.kind}></rh-cell-outcome>
        ${typeCount(this.#types.value, (range) => this.reveal(range))}
        ${badge(this.#badge.value, this.#tellBadge)}
      </header>
      <div class="cell-code" data-rules=${this.#hasRules.value}>
        ${this.#editor === null ? this.#stillCode(shownCode(cell)) : nothing}
        ${this.#editor === null && selection?.mode === 'edit' ? this.#typedAhead(name) : nothing}
        <div class="cell-editor"></div>
        <rh-probe-lines .key=${this.key} .endOf=${(line: number) => this.#editor?.lineEnd(line) ?? null}></rh-probe-lines>
        <rh-rule-hits .key=${this.key} .topOf=${(line: number) => this.#editor?.lineTop(line) ?? null}></rh-rule-hits>
      </div>
      ${diagnosticList(diagnostics)}
      ${
        cell.kind === 'plot'
          ? html`<rh-plot .cell=${this.key} .result=${this.#plot.value} .showGhost=${this.#showGhost.value} .overSeeds=${this.#seeds.value}></rh-plot>`
          : cell.kind === 'view'
            ? html`<rh-cell-view .key=${this.key}></rh-cell-view>`
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

/** Which mode the keyboard is in, and how one leaves it. */
const modeHint = (mode: 'command' | 'edit') =>
  html`<span class="mode-hint" data-mode=${mode}><kbd>${mode === 'edit' ? 'Esc' : '↵'}</kbd>${mode === 'edit' ? 'leaves' : 'writes'}</span>`;

const nameOf = (cell: Cell): string => (cell.slug === null ? `${cell.kind} cell` : `${cell.kind} cell ${cell.slug}`);

customElements.define('rh-cell', RhCell);

declare global {
  interface HTMLElementTagNameMap {
    'rh-cell': RhCell;
  }
}
