/**
 * The run as it was before an edit, drawn behind a plot of the run: the same marks in the same scales, pale and dashed. The scales are
 * made to hold both, unless the author chose their domain.
 */
import type { PlotCall, PlotValue } from '../../kernel/protocol.ts';
import { isOptions, withPlotOptions } from './interpret.ts';

const scaleNames = ['x', 'y', 'fx', 'fy', 'r'] as const;
type ScaleName = (typeof scaleNames)[number];
type Domain = readonly PlotValue[];
export type Domains = Partial<Readonly<Record<ScaleName, Domain>>>;

/** Marks that say where one is, not what was: the plot itself has them. */
const furniture = /(axis|grid|frame|tip|crosshair|legend)/;

/** What the scales of a drawn plot hold. */
export function domainsOf(picture: Element): Domains {
  if (!('scale' in picture) || typeof picture.scale !== 'function') return {};
  const found: [ScaleName, Domain][] = [];
  for (const name of scaleNames) {
    const scale: unknown = picture.scale(name);
    if (typeof scale !== 'object' || scale === null || !('domain' in scale)) continue;
    const domain: unknown = scale.domain;
    if (Array.isArray(domain) && domain.every(isPlaceable)) found.push([name, domain]);
  }
  return Object.fromEntries(found);
}

function isPlaceable(value: unknown): value is PlotValue {
  return typeof value === 'string' || typeof value === 'boolean' || typeof value === 'number' || value instanceof Date;
}

/** Domains that hold both, of the scales that both have. */
export function joinedDomains(a: Domains, b: Domains): Domains {
  const joined: [ScaleName, Domain][] = [];
  for (const name of scaleNames) {
    const [mine, other] = [a[name], b[name]];
    if (mine !== undefined && other !== undefined) joined.push([name, joinedDomain(mine, other)]);
  }
  return Object.fromEntries(joined);
}

function joinedDomain(mine: Domain, other: Domain): Domain {
  if (![...mine, ...other].every(isContinuous))
    return [...mine, ...other.filter((value) => !mine.some((own) => sameValue(own, value)))];
  const all = [...mine, ...other].toSorted((p, q) => Number(p) - Number(q));
  const [least, most] = [all[0] ?? 0, all[all.length - 1] ?? 0];
  // A scale that was turned round stays so.
  return Number(mine[0]) > Number(mine[mine.length - 1]) ? [most, least] : [least, most];
}

function isContinuous(value: PlotValue): boolean {
  return typeof value === 'number' || value instanceof Date;
}

function sameValue(a: PlotValue, b: PlotValue): boolean {
  return a instanceof Date || b instanceof Date ? Number(a) === Number(b) : a === b;
}

export function sameDomains(a: Domains, b: Domains): boolean {
  return scaleNames.every((name) => {
    const [mine, other] = [a[name], b[name]];
    if (mine === undefined || other === undefined) return mine === other;
    return mine.length === other.length && mine.every((value, i) => sameValue(value, other[i] ?? null));
  });
}

/** The plot with these domains, where its author chose none. */
export function withDomains(call: PlotCall, domains: Domains): PlotCall {
  return withPlotOptions(call, (options) => {
    const changed: [string, PlotValue][] = [];
    for (const name of scaleNames) {
      const domain = domains[name];
      const own = options[name];
      const scale = isOptions(own) ? own : {};
      if (domain !== undefined && !('domain' in scale)) changed.push([name, { ...scale, domain }]);
    }
    return { ...options, ...Object.fromEntries(changed) };
  });
}

/** Puts the marks of `was` behind those of `picture`. False when they are not of one size. */
export function putBehind(picture: Element, was: Element): boolean {
  const [front, back] = [svgOf(picture), svgOf(was)];
  if (front === null || back === null || front.getAttribute('viewBox') !== back.getAttribute('viewBox')) return false;
  const group = document.createElementNS('http://www.w3.org/2000/svg', 'g');
  group.setAttribute('class', 'behind');
  group.setAttribute('aria-hidden', 'true');
  for (const mark of [...back.children]) {
    if (mark.localName === 'style' || furniture.test(mark.getAttribute('aria-label') ?? '')) continue;
    group.append(mark);
  }
  const style = front.querySelector(':scope > style');
  if (style === null) front.prepend(group);
  else style.after(group);
  return true;
}

function svgOf(picture: Element): SVGSVGElement | null {
  return picture instanceof SVGSVGElement ? picture : picture.querySelector<SVGSVGElement>(':scope > svg:last-of-type');
}
