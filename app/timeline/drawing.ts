/** What the timeline draws under its controls, as SVG: the scale, the lanes with their densities, where branches were forked. */
import { nothing, svg, type SVGTemplateResult } from 'lit';
import { bucketTransform, type DensityPaths, type DensityWindow } from './density.ts';
import { baseOf, connectors, type Lane, marksHeight, stripHeight } from './lanes.ts';
import type { Range } from './range.ts';
import { type Tick, ticks } from './ticks.ts';

export interface Scale {
  readonly range: Range;
  /** px */
  readonly width: number;
  readonly place: (time: number) => number;
}

const ticksOf = ({ range, width }: Scale): readonly Tick[] =>
  ticks(range.from, range.to, Math.max(2, Math.floor(width / 92)));

export function drawGrid(scale: Scale): readonly SVGTemplateResult[] {
  return ticksOf(scale).map(({ time }) => {
    const x = scale.place(time);
    return svg`<line class="tick" x1=${x} x2=${x} y1=${stripHeight - 2} y2="100%"></line>`;
  });
}

/** @param playhead x of the playhead, whose time is written there instead */
export function drawTimes(scale: Scale, playhead: number): readonly SVGTemplateResult[] {
  return ticksOf(scale).flatMap(({ time, label }) => {
    const x = scale.place(time);
    const isFree = Math.abs(x + 18 - playhead) > 64 && x < scale.width - 36;
    return isFree ? [svg`<text x=${x + 4} y="15">${label}</text>`] : [];
  });
}

/** What is known of a lane at the moment. */
export interface LaneContent {
  readonly lane: Lane;
  /** From where it goes by itself, and how far; virtual ms. */
  readonly from: number;
  readonly tip: number;
  readonly density: readonly number[];
  /** Of its first violation. */
  readonly violation: { readonly property: string; readonly time: number } | null;
  readonly isCompared: boolean;
}

/** Left free above the density. */
const free = { current: marksHeight, other: 3, ghost: 3 } as const;
/** A run that has the timeline to itself is drawn no higher than this. */
const mostDense = 72;

export function drawLanes(
  contents: readonly LaneContent[],
  scale: Scale,
  window: DensityWindow | null,
  paths: DensityPaths,
  playhead: number,
): SVGTemplateResult {
  const { width, place } = scale;
  const name = ({ kind, id }: Lane): string => `${kind === 'ghost' ? 'ghost' : 'branch'} ${id}`;
  // One measure for all, so that lanes can be compared.
  const most = Math.max(1, ...contents.map(({ lane, density }) => paths.peak(name(lane), density)));
  const forks = connectors(
    contents.map(({ lane }) => lane),
    place,
    width,
  );
  paths.keep(new Set(contents.map(({ lane }) => name(lane))));
  const inside = (x: number): number => Math.max(0, Math.min(width, x));
  return svg`
    <clipPath id="past"><rect x="0" y="0" width=${inside(playhead)} height="100%"></rect></clipPath>
    <clipPath id="future"><rect x=${inside(playhead)} y="0" width=${width - inside(playhead)} height="100%"></rect></clipPath>
    ${contents.map(({ lane, from, tip, density, violation, isCompared }) => {
      const height = Math.min(mostDense, baseOf(lane) - lane.top - free[lane.kind]);
      const base = baseOf(lane);
      const [start, end] = [inside(place(from)), inside(place(tip))];
      const transform = window === null ? nothing : bucketTransform(window, place);
      const path = window === null ? '' : paths.path(name(lane), density, most, height);
      const fork = forks.get(lane);
      const at = violation === null ? -1 : place(violation.time);
      return svg`<g class="lane" data-kind=${lane.kind} ?data-compared=${isCompared}>
        ${fork === undefined ? nothing : svg`<path class="fork" d=${fork}></path>`}
        <clipPath id="life-${lane.id}-${lane.kind}"><rect x=${start} y="0" width=${Math.max(0, end - start)} height="100%"></rect></clipPath>
        <g clip-path="url(#life-${lane.id}-${lane.kind})"><g transform="translate(0 ${base - height})">
          ${
            lane.kind === 'current'
              ? svg`<g clip-path="url(#past)"><path class="area" d=${path} transform=${transform}></path></g>
                <g clip-path="url(#future)"><path class="area future" d=${path} transform=${transform}></path></g>`
              : svg`<path class="area" d=${path} transform=${transform}></path>`
          }
        </g></g>
        <line class="base" x1=${start + (fork === undefined ? 0 : Math.min(8, end - start))} x2=${end} y1=${base} y2=${base}></line>
        ${
          violation === null || lane.kind === 'current' || at < 0 || at > width
            ? nothing
            : svg`<circle class="violated" cx=${at} cy=${base - 3} r="4.5"></circle>
              ${at < width - 90 ? svg`<text class="violation-name" x=${at + 9} y=${base - 5}>${violation.property}</text>` : nothing}`
        }
      </g>`;
    })}`;
}
