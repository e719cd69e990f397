/** A figure of the topology where it stands, as what can be pressed. */
import { nothing, type SVGTemplateResult, svg } from 'lit';
import { type FigureLook, figureName, figureShape } from './figure.ts';
import type { Point } from './layout.ts';
import type { Figure } from './scene.ts';

/** @param isRoving the one that the Tab key comes to */
export function figureButton(figure: Figure, at: Point, look: FigureLook, isRoving: boolean): SVGTemplateResult {
  return svg`<g
    class="node"
    transform="translate(${at.x.toFixed(1)} ${at.y.toFixed(1)})"
    data-node=${figure.id}
    role=${look.miniature !== null ? 'img' : 'button'}
    tabindex=${look.miniature !== null ? nothing : isRoving ? 0 : -1}
    aria-label=${figureName(figure, look)}
    aria-pressed=${look.miniature !== null ? nothing : look.selected ? 'true' : 'false'}
  >${figureShape(figure, look)}</g>`;
}

/** The one that a key leads to, from the one at a place in their order; undefined for other keys. */
export const nextOf = (key: string, at: number): number | undefined =>
  ({ ArrowRight: at + 1, ArrowDown: at + 1, ArrowLeft: at - 1, ArrowUp: at - 1, Home: 0, End: -1 })[key];
