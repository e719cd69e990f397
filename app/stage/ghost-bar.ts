/**
 * `<rh-ghost-bar>`: says that the run as it was before an edit is shown with the run, where they part, and what can be done with it:
 * hide it, compare, keep it as a branch, drop it.
 */
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import type { Frame } from '../../kernel/protocol.ts';
import { act } from '../model/act.ts';
import '../parts/icon.ts';
import { formatTime } from './format.ts';
import { buttonStyles } from './view.css.ts';

export class RhGhostBar extends LitElement {
  static override readonly properties = { frame: { attribute: false }, isShown: { attribute: false } };
  declare frame: Frame | null;
  declare isShown: boolean;

  static override readonly styles = [
    buttonStyles,
    css`
      :host {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 2px 8px;
        padding: 5px 10px 5px 18px;
        border-bottom: 1px solid var(--stage-rule);
        background: var(--raised);
        color: var(--ink-2);
        font: 400 var(--t-s) / 1.45 var(--font-ui);
        font-variant-numeric: tabular-nums;
      }
      .sign {
        width: 26px;
        height: 12px;
        flex: none;
      }
      .sign circle {
        fill: none;
        stroke: var(--ink-2);
        stroke-width: 1.4;
        stroke-dasharray: 2 2.4;
      }
      .sign path {
        stroke: var(--ink-2);
        stroke-width: 1.4;
        stroke-dasharray: 3 3;
      }
      p {
        flex: 1 1 220px;
        min-width: 0;
        margin: 0;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      p button {
        padding: 0 2px;
      }
      b {
        font-weight: 600;
        color: var(--stage-ink);
      }
      .actions {
        display: flex;
        flex-wrap: wrap;
        gap: 2px;
      }
      button:focus-visible {
        outline: 2px solid var(--accent);
        outline-offset: -2px;
      }
    `,
  ];

  constructor() {
    super();
    this.frame = null;
    this.isShown = true;
  }

  override render(): TemplateResult | typeof nothing {
    const { frame, isShown } = this;
    const ghost = frame?.ghost ?? null;
    if (frame === null || ghost === null) return nothing;
    const { divergence } = ghost;
    const isRunning = frame.status === 'rerunning';
    return html`
      <svg class="sign" viewBox="0 0 26 12" aria-hidden="true"><circle cx="6" cy="6" r="5"></circle><path d="M14 6h12"></path></svg>
      ${
        isRunning
          ? html`<p role="status">The past is run again: ${formatTime(frame.tip.now)} of ${formatTime(ghost.tip.now)}</p>`
          : divergence === null
            ? html`<p>The run as it was before the edit is ${isShown ? 'dashed' : 'hidden'}.</p>`
            : html`<p title=${divergence.text}>
                <button @click=${() => act(this, { type: 'seek', to: divergence.step + 1 })}>${formatTime(divergence.time)}</button>
                ${divergence.text}
              </p>`
      }
      <span class="actions">
        <button
          aria-pressed=${isShown}
          title="Dashed and pale, where it differs"
          @click=${() => act(this, { type: 'show-ghost', on: !isShown })}
        >As it was</button>
        <button @click=${() => act(this, { type: 'compare', with: 'ghost' })}>Compare</button>
        <button title="Keep the run as it was, as a branch" @click=${() => act(this, { type: 'branch', act: { type: 'keep-ghost' } })}>Keep</button>
        <button title="Forget the run as it was" @click=${() => act(this, { type: 'branch', act: { type: 'drop-ghost' } })}>Drop</button>
      </span>
    `;
  }
}

customElements.define('rh-ghost-bar', RhGhostBar);

declare global {
  interface HTMLElementTagNameMap {
    'rh-ghost-bar': RhGhostBar;
  }
}
