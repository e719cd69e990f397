/**
 * Px of the viewport and an element's own. On the stage for a room parts of the page are drawn larger (`zoom`, in `style/tokens.css`): what
 * is told of the viewport (events, `getBoundingClientRect`, `innerWidth`) is larger there than what the part itself counts in.
 */

interface Point {
  readonly x: number;
  readonly y: number;
}

interface Box extends Point {
  readonly width: number;
  readonly height: number;
}

/** What is asked of an element. */
interface Zoomed {
  readonly currentCSSZoom?: number | undefined;
}

interface Placed extends Zoomed {
  readonly getBoundingClientRect: () => Box;
}

/** How much larger it is drawn; 1 where a browser cannot tell. */
export const zoomOf = (element: Zoomed | null | undefined): number => {
  const zoom = element?.currentCSSZoom;
  return zoom === undefined || zoom <= 0 ? 1 : zoom;
};

/** A way over the viewport (of a pointer, a wheel) in the element's px. */
export const lengthIn = (element: Zoomed, length: number): number => length / zoomOf(element);

/** A place in the viewport as the element has it: from its upper left corner, in its own px. */
export function pointIn(element: Placed, { x, y }: Point): Point {
  const box = element.getBoundingClientRect();
  return { x: lengthIn(element, x - box.x), y: lengthIn(element, y - box.y) };
}

/** A box in an element's own px, from its upper left corner, as the viewport has it. */
export function boxOn(element: Placed, { x, y, width, height }: Box): Box {
  const zoom = zoomOf(element);
  const own = element.getBoundingClientRect();
  return { x: own.x + x * zoom, y: own.y + y * zoom, width: width * zoom, height: height * zoom };
}

/** A box of the viewport for what stands in it at a place in the element's px (`position: fixed`). */
export function boxFor(element: Zoomed, { x, y, width, height }: Box): Box {
  const zoom = zoomOf(element);
  return { x: x / zoom, y: y / zoom, width: width / zoom, height: height / zoom };
}

/** The viewport, in the same px. */
export const screenFor = (element: Zoomed): Box =>
  boxFor(element, { x: 0, y: 0, width: innerWidth, height: innerHeight });
