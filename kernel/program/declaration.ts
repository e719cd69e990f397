/**
 * What a cell declares, as data: the output of evaluating it. A program is made of all cells' declarations.
 */
import type { CellKey, Range } from '../diagnostic.ts';
import type {
  Actions,
  ClientOperation,
  Context,
  ExploreOptions,
  FuzzOptions,
  GuardContext,
  IsolationLevel,
  MessageContext,
  Model,
  Ms,
  NodeId,
  Scene,
  StatSpec,
  Verdict,
  World,
} from './language.ts';

/** Where a declaration stands: the statement that made it. The range is brought up to date when programs are joined. */
export interface Place {
  readonly cell: CellKey;
  readonly range: Range;
  /** Index of the statement in its cell. */
  readonly statement: number;
}

export type State = Record<string, unknown>;
export type Guard = (state: State, ctx: GuardContext) => unknown;
export type RuleBody = (state: State, ctx: Context) => unknown;
export type MessageBody = (state: State, message: unknown, ctx: MessageContext) => unknown;
export type Holds = (world: World) => Verdict;
export type StepHolds = (before: World, after: World) => Verdict;
export type SetUp = (world: Scene) => void;
export type Action = (world: Actions) => void;

interface Declared {
  readonly place: Place;
}

export interface MessageDeclaration extends Declared {
  readonly type: 'message';
  readonly name: string;
  /** Size on the wire; null for an estimate. */
  readonly bytes: number | ((body: unknown) => number) | null;
}

export interface KindDeclaration extends Declared {
  readonly type: 'kind';
  readonly name: string;
  /** What it is called in its cell: `rm` in `const rm = node('resource manager', …)`. */
  readonly variable: string;
  readonly state: (self: NodeId) => State;
  readonly durable: readonly string[];
}

/** The four forms of rule; `name` is the part after the dot of its identity. */
export type RuleForm =
  | { readonly form: 'on'; readonly message: string; readonly run: MessageBody }
  | { readonly form: 'when'; readonly guard: Guard; readonly run: RuleBody }
  | {
      readonly form: 'may';
      readonly guard: Guard;
      readonly run: RuleBody;
      readonly rate: number;
      readonly fair: boolean;
    }
  | { readonly form: 'start'; readonly run: RuleBody };

export type RuleDeclaration = Declared & {
  readonly type: 'rule';
  readonly kind: string;
  readonly name: string;
} & RuleForm;

export interface MigrationDeclaration extends Declared {
  readonly type: 'migration';
  readonly kind: string;
  readonly convert: (old: State) => unknown;
}

export interface ScenarioDeclaration extends Declared {
  readonly type: 'scenario';
  readonly name: string;
  readonly seed: number | null;
  readonly until: Ms | null;
  readonly setUp: SetUp;
}

export type PropertyForm =
  | { readonly form: 'always' | 'reachable'; readonly holds: Holds }
  | { readonly form: 'eventually'; readonly holds: Holds; readonly within: Ms | null }
  | { readonly form: 'step'; readonly holds: StepHolds }
  | { readonly form: 'leadsTo'; readonly whenever: Holds; readonly holds: Holds; readonly within: Ms | null }
  | HistoryForm;

/** Properties of what clients were told, not of the world. */
export type HistoryForm =
  | {
      readonly form: 'linearizable';
      readonly model: Model<unknown>;
      /** Null: all operations. */
      readonly only: readonly string[] | null;
      /** Null: all operations are about one object. */
      readonly key: ((operation: ClientOperation) => unknown) | null;
    }
  | { readonly form: 'isolated'; readonly level: IsolationLevel; readonly op: string; readonly initial: unknown };

export type PropertyDeclaration = Declared & { readonly type: 'property'; readonly name: string } & PropertyForm;

export interface ExploreDeclaration extends Declared {
  readonly type: 'explore';
  readonly name: string;
  readonly options: ExploreOptions;
}

export interface FuzzDeclaration extends Declared {
  readonly type: 'fuzz';
  readonly name: string;
  readonly options: FuzzOptions;
}

export interface StatDeclaration extends Declared {
  readonly type: 'stat';
  readonly name: string;
  readonly kind: StatSpec['type'];
  /** As the end of its name has it; empty for a counter. */
  readonly unit: string;
  readonly labels: readonly string[];
  readonly help: string;
}

export type Declaration =
  | MessageDeclaration
  | KindDeclaration
  | RuleDeclaration
  | MigrationDeclaration
  | ScenarioDeclaration
  | PropertyDeclaration
  | ExploreDeclaration
  | FuzzDeclaration
  | StatDeclaration;
