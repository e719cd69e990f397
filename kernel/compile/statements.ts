/**
 * The top-level statements of a cell and what the graph asks about each: its content, the names it defines and
 * uses, and the values it may change when it runs.
 */
import type { AnyNode, CallExpression, Program } from 'acorn';
import { hashText } from '../hash.ts';
import { forbiddenMembers, standardGlobals } from './forbidden.ts';
import type { Guarded, Part } from './compiled.ts';
import type { Names, Span } from './names.ts';
import { isFunction, walk } from './walk.ts';

/** A statement with its place in the JavaScript. */
export interface TopStatement extends Span {
  readonly hash: string;
  readonly definitions: readonly string[];
  readonly references: readonly string[];
  readonly touches: readonly string[];
  readonly nominal: string | null;
  readonly guarded: Guarded<Part> | null;
  readonly node: AnyNode;
}

/** Declarations of the language: they read their arguments and change none. */
const declarations = new Set([
  'message',
  'node',
  'scenario',
  'always',
  'step',
  'reachable',
  'eventually',
  'leadsTo',
  'explore',
  'fuzz',
  'constant',
  'uniform',
  'exponential',
  'normal',
  'pareto',
  'zipfian',
  'latest',
  'hotspot',
  'poisson',
  'regular',
  'closed',
  'workload',
  'ycsb',
  'collection',
  'permits',
  'clusters',
  'stat',
  'series',
  'rate',
  'percentiles',
  'events',
]);
const ruleMethods = new Set(['on', 'when', 'may', 'start', 'migrate']);

/** Import declarations and empty statements are left out. */
export function statementsOf(js: string, program: Program, names: Names): readonly TopStatement[] {
  const nodes = program.body.filter((node) => node.type !== 'ImportDeclaration' && node.type !== 'EmptyStatement');
  const cellNames = new Set(names.definitions.map((definition) => definition.name));
  const shorthands = shorthandsOf(program);
  const partOf = (node: Span): Part => {
    const uses = within(names.uses, node).filter((use) => isReference(use.name, use.owner));
    return {
      hash: hashText(canonical(js, node, names, shorthands)),
      references: [...new Set(uses.map((use) => use.name))],
    };
  };
  const bare = nodes.map((node) => {
    return {
      ...partOf(node),
      node,
      start: node.start,
      end: node.end,
      definitions: within(names.definitions, node).map((definition) => definition.name),
      nominal: nominalOf(node, names),
      guarded: guardedOf(node, partOf),
    };
  });

  const functions = new Map(
    bare.flatMap((each) =>
      isFunctionDefinition(each.node) ? each.definitions.map((name) => [name, each] as const) : [],
    ),
  );
  return bare.map((each) => {
    if (!runsCode(each.node)) return { ...each, touches: [] };
    // What it uses, and what the cell's functions use that it may call.
    const reached = new Set(each.references);
    for (const name of reached) for (const next of functions.get(name)?.references ?? []) reached.add(next);
    const touches = [...reached].filter(
      (name) => cellNames.has(name) && !functions.has(name) && !each.definitions.includes(name),
    );
    return { ...each, touches };
  });
}

/** Whether a name is one that the graph has to provide. */
export function isReference(name: string, owner: 'cell' | 'free' | 'local'): boolean {
  return (
    owner === 'cell' || (owner === 'free' && (!standardGlobals.has(name) || Object.hasOwn(forbiddenMembers, name)))
  );
}

const within = <T extends Span>(all: readonly T[], node: Span): T[] =>
  all.filter((each) => each.start >= node.start && each.end <= node.end);

/**
 * The statement's text with its local names numbered. esbuild renames a local that meets a top-level name, so an
 * unrelated statement could otherwise change this one's content; and a renamed parameter is no change.
 */
function canonical(js: string, node: Span, names: Names, shorthands: ReadonlySet<number>): string {
  const places = names.locals
    .flatMap((local) => within(local.places, node).map((place) => ({ ...place, local })))
    .toSorted((a, b) => a.start - b.start);
  const numbers = new Map<unknown, number>();
  let text = '';
  let copied = node.start;
  for (const { start, end, local } of places) {
    if (start < copied) continue;
    const number = numbers.get(local) ?? numbers.size;
    numbers.set(local, number);
    const name = shorthands.has(start) ? `${local.name}: ` : '';
    text += `${js.slice(copied, start)}${name}$${number}`;
    copied = end;
  }
  return text + js.slice(copied, node.end);
}

/** Offsets of the names in `{ name }`, which are a key and a variable at once. */
function shorthandsOf(program: Program): ReadonlySet<number> {
  const found = new Set<number>();
  walk(program, (node) => {
    if (node.type === 'Property' && node.shorthand) found.add(node.start);
  });
  return found;
}

/** `const rm = node('rm', …)` is `node:rm` to those who use it. */
function nominalOf(node: AnyNode, names: Names): string | null {
  if (node.type !== 'VariableDeclaration' || node.kind !== 'const' || node.declarations.length !== 1) return null;
  const init = node.declarations[0]?.init;
  if (init?.type !== 'CallExpression' || init.callee.type !== 'Identifier' || init.callee.name !== 'node') return null;
  if (names.definitions.some((definition) => definition.name === 'node')) return null;
  const name = init.arguments[0];
  return name?.type === 'Literal' && typeof name.value === 'string' ? `node:${name.value}` : null;
}

/** The second and third argument of `kind.when(…)` and `kind.may(…)`, each with the kind that is given it. */
function guardedOf(node: AnyNode, partOf: (node: Span) => Part): Guarded<Part> | null {
  if (node.type !== 'ExpressionStatement' || node.expression.type !== 'CallExpression') return null;
  const { callee, arguments: given } = node.expression;
  if (callee.type !== 'MemberExpression' || callee.computed || callee.property.type !== 'Identifier') return null;
  if (callee.property.name !== 'when' && callee.property.name !== 'may') return null;
  const [, guard, body] = given;
  if (callee.object.type !== 'Identifier' || guard === undefined || body === undefined) return null;
  if ([...given].some(({ type }) => type === 'SpreadElement')) return null;
  const { name } = callee.object;
  const partWithKind = (node: Span): Part => {
    const { hash, references } = partOf(node);
    return { hash, references: [...new Set([name, ...references])] };
  };
  return { guard: partWithKind(guard), body: partWithKind(body) };
}

function isFunctionDefinition(node: AnyNode): boolean {
  if (node.type === 'FunctionDeclaration') return true;
  if (node.type !== 'VariableDeclaration' || node.kind !== 'const') return false;
  return node.declarations.every(({ init }) => init !== null && init !== undefined && isFunction(init));
}

/** Whether running the statement calls or assigns anything that could change a value made elsewhere. */
function runsCode(statement: AnyNode): boolean {
  let runs = false;
  walk(statement, (node) => {
    if (runs || isFunction(node)) return false;
    if (node.type === 'CallExpression') runs ||= !isDeclaration(node);
    else if (node.type === 'NewExpression')
      runs ||= !(node.callee.type === 'Identifier' && standardGlobals.has(node.callee.name));
    else if (node.type === 'UnaryExpression') runs ||= node.operator === 'delete';
    else
      runs ||=
        node.type === 'AssignmentExpression' ||
        node.type === 'UpdateExpression' ||
        node.type === 'TaggedTemplateExpression';
    return undefined;
  });
  return runs;
}

function isDeclaration({ callee }: CallExpression): boolean {
  if (callee.type === 'Identifier') return declarations.has(callee.name);
  return (
    callee.type === 'MemberExpression' &&
    !callee.computed &&
    callee.object.type === 'Identifier' &&
    callee.property.type === 'Identifier' &&
    ruleMethods.has(callee.property.name)
  );
}
