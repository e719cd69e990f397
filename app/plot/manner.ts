/**
 * What a plot's options leave open and only a drawing tells: whether its colours are categories, how wide the labels
 * of its y axis are, how high it came out. A plot is drawn, its manner learned, and if it was not known before the
 * plot is drawn again with it; later redraws know it at once.
 */
import type { PlotValue } from '../../kernel/protocol.ts';
import { isOptions } from './interpret.ts';

export interface Manner {
  readonly hasCategories: boolean;
  /** Px; null for Plot's own. It only grows, so that the axis does not wander. */
  readonly marginLeft: number | null;
  /** Px; null for Plot's own. */
  readonly height: number | null;
}

export const plainManner: Manner = { hasCategories: false, marginLeft: null, height: null };

type Options = Readonly<Record<string, PlotValue>>;

/** Plot's own margin, and its own height for a continuous y. */
const ownMargin = 40;
const ownHeight = 400;
/** In a notebook, between paragraphs, half of that reads better. */
const notebookHeight = 220;

/** The page's six, then darker relatives, so that nine categories differ. */
const seriesColours: readonly string[] = [
  ...[1, 4, 3, 2, 5, 6].map((n) => `var(--c${n})`),
  'var(--ink-3)',
  ...[5, 2].map((n) => `color-mix(in srgb, var(--c${n}) 45%, var(--ink))`),
];

/** The options, as wide as there is room and with what is known of the manner; what the author chose stays. */
export function withManner(options: Options, manner: Manner, room: number): Options {
  const { width, color, marginLeft, margin, height } = options;
  return {
    ...options,
    width: typeof width === 'number' && width < room ? width : room,
    ...(manner.marginLeft === null || marginLeft !== undefined || margin !== undefined
      ? {}
      : { marginLeft: manner.marginLeft }),
    ...(manner.height === null || height !== undefined || options['aspectRatio'] !== undefined
      ? {}
      : { height: manner.height }),
    ...(manner.hasCategories && !choosesColours(options)
      ? { color: { ...(isOptions(color) ? color : {}), range: seriesColours } }
      : {}),
  };
}

function choosesColours({ color }: Options): boolean {
  return isOptions(color) && ['range', 'scheme', 'interpolate', 'type'].some((name) => name in color);
}

/** What a finished picture shows. `widthOf` measures a label in px. */
export function learned(picture: Element, known: Manner, widthOf: (text: string) => number): Manner {
  const svg = picture instanceof SVGSVGElement ? picture : picture.querySelector(':scope > svg');
  if (svg === null) return known;
  const labels = [...svg.querySelectorAll('[aria-label="y-axis tick label"] text')];
  const widest = Math.ceil(Math.max(0, ...labels.map((label) => widthOf(label.textContent ?? ''))) + 16);
  const margin = Math.max(known.marginLeft ?? ownMargin, Math.min(widest, 180));
  return {
    hasCategories: known.hasCategories || colourScaleOf(picture) === 'ordinal',
    marginLeft: margin > ownMargin ? margin : null,
    height: known.height ?? (Number(svg.getAttribute('height')) === ownHeight ? notebookHeight : null),
  };
}

/** A drawn plot tells its scales. */
function colourScaleOf(picture: Element): string {
  if (!('scale' in picture) || typeof picture.scale !== 'function') return '';
  const scale: unknown = picture.scale('color');
  return typeof scale === 'object' && scale !== null && 'type' in scale ? String(scale.type) : '';
}

export function sameManner(a: Manner, b: Manner): boolean {
  return a.hasCategories === b.hasCategories && a.marginLeft === b.marginLeft && a.height === b.height;
}
