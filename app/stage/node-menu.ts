/** `<rh-node-menu>`: what can be done to a node, as a menu: crash, restart, cut a link, cut off, heal. */
import { css, html, LitElement, type TemplateResult } from 'lit';
import type { Input } from '../../kernel/protocol.ts';
import { act } from '../model/act.ts';

interface Item {
  readonly label: string;
  readonly inputs: readonly Input[];
  readonly isGrave: boolean;
}

export class RhNodeMenu extends LitElement {
  static override readonly properties = {
    node: { attribute: false },
    alive: { attribute: false },
    others: { attribute: false },
    cuts: { attribute: false },
  };
  declare node: string;
  declare alive: boolean;
  /** The other nodes, nearest first. */
  declare others: readonly string[];
  declare cuts: readonly (readonly [string, string])[];

  static override readonly styles = css`
    :host {
      position: absolute;
      z-index: 5;
      width: 200px;
      max-height: min(320px, 90%);
      overflow-y: auto;
      background: var(--raised);
      color: var(--ink);
      border: 1px solid var(--rule-strong, var(--rule));
      border-radius: 8px;
      box-shadow: var(--shadow, 0 6px 24px rgb(0 0 0 / 12%));
      padding: 4px;
      font: 450 var(--t-s) / 1.4 var(--font-ui);
    }
    h4 {
      margin: 0;
      padding: 6px 8px 4px;
      font: 600 var(--t-xs) / 1.3 var(--font-ui);
      color: var(--ink-3);
    }
    button {
      all: unset;
      display: block;
      box-sizing: border-box;
      width: 100%;
      padding: 5px 8px;
      border-radius: 5px;
      cursor: pointer;
    }
    button:hover,
    button:focus-visible {
      background: var(--accent-soft);
    }
    button.grave {
      color: var(--bad);
    }
  `;

  constructor() {
    super();
    this.node = '';
    this.alive = true;
    this.others = [];
    this.cuts = [];
  }

  override firstUpdated(): void {
    this.#buttons()[0]?.focus();
  }

  override render(): TemplateResult {
    const isCut = (other: string) =>
      this.cuts.some(([a, b]) => (a === this.node && b === other) || (b === this.node && a === other));
    const linked = this.others.filter((other) => !isCut(other));
    const cut = (b: string): Input => ({ type: 'cut', a: this.node, b });
    const items: readonly Item[] = [
      this.alive
        ? { label: 'Crash', inputs: [{ type: 'crash', node: this.node }], isGrave: true }
        : { label: 'Restart', inputs: [{ type: 'restart', node: this.node }], isGrave: false },
      ...(linked.length > 1 ? [{ label: 'Cut off from all', inputs: linked.map(cut), isGrave: true }] : []),
      ...(this.cuts.length > 0
        ? [{ label: 'Heal all links', inputs: [{ type: 'heal' } as const], isGrave: false }]
        : []),
    ];
    return html`<div role="menu" aria-label="Actions on ${this.node}" @keydown=${this.#onKey}>
      <h4>${this.node}</h4>
      ${items.map((item) => this.#item(item))}
      ${linked.length > 0 ? html`<h4>Cut the link to</h4>` : ''}
      ${linked.slice(0, 60).map((other) => this.#item({ label: other, inputs: [cut(other)], isGrave: false }))}
    </div>`;
  }

  #item({ label, inputs, isGrave }: Item): TemplateResult {
    const run = () => {
      for (const input of inputs) act(this, { type: 'input', input });
      this.#close();
    };
    return html`<button role="menuitem" tabindex="-1" class=${isGrave ? 'grave' : ''} @click=${run}>${label}</button>`;
  }

  #buttons(): readonly HTMLButtonElement[] {
    return [...this.renderRoot.querySelectorAll('button')];
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    const buttons = this.#buttons();
    const focused = this.shadowRoot?.activeElement;
    const at = buttons.findIndex((button) => button === focused);
    const moves: Readonly<Record<string, number>> = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 };
    const to = moves[event.key];
    if (to !== undefined) buttons.at(to % buttons.length)?.focus();
    else if (event.key === 'Escape' || event.key === 'Tab') this.#close();
    else if (event.key !== 'Enter' && event.key !== ' ') return;
    event.stopPropagation();
    if (event.key !== 'Enter' && event.key !== ' ') event.preventDefault();
  };

  /** Tells the topology, which takes the menu away and gives the focus back to the node. */
  #close(): void {
    this.dispatchEvent(new CustomEvent('rh-menu-close'));
  }
}

customElements.define('rh-node-menu', RhNodeMenu);

declare global {
  interface HTMLElementTagNameMap {
    'rh-node-menu': RhNodeMenu;
  }
}
