/**
 * Runs a compiled cell and collects what it declares.
 *
 * Declarations carry no hidden registry: `server.on(…)` only appends to the list of the cell that is being
 * evaluated, so running a cell again replaces exactly what it declared before, and a kind may get rules from
 * any cell. Definitions are shared by every node, so they are made read-only.
 */
/* oxlint-disable typescript/no-unsafe-type-assertion -- the authors' types end here: what a cell passes is unknown until it is checked */
import type { CompiledCell } from '../compile/compiled.ts';
import { safeMath } from '../compile/forbidden.ts';
import { type CellRuntime, cellFunction } from '../compile/function.ts';
import type { Probe } from '../compile/probe-sites.ts';
import { DiagnosticError, diagnostic } from '../diagnostic.ts';
import { fault, isAmount, optionalNumber, requireFunction, requireName, requirePart } from './arguments.ts';
import { type BuiltIns, watchBuiltIns } from './built-ins.ts';
import { cellTurns, grant, tick } from './budget.ts';
import type { Declaration, Place, PropertyForm, RuleForm, State } from './declaration.ts';
import { checkedStat } from './stat-form.ts';
import { checkedExploreOptions } from './explore-options.ts';
import { checkedFuzzOptions } from './fuzz-options.ts';
import { isolatedForm, linearizableForm } from './history-form.ts';
import { MemoryError, share } from './share.ts';
import type { Language, MessageName, MessageType, NodeKind, NodeSpec, OperationBody, Sent } from './language.ts';

/** What evaluating a cell leaves behind besides its definitions. */
export interface CellOutput {
  readonly declarations: readonly Declaration[];
  /** Draws a plot or view anew, given the names that only these see; null for other cells. */
  readonly draw: ((scope: Readonly<Record<string, unknown>>) => unknown) | null;
}

export interface Evaluated {
  readonly ok: true;
  readonly definitions: Readonly<Record<string, unknown>>;
  readonly output: CellOutput;
}

export interface Evaluator {
  /** Names in scope in every cell. */
  readonly globals: ReadonlySet<string>;
  /** Throws what the cell throws. `scope` holds the other cells' definitions it refers to. */
  evaluate(cell: CompiledCell, scope: ReadonlyMap<string, unknown>): Evaluated;
}

/** Names that only a plot or view can use. */
const plotNames = ['series', 'rate', 'percentiles', 'events', 'history', 'world', 'Plot', 'View'] as const;

/**
 * `library` holds the constructors of stdlib that are in scope without an import.
 * @param probe what probed cells tell what they do
 */
export function createEvaluator(library: Readonly<Record<string, unknown>>, probe?: Probe): Evaluator {
  let current: { readonly cell: CompiledCell; statement: number; readonly declarations: Declaration[] } | null = null;

  function here(): Place {
    if (current === null) {
      throw fault(
        'program/bad-argument',
        'A declaration was made while the model runs.',
        'Declare nodes, rules, scenarios and properties at the top level of a cell.',
      );
    }
    const statement = current.cell.statements[current.statement];
    return {
      cell: current.cell.key,
      range: statement?.range ?? { line: 1, column: 1, endLine: 1, endColumn: 1 },
      statement: current.statement,
    };
  }

  function declare(declaration: Declaration): void {
    current?.declarations.push(declaration);
  }

  /** Of what the statement at hand declares. */
  function variableOf(name: string): string {
    const defined = current?.cell.statements[current.statement]?.definitions ?? [];
    return defined.includes(name) ? name : (defined[0] ?? name);
  }

  function message(
    name: string,
    options: { readonly bytes?: number | ((body: unknown) => number) } = {},
  ): MessageType<unknown> {
    const place = here();
    requirePart(name, 'message', place);
    const bytes: unknown = options.bytes;
    if (!(bytes === undefined || typeof bytes === 'function' || isAmount(bytes))) {
      throw fault(
        'program/bad-argument',
        `bytes is ${typeof bytes === 'number' ? bytes : `a ${typeof bytes}`} in message('${name}', …).`,
        'Give a number that is not negative, or a function of the body that returns one.',
        place,
      );
    }
    declare({ type: 'message', name, bytes: options.bytes ?? null, place });
    return messageType(name);
  }

  function node(name: string, spec: NodeSpec<State>): NodeKind<State> {
    const place = here();
    requirePart(name, 'node', place);
    if (typeof spec !== 'object' || spec === null || typeof spec.state !== 'function') {
      throw fault(
        'program/bad-argument',
        `node('${name}') needs a state.`,
        'Give it a function: state: () => ({ … }).',
        place,
      );
    }
    declare({ type: 'kind', name, variable: variableOf(name), state: spec.state, durable: spec.durable ?? [], place });
    if (spec.start !== undefined)
      rule(name, 'start', { form: 'start', run: requireFunction(spec.start, 'start', place) });

    function rule(kind: string, ruleName: string, form: RuleForm): void {
      declare({ type: 'rule', kind, name: ruleName, place: here(), ...form });
    }
    return Object.freeze<NodeKind<State>>({
      kindName: name,
      on(type, run) {
        const at = here();
        const messageName = (type as MessageName | undefined)?.messageName;
        if (typeof messageName !== 'string') {
          throw fault(
            'program/bad-argument',
            `${name}.on(…) needs a message type first.`,
            "Declare one: const Ping = message('Ping').",
            at,
          );
        }
        rule(name, messageName, {
          form: 'on',
          message: messageName,
          run: requireFunction(run, `${name}.on(${messageName}, …)`, at) as never,
        });
      },
      when(ruleName, guard, run) {
        const at = here();
        requireName(ruleName, `${name}.when`, at);
        rule(name, ruleName, {
          form: 'when',
          guard: requireFunction(guard, `the guard of '${ruleName}'`, at),
          run: requireFunction(run, `${name}.when('${ruleName}', …)`, at),
        });
      },
      may(ruleName, guard, run, options = {}) {
        const at = here();
        requireName(ruleName, `${name}.may`, at);
        const rate = options.rate ?? 1;
        if (!(rate > 0 && rate < 1e9)) {
          throw fault(
            'program/bad-argument',
            `The rate of '${ruleName}' is ${String(rate)}.`,
            'A rate is a positive number of firings per virtual second.',
            at,
          );
        }
        rule(name, ruleName, {
          form: 'may',
          guard: requireFunction(guard, `the guard of '${ruleName}'`, at),
          run: requireFunction(run, `${name}.may('${ruleName}', …)`, at),
          rate,
          fair: options.fair === true,
        });
      },
      start(run) {
        rule(name, 'start', { form: 'start', run: requireFunction(run, `${name}.start(…)`, here()) });
      },
      migrate(convert) {
        const at = here();
        declare({
          type: 'migration',
          kind: name,
          convert: requireFunction(convert, `${name}.migrate(…)`, at) as (old: State) => unknown,
          place: at,
        });
      },
    });
  }

  function property(name: string, form: PropertyForm): void {
    const place = here();
    requireName(name, form.form, place);
    if ('holds' in form) requireFunction(form.holds, `${form.form}('${name}', …)`, place);
    if (form.form === 'leadsTo') requireFunction(form.whenever, `leadsTo('${name}', …)`, place);
    if ('within' in form && form.within !== null && !(form.within > 0)) {
      throw fault(
        'program/bad-argument',
        `within is ${String(form.within)} in '${name}'.`,
        'Give a positive number of virtual ms.',
        place,
      );
    }
    declare({ type: 'property', name, place, ...form });
  }

  const language: Omit<Language, (typeof plotNames)[number] | LibraryName> = {
    message: message as Language['message'],
    node: node as unknown as Language['node'],
    scenario: (name: string, ...rest: readonly unknown[]) => {
      const place = here();
      requireName(name, 'scenario', place);
      const options = (rest.length > 1 ? rest[0] : {}) as { readonly seed?: unknown; readonly until?: unknown };
      const setUp = requireFunction(rest[rest.length - 1] as () => void, `scenario('${name}', …)`, place);
      declare({
        type: 'scenario',
        name,
        seed: optionalNumber(options.seed, 'seed', place),
        until: optionalNumber(options.until, 'until', place),
        setUp,
        place,
      });
    },
    always: (name, holds) => property(name, { form: 'always', holds }),
    step: (name, holds) => property(name, { form: 'step', holds }),
    reachable: (name, holds) => property(name, { form: 'reachable', holds }),
    eventually: (name, holds, options = {}) =>
      property(name, { form: 'eventually', holds, within: options.within ?? null }),
    leadsTo: (name, whenever, holds, options = {}) =>
      property(name, { form: 'leadsTo', whenever, holds, within: options.within ?? null }),
    linearizable: (name, model, options = {}) => property(name, linearizableForm(name, model, options, here())),
    isolated: (name, level, options = {}) => property(name, isolatedForm(name, level, options, here())),
    explore: (name, options) => {
      const place = here();
      requireName(name, 'explore', place);
      declare({ type: 'explore', name, options: checkedExploreOptions(name, options, place), place });
    },
    fuzz: (name, options) => {
      const place = here();
      requireName(name, 'fuzz', place);
      declare({ type: 'fuzz', name, options: checkedFuzzOptions(name, options, place), place });
    },
    Operation: messageType<OperationBody>('Operation'),
    stat: (name, spec) => {
      const place = here();
      declare({ type: 'stat', place, ...checkedStat(name, spec, place) });
    },
  };

  const globals: Readonly<Record<string, unknown>> = { ...library, ...language, Math: safeMath };
  const outsidePlots: Readonly<Record<string, unknown>> = Object.fromEntries(
    plotNames.map((name) => [name, onlyInPlots(name)]),
  );

  /** As they are when the first cell is about to run: by then the host has closed what it closes. */
  let watched: BuiltIns | null = null;

  function evaluate(cell: CompiledCell, scope: ReadonlyMap<string, unknown>): Evaluated {
    const builtIns = (watched ??= watchBuiltIns());
    // Rules may have changed them since.
    builtIns.mend();
    const run = cellFunction(cell);
    const isPlot = cell.kind === 'plot' || cell.kind === 'view';
    const frame = { cell, statement: 0, declarations: [] as Declaration[] };

    function call(own: Readonly<Record<string, unknown>>): {
      readonly definitions: Readonly<Record<string, unknown>>;
      readonly result: unknown;
    } {
      let result: unknown;
      const runtime: CellRuntime = {
        at: (statement) => {
          frame.statement = statement;
        },
        tick,
        ...(probe === undefined ? {} : { probe }),
        result: (value) => {
          result = value;
        },
      };
      const values = cell.references.map(({ name }) =>
        scope.has(name) ? scope.get(name) : (own[name] ?? globals[name]),
      );
      const before = current;
      current = isPlot ? null : frame;
      grant(cellTurns);
      try {
        return { definitions: run(runtime, values), result };
      } finally {
        current = before;
      }
    }

    if (isPlot) return { ok: true, definitions: {}, output: { declarations: [], draw: (own) => call(own).result } };
    const { definitions } = call(outsidePlots);
    const changed = builtIns.mend();
    if (changed !== null)
      throw builtIn(
        cell,
        `This cell changes ${changed}, which is built in and belongs to all.`,
        'Write a function of your own instead.',
      );
    for (const [name, value] of Object.entries(definitions)) {
      const own = builtIns.nameOf(value);
      if (own !== null)
        throw builtIn(cell, `${name} is ${own}, which is built in and belongs to all.`, 'Use it where you need it.');
    }
    for (const [name, value] of Object.entries(definitions)) shareOr(name, value, cell);
    return { ok: true, definitions, output: { declarations: frame.declarations, draw: null } };
  }

  return { globals: new Set([...Object.keys(globals), ...plotNames]), evaluate };
}

function builtIn(cell: CompiledCell, text: string, help: string): DiagnosticError {
  const range = cell.statements[0]?.range ?? null;
  return new DiagnosticError(diagnostic('program/built-in', text, { cell: cell.key, range, help }));
}

type LibraryName =
  | 'constant'
  | 'uniform'
  | 'exponential'
  | 'normal'
  | 'pareto'
  | 'zipfian'
  | 'latest'
  | 'hotspot'
  | 'poisson'
  | 'regular'
  | 'closed'
  | 'workload'
  | 'ycsb'
  | 'collection'
  | 'permits'
  | 'clusters'
  | 'models';

function messageType<Body>(name: string): MessageType<Body> {
  const construct = (body: unknown = {}): Sent => ({ type: name, body });
  return Object.freeze(Object.assign(construct, { messageName: name })) as unknown as MessageType<Body>;
}

function onlyInPlots(name: string): unknown {
  const refuse = (): never => {
    throw fault(
      'program/bad-argument',
      `${name} can be used only in a plot or view.`,
      'Rules have ctx, and know of other nodes what these send them; scenarios and properties are given the world.',
    );
  };
  return name === 'world' || name === 'Plot' || name === 'View' ? new Proxy({}, { get: refuse }) : refuse;
}

function shareOr(name: string, value: unknown, cell: CompiledCell): void {
  try {
    share(value);
  } catch (error) {
    if (!(error instanceof MemoryError)) throw error;
    throw new DiagnosticError(
      diagnostic('program/shared-memory', `${name} is or holds ${error.found}.`, {
        cell: cell.key,
        range: cell.definitions.find((definition) => definition.name === name)?.range ?? null,
        help: error.help,
      }),
    );
  }
}
