/** `<rh-value-form>`: changes a value of a node's state, in its place. What is set is the smallest place that differs. */
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { type Path, pathText } from '../../kernel/path.ts';
import type { Frame, ValueReply } from '../../kernel/protocol.ts';
import type { Shape, Shapes } from '../../kernel/shape.ts';
import { act } from '../model/act.ts';
import type { PageStar } from '../model/stars.ts';
import type { Form } from '../model/state.ts';
import '../parts/icon.ts';
import { formatTime } from '../stage/format.ts';
import { answered } from './answered.ts';
import { Asking } from './asking.ts';
import { draftOf } from './draft.ts';
import { editOf } from './edit.ts';
import { Editing } from './editing.ts';
import { fieldHeadStyles, formStyles } from './form.css.ts';
import './form-popover.ts';
import { problemLine, problemStyles } from './problem-line.ts';
import { any, shapeAlong, shapeOfValues } from './shape.ts';

export class RhValueForm extends LitElement {
  static override readonly properties = {
    form: { attribute: false },
    frame: { attribute: false },
    shapes: { attribute: false },
    isPast: { attribute: false },
    stars: { attribute: false },
  };
  declare form: Extract<Form, { type: 'value' }>;
  declare frame: Frame | null;
  declare shapes: Shapes | null;
  /** An earlier moment is shown. */
  declare isPast: boolean;

  declare stars: readonly PageStar[];
  readonly #editing = new Editing(this);
  #begun: ValueReply | null = null;
  readonly #asking = new Asking(this, (input) => answered(this, input));

  static override readonly styles = [
    formStyles,
    fieldHeadStyles,
    problemStyles,
    css`
      .body {
        flex: 1;
        min-height: 0;
        overflow-y: auto;
        padding: 1px 8px 10px;
        scrollbar-width: thin;
      }
      footer {
        display: flex;
        align-items: center;
        gap: 6px;
        padding: 6px 8px;
        border-top: 1px solid var(--rule);
      }
      footer p {
        flex: 1;
        margin: 0 4px 0 3px;
      }
      .branch {
        color: var(--accent);
        font-size: var(--t-s);
        text-wrap: pretty;
      }
    `,
  ];

  override willUpdate(): void {
    const { read } = this.form;
    if (read === this.#begun || read === null) return;
    this.#begun = read;
    if (read.type === 'value') this.#editing.begin(draftOf(read.value), true);
  }

  override render(): TemplateResult {
    const { node, field, anchor, read } = this.form;
    const name = `${node}.${pathText(this.#path)}`;
    return html`<rh-form-popover
      .anchor=${anchor}
      .label=${`Edit ${name}`}
      .isWaiting=${this.#asking.isWaiting}
      @rh-cancel=${this.#close}
      @rh-commit=${this.#commit}
      @rh-outside=${this.#onOutside}
    >
      <header>
        <h2>${name}</h2>
        ${read?.type === 'value' ? this.#textToggle() : nothing}
      </header>
      <div class="body">${this.#body(read, field)}${problemLine(this.#asking.refused, 'refused')}</div>
      <footer>
        ${
          this.isPast
            ? html`<p class="branch">Begins a branch at ${formatTime(this.frame?.now ?? 0)}.</p>`
            : html`<p class="hint">${read?.type === 'value' ? 'Enter sets it, Esc leaves it.' : ''}</p>`
        }
        <button class="plain" @click=${this.#close}>${read?.type === 'value' ? 'Cancel' : 'Close'}</button>
        ${read?.type === 'value' ? html`<button class="primary" aria-disabled=${this.#asking.isWaiting} @click=${this.#commit}>Set</button>` : nothing}
      </footer>
    </rh-form-popover>`;
  }

  #textToggle(): TemplateResult {
    const label = this.#editing.isText ? 'Edit by fields' : 'Edit as text';
    return html`<button
      class="icon"
      aria-label=${label}
      title=${label}
      aria-pressed=${this.#editing.isText}
      @click=${() => void this.#editing.toggleText()}
    >
      { }
    </button>`;
  }

  #body(read: ValueReply | null, field: string): TemplateResult {
    switch (read?.type) {
      case undefined:
        return html`<p class="hint" role="status">Reading it…</p>`;
      case 'missing':
        return html`<p class="problem">${read.text}</p>`;
      case 'too-large':
        return html`<p class="problem">
          It has more than ${read.limit} parts, too many for a form. Edit it by a rule, or in a scenario with <code>world.edit</code>.
        </p>`;
      case 'value': {
        if (!this.#editing.hasBegun) return html``;
        return this.#editing.render(
          this.#shape(read),
          field,
          this.frame?.nodes.map(({ id }) => id) ?? [],
          [field],
          this.stars,
        );
      }
    }
  }

  get #path(): Path {
    return this.form.path ?? [this.form.field];
  }

  /** As the types have it; before those are known, as the values at this and other nodes have it. */
  #shape({ value, alike }: Extract<ValueReply, { type: 'value' }>): Shape {
    const { node } = this.form;
    const kind = this.frame?.nodes.find(({ id }) => id === node)?.kind ?? '';
    const state = this.shapes?.kinds[kind];
    const declared = state === undefined ? any : shapeAlong(state, this.#path);
    return declared.t === 'any' ? shapeOfValues([value, ...alike]) : declared;
  }

  readonly #commit = async (): Promise<void> => {
    const { node, read } = this.form;
    if (read?.type !== 'value') return this.#close();
    const finished = await this.#editing.finish();
    if (finished === null) return;
    const input = editOf(node, this.#path, read.value, finished.value);
    if (input === null || (await this.#asking.ask(input))) this.#close();
  };

  readonly #onOutside = (): void => {
    // What was typed is not lost by a press elsewhere.
    if (!this.#editing.hasBegun || !this.#editing.isChanged) this.#close();
  };

  readonly #close = (): void => act(this, { type: 'form', form: null });
}

customElements.define('rh-value-form', RhValueForm);
