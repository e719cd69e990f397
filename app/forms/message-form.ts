/**
 * `<rh-message-form>`: sends a message: to whom, in whose name, of what type, with what body. The body begins as the latest one of its
 * type, or as its type declares it.
 */
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import type { Plain } from '../../kernel/plain.ts';
import type { Frame, MessageTypeView } from '../../kernel/protocol.ts';
import type { Shape, Shapes } from '../../kernel/shape.ts';
import { act } from '../model/act.ts';
import type { SentBefore } from '../model/sent.ts';
import type { PageStar } from '../model/stars.ts';
import type { Form, MessagesReply } from '../model/state.ts';
import '../parts/icon.ts';
import { formatTime } from '../stage/format.ts';
import { answered } from './answered.ts';
import { Asking } from './asking.ts';
import { blank, draftOf, numberOf } from './draft.ts';
import { Editing } from './editing.ts';
import { commits } from './form-popover.ts';
import { focused } from './focused.ts';
import { formStyles } from './form.css.ts';
import { printPlain } from './plain-text.ts';
import { problemLine, problemStyles } from './problem-line.ts';
import { type FormProblem, problem } from './problem.ts';
import { any, shapeOfValues } from './shape.ts';

/** Bodies that are offered to begin with. */
const offered = 3;

/** How long messages take just now, as text: what one that arrives later begins with. */
function latency(frame: Frame | null): string {
  const times = (frame?.messages ?? []).map(({ sentAt, arrivesAt }) => arrivesAt - sentAt).filter((ms) => ms > 0);
  const middle = times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)];
  return String(Math.round(middle ?? 20));
}

export class RhMessageForm extends LitElement {
  static override readonly properties = {
    form: { attribute: false },
    frame: { attribute: false },
    shapes: { attribute: false },
    isPast: { attribute: false },
    stars: { attribute: false },
    last: { attribute: false },
    from: { state: true },
    later: { state: true },
    problem: { state: true },
  };
  declare form: Extract<Form, { type: 'message' }>;
  declare frame: Frame | null;
  declare shapes: Shapes | null;
  declare isPast: boolean;
  /** In whose name; empty for nobody's. */
  declare from: string;
  declare stars: readonly PageStar[];
  /** The last one that was sent in this run, by whatever form; null when none was. */
  declare last: SentBefore | null;
  /** Virtual ms until it arrives, as typed; null: at once. */
  declare later: string | null;
  /** What is wrong with that time. */
  declare problem: FormProblem | null;

  readonly #editing = new Editing(this);
  readonly #before = focused();
  /** What the body was begun from: a reply, and whether the types were known by then. */
  #begun: MessagesReply | null = null;
  readonly #asking = new Asking(this, (input) => answered(this, input));
  #hadShape = false;
  /** What the form is to be filled with. */
  #wanted: SentBefore | null = null;

  static override readonly styles = [
    formStyles,
    problemStyles,
    css`
      dialog {
        margin: auto;
        padding: 0;
        width: min(460px, calc(var(--screen-width) - 24px));
        max-height: min(640px, calc(var(--screen-height) - 24px));
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
      .arrives {
        display: flex;
        align-items: center;
        gap: 6px;
      }
      .arrives input {
        width: 84px;
        flex: none;
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
    this.stars = [];
    this.last = null;
    this.later = null;
    this.problem = null;
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
    if (this.#wanted !== null) return this.#fillBody();
    if (read === this.#begun && !isBetter) return;
    this.#begun = read;
    this.#hadShape = declared !== undefined;
    const [latest] = read.bodies;
    if (read.bodies.length > 0) this.#editing.begin(draftOf(latest), false);
    else if (declared !== undefined)
      this.#editing.begin(
        blank(
          declared,
          this.frame?.nodes.map(({ id }) => id),
        ),
        false,
      );
    else this.#editing.begin(draftOf(undefined), false, true);
  }

  override render(): TemplateResult {
    const { to, read } = this.form;
    const nodes = this.frame?.nodes.map(({ id }) => id) ?? [];
    return html`<dialog
      aria-labelledby="title"
      aria-busy=${this.#asking.isWaiting}
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
          <label for="arrives">arrives</label>
          ${this.#arrives()}
        </div>
        ${this.#again()}
        ${read === null || this.form.message === null ? html`<p class="hint" role="status">${read?.types.length === 0 ? 'This model has no messages.' : 'Reading…'}</p>` : this.#content(read, nodes)}
      </div>
      <footer>
        <p class=${this.isPast ? 'branch' : 'hint'}>${this.isPast ? `Begins a branch at ${formatTime(this.frame?.now ?? 0)}.` : this.#warning()}</p>
        <button class="plain" @click=${this.#close}>Cancel</button>
        <button class="primary" aria-disabled=${this.#asking.isWaiting} @click=${this.#commit}>Send</button>
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

  #arrives(): TemplateResult {
    const isLater = this.later !== null;
    return html`<div>
      <div class="arrives">
        <select
          id="arrives"
          @change=${({ currentTarget }: { readonly currentTarget: HTMLSelectElement }) => {
            this.later = currentTarget.selectedIndex === 0 ? null : (this.later ?? latency(this.frame));
            this.problem = null;
          }}
        >
          <option .selected=${!isLater}>at once</option>
          <option .selected=${isLater}>after</option>
        </select>
        ${
          isLater
            ? html`<input
                  role="spinbutton"
                  inputmode="decimal"
                  autocomplete="off"
                  aria-label="arrives after, in ms"
                  aria-valuenow=${Number.isFinite(Number(this.later)) ? this.later : nothing}
                  aria-invalid=${this.problem !== null}
                  aria-describedby=${this.problem === null ? nothing : 'late'}
                  .value=${this.later ?? ''}
                  @input=${({ currentTarget }: { readonly currentTarget: HTMLInputElement }) => {
                    this.later = currentTarget.value;
                    this.problem = null;
                  }}
                /><span>ms</span>`
            : nothing
        }
      </div>
      ${problemLine(this.problem, 'late')} ${problemLine(this.#asking.refused, 'refused')}
    </div>`;
  }

  /** What was sent last, to be sent again, or to begin with. */
  #again(): TemplateResult | typeof nothing {
    const { last } = this;
    if (last === null || !(this.frame?.nodes.some(({ id }) => id === last.to) ?? false)) return nothing;
    const text = `${last.message} ${printPlain(last.body).replaceAll(/\s+/g, ' ')} to ${last.to}`;
    return html`<div class="samples">
      the last one
      <button class="last" title="Fill the form as it was: ${text}" @click=${() => this.#fill(last)}>${text}</button>
      <button
        class="repeat"
        title="Send it again as it was"
        aria-disabled=${this.#asking.isWaiting}
        @click=${async () => {
          if (await this.#asking.ask(last)) this.#close();
        }}
      >
        Send it again
      </button>
    </div>`;
  }

  #fill(last: SentBefore): void {
    this.from = last.from ?? '';
    this.later = last.after === undefined ? null : String(last.after);
    this.#wanted = last;
    this.#choose({ to: last.to, message: last.message });
    this.#fillBody();
  }

  /** Once what belongs to its type is there. */
  #fillBody(): void {
    if (this.#wanted === null || this.form.read === null || this.form.message !== this.#wanted.message) return;
    this.#editing.begin(draftOf(this.#wanted.body), true);
    this.#begun = this.form.read;
    this.#wanted = null;
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
      autofocus
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
      ${isBare || !this.#editing.hasBegun ? nothing : this.#editing.render(shape, 'body', nodes, [this.form.message ?? ''], this.stars)}
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
    return this.later === null ? 'It arrives at once.' : 'It is on its way until then.';
  }

  #choose(change: { readonly to?: string; readonly message?: string }): void {
    const sameType = change.message === undefined || change.message === this.form.message;
    act(this, { type: 'form', form: { ...this.form, ...change, read: sameType ? this.form.read : null } });
  }

  readonly #commit = async (): Promise<void> => {
    const { to, message, read } = this.form;
    if (message === null || read === null) return;
    const after = this.later === null ? 0 : numberOf(this.later);
    if (after === null || !(after >= 0 && after < Infinity)) {
      this.problem = problem(
        'form/not-a-number',
        `‘${this.later ?? ''}’ is no time.`,
        'Type virtual milliseconds from 0, such as 20.',
      );
      await this.updateComplete;
      return this.renderRoot.querySelector<HTMLElement>('.arrives input')?.focus();
    }
    const finished: { readonly value: Plain } | null = await this.#editing.finish();
    if (finished === null) return;
    const from = this.from === '' || this.from === to ? null : this.from;
    const delay = after === 0 ? {} : { after };
    const input = { type: 'send', from, to, message, body: finished.value, ...delay } as const;
    if (await this.#asking.ask(input)) this.#close();
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
