/**
 * Functions that are given away to be called later: rules, guards, properties, set-ups, timed actions. They are called
 * in the run, in every copy of it and whenever the past is looked at, so what one writes to a variable of the text around
 * it leaks from one of these into another.
 */
import type { AnyNode, Program } from 'acorn';
import type { Names, Span, Use } from './names.ts';
import { type FunctionNode, isFunction, walk } from './walk.ts';

const keepingMethods = new Set(['on', 'when', 'may', 'start', 'migrate', 'at', 'edit', 'always', 'eventually']);
const keepingFunctions = new Set([
  'message',
  'node',
  'scenario',
  'always',
  'step',
  'reachable',
  'eventually',
  'leadsTo',
  'explore',
]);

/** Offsets of the uses, in such a function, of what is declared around it in another function or block. */
export function usesFromOutside(program: Program, names: Names): ReadonlySet<number> {
  const kept = keptFunctions(program, names);
  const isIn = (at: number, { start, end }: Span): boolean => start <= at && at < end;
  return new Set(
    names.uses
      .filter(({ owner, start, declared }) => {
        return owner === 'local' && kept.some((each) => isIn(start, each) && !isIn(declared, each));
      })
      .map(({ start }) => start),
  );
}

function keptFunctions(program: Program, names: Names): readonly FunctionNode[] {
  const useAt = new Map(names.uses.map((use): [number, Use] => [use.start, use]));
  const declared = new Map<number, FunctionNode>();
  const given: AnyNode[] = [];
  walk(program, (node) => {
    if (node.type === 'FunctionDeclaration' && node.id !== null) declared.set(node.id.start, node);
    if (node.type === 'VariableDeclarator' && node.init !== null && node.init !== undefined && isFunction(node.init))
      declared.set(node.id.start, node.init);
    if (node.type === 'CallExpression' && keeps(node.callee, useAt)) given.push(...node.arguments);
  });
  return given.flatMap((node): FunctionNode[] => {
    const values =
      node.type === 'ObjectExpression'
        ? node.properties.flatMap((property) => (property.type === 'Property' ? [property.value] : []))
        : [node];
    return values.flatMap((value) => {
      const found = value.type === 'Identifier' ? declared.get(useAt.get(value.start)?.declared ?? -1) : value;
      return found !== undefined && isFunction(found) ? [found] : [];
    });
  });
}

function keeps(callee: AnyNode, useAt: ReadonlyMap<number, Use>): boolean {
  if (callee.type === 'Identifier')
    return keepingFunctions.has(callee.name) && useAt.get(callee.start)?.owner === 'free';
  return (
    callee.type === 'MemberExpression' &&
    callee.property.type === 'Identifier' &&
    !callee.computed &&
    keepingMethods.has(callee.property.name)
  );
}
