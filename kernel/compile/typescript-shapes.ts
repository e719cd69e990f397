/**
 * The shapes of states and messages, read from the model's own types, so that a form can offer what may stand in each place. Types
 * are gone when the model runs; the type checker still knows them.
 *
 * That a text is the name of a node (`NodeId` is just `string`) is seen only where it is written, so the declarations' own
 * type nodes are followed beside the types.
 */
// oxlint-disable typescript/no-unsafe-enum-comparison -- the enums belong to the TypeScript that comes in
import type * as typescript from 'typescript';
import type { Shape, Shapes } from '../shape.ts';
import { argumentOf, namesNode, type Ts, unaliased, type Written, writtenOf } from './typescript-written.ts';

/** Deeper, and in wider objects, nothing is said. */
const depthLimit = 8;
const fieldLimit = 100;
const optionLimit = 200;
/** Of one shape in all: types that refer to themselves unfold. */
const partLimit = 3_000;

/** `files`: those of the cells. */
export function shapesOf(ts: Ts, program: typescript.Program, files: readonly typescript.SourceFile[]): Shapes {
  const checker = program.getTypeChecker();
  const kinds: Record<string, Shape> = {};
  const messages: Record<string, Shape> = {};
  const visit = (node: typescript.Node): void => {
    const declared = ts.isCallExpression(node) ? declarationOf(ts, node) : null;
    if (declared !== null) {
      const { call, name } = declared;
      const type = checker.getTypeAtLocation(call);
      const [own] = isReference(type) ? checker.getTypeArguments(type) : [];
      const reader = createReader(ts, checker, call);
      const [written] = call.typeArguments ?? [];
      if (own !== undefined) (declared.what === 'node' ? kinds : messages)[name] ??= reader(own, written, 0);
    }
    ts.forEachChild(node, visit);
  };
  for (const file of files) visit(file);
  return { kinds, messages };
}

/** `node('server', …)`, `message<…>('Vote')`. */
function declarationOf(
  ts: Ts,
  call: typescript.CallExpression,
): { readonly call: typescript.CallExpression; readonly what: 'node' | 'message'; readonly name: string } | null {
  const { expression, arguments: given } = call;
  const [name] = given;
  if (!ts.isIdentifier(expression) || name === undefined || !ts.isStringLiteralLike(name)) return null;
  const { text: what } = expression;
  return what === 'node' || what === 'message' ? { call, what, name: name.text } : null;
}

const isReference = (type: typescript.Type): type is typescript.TypeReference => 'target' in type;

function createReader(ts: Ts, checker: typescript.TypeChecker, at: typescript.Node) {
  const { TypeFlags } = ts;
  const has = (type: typescript.Type, flags: number): boolean => (type.flags & flags) !== 0;
  const any: Shape = { t: 'any' };
  let parts = 0;

  function shapeOf(type: typescript.Type, by: Written, depth: number): Shape {
    parts += 1;
    if (depth > depthLimit || parts > partLimit) return any;
    const written = unaliased(ts, checker, by);
    if (has(type, TypeFlags.Boolean)) return { t: 'atom', kind: 'boolean' };
    if (type.isUnion()) return unionOf(type, written, depth);
    if (type.isStringLiteral() || type.isNumberLiteral()) return { t: 'literal', value: type.value };
    if (has(type, TypeFlags.BooleanLiteral)) return { t: 'literal', value: checker.typeToString(type) === 'true' };
    if (has(type, TypeFlags.BigIntLiteral))
      return { t: 'literal', value: BigInt(checker.typeToString(type).slice(0, -1)) };
    if (has(type, TypeFlags.StringLike))
      return { t: 'atom', kind: 'string', ...(namesNode(ts, written) ? { isNode: true } : {}) };
    if (has(type, TypeFlags.NumberLike)) return { t: 'atom', kind: 'number' };
    if (has(type, TypeFlags.BigIntLike)) return { t: 'atom', kind: 'bigint' };
    if (has(type, TypeFlags.Null)) return { t: 'atom', kind: 'null' };
    if (has(type, TypeFlags.Undefined | TypeFlags.Void)) return { t: 'atom', kind: 'undefined' };
    return has(type, TypeFlags.Object) || type.isIntersection() ? objectOf(type, written, depth) : any;
  }

  function unionOf(type: typescript.UnionType, written: Written, depth: number): Shape {
    const parts = type.types.slice(0, optionLimit).map((one) => shapeOf(one, writtenFor(ts, written), depth));
    const isBoth = [true, false].every((value) => parts.some((one) => one.t === 'literal' && one.value === value));
    const others = isBoth ? parts.filter((one) => !(one.t === 'literal' && typeof one.value === 'boolean')) : parts;
    const of: readonly Shape[] = isBoth ? [...others, { t: 'atom', kind: 'boolean' }] : others;
    const inOrder = ofWritten(ts, checker, written, of);
    return inOrder.length === 1 ? (inOrder[0] ?? any) : { t: 'union', of: inOrder };
  }

  function objectOf(type: typescript.Type, written: Written, depth: number): Shape {
    const inner = (one: typescript.Type | undefined, nth: number): Shape =>
      one === undefined ? any : shapeOf(one, argumentOf(ts, written, nth), depth + 1);
    const given = isReference(type) ? checker.getTypeArguments(type) : [];
    if (checker.isTupleType(type))
      return { t: 'list', kind: 'array', item: joined(given.map((one) => inner(one, -1))) };
    if (checker.isArrayType(type)) return { t: 'list', kind: 'array', item: inner(given[0], 0) };
    const name = type.symbol?.name;
    if (name === 'Set' || name === 'ReadonlySet') return { t: 'list', kind: 'set', item: inner(given[0], 0) };
    if (name === 'Map' || name === 'ReadonlyMap')
      return { t: 'map', key: inner(given[0], 0), value: inner(given[1], 1) };
    if (type.getCallSignatures().length > 0) return any;
    const properties = checker.getPropertiesOfType(type);
    if (properties.length > fieldLimit) return any;
    const index = checker.getIndexInfosOfType(type).find(({ keyType }) => has(keyType, TypeFlags.String));
    return {
      t: 'object',
      fields: properties.map((property) => {
        const optional = (property.flags & ts.SymbolFlags.Optional) !== 0;
        const shape = shapeOf(checker.getTypeOfSymbolAtLocation(property, at), writtenOf(ts, property), depth + 1);
        return { name: property.name, shape: optional ? withoutUndefined(shape) : shape, optional };
      }),
      rest: index === undefined ? null : inner(index.type, 1),
    };
  }

  return shapeOf;
}

/** A field that may be left out is not said to be undefined. */
function withoutUndefined(shape: Shape): Shape {
  if (shape.t !== 'union') return shape;
  return joined(shape.of.filter((one) => !(one.t === 'atom' && one.kind === 'undefined')));
}

function joined(shapes: readonly Shape[]): Shape {
  const [first] = shapes;
  if (first === undefined) return { t: 'any' };
  return shapes.length === 1 ? first : { t: 'union', of: shapes };
}

/** A union in the order in which it is written, null and undefined last where that is not known. */
function ofWritten(ts: Ts, checker: typescript.TypeChecker, written: Written, of: readonly Shape[]): readonly Shape[] {
  const nodes = written !== undefined && ts.isUnionTypeNode(written) ? written.types : [];
  const texts = nodes.map((node) => checker.typeToString(checker.getTypeFromTypeNode(node)).replaceAll('"', ''));
  const others = nodes.findIndex(
    (node) => ts.isTypeReferenceNode(node) || ts.isArrayTypeNode(node) || ts.isTypeLiteralNode(node),
  );
  const place = (shape: Shape): number => {
    const text = shape.t === 'literal' ? textOf(shape.value) : shape.t === 'atom' ? shape.kind : '';
    const found = texts.indexOf(text);
    const isNothing = shape.t === 'atom' && (shape.kind === 'null' || shape.kind === 'undefined');
    return found >= 0 ? found : isNothing || others < 0 ? texts.length : others;
  };
  return of.toSorted((a, b) => place(a) - place(b));
}

const textOf = (value: string | number | boolean | bigint): string =>
  typeof value === 'bigint' ? `${value}n` : String(value);

/** For one member of a union: the only reference there is, or the union itself. */
function writtenFor(ts: Ts, written: Written): Written {
  if (written === undefined || !ts.isUnionTypeNode(written)) return written;
  const references = written.types.filter((one) => ts.isTypeReferenceNode(one) || ts.isArrayTypeNode(one));
  return references.length === 1 ? references[0] : written;
}
