/**
 * `<rh-form-popover .anchor>`: a small form over what it changes, in the browser's top layer and wholly on the screen. Its owner hears
 * `rh-cancel` (Esc), `rh-commit` (Enter) and `rh-outside` (a press elsewhere). The focus goes back where it was.
 */
import { whenEscaped } from '../parts/escape.ts';
import { boxFor, screenFor } from '../parts/own-px.ts';
import { css, html, LitElement, type TemplateResult } from 'lit';
import { placeBelow, placeClear } from '../menu/place.ts';
import type { Anchor } from '../model/state.ts';
import { focused } from './focused.ts';

/** Of one that stands clear, px. */
const leastWidth = 240;

export class RhFormPopover extends LitElement {
  static override readonly properties = {
    anchor: { attribute: false },
    label: { attribute: false },
    stands: { attribute: false },
    isWaiting: { attribute: false },
  };
  declare anchor: Anchor;
  /** `over` what it changes, so that one types where the value stands; or `clear` of what it is about. */
  declare stands: 'over' | 'clear';
  declare label: string;
  /** For an answer of the run. */
  declare isWaiting: boolean;

  #before: HTMLElement | SVGElement | null = null;
  #stopEscape = (): void => {};
  readonly #sizes = new ResizeObserver(() => this.#place());

  static override readonly styles = css`
    :host {
      position: fixed;
      inset: auto;
      margin: 0;
      padding: 0;
      box-sizing: border-box;
      display: none;
      flex-direction: column;
      width: max-content;
      min-width: min(280px, calc(var(--screen-width) - 16px));
      max-width: min(440px, calc(var(--screen-width) - 16px));
      max-height: min(560px, calc(var(--screen-height) - 16px));
      background: var(--raised);
      color: var(--ink);
      border: 1px solid var(--accent);
      border-radius: 8px;
      box-shadow: var(--shadow);
      overflow: hidden;
    }
    :host(:popover-open) {
      display: flex;
    }
    [role='dialog'] {
      display: contents;
    }
  `;

  constructor() {
    super();
    this.anchor = { x: 0, y: 0, width: 0, height: 0 };
    this.label = '';
    this.stands = 'over';
    this.isWaiting = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.popover = 'manual';
    this.#before = focused();
    this.showPopover();
    this.#sizes.observe(this);
    addEventListener('pointerdown', this.#onPress, true);
    addEventListener('resize', this.#place);
    this.#stopEscape = whenEscaped(() => this.dispatchEvent(new CustomEvent('rh-cancel')));
    this.addEventListener('keydown', this.#onKey);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#sizes.disconnect();
    removeEventListener('pointerdown', this.#onPress, true);
    removeEventListener('resize', this.#place);
    this.#stopEscape();
    if (this.#before?.isConnected === true) this.#before.focus();
  }

  override render(): TemplateResult {
    return html`<div role="dialog" aria-label=${this.label} aria-busy=${this.isWaiting}><slot></slot></div>`;
  }

  readonly #place = (): void => {
    const anchor = boxFor(this, this.anchor);
    const { x, y, width } = anchor;
    const screen = screenFor(this);
    if (this.stands === 'clear') return this.#placeClear(anchor, screen);
    this.style.minWidth = `${Math.min(screen.width - 16, Math.max(280, Math.min(400, width + 2)))}px`;
    const size = { width: this.offsetWidth, height: this.offsetHeight };
    const at = placeBelow({ x: x - 9, y: y - 36, width, height: 0 }, size, screen, 0);
    this.style.left = `${at.x}px`;
    this.style.top = `${at.y}px`;
  };

  #placeClear(anchor: Anchor, screen: Anchor): void {
    const size = { width: this.offsetWidth, height: this.offsetHeight };
    const at = placeClear(anchor, size, screen, leastWidth);
    this.style.left = `${at.x}px`;
    this.style.top = `${at.y}px`;
    this.style.minWidth = `${leastWidth}px`;
    this.style.maxWidth = `${Math.min(440, at.maxWidth)}px`;
    this.style.maxHeight = `${Math.min(560, at.maxHeight)}px`;
  }

  readonly #onPress = (event: PointerEvent): void => {
    if (!event.composedPath().includes(this)) this.dispatchEvent(new CustomEvent('rh-outside'));
  };

  readonly #onKey = (event: KeyboardEvent): void => {
    // Nothing typed here is a key of the page.
    event.stopPropagation();
    if (event.key === 'Escape') this.dispatchEvent(new CustomEvent('rh-cancel'));
    else if (event.key === 'Enter' && commits(event)) this.dispatchEvent(new CustomEvent('rh-commit'));
    else return;
    event.preventDefault();
  };
}

/** Enter in a field finishes the form; on a button it presses that; in a text of several lines it begins a line, unless with Ctrl. */
export function commits(event: KeyboardEvent): boolean {
  const [target] = event.composedPath();
  if (event.ctrlKey || event.metaKey) return true;
  return !(target instanceof HTMLButtonElement) && !(target instanceof HTMLTextAreaElement);
}

customElements.define('rh-form-popover', RhFormPopover);

declare global {
  interface HTMLElementTagNameMap {
    'rh-form-popover': RhFormPopover;
  }
}
