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

/** How much larger it is drawn; 1 where a browser cannot tell. */
export const zoomOf = (element: Element | null | undefined): number => {
  const zoom: number | undefined = element?.currentCSSZoom;
  return zoom === undefined || zoom <= 0 ? 1 : zoom;
};

/** A place in the viewport as the element has it: from its upper left corner, in its own px. */
export function pointIn(element: Element, { x, y }: Point): Point {
  const zoom = zoomOf(element);
  const box = element.getBoundingClientRect();
  return { x: (x - box.x) / zoom, y: (y - box.y) / zoom };
}

/** A box of the viewport for what stands in it at a place in the element's px (`position: fixed`). */
export function boxFor(element: Element, { x, y, width, height }: Box): Box {
  const zoom = zoomOf(element);
  return { x: x / zoom, y: y / zoom, width: width / zoom, height: height / zoom };
}

/** The viewport, in the same px. */
export const screenFor = (element: Element): Box =>
  boxFor(element, { x: 0, y: 0, width: innerWidth, height: innerHeight });
