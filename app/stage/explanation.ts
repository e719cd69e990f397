/** `<rh-explanation .of>`: why something is as it is, each event in it a link. Asks by itself, as long as it is shown. */
import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import type { EventLink, Explanation, Looked, Subject } from '../../kernel/explanation.ts';
import { act } from '../model/act.ts';
import { page, select } from '../model/page.ts';
import { formatTime } from './format.ts';

export class RhExplanation extends LitElement {
  static override readonly properties = { of: { attribute: false, hasChanged: isOther } };
  declare of: Subject | null;

  readonly #why = select(this, ({ open }) => open?.why ?? null);

  static override readonly styles = css`
    :host {
      display: block;
      font: 400 var(--t-s) / 1.45 var(--font-ui);
      color: var(--ink-2);
      font-variant-numeric: tabular-nums;
    }
    p {
      margin: 0 0 4px;
      overflow-wrap: anywhere;
    }
    ol {
      list-style: none;
      margin: 0;
      padding: 0;
    }
    li {
      display: grid;
      grid-template-columns: minmax(60px, max-content) minmax(0, 1fr);
      gap: 0 10px;
      padding: 1px 0;
    }
    li.by {
      color: var(--ink);
    }
    li + li > :first-child::before {
      content: '↳ ';
      color: var(--ink-3);
    }
    .time {
      color: var(--ink-3);
      white-space: nowrap;
    }
    .lead {
      color: var(--ink-3);
    }
    .was {
      font: 400 11.5px / 1.5 var(--font-code);
      color: var(--ink);
    }
    button {
      all: unset;
      cursor: pointer;
      border-radius: 3px;
      overflow-wrap: anywhere;
    }
    button:hover {
      color: var(--accent);
      text-decoration: underline;
    }
    button:focus-visible {
      outline: 2px solid var(--accent);
      outline-offset: 1px;
    }
    .scroll {
      overflow-x: auto;
      margin-top: 6px;
    }
    table {
      border-collapse: collapse;
    }
    th,
    td {
      padding: 2px 14px 2px 0;
      text-align: left;
      vertical-align: top;
      font: 400 11.5px / 1.5 var(--font-code);
      color: var(--ink);
      border-top: 1px solid var(--stage-rule);
    }
    thead th {
      border-top: 0;
      color: var(--ink-3);
      font: 500 var(--t-xs) / 1.4 var(--font-ui);
    }
    tbody th {
      font: 600 var(--t-s) / 1.5 var(--font-ui);
    }
    td.new {
      background: color-mix(in srgb, var(--c2) 18%, transparent);
      box-shadow: inset 2px 0 var(--c2);
      padding-left: 6px;
    }
  `;

  constructor() {
    super();
    this.of = null;
  }

  override updated(changed: PropertyValues<this>): void {
    const { of } = this;
    // Once: where two are shown, the one that came last has the answer.
    if (changed.has('of') && of !== null && isOther(of, this.#why.value?.of))
      act(this, { type: 'explain', of, anchor: null });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    // What took its place may have asked already.
    if (this.of !== null && !isOther(this.of, page.state.open?.why?.of)) page.dispatch({ type: 'explain', of: null });
  }

  override render(): TemplateResult | typeof nothing {
    const why = this.#why.value;
    if (this.of === null || why === null || isOther(this.of, why.of)) return nothing;
    if (why.answer === null) return html`<p class="lead" role="status">Looking for the cause…</p>`;
    const { explanation, text } = why.answer;
    return explanation === null
      ? html`<p>${text}</p>`
      : html`${this.#events(explanation)}${explanation.looked.map(lookedTable)}`;
  }

  #events({ by, since, causes, origin, was }: Explanation): TemplateResult | typeof nothing {
    if (since === null) return nothing;
    return html`
      ${was === null ? nothing : html`<p>Before: <span class="was">${was}</span></p>`}
      <ol aria-label="What led to it, the latest first">
        <li class="by">
          <span class="time">${formatTime(since.time)}</span>
          ${typeof by === 'string' ? html`<span>${by}</span>` : this.#link(by)}
        </li>
        ${causes.map((cause) => html`<li><span class="time">${formatTime(cause.time)}</span>${this.#link(cause)}</li>`)}
        ${
          causes.length === 0 && origin === ''
            ? nothing
            : html`<li class="lead"><span class="time"></span><span>${origin === '' ? 'and more before that' : origin}</span></li>`
        }
      </ol>
    `;
  }

  #link({ step, text, rule }: EventLink): TemplateResult {
    return html`<button title=${rule === '' ? 'Go to this event' : `Go to this event, of the rule ${rule}`} @click=${() => this.#go(step, rule)}>
      ${text}
    </button>`;
  }

  /** To the event, and its rule into view. */
  #go(step: number, rule: string): void {
    const known = page.state.open?.frame?.rules.find((one) => one.rule === rule);
    act(this, { type: 'seek', to: step });
    if (known !== undefined) act(this, { type: 'reveal', cell: known.cell, range: known.range });
  }
}

function lookedTable({ kind, fields, rows, more }: Looked): TemplateResult {
  return html`<div class="scroll">
    <p class="lead" id="read-${kind}">
      What it read of each ${kind}${rows.some(({ values }) => values.some(({ isNew }) => isNew)) ? ', and what had just changed' : ''}
    </p>
    <table aria-labelledby="read-${kind}">
      <thead>
        <tr>
          <th scope="col">node</th>
          ${fields.map((field) => html`<th scope="col">${field}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          ({ node, values }) => html`<tr>
            <th scope="row">${node}</th>
            ${values.map(({ text, isNew }) => html`<td class=${isNew ? 'new' : ''} title=${isNew ? 'It had just changed' : ''}>${text}</td>`)}
          </tr>`,
        )}
      </tbody>
    </table>
    ${more === 0 ? nothing : html`<p class="lead">and ${more} more</p>`}
  </div>`;
}

/** As data. */
function isOther(a: Subject | null | undefined, b: Subject | null | undefined): boolean {
  return JSON.stringify(a ?? null) !== JSON.stringify(b ?? null);
}

customElements.define('rh-explanation', RhExplanation);

declare global {
  interface HTMLElementTagNameMap {
    'rh-explanation': RhExplanation;
  }
}
