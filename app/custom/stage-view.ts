/** `<rh-stage-view .shown>`: the view of a view cell as a tab of the stage. */
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { act } from '../model/act.ts';
import type { CellView } from '../model/custom-views.ts';
import { viewStyles } from '../stage/view.css.ts';
import './custom-view.ts';

export class RhStageView extends LitElement {
  static override readonly properties = { shown: { attribute: false } };
  declare shown: CellView;

  static override readonly styles = [
    viewStyles,
    css`
      :host {
        display: grid;
        grid-template: minmax(0, 1fr) auto / minmax(0, 1fr);
        overflow: hidden;
        --ground: var(--stage);
      }
      rh-custom-view {
        padding: 14px 18px;
        color: var(--stage-ink);
      }
      rh-custom-view.stale {
        opacity: 0.6;
      }
      footer {
        display: flex;
        flex-wrap: wrap;
        align-items: baseline;
        gap: 2px 12px;
        padding: 6px 14px;
        border-top: 1px solid var(--stage-rule);
        color: var(--ink-3);
      }
      footer p {
        margin: 0;
        overflow-wrap: anywhere;
      }
      .wrong b {
        color: var(--bad);
        font-weight: 600;
      }
      .grow {
        flex: 1;
      }
      button {
        all: unset;
        cursor: pointer;
        color: var(--accent);
        font-weight: 550;
        white-space: nowrap;
      }
      button:focus-visible {
        outline: 2px solid var(--accent);
      }
    `,
  ];

  override render(): TemplateResult {
    const { cell, name, view, ghost, wrong } = this.shown;
    const replaces = view?.replaces ?? null;
    return html`
      ${
        view === null
          ? html`<p class="empty">${wrong === null ? 'Not drawn yet.' : 'This view cannot be drawn.'}</p>`
          : html`<rh-custom-view class=${wrong === null ? '' : 'stale'} .cell=${cell} .view=${view} .ghost=${ghost} .name=${name}></rh-custom-view>`
      }
      <footer>
        ${wrong === null ? nothing : html`<p class="wrong" role="status"><b>${wrong.text}</b>${view === null ? nothing : ' This is how it was before.'}</p>`}
        <span class="grow"></span>
        ${
          replaces === null
            ? nothing
            : html`<button @click=${() => act(this, { type: 'stage-view', view: replaces })}>The built-in view</button>`
        }
        <button @click=${() => act(this, { type: 'reveal', cell, range: wrong?.range ?? null, isQuiet: wrong === null })}>
          ${wrong === null ? 'Show its cell' : 'Show its line'}
        </button>
      </footer>
    `;
  }
}

customElements.define('rh-stage-view', RhStageView);

declare global {
  interface HTMLElementTagNameMap {
    'rh-stage-view': RhStageView;
  }
}
