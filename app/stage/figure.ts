/** One node, or one kind of very many, as SVG. Texts are fitted to the circle; where they cannot be, they are left out. */
import { nothing, type SVGTemplateResult, svg } from 'lit';
import { classMap } from 'lit/directives/class-map.js';
import { type Fitted, fitText } from './fit.ts';
import { formatNumber } from './format.ts';
import { type StarSign, starsText } from '../model/stars.ts';
import type { WasMark } from './ghost-look.ts';
import type { Figure, KindFigure, NodeFigure } from './scene.ts';
import { type Outline, type Register, type Ring, type RoleSign, roleSign } from './signs.ts';

export interface FigureLook {
  readonly radius: number;
  readonly roles: Register;
  /** Tells the kind. */
  readonly outline: Outline;
  readonly selected: boolean;
  /** For miniatures: of all texts the name alone, within the figure or beneath it. Null: a picture to work with. */
  readonly miniature: 'within' | 'beneath' | null;
  /** How it was before an edit; null when it is the same, or that is not shown. */
  readonly was: WasMark | null;
  /** It is not the same in the branch beside. */
  readonly differs: boolean;
  readonly stars: readonly StarSign[];
  readonly measure: (text: string) => number;
}

const dashes: Readonly<Record<Ring, string>> = { plain: '', thick: '', double: '', dashed: '7 4', dotted: '1.5 4.5' };

export function figureShape(figure: Figure, look: FigureLook): SVGTemplateResult {
  return figure.type === 'node' ? nodeShape(figure, look) : kindShape(figure, look);
}

/**
 * What a screen reader says. When the drawn name or role is cut, what is drawn comes first: a reader who speaks to the
 * page says what they see.
 */
export function figureName(figure: Figure, look: FigureLook): string {
  if (figure.type === 'kind') {
    return `${formatNumber(figure.count)} ${figure.id}${figure.down > 0 ? `, ${formatNumber(figure.down)} down` : ''}`;
  }
  const whole = [figure.id, ...(figure.alive ? [figure.role, figure.detail] : ['down'])];
  const { name, role, detail } = textsOf(figure, look);
  const drawn = [name, role, detail].flatMap((fitted) => (fitted === null || fitted.text === '' ? [] : [fitted.text]));
  const isCut = drawn.some((text) => !whole.includes(text));
  const marks = [
    ...(look.was === null ? [] : [look.was.text]),
    ...(look.differs ? ['differs'] : []),
    ...starWords(look),
  ];
  return [...(isCut ? [drawn.join(' ')] : []), ...whole.filter((text) => text !== ''), ...marks].join(', ');
}

/** On a smaller figure nothing can be read. */
const leastNamed = 13;

interface Texts {
  readonly name: Fitted | null;
  readonly role: Fitted | null;
  readonly detail: Fitted | null;
}

/** The texts that fit; null where there is no room for any. */
function textsOf(figure: NodeFigure, { radius, miniature, measure }: FigureLook): Texts {
  if (miniature !== null || radius < leastNamed) return { name: null, role: null, detail: null };
  const scale = radius / 36;
  const larger = Math.max(1, radius / 40);
  const hasRole = radius >= 22;
  const role = figure.alive ? figure.role : 'down';
  const isShown = hasRole && role !== '';
  return {
    name: fitText(figure.id, chord(radius, isShown ? 9 * scale : 0), 13 * larger, 9, measure),
    role: isShown ? fitText(role, chord(radius, 14 * scale), 11 * larger, 7.5, measure) : null,
    detail:
      hasRole && figure.alive && figure.detail !== '' ? fitText(figure.detail, radius * 0.9, 10, 8, measure) : null,
  };
}

function nodeShape(figure: NodeFigure, look: FigureLook): SVGTemplateResult {
  const { radius, roles, outline, selected, measure } = look;
  const sign = roleSign(figure.role, roles);
  const scale = radius / 36;
  const stroke = (sign.ring === 'thick' && figure.alive ? 4.5 : 2.2) * Math.max(0.5, scale);
  const { name, role, detail } = textsOf(figure, look);
  return svg`
    ${look.was === null ? nothing : shadow(figure, look.was, look)}
    <g aria-hidden="true" class=${classMap({ look: true, [`role${sign.colour}`]: true, down: !figure.alive })}>
      ${look.differs ? svg`<circle class="differs" r=${radius + 9 * Math.max(0.5, scale)}></circle>` : nothing}
      ${selected ? svg`<circle class="halo" r=${radius + 13 * Math.max(0.5, scale)}></circle>` : nothing}
      <path class="body" d=${outlinePath(outline, radius)} stroke-width=${stroke} stroke-dasharray=${figure.alive ? dashes[sign.ring] : '3 4'}></path>
      ${sign.ring === 'double' && figure.alive ? svg`<path class="inner" d=${outlinePath(outline, radius - 4 * scale)} stroke-width=${1.2}></path>` : nothing}
      ${figure.alive ? nothing : svg`<path class="cross" d=${cross(radius)} stroke-width=${Math.max(1.5, 2.4 * scale)}></path>`}
      ${look.miniature === null ? nothing : miniatureName(figure.id, look.miniature, look)}
      ${name === null ? nothing : svg`<text class="name" y=${role === null ? name.size * 0.35 : -2 * scale} font-size=${name.size}>${name.text}</text>`}
      ${role === null ? nothing : svg`<text class="role" y=${13.5 * scale} font-size=${role.size}>${role.text}</text>`}
      ${detail === null || detail.text === '' ? nothing : badge(detail.text, detail.size, radius, measure)}
      ${look.differs ? sideSign(radius) : nothing}
      ${look.stars.length === 0 ? nothing : starTag(look)}
      ${look.was === null || look.miniature !== null ? nothing : wasTag(look.was.text, radius, detail !== null, measure)}
    </g>`;
}

/** The kinds of a miniature whose names stand beneath their figures, because one of them is too long to stand within. */
export function namedBeneath(
  figures: readonly Pick<Figure, 'id' | 'kind'>[],
  radius: number,
  measure: (text: string) => number,
): ReadonlySet<string> {
  const isLong = ({ id }: Pick<Figure, 'id'>): boolean => measure(id) * leastWithin > chord(radius, 0);
  return new Set(figures.filter(isLong).map(({ kind }) => kind));
}

const leastWithin = 10;

function miniatureName(name: string, where: 'within' | 'beneath', { radius, measure }: FigureLook) {
  if (radius < leastNamed) return nothing;
  const { text, size } =
    where === 'within'
      ? fitText(name, chord(radius, 0), Math.min(15, radius * 0.6), leastWithin, measure)
      : // Neighbours are at least so far apart (`layout.ts`).
        fitText(name, radius * 2.9 - 6, 11.5, 9, measure);
  return svg`<text class="name ${where}" y=${where === 'within' ? size * 0.35 : radius + size + 3} font-size=${size}>${text}</text>`;
}

/** The node as it was, behind the node as it is: dashed, pale, a little aside. */
function shadow(figure: NodeFigure, was: WasMark, { radius, roles, outline }: FigureLook): SVGTemplateResult {
  const sign = roleSign(was.role ?? figure.role, roles);
  const aside = radius * 0.3;
  return svg`<path
    class="shadow role${sign.colour}"
    aria-hidden="true"
    d=${outlinePath(outline, radius)}
    transform="translate(${-aside} ${-aside * 0.7})"
  ></path>`;
}

/** In words, beneath: clear of the badge on the lower rim. */
function wasTag(text: string, radius: number, hasBadge: boolean, measure: (text: string) => number): SVGTemplateResult {
  const size = Math.max(10.5, Math.min(13, radius * 0.28));
  const width = measure(text) * size + 14;
  const height = size + 7;
  return svg`<g class="was" transform="translate(0 ${radius + height / 2 + (hasBadge ? 13 : 7)})">
    <rect x=${-width / 2} y=${-height / 2} width=${width} height=${height} rx=${height / 2}></rect>
    <text y=${size * 0.35} font-size=${size}>${text}</text>
  </g>`;
}

/** On the upper right rim. */
function sideSign(radius: number): SVGTemplateResult {
  const at = radius * 0.76;
  return svg`<g class="differs-sign" transform="translate(${at} ${-at})">
    <circle r="9"></circle><path d="M-4 -2.2h8M-4 2.2h8M2.6 -5.2L-2.6 5.2"></path>
  </g>`;
}

/** Above: the stars that it carries, each with its name; of several a few letters. On a small node the stars alone. */
function starTag({ stars, radius, miniature, measure }: FigureLook): SVGTemplateResult {
  const size = Math.max(10.5, Math.min(14, radius * 0.3));
  const hasNames = hasNamesOf(stars.length, radius, miniature === null);
  const glyph = size * 1.05;
  const height = size + 8;
  let width = 6;
  const parts = stars.map(({ colour, isMade, name }) => {
    const text = hasNames ? (stars.length === 1 ? shortened(name) : letters(name)) : '';
    const left = width;
    width += glyph + (text === '' ? 0 : measure(text) * size + 5);
    return { colour, sign: isMade ? '☆' : '★', text, left };
  });
  width += hasNames ? 4 : 6;
  const at = (left: number): number => left - width / 2;
  return svg`<g class="star-tag s${stars[0]?.colour ?? 1}" transform="translate(0 ${-radius - height / 2 + 3})">
    <rect x=${-width / 2} y=${-height / 2} width=${width} height=${height} rx=${height / 2} stroke-dasharray=${stars.every(({ isMade }) => isMade) ? '3 2.5' : nothing}></rect>
    ${parts.map(
      ({
        colour,
        sign,
        text,
        left,
      }) => svg`<text class="s${colour}" x=${at(left) + glyph / 2} y=${size * 0.36} font-size=${size * 1.1}>${sign}</text>
        ${text === '' ? nothing : svg`<text class="star-name" x=${at(left) + glyph + 2} y=${size * 0.36} font-size=${size}>${text}</text>`}`,
    )}
  </g>`;
}

/** What is drawn of several comes first here too. */
function starWords({ stars, radius, miniature }: FigureLook): readonly string[] {
  if (stars.length === 0) return [];
  const drawn = stars.length > 1 && hasNamesOf(stars.length, radius, miniature === null);
  return [...(drawn ? [stars.map(({ name }) => `★ ${letters(name)}`).join(' ')] : []), starsText(stars)];
}

const hasNamesOf = (count: number, radius: number, hasTexts: boolean): boolean =>
  radius >= 18 && hasTexts && count <= mostNamed;

/** Of so many stars the names are begun. */
const mostNamed = 4;

const letters = (name: string): string => name.replaceAll(/[^\p{L}\p{N}]/gu, '').slice(0, 3);

function shortened(name: string): string {
  return name.length > 14 ? `${name.slice(0, 13)}…` : name;
}

/** A closed line about the origin that stays within about the radius. */
export function outlinePath(outline: Outline, radius: number): string {
  const r = radius.toFixed(1);
  switch (outline) {
    case 'disc':
      return `M0 -${r}A${r} ${r} 0 1 1 -0.01 -${r}Z`;
    case 'hexagon':
      return polygon(6, radius * 1.07, 0);
    case 'octagon':
      return polygon(8, radius * 1.04, Math.PI / 8);
    case 'block': {
      const half = radius * 0.85;
      const corner = radius * 0.3;
      const side = 2 * (half - corner);
      const turn = (x: number, y: number) => `a${corner} ${corner} 0 0 1 ${x * corner} ${y * corner}`;
      return `M${corner - half} ${-half}h${side}${turn(1, 1)}v${side}${turn(-1, 1)}h${-side}${turn(-1, -1)}v${-side}${turn(1, -1)}Z`;
    }
  }
}

function polygon(corners: number, radius: number, start: number): string {
  const points = Array.from({ length: corners }, (_, i) => {
    const angle = start + (i * 2 * Math.PI) / corners;
    return `${(radius * Math.cos(angle)).toFixed(1)} ${(radius * Math.sin(angle)).toFixed(1)}`;
  });
  return `M${points.join('L')}Z`;
}

/** The room for text at a height off the middle, less the ring's own width. */
function chord(radius: number, off: number): number {
  const inner = radius - 5;
  return off >= inner ? 0 : 2 * Math.sqrt(inner * inner - off * off);
}

/** A crashed node is crossed out at its rim, so that its name stays readable. */
function cross(radius: number): string {
  const arm = Math.max(3, radius * 0.2);
  const x = radius * 0.707;
  return `M${x - arm} ${-x - arm}l${2 * arm} ${2 * arm}M${x + arm} ${-x - arm}l${-2 * arm} ${2 * arm}`;
}

/** The number that goes with the role, on the lower rim. */
function badge(text: string, size: number, radius: number, measure: (text: string) => number): SVGTemplateResult {
  const width = Math.max(17, measure(text) * size + 10);
  return svg`<g class="badge" transform="translate(0 ${radius})">
    <rect x=${-width / 2} y="-7.5" width=${width} height="15" rx="7.5"></rect>
    <text y=${size * 0.36} font-size=${size}>${text}</text>
  </g>`;
}

function kindShape(figure: KindFigure, look: FigureLook): SVGTemplateResult {
  const { radius, roles, measure } = look;
  const name = fitText(figure.id, chord(radius, 6), 13, 9, measure);
  const total = Math.max(1, figure.count);
  let start = 0;
  const arcs = figure.roles.map(([role, count]) => {
    const sign: RoleSign = roleSign(role, roles);
    const from = start;
    start += count / total;
    return svg`<path class="share role${sign.colour}" d=${arc(radius + 8, from, start)}><title>${role}: ${count}</title></path>`;
  });
  return svg`
    <g aria-hidden="true" class="look role1">
      <circle class="body" r=${radius} stroke-width="1.5"></circle>
      <circle class="inner" r=${Math.max(0, radius - 4)} stroke-width="1"></circle>
      ${arcs}
      <text class="count" y="-2" font-size=${Math.min(22, radius * 0.5)}>${formatNumber(figure.count)}</text>
      <text class="name" y="15" font-size=${name.size}>${name.text}</text>
      ${figure.down > 0 ? svg`<text class="lost" y=${radius + 26} font-size="11">${formatNumber(figure.down)} down</text>` : nothing}
    </g>
    <title>${figureName(figure, look)}</title>`;
}

/** Part of a ring, from and to in turns from the top. */
function arc(radius: number, from: number, to: number): string {
  const end = Math.min(to, from + 0.9999);
  const p = (turn: number) =>
    `${(radius * Math.sin(turn * 2 * Math.PI)).toFixed(2)} ${(-radius * Math.cos(turn * 2 * Math.PI)).toFixed(2)}`;
  return `M${p(from)}A${radius} ${radius} 0 ${end - from > 0.5 ? 1 : 0} 1 ${p(end)}`;
}
