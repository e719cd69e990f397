/** Where on the page the things are that a task of the tour is about, and how they come into sight. */
import { act } from '../model/act.ts';
import type { Action } from '../model/actions.ts';
import { tabOf } from '../model/custom-views.ts';
import { page } from '../model/page.ts';
import type { PageState, StageView } from '../model/state.ts';
import type { TourTarget } from '../model/tour-steps.ts';
import { idOf } from '../stage/stage.ts';

/** As the style sheet has it. */
export const isNarrow = (): boolean => matchMedia('(max-width: 760px)').matches;

/** What is to be seen for it: a side of the page, and a tab of the stage. */
interface Needs {
  readonly side: 'notebook' | 'stage' | null;
  readonly view: StageView | null;
}

/** Through shadow roots: each selector is looked up in the root of what the one before it found. */
function deep(...selectors: readonly string[]): Element | null {
  let root: ParentNode | null = document;
  let found: Element | null = null;
  for (const selector of selectors) {
    found = root?.querySelector(selector) ?? null;
    root = found?.shadowRoot ?? found;
  }
  return found;
}

function cellKey({ open }: PageState, slug: string, kind?: string): string | null {
  const part = open?.notebook.parts.find(
    (one) => one.type === 'cell' && one.slug === slug && (kind === undefined || one.kind === kind),
  );
  return part?.type === 'cell' ? part.key : null;
}

function needsOf(target: TourTarget, state: PageState): Needs {
  switch (target.type) {
    case 'timeline':
    case 'button':
    case 'values':
      return { side: null, view: null };
    case 'cell':
      return { side: 'notebook', view: null };
    case 'leader':
    case 'causes':
      return { side: 'stage', view: 'topology' };
    case 'view': {
      const key = cellKey(state, target.slug, 'view');
      return { side: 'stage', view: key === null ? null : tabOf(key) };
    }
    case 'stars':
      return { side: 'stage', view: null };
    case 'branches':
      // Side by side they are in the topology.
      return { side: 'stage', view: state.open?.comparing == null ? 'branches' : 'topology' };
    case 'findings':
      return { side: 'stage', view: 'check' };
  }
}

/** The thing itself; null when the page has none. */
function elementOf(target: TourTarget, state: PageState): Element | null {
  switch (target.type) {
    case 'timeline':
      return deep('rh-timeline', '.axis');
    case 'button':
      return target.name === 'play'
        ? deep('rh-toolbar .bar-run .go')
        : (deep('rh-checks .popover') ?? deep('rh-checks .badge'));
    case 'cell':
      return cellOf(cellKey(state, target.slug))?.querySelector('.cell') ?? null;
    case 'leader':
      return figureOfLeader(state) ?? deep('rh-stage', 'rh-topology');
    case 'causes':
      return (
        deep('rh-forms rh-why-popover', 'rh-form-popover') ??
        shown(inspector()) ??
        figureOfLeader(state) ??
        deep('rh-stage', 'rh-topology')
      );
    case 'values': {
      const key = state.open?.probing.probe?.cells[0]?.key;
      return cellOf(key ?? null)?.querySelector('.cell') ?? null;
    }
    case 'view':
      return deep('rh-stage', 'rh-stage-view', 'rh-custom-view') ?? deep('rh-stage', '#panel');
    case 'stars':
      return deep('rh-stage', 'rh-star-bar');
    case 'branches':
      return (
        deep('rh-stage', 'rh-compare') ??
        deep('rh-stage', 'rh-branches-view', '[aria-label^="Compare with"]') ??
        deep('rh-stage', '#panel')
      );
    case 'findings':
      return deep('rh-stage', 'rh-check-view', '.finding .primary') ?? deep('rh-stage', '#panel');
  }
}

/** Over the picture, or beneath two of them. */
const inspector = (): Element | null =>
  deep('rh-stage', 'rh-topology', 'rh-inspector') ?? deep('rh-stage', 'rh-compare', 'rh-inspector');

const cellOf = (key: string | null): Element | null =>
  [...document.querySelectorAll('rh-cell')].find((one) => one.key === key) ?? null;

const shown = (element: Element | null): Element | null =>
  element !== null && element.getBoundingClientRect().height > 0 ? element : null;

function figureOfLeader({ open }: PageState): Element | null {
  const leader = open?.frame?.nodes.find(({ alive, role }) => alive && role === 'leader');
  return leader === undefined ? null : deep('rh-stage', 'rh-topology', `[data-node="${CSS.escape(leader.id)}"]`);
}

const sideShown = (needs: Needs): boolean => {
  const side = deep(needs.side === 'stage' ? '.stage-side' : '.notebook-side');
  return needs.side === null || shown(side) !== null;
};

/** What is to be pressed, or looked at: the thing, or the way to it. */
export function pointedAt(target: TourTarget, state: PageState): Element | null {
  const needs = needsOf(target, state);
  if (!sideShown(needs)) {
    if (isNarrow()) return deep(`.narrow-tabs button:nth-child(${needs.side === 'stage' ? 2 : 1})`);
    return shown(deep('.sides button:nth-child(2)'));
  }
  if (needs.view !== null && needs.view !== state.open?.stageView)
    return deep('rh-stage', `#${CSS.escape(idOf(needs.view))}`);
  return elementOf(target, state);
}

/** The side that a thing is on, and its tab, come to the front; then it is scrolled to, when it is not seen. The keyboard goes with it if that is wished. */
export function bring(host: EventTarget, target: TourTarget, withKeyboard: boolean): void {
  const needs = needsOf(target, page.state);
  const wishes: Action[] = [];
  if (!sideShown(needs)) {
    const isStageAlone = needs.side === 'stage' && isNarrow();
    wishes.push({ type: 'layout', layout: { side: isStageAlone ? 'stage' : 'both' } });
  }
  if (needs.view !== null && page.state.open?.stageView !== needs.view)
    wishes.push({ type: 'stage-view', view: needs.view });
  for (const wish of wishes) act(host, wish);
  // What comes to the front is drawn first.
  afterFrames(wishes.length === 0 ? 1 : 3, () => {
    const element = elementOf(target, page.state);
    if (element === null) return;
    if (!isSeen(element)) element.scrollIntoView({ block: 'center', behavior: calm() ? 'instant' : 'smooth' });
    if (target.type === 'cell') {
      const key = cellKey(page.state, target.slug);
      if (key !== null) act(host, { type: 'select', selection: { key, mode: 'command' } });
    }
    if (withKeyboard) focusable(element)?.focus({ preventScroll: true });
  });
}

const calm = (): boolean => matchMedia('(prefers-reduced-motion: reduce)').matches;

function afterFrames(count: number, then: () => void): void {
  if (count === 0) then();
  else requestAnimationFrame(() => afterFrames(count - 1, then));
}

/** Itself, or the first within it that the keyboard can be in. */
function focusable(element: Element): HTMLElement | SVGElement | null {
  const selector = '[role=slider], button, a[href], input, select, [tabindex]';
  const all = [element, ...(element.shadowRoot ?? element).querySelectorAll(selector)];
  return (
    all.find(
      (one): one is HTMLElement | SVGElement =>
        (one instanceof HTMLElement || one instanceof SVGElement) &&
        (one === element ? one.tabIndex >= 0 || one.matches('[tabindex]') : shown(one) !== null),
    ) ?? null
  );
}

export interface Seen {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The part of it that is within the screen and within what scrolls around it; null when there is too little of it. */
export function seenPart(element: Element): Seen | null {
  const box = element.getBoundingClientRect();
  let [left, top, right, bottom] = [box.left, box.top, box.right, box.bottom];
  const within = (rect: { left: number; top: number; right: number; bottom: number }): void => {
    left = Math.max(left, rect.left);
    top = Math.max(top, rect.top);
    right = Math.min(right, rect.right);
    bottom = Math.min(bottom, rect.bottom);
  };
  within({ left: 0, top: 0, right: innerWidth, bottom: innerHeight });
  const pane = element.closest('.notebook-side') ?? paneOf(element);
  if (pane !== null) within(pane.getBoundingClientRect());
  const isEnough = right - left > 4 && bottom - top > Math.min(16, box.height / 2);
  return isEnough ? { x: left, y: top, width: right - left, height: bottom - top } : null;
}

/** The stage's panel, for what is in a shadow root of it. */
function paneOf(element: Element): Element | null {
  const panel = deep('rh-stage', '#panel');
  for (let at: Node | null = element; at !== null; at = at instanceof ShadowRoot ? at.host : at.parentNode)
    if (at === panel) return panel;
  return null;
}

const isSeen = (element: Element): boolean => {
  const part = seenPart(element);
  return part !== null && part.height >= Math.min(element.getBoundingClientRect().height, 120) - 1;
};

/** What the card would better not cover, when it is about something. */
export function precious(about: Element | null): readonly Seen[] {
  const stage = shown(deep('.stage-side'));
  const notebook = shown(deep('.notebook-side'));
  // What is written may need all its room.
  const hasNotebook = notebook !== null && about?.closest('.notebook-side') !== notebook;
  const nodes = deep('rh-stage', 'rh-topology')?.shadowRoot?.querySelectorAll('[data-node]') ?? [];
  const found: (Element | null)[] = [
    deep('.bar'),
    deep('.timeline-side'),
    deep('rh-forms rh-why-popover', 'rh-form-popover'),
    deep('rh-toolbar .popover'),
    deep('rh-stage', 'rh-star-bar'),
    deep('rh-stage', 'rh-receipt'),
    deep('.notice'),
    deep('rh-stage', 'rh-context-menu'),
    // The notebook has room for it; alone, the stage has to have.
    ...(hasNotebook ? [stage] : [...nodes, shown(inspector()), deep('rh-stage', '.top')]),
  ];
  return found.flatMap((one) => (one === null ? [] : [one.getBoundingClientRect()]));
}

/** Between the bars at the top and at the bottom. */
export function freeStrip(): Seen {
  const top = deep('.bar')?.getBoundingClientRect().bottom ?? 0;
  const bottom = deep('.timeline-side')?.getBoundingClientRect().top ?? innerHeight;
  return { x: 0, y: top, width: innerWidth, height: Math.max(0, bottom - top) };
}
