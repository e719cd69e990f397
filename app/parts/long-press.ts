/**
 * A finger that stays on a thing asks for what the right mouse button, or a rest of the mouse, asks for. Some systems say it themselves
 * (`contextmenu`), some send a click when the finger is lifted: each is heard once. A finger that moves on, scrolls (the browser then
 * takes the pointer away: `pointercancel`) or is joined by a second one asks for nothing.
 */
import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** Where a finger stays. */
export interface Press {
  /** px of the viewport. */
  readonly x: number;
  readonly y: number;
  /** As the event had it: later it has none any more. */
  readonly path: readonly EventTarget[];
}

type Heard = 'pointerdown' | 'pointermove' | 'pointerup' | 'pointercancel' | 'click' | 'contextmenu';

/** What is asked of an event. */
export type FingerEvent = Event & Pick<PointerEvent, 'pointerType' | 'isPrimary' | 'clientX' | 'clientY'>;

/** An element or the window. */
export interface Touched {
  addEventListener(type: Heard, listener: (event: FingerEvent) => void, options: AddEventListenerOptions): void;
}

export interface LongPressOf {
  /** What hears the finger: an element, or the window. Its click is taken on the way down to it. */
  readonly target: Touched;
  /** True when something answers; then the click that may follow is taken, as it is not meant for what a tap does. */
  readonly ask: (press: Press) => boolean;
}

/** As systems have it. */
export const pressMs = 500;
/** A finger trembles, in px. */
export const slack = 10;
/** A click comes so soon after the finger is lifted, in ms. */
export const clickMs = 400;

export class LongPress implements ReactiveController {
  readonly #of: LongPressOf;
  /** What may become a long press. */
  #finger: { readonly press: Press; readonly timer: ReturnType<typeof setTimeout> } | null = null;
  /** When the click of a long press is expected from, by the wall clock; null: none is. */
  #answeredAt: number | null = null;
  #listening = new AbortController();

  constructor(host: Pick<ReactiveControllerHost, 'addController'>, of: LongPressOf) {
    this.#of = of;
    host.addController(this);
  }

  hostConnected(): void {
    this.#listening = new AbortController();
    const { signal } = this.#listening;
    const early = { signal, capture: true, passive: true };
    const { target } = this.#of;
    target.addEventListener('pointerdown', this.#onDown, early);
    target.addEventListener('pointermove', this.#onMove, early);
    target.addEventListener('pointerup', this.#onUp, early);
    target.addEventListener('pointercancel', this.#onUp, early);
    target.addEventListener('click', this.#onClick, { signal, capture: true });
    // After whoever has a menu there.
    target.addEventListener('contextmenu', this.#onContextMenu, { signal });
  }

  hostDisconnected(): void {
    this.#listening.abort();
    this.cancel();
    this.#answeredAt = null;
  }

  /** Something else answers this finger. */
  cancel(): void {
    if (this.#finger !== null) clearTimeout(this.#finger.timer);
    this.#finger = null;
  }

  #answer(press: Press): void {
    this.cancel();
    if (this.#of.ask(press)) this.#answeredAt = performance.now();
  }

  readonly #onDown = (event: FingerEvent): void => {
    this.cancel();
    // Not every system sends a click after a long press: the next one is another's.
    this.#answeredAt = null;
    if (event.pointerType !== 'touch' || !event.isPrimary) return;
    const press = { x: event.clientX, y: event.clientY, path: event.composedPath() };
    this.#finger = { press, timer: setTimeout(() => this.#answer(press), pressMs) };
  };

  readonly #onMove = ({ clientX, clientY }: FingerEvent): void => {
    if (this.#finger === null) return;
    const { x, y } = this.#finger.press;
    if (Math.hypot(clientX - x, clientY - y) > slack) this.cancel();
  };

  readonly #onUp = (): void => {
    this.cancel();
    if (this.#answeredAt !== null) this.#answeredAt = performance.now();
  };

  readonly #onContextMenu = (event: Event): void => {
    if (this.#finger === null) return;
    const { press } = this.#finger;
    if (!event.defaultPrevented) return this.#answer(press);
    this.cancel();
    this.#answeredAt = performance.now();
  };

  readonly #onClick = (event: Event): void => {
    const isLate = this.#answeredAt === null || performance.now() - this.#answeredAt >= clickMs;
    this.#answeredAt = null;
    if (isLate) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  };
}
