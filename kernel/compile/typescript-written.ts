/**
 * What is written where a type is declared. It says more than the type: `NodeId` is just `string` to the checker, a union has
 * lost its order, and an alias of `number` its name and its comment.
 */
import type * as typescript from 'typescript';

export type Ts = typeof typescript;
/** A type node, or `new Set<NodeId>()`. */
export type Written = typescript.TypeNode | typescript.NewExpression | undefined;

/** Aliases of aliases are followed so far. */
const depthLimit = 8;

/** `type Role = 'a' | 'b'` stands for what it is written as; `NodeId` for itself. */
export function unaliased(ts: Ts, checker: typescript.TypeChecker, written: Written, depth = 0): Written {
  if (written === undefined || !ts.isTypeReferenceNode(written) || namesNode(ts, written)) return written;
  const symbol = checker.getSymbolAtLocation(written.typeName);
  const own =
    symbol !== undefined && (symbol.flags & ts.SymbolFlags.Alias) !== 0 ? checker.getAliasedSymbol(symbol) : symbol;
  const declaration = own?.declarations?.find((one) => ts.isTypeAliasDeclaration(one));
  if (declaration === undefined || (declaration.typeParameters?.length ?? 0) > 0 || depth > depthLimit) return written;
  return unaliased(ts, checker, declaration.type, depth + 1);
}

/** The type node of a declaration; of a field of `state`, what its first value is called. */
export function writtenOf(ts: Ts, symbol: typescript.Symbol): Written {
  const declaration = symbol.valueDeclaration;
  if (declaration === undefined) return undefined;
  if (ts.isPropertySignature(declaration) || ts.isPropertyDeclaration(declaration)) return declaration.type;
  if (ts.isParameter(declaration) || ts.isVariableDeclaration(declaration)) return declaration.type;
  if (!ts.isPropertyAssignment(declaration)) return undefined;
  const { initializer } = declaration;
  if (ts.isAsExpression(initializer) || ts.isSatisfiesExpression(initializer)) return initializer.type;
  return ts.isNewExpression(initializer) ? initializer : undefined;
}

/** `NodeId`, or a union with it. */
export function namesNode(ts: Ts, written: Written): boolean {
  if (written === undefined) return false;
  if (ts.isParenthesizedTypeNode(written)) return namesNode(ts, written.type);
  if (ts.isUnionTypeNode(written)) return written.types.some((one) => namesNode(ts, one));
  return ts.isTypeReferenceNode(written) && written.typeName.getText() === 'NodeId';
}

/** The nth argument of `Map<K, V>`, `Record<K, V>`, `T[]`, `new Set<T>()`. */
export function argumentOf(ts: Ts, written: Written, nth: number): Written {
  if (written === undefined) return undefined;
  if (ts.isParenthesizedTypeNode(written) || ts.isTypeOperatorNode(written)) return argumentOf(ts, written.type, nth);
  if (ts.isArrayTypeNode(written)) return nth === 0 ? written.elementType : undefined;
  return ts.isTypeReferenceNode(written) || ts.isNewExpression(written) ? written.typeArguments?.[nth] : undefined;
}
