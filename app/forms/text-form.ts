/** `<rh-text-form .text>`: a value written as in a notebook. Says `rh-text` as it is typed. The parser comes when it is first wanted. */
import type { parseExpressionAt } from 'acorn';
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { formStyles } from './form.css.ts';
import { type Read, readPlain } from './plain-text.ts';

let parsing: Promise<typeof parseExpressionAt> | null = null;

/** The parser, which comes when it is first wanted. */
export function parser(): Promise<typeof parseExpressionAt> {
  parsing ??= import('acorn').then((acorn) => acorn.parseExpressionAt);
  return parsing;
}

/** Reads a value as it is written. */
export async function readText(text: string): Promise<Read> {
  return readPlain(text, await parser());
}

export class RhTextForm extends LitElement {
  static override readonly properties = {
    text: { attribute: false },
    label: { attribute: false },
    problem: { attribute: false },
  };
  declare text: string;
  declare label: string;
  /** What is wrong with it, and where. */
  declare problem: { readonly text: string; readonly at: number } | null;

  static override readonly styles = [
    formStyles,
    css`
      :host {
        display: grid;
        gap: 5px;
      }
      code {
        font: 400 11px / 1.5 var(--font-code);
      }
    `,
  ];

  constructor() {
    super();
    this.text = '';
    this.label = 'value';
    this.problem = null;
  }

  override focus(): void {
    const area = this.renderRoot.querySelector('textarea');
    area?.focus();
    if (area !== null && this.problem !== null) area.setSelectionRange(this.problem.at, this.problem.at + 1);
  }

  override render(): TemplateResult {
    const lines = this.text.split('\n').length;
    return html`<textarea
        aria-label=${this.label}
        aria-invalid=${this.problem !== null}
        aria-describedby="problem hint"
        spellcheck="false"
        rows=${Math.max(3, Math.min(14, lines + 1))}
        .value=${live(this.text)}
        @input=${({ currentTarget }: { readonly currentTarget: HTMLTextAreaElement }) =>
          this.dispatchEvent(new CustomEvent<string>('rh-text', { detail: currentTarget.value }))}
      ></textarea>
      ${this.problem === null ? nothing : html`<p class="problem" id="problem" role="alert">${this.problem.text}</p>`}
      <p class="hint" id="hint">
        As in a notebook: <code>{ term: 3, from: ['A'] }</code>, <code>new Set(['A'])</code>, <code>new Map([['k', 1]])</code>,
        <code>10n</code>. Ctrl Enter finishes.
      </p>`;
  }
}

customElements.define('rh-text-form', RhTextForm);

declare global {
  interface HTMLElementTagNameMap {
    'rh-text-form': RhTextForm;
  }
}
