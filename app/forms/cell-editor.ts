/**
 * `<rh-cell-editor .value .shape>`: one value, edited where it stands in a table. What may stand there is chosen where it can be
 * listed, and typed elsewhere. Enter and Tab finish it (`rh-cell-written`, with where to go on), Esc leaves it (`rh-cell-left`). What
 * is wrong is told beneath, and so is that the model has changed the value meanwhile: nothing that was typed is lost by either.
 */
import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import { live } from 'lit/directives/live.js';
import { literal, type Plain } from '../../kernel/plain.ts';
import type { Shape } from '../../kernel/shape.ts';
import '../parts/icon.ts';
import { choiceFor, choicesOf, choiceText, readCell, writeCell } from './cell-text.ts';
import { formStyles } from './form.css.ts';
import type { After } from './grid-moves.ts';
import { problemLine, problemStyles } from './problem-line.ts';
import type { FormProblem } from './problem.ts';
import { alternatives, any, examplesOf, kindsOf } from './shape.ts';
import { stepped } from './stepped.ts';
import { parser } from './text-form.ts';

export interface CellWritten {
  readonly value: Plain;
  /** As it was typed. */
  readonly text: string;
  readonly after: After;
}

export class RhCellEditor extends LitElement {
  static override readonly properties = {
    value: { attribute: false },
    shape: { attribute: false },
    nodes: { attribute: false },
    label: { attribute: false },
    typed: { attribute: false },
    now: { attribute: false },
    note: { attribute: false },
    check: { attribute: false },
    text: { state: true },
    problem: { attribute: false },
  };
  /** As it was when one began. */
  declare value: Plain;
  declare shape: Shape;
  declare nodes: readonly string[];
  declare label: string;
  /** With what one began to type over it; null: it is there to be changed. */
  declare typed: string | null;
  /** What stands there by now; null: that is not known. */
  declare now: { readonly value: Plain } | null;
  /** What else setting it does; empty when nothing. */
  declare note: string;
  /** What else may be wrong with a value: a key that is there already. */
  declare check: ((value: Plain) => Promise<FormProblem | null>) | null;
  declare text: string;
  /** What is wrong with what is typed; given from without when the run refused it. */
  declare problem: FormProblem | null;

  /** What can be chosen; null: it is typed. */
  #choices: readonly Plain[] | null = null;
  #first = '';
  #hadFocus = false;
  /** The type that it was begun with, as text. */
  #begun: string | null = null;
  /** The value of the model that the reader was told of, as text; what is not told is not written over. */
  #told: string | null = null;

  static override readonly styles = [
    formStyles,
    problemStyles,
    css`
      :host {
        display: block;
        min-width: 104px;
      }
      .line {
        display: flex;
        align-items: center;
        gap: 1px;
      }
      input,
      select {
        height: 24px;
        flex: 1;
        min-width: 72px;
        padding: 0 5px;
        border-radius: 3px;
        border-color: var(--accent);
        font-size: 11.5px;
      }
      .icon {
        width: 22px;
        height: 22px;
      }
      .aside {
        margin: 3px 0 0;
        color: var(--ink-2);
        font: 450 var(--t-s) / 1.4 var(--font-ui);
        text-wrap: pretty;
      }
      .aside code {
        font: 400 11px / 1.4 var(--font-code);
        overflow-wrap: anywhere;
      }
      .aside button {
        color: var(--accent);
        font-size: inherit;
        text-decoration: underline;
        text-underline-offset: 2px;
      }
      .branch {
        color: var(--accent);
      }
      @media (pointer: coarse) {
        input,
        select {
          height: 36px;
          min-width: 104px;
          font-size: var(--t-finger);
        }
        .icon {
          width: 36px;
          height: 36px;
        }
      }
    `,
  ];

  constructor() {
    super();
    this.value = undefined;
    this.shape = any;
    this.nodes = [];
    this.label = 'value';
    this.typed = null;
    this.now = null;
    this.note = '';
    this.check = null;
    this.text = '';
    this.problem = null;
    this.addEventListener('keydown', this.#onKey);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener('pointerdown', this.#onPress, true);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener('pointerdown', this.#onPress, true);
  }

  override willUpdate(): void {
    const type = literal(this.shape);
    // The types came later than the editor, and nothing was typed meanwhile.
    if (this.#begun === type || (this.#begun !== null && this.isChanged)) return;
    // Another field stands there then, and the keyboard goes on in it.
    this.#hadFocus = this.#begun !== null && this.shadowRoot?.activeElement !== null;
    this.#begun = type;
    this.#choices = choicesOf(this.shape, this.nodes, this.value);
    this.#first = this.#textOf(this.value);
    if (this.typed === null) this.text = this.#first;
    else if (this.#choices === null) this.text = this.typed;
    else {
      const chosen = choiceFor(this.typed, this.#choices, this.shape, this.#choices.indexOf(this.value));
      this.text = choiceText(this.#choices[chosen], this.shape);
    }
  }

  override firstUpdated(): void {
    this.focus();
    const field = this.renderRoot.querySelector('input');
    // What was typed goes on; what is there is ready to be typed over.
    if (this.typed === null) field?.select();
    else field?.setSelectionRange(field.value.length, field.value.length);
    this.#show();
  }

  /** It is wider than the value was, and higher once something is wrong. */
  #show(): void {
    this.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }

  override updated(changed: PropertyValues<this>): void {
    if (this.#hadFocus && this.shadowRoot?.activeElement === null) {
      this.focus();
      this.renderRoot.querySelector('input')?.select();
    }
    this.#hadFocus = false;
    if (this.#isOther()) this.#told = literal(this.now?.value);
    if (changed.has('problem') && this.problem !== null) this.#show();
  }

  override focus(): void {
    this.renderRoot.querySelector<HTMLElement>('input, select')?.focus();
  }

  get isChanged(): boolean {
    return this.text !== this.#first;
  }

  #textOf(value: Plain): string {
    return this.#choices === null ? writeCell(value, this.shape) : choiceText(value, this.shape);
  }

  /** The model has changed it since one began. */
  #isOther(): boolean {
    return this.now !== null && literal(this.now.value) !== literal(this.value);
  }

  /** Says what was written, or what is wrong with it. True: it is done. */
  async finish(after: After): Promise<boolean> {
    if (!this.isChanged) return this.#leave(after);
    const read = await this.#read();
    const wrong = 'problem' in read ? read.problem : ((await this.check?.(read.value)) ?? null);
    if ('problem' in read || wrong !== null) {
      this.problem = wrong;
      this.focus();
      return false;
    }
    if (this.#isOther() && this.#told === null) {
      // It changed in this very moment: it is told first, and Enter once more sets it.
      this.requestUpdate();
      return false;
    }
    this.dispatchEvent(
      new CustomEvent<CellWritten>('rh-cell-written', { detail: { value: read.value, text: this.text, after } }),
    );
    return true;
  }

  async #read(): Promise<ReturnType<typeof readCell>> {
    const choice = this.#choices?.find((one) => choiceText(one, this.shape) === this.text);
    if (this.#choices !== null) return { value: choice };
    return readCell(this.text, this.shape, await parser());
  }

  #leave(after: After): true {
    this.dispatchEvent(new CustomEvent<After>('rh-cell-left', { detail: after }));
    return true;
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    // Nothing typed here is a key of the page.
    event.stopPropagation();
    const after = afterKey(event);
    if (event.key === 'Escape') this.#leave('stay');
    else if (after !== null && !(event.composedPath()[0] instanceof HTMLButtonElement)) void this.finish(after);
    else return;
    event.preventDefault();
  };

  readonly #onPress = (event: PointerEvent): void => {
    // What was typed is not lost by a press elsewhere.
    if (!event.composedPath().includes(this) && !this.isChanged) this.#leave('stay');
  };

  override render(): TemplateResult {
    const isWrong = this.problem !== null;
    const described = isWrong ? 'problem' : nothing;
    return html`<div class="line">
        ${this.#choices === null ? this.#typing(isWrong, described) : this.#choosing(this.#choices, isWrong)}
        <button class="icon" tabindex="-1" aria-label="Set ${this.label}" title="Set it (Enter)" @click=${() => void this.finish('stay')}>
          <rh-icon name="check"></rh-icon>
        </button>
        <button class="icon" tabindex="-1" aria-label="Leave ${this.label} as it is" title="Leave it as it is (Esc)" @click=${() => this.#leave('stay')}>
          <rh-icon name="x"></rh-icon>
        </button>
      </div>
      ${/* The same words once more are read aloud once more only as another line. */ keyed(this.problem, problemLine(this.problem, 'problem'))}
      ${this.#meanwhile()}
      ${this.note === '' ? nothing : html`<p class="aside branch">${this.note}</p>`}`;
  }

  #choosing(choices: readonly Plain[], isWrong: boolean): TemplateResult {
    return html`<select
      aria-label=${this.label}
      aria-invalid=${isWrong}
      @change=${({ currentTarget }: { readonly currentTarget: HTMLSelectElement }) => {
        this.text = choiceText(choices[currentTarget.selectedIndex], this.shape);
      }}
    >
      ${choices.map((one) => {
        const text = choiceText(one, this.shape);
        return html`<option .selected=${text === this.text}>${text}</option>`;
      })}
    </select>`;
  }

  #typing(isWrong: boolean, described: string | typeof nothing): TemplateResult {
    const kinds = kindsOf(this.shape);
    const isNumber = kinds.every((kind) => kind === 'number' || kind === 'bigint');
    const offered = isNumber ? [] : this.#offered();
    return html`<input
        role=${isNumber ? 'spinbutton' : nothing}
        inputmode=${isNumber ? 'decimal' : nothing}
        aria-valuenow=${isNumber && Number.isFinite(Number(this.text)) ? this.text : nothing}
        aria-label=${this.label}
        aria-invalid=${isWrong}
        aria-describedby=${described}
        autocomplete="off"
        autocapitalize="off"
        spellcheck="false"
        enterkeyhint="done"
        list=${offered.length > 0 ? 'offered' : nothing}
        .value=${live(this.text)}
        @input=${({ currentTarget }: { readonly currentTarget: HTMLInputElement }) => {
          this.text = currentTarget.value;
          this.problem = null;
        }}
        @keydown=${(event: KeyboardEvent) => {
          const by = { ArrowUp: 1, ArrowDown: -1 }[event.key];
          const number = Number(this.text.replace(/n$/, ''));
          if (!isNumber || by === undefined || this.text.trim() === '' || !Number.isFinite(number)) return;
          event.preventDefault();
          this.text = stepped(this.text, by);
        }}
      />
      ${offered.length > 0 ? html`<datalist id="offered">${offered.map((one) => html`<option value=${one}></option>`)}</datalist>` : nothing}`;
  }

  /** What has stood in such places, and what the type names. */
  #offered(): readonly string[] {
    const named = alternatives(this.shape).flatMap((one) => {
      if (one.t === 'literal') return [writeCell(one.value, this.shape)];
      if (one.t !== 'atom') return [];
      if (one.kind === 'null' || one.kind === 'undefined') return [one.kind];
      return one.isNode === true ? this.nodes : [];
    });
    const seen = examplesOf(this.shape).map((one) => writeCell(one, this.shape));
    return [...new Set([...named, ...seen])].filter((one) => one !== '');
  }

  #meanwhile(): TemplateResult | typeof nothing {
    if (this.now === null || !this.#isOther()) return nothing;
    const text = this.#textOf(this.now.value);
    const take = (): void => {
      this.value = this.now?.value;
      this.#first = text;
      this.text = text;
      this.#told = null;
      this.problem = null;
      this.focus();
    };
    return html`<p class="aside">
      <span role="status">It has changed meanwhile.</span> Now it is <code>${text}</code>, it was <code>${this.#first}</code>.
      ${this.isChanged ? html`Enter sets yours.` : nothing}
      <button tabindex="-1" @click=${take}>Take what is there</button>
    </p>`;
  }
}

/** Enter goes on below, Tab beside; with Shift the other way. */
function afterKey({ key, shiftKey }: KeyboardEvent): After | null {
  if (key === 'Enter') return shiftKey ? 'up' : 'down';
  if (key === 'Tab') return shiftKey ? 'left' : 'right';
  return null;
}

customElements.define('rh-cell-editor', RhCellEditor);

declare global {
  interface HTMLElementTagNameMap {
    'rh-cell-editor': RhCellEditor;
  }
}
