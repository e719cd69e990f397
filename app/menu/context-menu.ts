/**
 * `<rh-context-menu .menu .anchor>`: a menu in the browser's top layer, so that no stage is too small for it. Arrow keys, Home, End,
 * the first letters of a label, Enter; a submenu to the right with →, back with ←. Esc, Tab, a press elsewhere close it. It holds the
 * run while it is open. Its owner takes it away on `rh-menu-close`, and gives the focus back where it was.
 */
import { boxFor, screenFor } from '../parts/own-px.ts';
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { act } from '../model/act.ts';
import '../parts/icon.ts';
import type { Menu, MenuItem } from './menu.ts';
import { type Box, placeBelow, placeBeside } from './place.ts';

/** Letters typed within this time, in ms, are one word. */
const wordMs = 600;

type Shown = Exclude<MenuItem, { readonly type: 'line' }>;

export class RhContextMenu extends LitElement {
  static override readonly properties = {
    menu: { attribute: false },
    anchor: { attribute: false },
    isInner: { attribute: false },
    inner: { state: true },
  };
  declare menu: Menu;
  declare anchor: Box;
  /** It belongs to an item of another menu. */
  declare isInner: boolean;
  /** The item whose submenu is open. */
  declare inner: number | null;

  #typed = '';
  #typedAt = 0;

  static override readonly styles = css`
    :host {
      position: fixed;
      inset: auto;
      margin: 0;
      padding: 4px;
      box-sizing: border-box;
      width: max-content;
      min-width: 168px;
      max-width: min(300px, calc(var(--screen-width) - 16px));
      max-height: calc(var(--screen-height) - 16px);
      overflow-y: auto;
      background: var(--raised);
      color: var(--ink);
      border: 1px solid var(--rule-strong, var(--rule));
      border-radius: 8px;
      box-shadow: var(--shadow, 0 6px 24px rgb(0 0 0 / 12%));
      font: 450 var(--t-m) / 1.4 var(--font-ui);
      scrollbar-width: thin;
      user-select: none;
    }
    :host([placed='false']) {
      visibility: hidden;
    }
    h4 {
      margin: 0;
      padding: 5px 10px 5px;
      font: 600 var(--t-s) / 1.3 var(--font-ui);
      color: var(--ink-3);
      overflow: hidden;
      text-overflow: ellipsis;
      white-space: nowrap;
    }
    button {
      all: unset;
      display: flex;
      align-items: center;
      gap: 16px;
      box-sizing: border-box;
      width: 100%;
      min-height: 28px;
      padding: 3px 10px;
      border-radius: 5px;
      cursor: pointer;
    }
    button span:first-child {
      flex: 1;
      min-width: 0;
      overflow: hidden;
      text-overflow: ellipsis;
      white-space: nowrap;
    }
    .hint {
      color: var(--ink-3);
      font: 400 11.5px / 1.4 var(--font-code);
      white-space: nowrap;
      overflow: hidden;
      text-overflow: ellipsis;
    }
    rh-icon {
      color: var(--ink-3);
      margin-right: -4px;
      rotate: -90deg;
    }
    button:hover,
    button:focus-visible,
    button[aria-expanded='true'] {
      background: var(--accent-soft);
    }
    button.grave {
      color: var(--bad);
    }
    hr {
      border: 0;
      border-top: 1px solid var(--rule);
      margin: 4px 6px;
    }
    @media (pointer: coarse) {
      button {
        min-height: 40px;
      }
    }
  `;

  constructor() {
    super();
    this.menu = { title: '', items: [] };
    this.anchor = { x: 0, y: 0, width: 0, height: 0 };
    this.isInner = false;
    this.inner = null;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.popover = 'manual';
    this.setAttribute('placed', 'false');
    if (this.isInner) return;
    act(this, { type: 'hold', on: true });
    addEventListener('pointerdown', this.#onPressElsewhere, true);
    addEventListener('blur', this.#close);
    addEventListener('resize', this.#close);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener('pointerdown', this.#onPressElsewhere, true);
    removeEventListener('blur', this.#close);
    removeEventListener('resize', this.#close);
  }

  override firstUpdated(): void {
    this.showPopover();
    const size = { width: this.offsetWidth, height: this.offsetHeight };
    const screen = screenFor(this);
    const anchor = boxFor(this, this.anchor);
    // A submenu's first item stands at the height of the item it belongs to.
    const { x, y } = this.isInner
      ? placeBeside({ ...anchor, y: anchor.y - 5 }, size, screen, 2)
      : placeBelow(anchor, size, screen);
    this.style.left = `${x}px`;
    this.style.top = `${y}px`;
    this.removeAttribute('placed');
    this.#buttons()[0]?.focus();
  }

  override render(): TemplateResult {
    const { title, items } = this.menu;
    let nth = -1;
    return html`
      ${this.isInner ? nothing : html`<h4 aria-hidden="true">${title}</h4>`}
      <div role="menu" aria-label=${this.isInner ? title : `Actions on ${title}`} @keydown=${this.#onKey}>
        ${items.map((item) => {
          if (item.type === 'line') return html`<hr role="separator" />`;
          nth += 1;
          return this.#item(item, nth);
        })}
      </div>
      ${this.#submenu()}
    `;
  }

  #item(item: Shown, nth: number): TemplateResult {
    if (item.type === 'sub')
      return html`<button
        role="menuitem"
        tabindex="-1"
        aria-haspopup="menu"
        aria-expanded=${this.inner === nth}
        @click=${() => this.#open(nth)}
        @pointerenter=${(event: PointerEvent) => this.#onEnter(event, nth)}
      >
        <span>${item.label}</span><rh-icon name="chevron-down"></rh-icon>
      </button>`;
    return html`<button
      role="menuitem"
      tabindex="-1"
      class=${item.isGrave === true ? 'grave' : ''}
      @click=${() => this.#choose(item)}
      @pointerenter=${(event: PointerEvent) => this.#onEnter(event, null)}
    >
      <span>${item.label}</span>${item.hint === undefined ? nothing : html`<span class="hint">${item.hint}</span>`}
    </button>`;
  }

  #submenu(): TemplateResult | typeof nothing {
    const item = this.inner === null ? undefined : this.#shown()[this.inner];
    if (item?.type !== 'sub') return nothing;
    const box = this.#buttons()[this.inner ?? 0]?.getBoundingClientRect();
    return html`<rh-context-menu
      .isInner=${true}
      .menu=${{ title: item.label, items: item.items }}
      .anchor=${{ x: box?.x ?? 0, y: box?.y ?? 0, width: box?.width ?? 0, height: box?.height ?? 0 }}
      @rh-menu-back=${this.#back}
      @rh-menu-close=${this.#close}
    ></rh-context-menu>`;
  }

  #shown(): readonly Shown[] {
    return this.menu.items.filter((item) => item.type !== 'line');
  }

  #buttons(): readonly HTMLButtonElement[] {
    return [...this.renderRoot.querySelectorAll<HTMLButtonElement>('button[role="menuitem"]')];
  }

  // ---------------------------------------------------------------- hands

  #choose({ actions }: Extract<Shown, { type: 'act' }>): void {
    // First: a form that is opened by it takes the focus, and holds the run anew.
    this.#close();
    for (const action of actions) act(this, action);
  }

  #open(nth: number): void {
    this.inner = nth;
  }

  readonly #back = (event: Event): void => {
    event.stopPropagation();
    const nth = this.inner ?? 0;
    this.inner = null;
    this.#buttons()[nth]?.focus();
  };

  /** Under the mouse, what is pointed at has the focus, and its submenu is open. */
  #onEnter(event: PointerEvent & { readonly currentTarget?: EventTarget | null }, nth: number | null): void {
    if (event.pointerType !== 'mouse') return;
    if (this.inner === nth && nth !== null) return;
    this.inner = nth;
    if (nth === null && event.currentTarget instanceof HTMLElement) event.currentTarget.focus();
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    const buttons = this.#buttons();
    const focused = this.shadowRoot?.activeElement;
    const at = buttons.findIndex((button) => button === focused);
    const moves: Readonly<Record<string, number>> = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 };
    const to = moves[event.key];
    event.stopPropagation();
    if (event.key === 'Enter' || event.key === ' ') return;
    event.preventDefault();
    if (to !== undefined) buttons.at(to % buttons.length)?.focus();
    else if (event.key === 'ArrowRight' && this.#shown()[at]?.type === 'sub') this.#open(at);
    else if (this.isInner && (event.key === 'ArrowLeft' || event.key === 'Escape'))
      this.dispatchEvent(new CustomEvent('rh-menu-back'));
    else if (event.key === 'Escape' || event.key === 'Tab') this.#close();
    else if (event.key.length === 1 && !event.ctrlKey && !event.metaKey)
      this.#findLabel(event.key, event.timeStamp, at);
  };

  #findLabel(letter: string, now: number, at: number): void {
    this.#typed = now - this.#typedAt < wordMs ? this.#typed + letter.toLowerCase() : letter.toLowerCase();
    this.#typedAt = now;
    const labels = this.#shown().map(({ label }) => label.toLowerCase());
    // One letter goes on to the next that begins with it; a word stays where it fits.
    const first = this.#typed.length === 1 ? at + 1 : at;
    const order = labels.map((_, i) => (first + i + labels.length) % labels.length);
    const found = order.find((i) => labels[i]?.startsWith(this.#typed));
    if (found !== undefined) this.#buttons()[found]?.focus();
  }

  readonly #onPressElsewhere = (event: PointerEvent): void => {
    if (!event.composedPath().includes(this)) this.#close();
  };

  /** Once: taking the focus away is heard as well. */
  readonly #close = (): void => {
    if (!this.isConnected) return;
    if (!this.isInner) act(this, { type: 'hold', on: false });
    this.dispatchEvent(new CustomEvent('rh-menu-close'));
  };
}

customElements.define('rh-context-menu', RhContextMenu);

declare global {
  interface HTMLElementTagNameMap {
    'rh-context-menu': RhContextMenu;
  }
}
