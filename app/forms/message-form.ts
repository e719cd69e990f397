/**
 * `<rh-message-form>`: sends a message: to whom, in whose name, of what type, with what body. The body begins as the latest one of its
 * type, or as its type declares it.
 */
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import type { Plain } from '../../kernel/plain.ts';
import type { Frame, MessageTypeView } from '../../kernel/protocol.ts';
import type { Shape, Shapes } from '../../kernel/shape.ts';
import { act } from '../model/act.ts';
import type { Form, MessagesReply } from '../model/state.ts';
import '../parts/icon.ts';
import { formatTime } from '../stage/format.ts';
import { blank, draftOf } from './draft.ts';
import { Editing } from './editing.ts';
import { commits } from './form-popover.ts';
import { focused } from './focused.ts';
import { formStyles } from './form.css.ts';
import { printPlain } from './plain-text.ts';
import { any, shapeOfValues } from './shape.ts';

/** Bodies that are offered to begin with. */
const offered = 3;

export class RhMessageForm extends LitElement {
  static override readonly properties = {
    form: { attribute: false },
    frame: { attribute: false },
    shapes: { attribute: false },
    isPast: { attribute: false },
    from: { state: true },
  };
  declare form: Extract<Form, { type: 'message' }>;
  declare frame: Frame | null;
  declare shapes: Shapes | null;
  declare isPast: boolean;
  /** In whose name; empty for nobody's. */
  declare from: string;

  readonly #editing = new Editing(this);
  readonly #before = focused();
  /** What the body was begun from: a reply, and whether the types were known by then. */
  #begun: MessagesReply | null = null;
  #hadShape = false;

  static override readonly styles = [
    formStyles,
    css`
      dialog {
        margin: auto;
        padding: 0;
        width: min(460px, calc(100vw - 24px));
        max-height: min(640px, calc(100vh - 24px));
        box-sizing: border-box;
        border: 1px solid var(--rule-strong);
        border-radius: 10px;
        background: var(--raised);
        color: var(--ink);
        box-shadow: var(--shadow);
        flex-direction: column;
        overflow: hidden;
      }
      dialog[open] {
        display: flex;
      }
      dialog::backdrop {
        background: color-mix(in srgb, var(--ink) 16%, transparent);
      }
      header {
        display: flex;
        align-items: center;
        padding: 12px 10px 8px 18px;
      }
      h2 {
        flex: 1;
        margin: 0;
        font: 600 var(--t-l) / 1.4 var(--font-ui);
      }
      .body {
        flex: 1;
        min-height: 0;
        overflow-y: auto;
        padding: 2px 18px 16px;
        display: grid;
        gap: 10px;
        align-content: start;
        scrollbar-width: thin;
      }
      .route {
        display: grid;
        grid-template-columns: 64px minmax(0, 1fr);
        gap: 6px 10px;
        align-items: center;
      }
      .route label,
      h3 {
        margin: 0;
        color: var(--ink-2);
        font: 450 var(--t-m) / 1.4 var(--font-ui);
      }
      .content {
        display: grid;
        gap: 7px;
        border-top: 1px solid var(--rule);
        padding-top: 10px;
      }
      .title {
        display: flex;
        align-items: center;
        gap: 8px;
      }
      .title h3 {
        flex: 1;
      }
      .samples {
        display: flex;
        flex-wrap: wrap;
        align-items: baseline;
        gap: 4px 6px;
        color: var(--ink-3);
        font-size: var(--t-s);
      }
      .samples button {
        max-width: 100%;
        padding: 1px 7px;
        border: 1px solid var(--rule);
        color: var(--ink-2);
        font: 400 11px / 1.6 var(--font-code);
        white-space: nowrap;
        overflow: hidden;
        text-overflow: ellipsis;
      }
      .samples button:hover {
        background: var(--sunken);
      }
      footer {
        display: flex;
        align-items: center;
        gap: 6px;
        padding: 10px 14px 10px 18px;
        border-top: 1px solid var(--rule);
      }
      footer p {
        flex: 1;
        margin: 0;
      }
      .branch {
        color: var(--accent);
        font-size: var(--t-s);
      }
    `,
  ];

  constructor() {
    super();
    this.from = '';
  }

  override firstUpdated(): void {
    this.renderRoot.querySelector('dialog')?.showModal();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    if (this.#before?.isConnected === true) this.#before.focus();
  }

  override willUpdate(): void {
    const { read, message } = this.form;
    if (read === null) return;
    if (message === null) {
      const [first] = this.#types(read);
      if (first !== undefined) queueMicrotask(() => this.#choose({ message: first.name }));
      return;
    }
    const declared = this.shapes?.messages[message];
    // The types came later than the form, and nothing was typed meanwhile.
    const isBetter = declared !== undefined && !this.#hadShape && read.bodies.length === 0 && !this.#editing.isChanged;
    if (read === this.#begun && !isBetter) return;
    this.#begun = read;
    this.#hadShape = declared !== undefined;
    const [latest] = read.bodies;
    if (read.bodies.length > 0) this.#editing.begin(draftOf(latest), false);
    else if (declared !== undefined) this.#editing.begin(blank(declared), false);
    else this.#editing.begin(draftOf(undefined), false, true);
  }

  override render(): TemplateResult {
    const { to, read } = this.form;
    const nodes = this.frame?.nodes.map(({ id }) => id) ?? [];
    return html`<dialog
      aria-labelledby="title"
      @close=${this.#close}
      @keydown=${this.#onKey}
      @click=${(event: MouseEvent) => event.target instanceof HTMLDialogElement && !this.#editing.isChanged && this.#close()}
    >
      <header>
        <h2 id="title">Send a message</h2>
        <button class="icon" aria-label="Close" @click=${this.#close}><rh-icon name="x"></rh-icon></button>
      </header>
      <div class="body">
        <div class="route">
          <label for="to">to</label>
          ${this.#select('to', nodes, to, (node) => this.#choose({ to: node }))}
          <label for="type">message</label>
          ${this.#typeSelect()}
          <label for="from">from</label>
          ${this.#select('from', ['', ...nodes.filter((node) => node !== to)], this.from, (node) => {
            this.from = node;
          })}
        </div>
        ${read === null || this.form.message === null ? html`<p class="hint" role="status">${read?.types.length === 0 ? 'This model has no messages.' : 'Reading…'}</p>` : this.#content(read, nodes)}
      </div>
      <footer>
        <p class=${this.isPast ? 'branch' : 'hint'}>${this.isPast ? `Begins a branch at ${formatTime(this.frame?.now ?? 0)}.` : this.#warning()}</p>
        <button class="plain" @click=${this.#close}>Cancel</button>
        <button class="primary" @click=${this.#commit}>Send</button>
      </footer>
    </dialog>`;
  }

  #select(id: string, options: readonly string[], chosen: string, choose: (option: string) => void): TemplateResult {
    return html`<select
      id=${id}
      @change=${({ currentTarget }: { readonly currentTarget: HTMLSelectElement }) => choose(options[currentTarget.selectedIndex] ?? '')}
    >
      ${options.map((option) => html`<option .selected=${option === chosen}>${option === '' ? 'nobody: from outside' : option}</option>`)}
    </select>`;
  }

  /** Those that the receiver has a rule for first. */
  #types(read: MessagesReply): readonly MessageTypeView[] {
    const kind = this.#kind();
    return read.types.toSorted((a, b) => Number(b.kinds.includes(kind)) - Number(a.kinds.includes(kind)));
  }

  #kind(): string {
    return this.frame?.nodes.find(({ id }) => id === this.form.to)?.kind ?? '';
  }

  #typeSelect(): TemplateResult {
    const types = this.form.read === null ? [] : this.#types(this.form.read);
    const kind = this.#kind();
    const heard = types.filter(({ kinds }) => kinds.includes(kind));
    const others = types.filter(({ kinds }) => !kinds.includes(kind));
    const option = ({ name }: MessageTypeView) =>
      html`<option value=${name} .selected=${name === this.form.message}>${name}</option>`;
    return html`<select
      id="type"
      @change=${({ currentTarget }: { readonly currentTarget: HTMLSelectElement }) => this.#choose({ message: currentTarget.value })}
    >
      ${heard.map(option)}
      ${others.length === 0 ? nothing : html`<optgroup label="${this.form.to} has no rule for">${others.map(option)}</optgroup>`}
    </select>`;
  }

  #content(read: MessagesReply, nodes: readonly string[]): TemplateResult {
    const shape = this.#shape(read);
    const isBare = shape.t === 'atom' && shape.kind === 'undefined' && !this.#editing.isText;
    const label = this.#editing.isText ? 'Write by fields' : 'Write as text';
    return html`<div class="content">
      <div class="title">
        <h3>${isBare ? 'It has no body.' : 'body'}</h3>
        <button class="icon" aria-label=${label} title=${label} aria-pressed=${this.#editing.isText} @click=${() => void this.#editing.toggleText()}>
          { }
        </button>
      </div>
      ${isBare || !this.#editing.hasBegun ? nothing : this.#editing.render(shape, 'body', nodes)}
      ${
        isBare || read.bodies.length < 2
          ? nothing
          : html`<div class="samples">
              like the latest
              ${read.bodies.slice(0, offered).map((body) => {
                const text = printPlain(body).replaceAll(/\s+/g, ' ');
                return html`<button title=${text} @click=${() => this.#editing.begin(draftOf(body), true)}>${text}</button>`;
              })}
            </div>`
      }
    </div>`;
  }

  /** As the type has it; else as the latest bodies have it. */
  #shape({ bodies }: MessagesReply): Shape {
    const declared = this.shapes?.messages[this.form.message ?? ''] ?? any;
    return declared.t !== 'any' || bodies.length === 0 ? declared : shapeOfValues(bodies);
  }

  #warning(): string {
    const { to, read, message } = this.form;
    const node = this.frame?.nodes.find(({ id }) => id === to);
    if (node?.alive === false) return `${to} is down: it will be lost.`;
    const type = read?.types.find(({ name }) => name === message);
    if (type !== undefined && !type.kinds.includes(this.#kind())) return `${to} has no rule for it.`;
    return 'It arrives at once.';
  }

  #choose(change: { readonly to?: string; readonly message?: string }): void {
    const sameType = change.message === undefined || change.message === this.form.message;
    act(this, { type: 'form', form: { ...this.form, ...change, read: sameType ? this.form.read : null } });
  }

  readonly #commit = async (): Promise<void> => {
    const { to, message, read } = this.form;
    if (message === null || read === null) return;
    const finished: { readonly value: Plain } | null = await this.#editing.finish();
    if (finished === null) return;
    const from = this.from === '' || this.from === to ? null : this.from;
    this.#close();
    act(this, { type: 'input', input: { type: 'send', from, to, message, body: finished.value } });
  };

  readonly #onKey = (event: KeyboardEvent): void => {
    event.stopPropagation();
    if (event.key !== 'Enter' || !commits(event)) return;
    event.preventDefault();
    void this.#commit();
  };

  readonly #close = (): void => act(this, { type: 'form', form: null });
}

customElements.define('rh-message-form', RhMessageForm);
