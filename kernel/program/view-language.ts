/**
 * The part of the language that is about custom views: what a `view` cell can make of the world. Types only; language.ts passes
 * them on. Loaded beside it.
 */
import type { Ms } from './load-language.ts';

/**
 * How a word looks. A number is a category: equal numbers look the same, and neighbours differ. A tone is never the only sign of
 * what it means: the word says it, too.
 */
export type ViewTone = 'ok' | 'bad' | 'warn' | 'strong' | 'faint' | number;

/** A message on its way, as `world.inFlight()` gives it. */
export interface ViewMessage {
  readonly type: string;
  readonly from: string;
  readonly to: string;
  readonly body: unknown;
  readonly sentAt: Ms;
  readonly arrivesAt: Ms;
}

/** A word with what it is about. */
export interface ViewWord {
  readonly text: string | number | boolean | bigint | null | undefined;
  readonly tone?: ViewTone;
  /** Shown when one points at it, and read to those who hear the page. */
  readonly note?: string;
  /** A click chooses this node. Left out: the node that is called like the text, if there is one; null: none. */
  readonly node?: string | null;
  /** The way into that node's state, as `log.3`: the word carries the stars of what stands there, and says why it is so (W). */
  readonly path?: string;
  /** One that is on its way: a click tells of it. */
  readonly message?: ViewMessage;
  /** A value that means the same wherever it stands: a click stars it, and it shows when it is starred. */
  readonly key?: string;
  /** An event, by its step: a click goes to the moment after it. */
  readonly step?: number;
}

export type ViewItem = string | number | boolean | bigint | null | undefined | ViewWord;

/** One word, or several beside each other. */
export type ViewCell = ViewItem | readonly ViewItem[];

/** What a row, or what is made of it, looks like. */
export type ViewOf<Row, Made> = (row: Row, index: number) => Made;

/** The views that need no code. */
export type BuiltInViewName =
  | 'topology'
  | 'space-time'
  | 'state'
  | 'partitions'
  | 'log'
  | 'stats'
  | 'check'
  | 'branches'
  | 'journey';

export interface ViewOptions {
  /** Its name: of the tab in the stage, or of a part within `View.stack`. Left out: the cell's name. */
  readonly title?: string;
  /** It stands in the stage in the place of this one. */
  readonly replaces?: BuiltInViewName;
  /** What is said while it has nothing to show. */
  readonly empty?: string;
}

/** A line across a lane. */
export interface ViewMark {
  /** It stands after so many of the lane's cells. */
  readonly after: number;
  readonly text: string;
}

export interface ViewLanes<Row> {
  readonly label: ViewOf<Row, ViewCell>;
  readonly cells: ViewOf<Row, Iterable<ViewItem>>;
  readonly marks?: ViewOf<Row, readonly ViewMark[]>;
}

/** A part of a bar. */
export interface ViewPart {
  readonly value: number;
  readonly text?: string;
  readonly tone?: ViewTone;
}

export interface ViewBars<Row> {
  readonly label: ViewOf<Row, ViewCell>;
  /** Not negative. Parts stand one after the other. */
  readonly value: ViewOf<Row, number | readonly ViewPart[]>;
  /** The value of a full bar; the greatest of all when it is left out. */
  readonly most?: number;
  /** Behind each value, as `ms`. */
  readonly unit?: string;
}

export interface ViewTree<Node> {
  readonly label: ViewOf<Node, ViewCell>;
  readonly children: ViewOf<Node, Iterable<Node>>;
}

/** A line to another figure of the graph. */
export interface ViewLink {
  readonly to: string;
  readonly text?: string;
  readonly tone?: ViewTone;
}

export interface ViewGraph<Row> {
  /** By which links name it. Its label, when there is none. */
  readonly id: ViewOf<Row, string>;
  readonly label?: ViewOf<Row, ViewItem>;
  readonly links?: ViewOf<Row, Iterable<string | ViewLink>>;
  /** `ring`: in a circle, clockwise from the top. Otherwise in layers, links downwards as far as that can be. */
  readonly layout?: 'layers' | 'ring';
  /** Where on the ring, 0 to 1; spread evenly when it is left out. */
  readonly at?: ViewOf<Row, number>;
}

export interface ViewStackOptions extends ViewOptions {
  /** Side by side, where there is room. */
  readonly beside?: boolean;
}

/** What a `view` cell shows. Made by the functions of `View`; it can go into `View.stack`. */
export interface CustomView {
  readonly view: string;
}

export interface Views {
  /** A row for each of `rows`, a column for each name. */
  table<Row>(
    rows: Iterable<Row>,
    columns: Readonly<Record<string, ViewOf<Row, ViewCell>>>,
    options?: ViewOptions,
  ): CustomView;
  /** Rows of boxes beneath each other, aligned by their position: logs, queues, copies of partitions. */
  lanes<Row>(rows: Iterable<Row>, spec: ViewLanes<Row>, options?: ViewOptions): CustomView;
  /** A bar for each of `rows`. */
  bars<Row>(rows: Iterable<Row>, spec: ViewBars<Row>, options?: ViewOptions): CustomView;
  /** What hangs beneath what, from its root on. */
  tree<Node>(root: Node, spec: ViewTree<Node>, options?: ViewOptions): CustomView;
  /** Figures and the lines between them: a ring of tokens, who waits for whom, blocks and their parents. */
  graph<Row>(rows: Iterable<Row>, spec: ViewGraph<Row>, options?: ViewOptions): CustomView;
  /** Words in a row. */
  text(words: ViewCell, options?: ViewOptions): CustomView;
  /** Several views, or plots, in one. */
  stack(parts: Iterable<CustomView>, options?: ViewStackOptions): CustomView;
}
