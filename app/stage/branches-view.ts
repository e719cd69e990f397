/** `<rh-branches-view>`: the tree of branches, what can be done with each, and the race that was forked last. */
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { BranchView, Frame } from '../../kernel/protocol.ts';
import { act } from '../model/act.ts';
import { noMarks, type StarMarks } from '../model/stars.ts';
import type { OpenNotebook } from '../model/state.ts';
import '../parts/icon.ts';
import { type Joint, raceBranches, spanOf, treeRows, type TreeRow } from './branch-tree.ts';
import { formatNumber, formatTime } from './format.ts';
import { counted } from './race-text.ts';
import './race-view.ts';
import { starSigns, starStyles } from './star-sign.ts';
import { buttonStyles, viewStyles } from './view.css.ts';

export class RhBranchesView extends LitElement {
  static override readonly properties = {
    frame: { attribute: false },
    race: { attribute: false },
    comparing: { attribute: false },
    deleted: { attribute: false },
    stars: { attribute: false },
    renaming: { state: true },
    unfolded: { state: true },
  };
  declare frame: Frame | null;
  declare race: OpenNotebook['race'];
  declare comparing: OpenNotebook['comparing'];
  /** Names of branches that were deleted and can be brought back, the latest last. */
  declare deleted: readonly string[];
  /** What carries a star. */
  declare stars: StarMarks;
  declare renaming: number | null;
  /** The orders of a race stand in a row each. */
  declare unfolded: boolean;

  static override readonly styles = [
    viewStyles,
    buttonStyles,
    starStyles,
    css`
      ul.tree {
        list-style: none;
        margin: 0;
        padding: 8px 0 12px;
      }
      .tree li {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr) minmax(60px, 150px) auto;
        align-items: stretch;
        column-gap: 10px;
        padding: 0 18px;
        min-height: 44px;
      }
      .tree li:hover {
        background: color-mix(in srgb, var(--stage-ink) 4%, transparent);
      }
      .tree li.current {
        background: var(--accent-soft);
      }
      .joints {
        display: flex;
      }
      .joints span {
        position: relative;
        width: 20px;
      }
      .joints svg {
        position: absolute;
        inset: 0;
        width: 100%;
        height: 100%;
        stroke: var(--rule-strong, var(--ink-3));
        stroke-width: 1.5;
        fill: none;
      }
      .about {
        align-self: center;
        min-width: 0;
        padding: 5px 0;
      }
      .name {
        font: 600 var(--t-m) / 1.35 var(--font-ui);
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
        max-width: 100%;
        display: block;
      }
      button.name {
        all: unset;
        box-sizing: border-box;
        cursor: pointer;
        font: 600 var(--t-m) / 1.35 var(--font-ui);
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
        max-width: 100%;
        display: block;
        border-radius: 3px;
      }
      button.name:hover {
        color: var(--accent);
        text-decoration: underline;
      }
      .facts {
        color: var(--ink-3);
        font-size: var(--t-xs);
        white-space: nowrap;
        overflow: hidden;
        text-overflow: ellipsis;
      }
      .current .facts {
        color: var(--ink-2);
      }
      .facts b {
        color: var(--bad);
        font-weight: 600;
      }
      input {
        font: 600 var(--t-m) / 1.35 var(--font-ui);
        color: inherit;
        background: var(--raised);
        border: 1px solid var(--accent);
        border-radius: 4px;
        padding: 1px 6px;
        width: min(260px, 100%);
        box-sizing: border-box;
      }
      .span {
        align-self: center;
        position: relative;
        height: 14px;
      }
      .span i {
        position: absolute;
        top: 5px;
        height: 4px;
        min-width: 4px;
        border-radius: 2px;
        background: var(--ink-3);
      }
      .current .span i {
        background: var(--accent);
      }
      .span i::before {
        content: '';
        position: absolute;
        left: -2px;
        top: -2px;
        width: 8px;
        height: 8px;
        border-radius: 99px;
        background: var(--stage);
        box-shadow: inset 0 0 0 2px var(--ink-3);
      }
      .current .span i::before {
        box-shadow: inset 0 0 0 2px var(--accent);
      }
      .span b {
        position: absolute;
        top: -1px;
        translate: -50% 0;
        color: var(--bad);
        font: 700 11px / 15px var(--font-ui);
      }
      .actions {
        display: flex;
        gap: 2px;
        align-items: center;
        justify-content: flex-end;
      }
      .starred {
        display: flex;
        flex-wrap: wrap;
        gap: 0 14px;
      }
      .undo,
      .teach {
        margin: 0;
        padding: 6px 18px 14px;
        color: var(--ink-2);
      }
      .teach {
        max-width: 62ch;
        padding-top: 10px;
        line-height: 1.55;
      }
      .teach h3 {
        margin: 6px 0 2px;
        font: 600 var(--t-m) / 1.4 var(--font-ui);
        color: var(--stage-ink);
      }
      .teach p {
        margin: 0 0 8px;
      }
      .teach button {
        padding: 0;
        font-size: inherit;
        text-decoration: underline;
        text-underline-offset: 2px;
      }
      kbd {
        padding: 0 5px;
        border: 1px solid var(--rule-strong, var(--stage-rule));
        border-bottom-width: 2px;
        border-radius: 4px;
        background: var(--raised);
        font: 500 11px / 16px var(--font-ui);
      }
      @media (width < 620px) {
        .tree li {
          grid-template-columns: auto minmax(0, 1fr) auto;
          padding: 0 10px;
        }
        .span {
          display: none;
        }
        .tree .name,
        .facts {
          white-space: normal;
          overflow-wrap: anywhere;
        }
      }
    `,
  ];

  constructor() {
    super();
    this.frame = null;
    this.race = null;
    this.comparing = null;
    this.deleted = [];
    this.stars = noMarks;
    this.renaming = null;
    this.unfolded = false;
  }

  override render(): TemplateResult {
    const branches = this.frame?.branches ?? [];
    if (branches.length === 0) return html`<p class="empty">No run yet. A scenario begins one.</p>`;
    const folded = this.unfolded ? new Set<number>() : raceBranches(this.race?.result ?? null);
    const undelete = () => act(this, { type: 'branch', act: { type: 'undelete' } });
    return html`
      ${this.race === null ? nothing : html`<rh-race .race=${this.race.result} .branches=${branches}></rh-race>`}
      <ul class="tree" aria-label="Branches">
        ${repeat(
          treeRows(branches, folded),
          (row) => (row.type === 'branch' ? row.branch.id : 'race'),
          (row) => this.#row(row, branches),
        )}
      </ul>
      ${
        this.deleted.length === 0
          ? nothing
          : html`<p class="undo">“${this.deleted.at(-1)}” was deleted. <button @click=${undelete}>Undo</button></p>`
      }
      ${branches.length === 1 && this.race === null ? this.#teach() : nothing}
    `;
  }

  #row(row: TreeRow, branches: readonly BranchView[]): TemplateResult {
    if (row.type === 'race') {
      const unfold = () => {
        this.unfolded = true;
      };
      return html`<li>
        ${joints(row.joints)}
        <div class="about"><span class="facts">${counted(row.branches.length, 'order')} of the race</span></div>
        <span class="span"></span>
        <div class="actions"><button @click=${unfold}>Show all</button></div>
      </li>`;
    }
    const { branch, from } = row;
    const { id, name, isCurrent } = branch;
    const switchTo = () => act(this, { type: 'branch', act: { type: 'switch', id } });
    return html`<li class=${isCurrent ? 'current' : ''} aria-current=${isCurrent ? 'true' : nothing}>
      ${joints(row.joints)}
      <div class="about">
        ${
          this.renaming === id
            ? this.#nameField(branch)
            : isCurrent
              ? html`<span class="name" title=${name}>${name}</span>`
              : html`<button class="name" title="Switch to ${name}" @click=${switchTo}>${name}</button>`
        }
        <div class="facts">${this.#facts(branch, from)}</div>
        ${this.#starred(id)}
      </div>
      ${spanBar(branch, branches)}
      <div class="actions">${this.#actions(branch)}</div>
    </li>`;
  }

  #facts({ forkedAt, tip, violated, parent }: BranchView, from: string): TemplateResult {
    const origin = parent === null ? 'from the start' : `from ${from} at ${formatTime(forkedAt.time)}`;
    return html`${origin}, to ${formatTime(tip.now)} · ${formatNumber(tip.step)} events
    ${violated === 0 ? nothing : html` · <b>✗ ${violated} violated</b>`}`;
  }

  /** Where the stars live at its end. */
  #starred(id: number): TemplateResult | typeof nothing {
    const signs = this.stars.branches.get(id) ?? [];
    if (signs.length === 0) return nothing;
    return html`<div class="facts starred">${signs.map(
      (sign) =>
        html`<span>${starSigns([sign], true)} ${sign.nodes.length === 0 ? 'on no node' : `on ${sign.nodes.join(', ')}`}</span>`,
    )}</div>`;
  }

  #actions(branch: BranchView): TemplateResult {
    const { id, name, isCurrent } = branch;
    const isCompared = this.comparing?.with === id;
    const rename = () => {
      this.renaming = id;
    };
    const compare = () => act(this, { type: 'compare', with: isCompared ? null : id });
    const remove = () => act(this, { type: 'branch', act: { type: 'delete', id } });
    return html`
      ${isCurrent ? html`<span class="here">shown</span>` : html`<button aria-pressed=${isCompared} aria-label="Compare with ${name}" @click=${compare}>Compare</button>`}
      <button class="icon" aria-label="Rename ${name}" title="Rename" @click=${rename}><rh-icon name="pencil"></rh-icon></button>
      ${
        isCurrent
          ? html`<span class="icon"></span>`
          : html`<button class="icon" aria-label="Delete ${name}" title="Delete" @click=${remove}><rh-icon name="trash"></rh-icon></button>`
      }`;
  }

  #nameField({ id, name }: BranchView): TemplateResult {
    const done = (value: string) => {
      if (this.renaming !== id) return;
      this.renaming = null;
      if (value.trim() !== '' && value !== name)
        act(this, { type: 'branch', act: { type: 'rename', id, name: value } });
    };
    return html`<input
      aria-label="Name of the branch"
      maxlength="80"
      .value=${name}
      @blur=${(event: FocusEvent & { readonly target: HTMLInputElement }) => done(event.target.value)}
      @keydown=${(event: KeyboardEvent & { readonly target: HTMLInputElement }) => {
        event.stopPropagation();
        if (event.key === 'Enter') done(event.target.value);
        else if (event.key === 'Escape') this.renaming = null;
      }}
    />`;
  }

  override updated(changed: ReadonlyMap<PropertyKey, unknown>): void {
    if (!changed.has('renaming') || this.renaming === null) return;
    const field = this.renderRoot.querySelector('input');
    field?.focus();
    field?.select();
  }

  #teach(): TemplateResult {
    return html`<div class="teach">
      <h3>Another future, without losing this one</h3>
      <p>
        Press <kbd>F</kbd> to fork at the playhead: a new branch begins there and goes on by itself. Acts in the past (a crash, a
        message taken by hand) begin a branch too. Compare two branches to see where they part.
      </p>
      <h3>Every order of a race</h3>
      <p>
        In the <button @click=${() => act(this, { type: 'stage-view', view: 'log' })}>log</button>, choose the arrival of a message
        while another is on its way to the same node (<rh-icon name="fork"></rh-icon> marks them), and press <kbd>R</kbd>. Each order of the rivals becomes a branch, and here you
        see how many different outcomes there are.
      </p>
    </div>`;
  }
}

/** The lines that join a row to the one it hangs on. */
function joints(list: readonly Joint[]): TemplateResult {
  const lines: Readonly<Record<Joint, string>> = {
    none: '',
    pass: 'M10 0V100',
    fork: 'M10 0V100M10 50H20',
    last: 'M10 0V50H20',
  };
  return html`<span class="joints" aria-hidden="true">
    ${list.map(
      (joint) =>
        html`<span><svg viewBox="0 0 20 100" preserveAspectRatio="none"><path d=${lines[joint]} vector-effect="non-scaling-stroke" /></svg></span>`,
    )}
  </span>`;
}

function spanBar(branch: BranchView, branches: readonly BranchView[]): TemplateResult {
  const { from, to } = spanOf(branch, branches);
  const percent = (share: number): string => `${(share * 100).toFixed(2)}%`;
  const whole = Math.max(1, ...branches.map(({ tip }) => tip.now));
  const { violation } = branch;
  return html`<span class="span" aria-hidden="true">
    <i style="left: ${percent(from)}; width: ${percent(Math.max(0, to - from))}"></i>
    ${violation === null ? nothing : html`<b style="left: ${percent(Math.min(1, violation.time / whole))}" title=${violation.property}>✗</b>`}
  </span>`;
}

customElements.define('rh-branches-view', RhBranchesView);

declare global {
  interface HTMLElementTagNameMap {
    'rh-branches-view': RhBranchesView;
  }
}
