/**
 * A finger that stays asks for what the right mouse button asks for. Some systems send `contextmenu` for it themselves, and some a
 * click when the finger is lifted: each is heard once.
 */
export interface LongPress {
  readonly down: (event: PointerEvent) => void;
  readonly move: (event: PointerEvent) => void;
  readonly up: () => void;
  /** The system asked by itself. */
  readonly cancel: () => void;
  /** True for the click that ends a long press. */
  readonly wasLong: () => boolean;
}

const pressMs = 500;
/** A finger trembles, in px. */
const slack = 10;
/** A click comes so soon after the finger is lifted, in ms. */
const clickMs = 400;

export function createLongPress(ask: (event: PointerEvent) => void): LongPress {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let from: PointerEvent | null = null;
  let firedAt = Number.NEGATIVE_INFINITY;
  let isDown = false;
  const cancel = (): void => {
    clearTimeout(timer);
    from = null;
  };
  return {
    down(event) {
      cancel();
      isDown = true;
      if (event.pointerType !== 'touch') return;
      from = event;
      timer = setTimeout(() => {
        from = null;
        firedAt = performance.now();
        ask(event);
      }, pressMs);
    },
    move({ clientX, clientY }) {
      if (from !== null && Math.hypot(clientX - from.clientX, clientY - from.clientY) > slack) cancel();
    },
    up() {
      cancel();
      isDown = false;
      if (firedAt > Number.NEGATIVE_INFINITY) firedAt = performance.now();
    },
    cancel,
    wasLong() {
      const was = firedAt > Number.NEGATIVE_INFINITY && (isDown || performance.now() - firedAt < clickMs);
      firedAt = Number.NEGATIVE_INFINITY;
      return was;
    },
  };
}
