/** A node that is dragged with the mouse. A finger scrolls and asks for the menu; what moves only a little is a click. */

export interface NodeDrag {
  readonly down: (event: PointerEvent) => void;
  /** True while something is dragged, or about to be. */
  readonly move: (event: PointerEvent) => boolean;
  readonly up: () => void;
  /** Of the click that ends it. */
  readonly wasDragged: () => boolean;
}

interface Hands {
  nodeAt(event: Event): string | null;
  /** In px of the viewport. */
  put(node: string, at: { readonly x: number; readonly y: number }): void;
}

/** px. */
const slack = 5;

export function createNodeDrag(hands: Hands): NodeDrag {
  let pressed: { readonly node: string; readonly x: number; readonly y: number } | null = null;
  let isDragged = false;
  return {
    down(event) {
      isDragged = false;
      const node = event.button === 0 && event.pointerType !== 'touch' ? hands.nodeAt(event) : null;
      pressed = node === null ? null : { node, x: event.clientX, y: event.clientY };
    },
    move(event) {
      if (pressed === null) return false;
      const { clientX: x, clientY: y } = event;
      if (!isDragged && Math.hypot(x - pressed.x, y - pressed.y) < slack) return true;
      if (!isDragged && event.target instanceof Element) event.target.setPointerCapture(event.pointerId);
      isDragged = true;
      hands.put(pressed.node, { x, y });
      return true;
    },
    up() {
      pressed = null;
    },
    wasDragged: () => isDragged,
  };
}
