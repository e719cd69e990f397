/**
 * The life of a Canvas in a Lit element: the room it has, the colours of the theme, and at most one painting a frame. What is painted is the
 * host's.
 */
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { createRef, type Ref } from 'lit/directives/ref.js';
import { onThemeChange } from '../style/theme.ts';
import { freshContext } from './canvas.ts';
import type { Size } from './layout.ts';

type Host = ReactiveControllerHost & HTMLElement;

export interface Picture<Colours> {
  /** Read from the page, once for each theme. */
  readonly colours: () => Colours;
  /** `wall`: ms, of `performance.now`. True when it moves by itself: it is painted again in the next frame. */
  readonly paint: (context: CanvasRenderingContext2D, colours: Colours, wall: number) => boolean;
  /** The room has another size, in px. */
  readonly resized: (size: Size) => void;
}

export class Painting<Colours> implements ReactiveController {
  /** Set by the host's template. */
  readonly canvas: Ref<HTMLCanvasElement> = createRef();
  /** Whose size it takes; the host's own where its template sets none. */
  readonly room: Ref<HTMLElement> = createRef();
  size: Size = { width: 0, height: 0 };
  readonly #host: Host;
  readonly #picture: Picture<Colours>;
  #colours: Colours | null = null;
  #scheduled = 0;
  #observed: Element | null = null;
  #stopTheme: () => void = () => {};
  readonly #resize = new ResizeObserver(([entry]) => {
    if (entry === undefined) return;
    this.size = { width: entry.contentRect.width, height: entry.contentRect.height };
    this.#picture.resized(this.size);
    this.schedule();
  });

  constructor(host: Host, picture: Picture<Colours>) {
    this.#host = host;
    this.#picture = picture;
    host.addController(this);
  }

  hostConnected(): void {
    // Where it comes back to the page, nothing else would make it look for its room again.
    this.#host.requestUpdate();
    this.#stopTheme = onThemeChange(() => {
      this.#colours = null;
      this.schedule();
    });
  }

  hostUpdated(): void {
    const room = this.room.value ?? this.#host;
    if (room === this.#observed) return;
    if (this.#observed !== null) this.#resize.unobserve(this.#observed);
    this.#observed = room;
    this.#resize.observe(room);
  }

  hostDisconnected(): void {
    this.#stopTheme();
    this.#resize.disconnect();
    this.#observed = null;
    cancelAnimationFrame(this.#scheduled);
    this.#scheduled = 0;
  }

  /** In the next frame, once. */
  readonly schedule = (): void => {
    if (this.#scheduled !== 0 || !this.#host.isConnected) return;
    this.#scheduled = requestAnimationFrame(() => {
      this.#scheduled = 0;
      const context = this.size.width < 10 ? null : freshContext(this.canvas.value, this.size);
      if (context === null) return;
      const moves = this.#picture.paint(context, (this.#colours ??= this.#picture.colours()), performance.now());
      if (moves && !reducedMotion.matches) this.schedule();
    });
  };
}

/** Nothing moves by itself then. */
export const reducedMotion = matchMedia('(prefers-reduced-motion: reduce)');
