/** `<rh-delay-form>`: by how much a message is delayed. */
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { messageTitle } from '../menu/targets.ts';
import { act } from '../model/act.ts';
import type { Form } from '../model/state.ts';
import { answered } from './answered.ts';
import { Asking } from './asking.ts';
import { finish } from './draft.ts';
import { formStyles } from './form.css.ts';
import './form-popover.ts';
import { problemLine, problemStyles } from './problem-line.ts';
import { type FormProblem, problem } from './problem.ts';

export class RhDelayForm extends LitElement {
  static override readonly properties = { form: { attribute: false }, problem: { state: true } };
  declare form: Extract<Form, { type: 'delay' }>;
  /** What is wrong with the time. */
  declare problem: FormProblem | null;

  #text = '50';
  readonly #asking = new Asking(this, (input) => answered(this, input));

  static override readonly styles = [
    formStyles,
    problemStyles,
    css`
      .all {
        display: grid;
        gap: 8px;
        padding: 9px 10px 10px;
      }
      label {
        display: grid;
        grid-template-columns: max-content 96px max-content 1fr auto;
        align-items: center;
        gap: 8px;
        color: var(--ink-2);
      }
    `,
  ];

  constructor() {
    super();
    this.problem = null;
  }

  override firstUpdated(): void {
    const input = this.renderRoot.querySelector('input');
    input?.focus();
    input?.select();
  }

  override render(): TemplateResult {
    const wrong = this.problem ?? this.#asking.refused;
    return html`<rh-form-popover
      .anchor=${this.form.anchor}
      .label=${`Delay ${messageTitle(this.form.pending)}`}
      .isWaiting=${this.#asking.isWaiting}
      @rh-cancel=${this.#close}
      @rh-outside=${this.#onOutside}
      @rh-commit=${this.#commit}
    >
      <div class="all">
        <label>
          Delay by
          <input
            inputmode="decimal"
            autocomplete="off"
            aria-label="Delay in virtual milliseconds"
            aria-invalid=${wrong !== null}
            aria-describedby=${wrong === null ? nothing : 'problem'}
            value=${this.#text}
            @input=${({ currentTarget }: { readonly currentTarget: HTMLInputElement }) => {
              this.#text = currentTarget.value;
              this.problem = null;
              this.#asking.forget();
            }}
          />
          ms <span></span>
          <button class="primary" aria-disabled=${this.#asking.isWaiting} @click=${this.#commit}>Delay</button>
        </label>
        ${problemLine(wrong, 'problem')}
      </div>
    </rh-form-popover>`;
  }

  readonly #commit = async (): Promise<void> => {
    const finished = finish({ kind: 'number', text: this.#text });
    const ms = 'value' in finished && typeof finished.value === 'number' ? finished.value : Number.NaN;
    if (!(ms >= 0 && ms < Infinity)) {
      const [first] = 'problems' in finished ? finished.problems : [];
      this.problem =
        first ??
        problem('form/not-a-number', `‘${this.#text}’ is no delay.`, 'Type virtual milliseconds from 0, such as 20.');
      return;
    }
    this.problem = null;
    if (await this.#asking.ask({ type: 'delay', pending: this.form.pending, ms })) this.#close();
  };

  /** What waits for its answer may still be refused: what was typed is not lost by a press elsewhere. */
  readonly #onOutside = (): void => {
    if (!this.#asking.isWaiting && this.#asking.refused === null) this.#close();
  };

  readonly #close = (): void => act(this, { type: 'form', form: null });
}

customElements.define('rh-delay-form', RhDelayForm);
