/**
 * The place in which an expression stands, as the types know it: what type is wanted there, and which declaration says so. For a
 * value that is compared, it is the place of what it is compared with.
 */
// oxlint-disable typescript/no-unsafe-enum-comparison -- the enums belong to the TypeScript that comes in
import type * as typescript from 'typescript';
import { argumentOf, type Ts, unaliased, type Written, writtenOf } from './typescript-written.ts';

export interface Place {
  readonly type: typescript.Type | undefined;
  readonly written: Written;
  /** What is declared: a field, a parameter, a variable. */
  readonly symbol: typescript.Symbol | undefined;
}

/** Null for a place of which nothing is known: a part of a sum, an index. */
export type PlaceOf = (node: typescript.Expression) => Place | null;

export function createPlaces(ts: Ts, checker: typescript.TypeChecker): PlaceOf {
  const { SyntaxKind } = ts;
  const assigns: ReadonlySet<typescript.SyntaxKind> = new Set([
    ...[SyntaxKind.EqualsToken, SyntaxKind.QuestionQuestionEqualsToken],
    ...[SyntaxKind.BarBarEqualsToken, SyntaxKind.AmpersandAmpersandEqualsToken],
  ]);
  const compares: ReadonlySet<typescript.SyntaxKind> = new Set([
    ...[SyntaxKind.EqualsEqualsToken, SyntaxKind.EqualsEqualsEqualsToken],
    ...[SyntaxKind.ExclamationEqualsToken, SyntaxKind.ExclamationEqualsEqualsToken],
    ...[SyntaxKind.LessThanToken, SyntaxKind.LessThanEqualsToken],
    ...[SyntaxKind.GreaterThanToken, SyntaxKind.GreaterThanEqualsToken],
  ]);
  const passes: ReadonlySet<typescript.SyntaxKind> = new Set([
    ...[SyntaxKind.QuestionQuestionToken, SyntaxKind.BarBarToken, SyntaxKind.AmpersandAmpersandToken],
  ]);

  const placed = (symbol: typescript.Symbol | undefined, type: typescript.Type | undefined): Place => ({
    type,
    symbol,
    written: symbol === undefined ? undefined : writtenOf(ts, symbol),
  });

  function placeOf(node: typescript.Expression): Place | null {
    const { parent } = node;
    if (ts.isParenthesizedExpression(parent) || ts.isNonNullExpression(parent)) return placeOf(parent);
    if (ts.isConditionalExpression(parent)) return parent.condition === node ? null : placeOf(parent);
    if (ts.isAsExpression(parent) || ts.isSatisfiesExpression(parent)) {
      if (ts.isConstTypeReference(parent.type)) return placeOf(parent);
      return { type: checker.getContextualType(node), written: parent.type, symbol: placeOf(parent)?.symbol };
    }
    if (ts.isBinaryExpression(parent)) {
      const { kind } = parent.operatorToken;
      const isRight = parent.right === node;
      if (passes.has(kind)) return placeOf(parent);
      if (assigns.has(kind)) return isRight ? placed(symbolOf(parent.left), checker.getContextualType(node)) : null;
      return compares.has(kind) ? placeOfOther(isRight ? parent.left : parent.right) : null;
    }
    if (ts.isCaseClause(parent)) return placeOfOther(parent.parent.parent.expression);
    if (ts.isCallExpression(parent) || ts.isNewExpression(parent)) return placeOfArgument(parent, node);
    if (ts.isShorthandPropertyAssignment(parent)) return placeOfField(parent, node);
    if (ts.isArrayLiteralExpression(parent)) {
      const written = argumentOf(ts, unaliased(ts, checker, placeOf(parent)?.written), 0);
      return { type: checker.getContextualType(node), written, symbol: undefined };
    }
    if (ts.isReturnStatement(parent) || ts.isArrowFunction(parent)) {
      const of = ts.isArrowFunction(parent) ? parent : ts.findAncestor(parent, ts.isFunctionLike);
      return { type: checker.getContextualType(node), written: of?.type, symbol: undefined };
    }
    // A name may be a text too: of a field, of what is taken from an object.
    if (!('initializer' in parent) || parent.initializer !== node) return null;
    if (ts.isPropertyAssignment(parent)) return placeOfField(parent, node);
    const isNamed = ts.isVariableDeclaration(parent) || ts.isParameter(parent) || ts.isBindingElement(parent);
    return isNamed ? placed(checker.getSymbolAtLocation(parent.name), checker.getContextualType(node)) : null;
  }

  /** `s.role` in `s.role === 'leader'`: as it is known to be there, unless that leaves no choice. */
  function placeOfOther(other: typescript.Expression): Place {
    const symbol = symbolOf(other);
    const narrowed = checker.getTypeAtLocation(other);
    const hasChoice = narrowed.isUnion() || symbol === undefined;
    return placed(symbol, hasChoice ? narrowed : checker.getTypeOfSymbol(symbol));
  }

  /** Of an object that is written out: the field of the type that is wanted, else its own. */
  function placeOfField(
    field: typescript.PropertyAssignment | typescript.ShorthandPropertyAssignment,
    node: typescript.Expression,
  ): Place {
    const type = checker.getContextualType(node);
    const object = checker.getContextualType(field.parent);
    const declared = object && checker.getPropertyOfType(checker.getNonNullableType(object), nameOf(ts, field.name));
    if (declared?.valueDeclaration !== undefined) return placed(declared, type);
    const own = checker.getSymbolAtLocation(field.name);
    // A record or a mapped type: what it holds is written with the whole.
    const whole = withoutReadonly(unaliased(ts, checker, placeOf(field.parent)?.written));
    const written = whole !== undefined && ts.isMappedTypeNode(whole) ? whole.type : argumentOf(ts, whole, 1);
    return written === undefined ? placed(own, type) : { type, written, symbol: own };
  }

  function placeOfArgument(
    call: typescript.CallExpression | typescript.NewExpression,
    node: typescript.Expression,
  ): Place | null {
    const nth = call.arguments?.indexOf(node) ?? -1;
    if (nth < 0) return null;
    const parameters = checker.getResolvedSignature(call)?.parameters ?? [];
    return placed(parameters[Math.min(nth, parameters.length - 1)], checker.getContextualType(node));
  }

  function symbolOf(node: typescript.Expression): typescript.Symbol | undefined {
    if (ts.isParenthesizedExpression(node) || ts.isNonNullExpression(node)) return symbolOf(node.expression);
    return checker.getSymbolAtLocation(ts.isPropertyAccessExpression(node) ? node.name : node);
  }

  function withoutReadonly(written: Written): Written {
    if (written === undefined || !ts.isTypeReferenceNode(written)) return written;
    if (written.typeName.getText() !== 'Readonly') return written;
    return unaliased(ts, checker, written.typeArguments?.[0]);
  }

  return placeOf;
}

const nameOf = (ts: Ts, name: typescript.PropertyName): string =>
  ts.isIdentifier(name) || ts.isStringLiteralLike(name) || ts.isNumericLiteral(name) ? name.text : name.getText();
