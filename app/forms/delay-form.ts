/** `<rh-delay-form>`: by how much a message is delayed. */
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { messageTitle } from '../menu/targets.ts';
import { act } from '../model/act.ts';
import type { Form } from '../model/state.ts';
import { finish } from './draft.ts';
import { formStyles } from './form.css.ts';
import './form-popover.ts';

export class RhDelayForm extends LitElement {
  static override readonly properties = { form: { attribute: false }, problem: { state: true } };
  declare form: Extract<Form, { type: 'delay' }>;
  declare problem: string | null;

  #text = '50';

  static override readonly styles = [
    formStyles,
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
    return html`<rh-form-popover
      .anchor=${this.form.anchor}
      .label=${`Delay ${messageTitle(this.form.pending)}`}
      @rh-cancel=${this.#close}
      @rh-outside=${this.#close}
      @rh-commit=${this.#commit}
    >
      <div class="all">
        <label>
          Delay by
          <input
            inputmode="decimal"
            autocomplete="off"
            aria-label="Delay in virtual milliseconds"
            aria-invalid=${this.problem !== null}
            aria-describedby="problem"
            value=${this.#text}
            @input=${({ currentTarget }: { readonly currentTarget: HTMLInputElement }) => {
              this.#text = currentTarget.value;
              this.problem = null;
            }}
          />
          ms <span></span>
          <button class="primary" @click=${this.#commit}>Delay</button>
        </label>
        ${this.problem === null ? nothing : html`<p class="problem" id="problem" role="alert">${this.problem}</p>`}
      </div>
    </rh-form-popover>`;
  }

  readonly #commit = (): void => {
    const finished = finish({ kind: 'number', text: this.#text });
    const ms = 'value' in finished && typeof finished.value === 'number' ? finished.value : Number.NaN;
    if (!(ms >= 0 && ms < Infinity)) {
      const [first] = 'problems' in finished ? finished.problems : [];
      this.problem = first?.text ?? 'A message can be delayed by 0 ms or more.';
      return;
    }
    const { pending } = this.form;
    this.#close();
    act(this, { type: 'input', input: { type: 'delay', pending, ms } });
  };

  readonly #close = (): void => act(this, { type: 'form', form: null });
}

customElements.define('rh-delay-form', RhDelayForm);
