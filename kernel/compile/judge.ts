/**
 * What a cell may not do, found in its syntax tree. Positions are offsets in the JavaScript; the caller maps them
 * to the cell's text.
 */
import type { AnyNode, CallExpression, Expression, Program, Super } from 'acorn';
import type { DiagnosticCode, Severity } from '../diagnostic.ts';
import { forbiddenGlobals, forbiddenMembers, forbiddenText, localeMethods, standardGlobals } from './forbidden.ts';
import { usesFromOutside } from './kept.ts';
import type { Names, Span, Use } from './names.ts';
import { isFunction, walk } from './walk.ts';
import { mutators } from './mutators.ts';

export interface Fault extends Span {
  readonly code: DiagnosticCode;
  readonly severity: Severity;
  readonly text: string;
  readonly help: string;
}

const noVariables =
  'Rules share no variables: the run could not be replayed or undone. Keep the value in the state of a node, or declare it inside the function.';
const noMemory =
  "It is called in the run, in copies of it and when the past is looked at, which would all share the variable. Keep the value in a node's state, or read it from the world: w.get, w.find.";
const oneStep =
  'A rule runs to its end in one step. Send a message or set a timer, and go on in the rule that receives it.';
const plainData = 'States and messages are plain data: give the field its value, or write a method or a function.';
const literalName =
  "Write the name as a string literal, as in ctx.count('raft.elections_total'), and what varies as a label.";

export function faultsOf(program: Program, names: Names): readonly Fault[] {
  const faults: Fault[] = [];
  const add = (code: DiagnosticCode, at: Span, text: string, help: string, severity: Severity = 'error'): void => {
    faults.push({ code, severity, start: at.start, end: at.end, text, help });
  };
  const useAt = new Map(names.uses.map((use) => [use.start, use]));
  const contexts = contextsOf(program, names);
  const containers = containersOf(program);
  const fromOutside = usesFromOutside(program, names);
  const isShared = (use: Use): boolean =>
    use.owner === 'free' || (use.owner === 'cell' && use.inFunction) || fromOutside.has(use.start);
  // A method's function begins at its parameters, the method at its `async`.
  const methodStarts = new Map<number, number>();
  walk(program, (node) => {
    if (node.type === 'MethodDefinition' || (node.type === 'Property' && node.method))
      methodStarts.set(node.value.start, node.start);
  });

  for (const use of names.uses) {
    if (use.owner === 'free' && (use.name === 'eval' || use.name === 'arguments')) {
      add('compile/forbidden-global', use, forbiddenText(use.name), forbiddenGlobals[use.name] ?? '');
    }
    if (use.writes && isShared(use)) {
      const what =
        use.owner === 'free'
          ? `${use.name} is assigned, but this cell does not declare it.`
          : `A function assigns ${use.name}, which is declared outside it.`;
      add('compile/shared-variable', use, what, helpFor(use));
    }
  }
  for (const { name, start, end } of [
    ...names.uses,
    ...names.definitions,
    ...names.locals.map(({ name, declared }) => ({ name, start: declared, end: declared + 1 })),
  ]) {
    if (name === '$')
      add(
        'compile/unsupported',
        { start, end },
        'The name $ is taken: the compiler uses it to watch the cell.',
        'Use another name.',
      );
  }

  const states = statesOf(program);
  for (const use of names.uses) {
    if (use.owner !== 'local' || !use.writes || !states.has(use.declared)) continue;
    const text = `${use.name} is the state that this function is given; to assign it changes no state.`;
    add(
      'compile/lost-assignment',
      use,
      text,
      `Change its fields: ${use.name}.field = …, or Object.assign(${use.name}, { … }).`,
    );
  }

  walk(program, (node) => {
    if (isFunction(node) && node.async) {
      const start = methodStarts.get(node.start) ?? node.start;
      add('compile/unsupported', { start, end: start + 5 }, 'A function in a cell may not be async.', oneStep);
    } else if (node.type === 'AwaitExpression') {
      add('compile/unsupported', { start: node.start, end: node.start + 5 }, 'A cell may not await.', oneStep);
    } else if (node.type === 'ForOfStatement' && node.await) {
      add('compile/unsupported', { start: node.start, end: node.start + 3 }, 'A cell may not await.', oneStep);
    } else if (node.type === 'ImportExpression') {
      add(
        'compile/unsupported',
        { start: node.start, end: node.start + 6 },
        'A cell may not import while it runs.',
        "Use import … from '…' at the top of the cell.",
      );
    } else if (node.type === 'MetaProperty' && node.meta.name === 'import') {
      add('compile/unsupported', node, 'A cell has no import.meta.', 'There is no file or address behind a cell.');
    } else if (
      node.type === 'ExportNamedDeclaration' ||
      node.type === 'ExportDefaultDeclaration' ||
      node.type === 'ExportAllDeclaration'
    ) {
      const help = 'Leave out `export`: every name at the top of a cell is visible in all other cells.';
      add('compile/unsupported', { start: node.start, end: node.start + 6 }, 'A cell exports nothing.', help);
    } else if (node.type === 'MemberExpression' && node.object.type === 'Identifier') {
      forbiddenMember(node.object.name, useAt.get(node.object.start), memberName(node), node, add);
    } else if (
      node.type === 'VariableDeclarator' &&
      node.init?.type === 'Identifier' &&
      node.id.type === 'ObjectPattern'
    ) {
      for (const property of node.id.properties) {
        if (property.type !== 'Property' || property.key.type !== 'Identifier') continue;
        forbiddenMember(node.init.name, useAt.get(node.init.start), property.key.name, property.key, add);
      }
    }
    if (node.type === 'CallExpression') judgeCall(node, useAt, contexts, containers, isShared, add);
    const target = changed(node);
    if (target?.type === 'MemberExpression') {
      const use = rootUse(target, useAt);
      if (use !== undefined && isShared(use)) {
        add('compile/shared-variable', target, changes(use), helpFor(use));
      }
    }
  });
  for (const { start } of accessorsMade(program)) {
    const text = 'An object that is made while the model runs may not have accessors.';
    add('compile/unsupported', { start, end: start + 3 }, text, plainData);
  }
  return faults;
}

/** Where the state's parameter is declared in each function that is given one: `kind.on(…)` and its like, `world.edit(…)`, `start(s)`. */
function statesOf(program: Program): ReadonlySet<number> {
  const found = new Set<number>();
  const note = (node: AnyNode): void => {
    if (!isFunction(node)) return;
    const [state] = node.params;
    if (state?.type === 'Identifier') found.add(state.start);
  };
  walk(program, (node) => {
    if (node.type === 'CallExpression' && node.callee.type === 'MemberExpression') {
      const method = memberName(node.callee);
      if (method !== null && givesState.has(method)) node.arguments.forEach(note);
    } else if (node.type === 'Property' && node.key.type === 'Identifier' && node.key.name === 'start') {
      note(node.value);
    }
  });
  return found;
}

const givesState: ReadonlySet<string> = new Set(['on', 'when', 'may', 'start', 'edit']);

/** The accessors of object literals in functions. Where one gets into a state, a copy holds what it gave at that moment. */
function accessorsMade(program: Program): readonly AnyNode[] {
  const found: AnyNode[] = [];
  walk(program, (node) => {
    if (!isFunction(node)) return true;
    walk(node, (inner) => void (inner.type === 'Property' && inner.kind !== 'init' && found.push(inner)));
    return false;
  });
  return found;
}

type Add = (code: DiagnosticCode, at: Span, text: string, help: string, severity?: Severity) => void;

/** `return` at the top of a cell; acorn is told to let it pass so that it can be named. */
export function topLevelReturns(program: Program): readonly Span[] {
  const found: Span[] = [];
  walk(program, (node) => {
    if (node.type === 'ReturnStatement') found.push({ start: node.start, end: node.start + 6 });
    return !isFunction(node);
  });
  return found;
}

function forbiddenMember(object: string, use: Use | undefined, member: string | null, at: Span, add: Add): void {
  if (use?.owner !== 'free' || member === null) return;
  const help = Object.hasOwn(forbiddenMembers, object) ? forbiddenMembers[object]?.[member] : undefined;
  if (help !== undefined) add('compile/forbidden-global', at, forbiddenText(`${object}.${member}`), help);
}

function judgeCall(
  node: CallExpression,
  useAt: ReadonlyMap<number, Use>,
  contexts: ReadonlySet<number>,
  containers: ReadonlySet<number>,
  isShared: (use: Use) => boolean,
  add: Add,
): void {
  const { callee } = node;
  if (callee.type !== 'MemberExpression') return;
  const method = memberName(callee);
  if (method === null) return;

  const locale = Object.hasOwn(localeMethods, method) ? localeMethods[method] : undefined;
  if (locale !== undefined)
    add('compile/locale', callee.property, `${method} depends on the language of the machine.`, locale, 'warning');

  if (callee.object.type !== 'Identifier') return;
  if ((method === 'count' || method === 'gauge' || method === 'observe') && contexts.has(callee.object.start)) {
    const name = node.arguments[0];
    const literal = name?.type === 'Literal' && typeof name.value === 'string';
    if (name !== undefined && !literal)
      add(
        'compile/dynamic-stat-name',
        name,
        'The name of a stat is not a string literal, so it cannot be found in the text.',
        literalName,
      );
  }
  const use = useAt.get(callee.object.start);
  if (use !== undefined && isShared(use) && containers.has(use.declared) && mutators.has(method))
    add('compile/shared-variable', callee, changes(use), helpFor(use));
}

function changes({ name, owner }: Use): string {
  return `This changes ${name}, which ${owner === 'local' ? 'is declared outside the function' : 'all cells share'}.`;
}

function helpFor({ owner }: Use): string {
  return owner === 'local' ? noMemory : noVariables;
}

/** Offsets of what is declared as a literal array or object, or as a new Map, Set or the like. */
function containersOf(program: Program): ReadonlySet<number> {
  const found = new Set<number>();
  walk(program, (node) => {
    if (node.type !== 'VariableDeclarator') return;
    const { id, init } = node;
    const isNew =
      init?.type === 'NewExpression' && init.callee.type === 'Identifier' && standardGlobals.has(init.callee.name);
    if (id.type === 'Identifier' && (isNew || init?.type === 'ArrayExpression' || init?.type === 'ObjectExpression'))
      found.add(id.start);
  });
  return found;
}

/**
 * Offsets of the uses of a rule's context: any parameter named ctx or context, and the last parameter of a function
 * given to `on`, `when`, `may` or `start`.
 */
export function contextsOf(program: Program, names: Names): ReadonlySet<number> {
  const declared = new Set<number>();
  walk(program, (node) => {
    const ofRule =
      node.type === 'CallExpression' &&
      node.callee.type === 'MemberExpression' &&
      ['on', 'when', 'may', 'start'].includes(memberName(node.callee) ?? '')
        ? node.arguments
        : node.type === 'Property' && node.key.type === 'Identifier' && node.key.name === 'start'
          ? [node.value]
          : [];
    for (const rule of ofRule) {
      const last = isFunction(rule) && rule.params.length > 1 ? rule.params.at(-1) : undefined;
      if (last !== undefined) declared.add(last.start);
    }
  });
  const contexts = new Set<number>();
  for (const local of names.locals) {
    // esbuild numbers a local whose name is taken at the top level.
    const named = local.isParameter && /^(ctx|context)\d*$/.test(local.name);
    if (named || declared.has(local.declared)) for (const place of local.places) contexts.add(place.start);
  }
  return contexts;
}

export function memberName(node: Extract<AnyNode, { type: 'MemberExpression' }>): string | null {
  if (!node.computed) return node.property.type === 'Identifier' ? node.property.name : null;
  return node.property.type === 'Literal' && typeof node.property.value === 'string' ? node.property.value : null;
}

/** What an assignment, an update or a `delete` changes. */
function changed(node: AnyNode): AnyNode | null {
  if (node.type === 'AssignmentExpression') return node.left;
  if (node.type === 'UpdateExpression') return node.argument;
  return node.type === 'UnaryExpression' && node.operator === 'delete' ? node.argument : null;
}

/** The name that `a` in `a.b[c].d` is. */
function rootUse(
  node: Extract<AnyNode, { type: 'MemberExpression' }>,
  useAt: ReadonlyMap<number, Use>,
): Use | undefined {
  let root: Expression | Super = node;
  while (root.type === 'MemberExpression') root = root.object;
  return root.type === 'Identifier' ? useAt.get(root.start) : undefined;
}
