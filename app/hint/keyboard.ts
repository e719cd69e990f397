/**
 * The hint and the keyboard: what has the focus is told of, Escape ends that and nothing else, Alt I goes into the hint, to its links, and
 * the focus comes back from there to where it was.
 */
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { chordOf, isComposing } from '../commands/chord.ts';
import { enterHintEvent } from './enter.ts';
import { focusPath, focusSource, foundAt } from './found.ts';
import type { Happening, Manner } from './manner.ts';

type Host = ReactiveControllerHost & HTMLElement & { readonly renderRoot: HTMLElement | DocumentFragment };

export interface Hinting {
  readonly manner: () => Manner;
  readonly happen: (happening: Happening) => void;
}

export class HintKeyboard implements ReactiveController {
  readonly #host: Host;
  readonly #hinting: Hinting;
  /** What had the focus when the reader asked for the way in. */
  #wants: Element | null = null;
  /** What had the focus before the keyboard went into the hint. */
  #from: HTMLElement | SVGElement | null = null;
  #listening = new AbortController();

  constructor(host: Host, hinting: Hinting) {
    this.#host = host;
    this.#hinting = hinting;
    host.addController(this);
  }

  hostConnected(): void {
    this.#listening = new AbortController();
    const { signal } = this.#listening;
    window.addEventListener('keydown', this.#onKey, { signal, capture: true });
    window.addEventListener('keyup', this.#onKeyUp, { signal });
    window.addEventListener('focusout', this.#onFocusOut, { signal });
    window.addEventListener(enterHintEvent, this.#onEnter, { signal });
  }

  hostDisconnected(): void {
    this.#listening.abort();
  }

  /** It is in the hint: who is on their way to its links may still take them. */
  get isInHint(): boolean {
    return this.#from !== null;
  }

  /** Before the hint is hidden: what is hidden has no focus to give back. */
  leave(): void {
    const from = this.#from;
    this.#from = null;
    this.#wants = null;
    if (from?.isConnected === true && this.#host.shadowRoot?.activeElement != null) from.focus({ preventScroll: true });
  }

  /** To its first link, as soon as there is one. */
  goIn(): void {
    const first = this.#host.renderRoot.querySelector<HTMLElement>('button');
    const from = this.#wants;
    if (first === null || from === null) return;
    this.#wants = null;
    // Who has gone on meanwhile wants something else.
    if (focusPath()[0] !== from) return;
    this.#from = from instanceof HTMLElement || from instanceof SVGElement ? from : null;
    this.#hinting.happen({ type: 'enter' });
    first.focus();
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    if (isComposing(event)) return;
    const { shown, by } = this.#hinting.manner();
    if (event.key === 'Escape' && shown !== null) {
      // And nothing else.
      event.preventDefault();
      event.stopImmediatePropagation();
      return this.#hinting.happen({ type: 'end' });
    }
    if (this.#isInside(event)) return this.#onOwnKey(event);
    if (chordOf(event) === 'Alt+i' && this.#enter()) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    // A key that is held down moves the focus many times before it is let go.
    if (by === 'focus' && shown !== null) setTimeout(() => this.#follow(), 0);
  };

  /** A key may have moved the focus. Of a move within one shadow tree no event of the focus comes out here. */
  readonly #onKeyUp = (event: KeyboardEvent): void => {
    if (!isComposing(event) && !this.#isInside(event)) this.#hinting.happen({ type: 'focus', key: this.#focusKey() });
  };

  #focusKey(): string | null {
    return foundAt(focusSource(this.#host))?.told.key ?? null;
  }

  #follow(): void {
    const { shown, by } = this.#hinting.manner();
    const key = this.#focusKey();
    if (by === 'focus' && shown !== null && key !== shown) this.#hinting.happen({ type: 'focus', key });
  }

  readonly #onFocusOut = (event: FocusEvent): void => {
    // Into it, or out of it by its own keys.
    if (this.#isInside(event) || event.relatedTarget === this.#host) return;
    this.#hinting.happen({ type: 'focus', key: null });
  };

  readonly #isInside = (event: Event): boolean => event.composedPath().includes(this.#host);

  readonly #onEnter = (): void => void this.#enter();

  /** False when there is nothing to go into. */
  #enter(): boolean {
    if (this.#hinting.manner().shown === null) {
      const key = this.#focusKey();
      if (key === null) return false;
      this.#hinting.happen({ type: 'press', key });
    }
    this.#wants = focusPath()[0] ?? null;
    this.#host.requestUpdate();
    return true;
  }

  #onOwnKey(event: KeyboardEvent): void {
    const buttons = [...this.#host.renderRoot.querySelectorAll<HTMLElement>('button')];
    const at = buttons.findIndex((button) => button === this.#host.shadowRoot?.activeElement);
    const moves: Readonly<Record<string, number>> = {
      Tab: event.shiftKey ? at - 1 : at + 1,
      ArrowRight: at + 1,
      ArrowDown: at + 1,
      ArrowLeft: at - 1,
      ArrowUp: at - 1,
    };
    const to = moves[event.key];
    // Its buttons are pressed by the browser; no key is a command of the page here.
    event.stopImmediatePropagation();
    if (to === undefined) return;
    event.preventDefault();
    const next = buttons[to];
    if (next !== undefined) next.focus();
    else this.#hinting.happen({ type: 'end' });
  }
}
