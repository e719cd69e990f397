/**
 * What the types say of the literals of a notebook: a text that is one of a few, a member of an enum, how far a number goes.
 *
 * The alternatives are those of the type that is wanted where the literal stands, or of what it is compared with. The bounds of a
 * number are in comments: of the field, parameter or variable that it is given to, and of the alias by which its type is
 * called (`Probability`). A constant without a type of its own is what its uses, in all cells, agree on.
 */
// oxlint-disable typescript/no-unsafe-enum-comparison -- the enums belong to the TypeScript that comes in
import type * as typescript from 'typescript';
import type { NumberBounds, TypedLiteral } from '../typed-literal.ts';
import { boundsOf, isBounded, narrower, unbounded } from './typescript-bounds.ts';
import { createPlaces, type Place, type PlaceOf } from './typescript-place.ts';
import { type Ts, unaliased, type Written } from './typescript-written.ts';

/** More alternatives than this nobody steps through. */
const optionLimit = 50;

/** Of each file, in the order of its text. `files`: those of the cells. */
export function literalsOf(
  ts: Ts,
  program: typescript.Program,
  files: readonly typescript.SourceFile[],
): ReadonlyMap<string, readonly TypedLiteral[]> {
  const checker = program.getTypeChecker();
  const placeOf = createPlaces(ts, checker);
  const uses = usesOfConstants(ts, checker, placeOf, files);
  const told = createTeller(ts, checker);

  return new Map(
    files.map((file) => {
      const found: TypedLiteral[] = [];
      const visit = (node: typescript.Node): void => {
        // A type that is written out is no value.
        if (ts.isTypeNode(node) && !ts.isExpressionWithTypeArguments(node)) return;
        if (isLiteral(ts, node)) {
          const literal = told(node, placesOf(node));
          if (literal !== null) found.push(literal);
          return;
        }
        ts.forEachChild(node, visit);
      };
      visit(file);
      return [file.fileName, found];
    }),
  );

  function placesOf(node: typescript.Expression): readonly Place[] {
    const place = placeOf(node);
    const symbol = constantOf(ts, checker, node);
    return [...(place === null ? [] : [place]), ...((symbol && uses.get(symbol)) ?? [])];
  }
}

/** What can be a literal that moves; members of an enum are told from others by their types. */
function isLiteral(ts: Ts, node: typescript.Node): node is typescript.Expression {
  if (ts.isPropertyAccessExpression(node))
    return ts.isIdentifier(node.expression) && /^[A-Z]/.test(node.expression.text);
  if (isSigned(ts, node)) return true;
  const isWord =
    node.kind === ts.SyntaxKind.TrueKeyword ||
    node.kind === ts.SyntaxKind.FalseKeyword ||
    node.kind === ts.SyntaxKind.NullKeyword;
  return isWord || ts.isNumericLiteral(node) || ts.isBigIntLiteral(node) || ts.isStringLiteralLike(node);
}

const isSigned = (ts: Ts, node: typescript.Node): node is typescript.PrefixUnaryExpression =>
  ts.isPrefixUnaryExpression(node) &&
  node.operator === ts.SyntaxKind.MinusToken &&
  (ts.isNumericLiteral(node.operand) || ts.isBigIntLiteral(node.operand));

// ---------------------------------------------------------------- constants

/** `const loss = 0.01`, with no type of its own. */
function constantOf(
  ts: Ts,
  checker: typescript.TypeChecker,
  node: typescript.Expression,
): typescript.Symbol | undefined {
  const { parent } = node;
  const isConstant =
    ts.isVariableDeclaration(parent) &&
    parent.initializer === node &&
    parent.type === undefined &&
    ts.isIdentifier(parent.name) &&
    (ts.getCombinedNodeFlags(parent) & ts.NodeFlags.Const) !== 0;
  return isConstant ? checker.getSymbolAtLocation(parent.name) : undefined;
}

function usesOfConstants(
  ts: Ts,
  checker: typescript.TypeChecker,
  placeOf: PlaceOf,
  files: readonly typescript.SourceFile[],
): ReadonlyMap<typescript.Symbol, readonly Place[]> {
  const uses = new Map<typescript.Symbol, Place[]>();
  const names = new Set<string>();
  const declare = (node: typescript.Node): void => {
    const symbol = isLiteral(ts, node) ? constantOf(ts, checker, node) : undefined;
    if (symbol !== undefined) {
      uses.set(symbol, []);
      names.add(symbol.name);
    }
    ts.forEachChild(node, declare);
  };
  const use = (node: typescript.Node): void => {
    // By name first: to ask what each name means would cost more than all the rest.
    if (ts.isIdentifier(node) && names.has(node.text)) {
      const place = isExpression(ts, node) ? placeOf(node) : null;
      const symbol = place === null ? undefined : meant(ts, checker, node);
      if (place !== null && symbol !== undefined) uses.get(symbol)?.push(place);
    }
    ts.forEachChild(node, use);
  };
  for (const file of files) declare(file);
  for (const file of files) use(file);
  return uses;
}

/** A name that is read, not one that is declared, imported, or a member's. */
function isExpression(ts: Ts, node: typescript.Identifier): boolean {
  const { parent } = node;
  if (ts.isShorthandPropertyAssignment(parent)) return true;
  if (ts.isPropertyAccessExpression(parent) || ts.isImportSpecifier(parent) || ts.isExportSpecifier(parent))
    return false;
  return !('name' in parent && parent.name === node) && !ts.isTypeNode(parent);
}

function meant(ts: Ts, checker: typescript.TypeChecker, node: typescript.Identifier): typescript.Symbol | undefined {
  const symbol = ts.isShorthandPropertyAssignment(node.parent)
    ? checker.getShorthandAssignmentValueSymbol(node.parent)
    : checker.getSymbolAtLocation(node);
  return symbol !== undefined && (symbol.flags & ts.SymbolFlags.Alias) !== 0
    ? checker.getAliasedSymbol(symbol)
    : symbol;
}

// ---------------------------------------------------------------- what is told of one

function createTeller(ts: Ts, checker: typescript.TypeChecker) {
  const { TypeFlags } = ts;
  const has = (type: typescript.Type, flags: number): boolean => (type.flags & flags) !== 0;

  /** The members of a type that can be written as a literal. */
  function unitsOf(type: typescript.Type): readonly typescript.Type[] {
    const own = checker.getBaseConstraintOfType(type) ?? type;
    const members = own.isUnion() ? own.types : [own];
    const units = members.filter((one) => has(one, TypeFlags.Literal));
    const nothing = members.filter((one) => has(one, TypeFlags.Null));
    const others =
      members.length - units.length - members.filter((one) => has(one, TypeFlags.Undefined | TypeFlags.Null)).length;
    // Where anything else may stand too, null is no alternative to a text.
    return others === 0 ? [...units, ...nothing] : units;
  }

  function textOf(type: typescript.Type, quote: string): string | null {
    if (has(type, TypeFlags.EnumLiteral)) return null;
    if (type.isStringLiteral()) return quoted(type.value, quote);
    if (type.isNumberLiteral()) return String(type.value);
    if (has(type, TypeFlags.Null | TypeFlags.BooleanLiteral | TypeFlags.BigIntLiteral))
      return checker.typeToString(type);
    return null;
  }

  function choiceAt(node: typescript.Expression, { type, written }: Place): readonly string[] | null {
    if (type === undefined) return null;
    const text = node.getText();
    const quote = /^["'`]/.exec(text)?.[0] ?? "'";
    const units = inOrder(unitsOf(type), written);
    const options = units.flatMap((unit) => textOf(unit, quote) ?? []);
    const now = checker.getTypeAtLocation(node);
    // It is written as the author wrote it: with escapes, another base, whatever.
    const at = units.findIndex((unit) => textOf(unit, quote) !== null && isSame(unit, now));
    const own = textOf(units[at] ?? now, quote);
    return at < 0 ? null : options.map((option) => (option === own ? text : option));
  }

  /** Whether a literal has that type: texts and numbers by value, for one is fresh and the other is not. */
  function isSame(unit: typescript.Type, now: typescript.Type): boolean {
    if (unit.isStringLiteral() && now.isStringLiteral()) return unit.value === now.value;
    if (unit.isNumberLiteral() && now.isNumberLiteral()) return unit.value === now.value;
    return checker.typeToString(unit) === checker.typeToString(now);
  }

  /** `Role.Leader`: of an enum, or of an object of texts that is used as one. */
  function choiceOfMembers(
    node: typescript.PropertyAccessExpression,
    places: readonly Place[],
  ): readonly string[] | null {
    const { expression, name } = node;
    const symbol = checker.getSymbolAtLocation(name);
    const isMember = symbol !== undefined && (symbol.flags & ts.SymbolFlags.EnumMember) !== 0;
    const whole = checker.getTypeAtLocation(expression);
    const members = checker.getPropertiesOfType(whole).filter((member) => {
      if (isMember) return (member.flags & ts.SymbolFlags.EnumMember) !== 0;
      return has(checker.getTypeOfSymbol(member), TypeFlags.StringLiteral | TypeFlags.NumberLiteral);
    });
    if (symbol === undefined || !members.some((member) => member.name === symbol.name)) return null;
    const fits = members.filter((member) => {
      const type = isMember ? checker.getDeclaredTypeOfSymbol(member) : checker.getTypeOfSymbol(member);
      return places.every((place) => place.type === undefined || checker.isTypeAssignableTo(type, place.type));
    });
    return fits.map((member) => `${expression.getText()}.${member.name}`);
  }

  /** As the union is written; what it does not name comes after. */
  function inOrder(units: readonly typescript.Type[], written: Written): readonly typescript.Type[] {
    const texts = membersWritten(written)
      .map((node) => checker.typeToString(checker.getTypeFromTypeNode(node)))
      .flatMap((text) => (text === 'boolean' ? ['false', 'true'] : [text]));
    const place = (unit: typescript.Type): number => {
      const found = texts.indexOf(checker.typeToString(unit));
      return found < 0 ? texts.length : found;
    };
    return units.toSorted((a, b) => place(a) - place(b));
  }

  function membersWritten(written: Written): readonly typescript.TypeNode[] {
    const own = unaliased(ts, checker, written);
    if (own === undefined || ts.isNewExpression(own)) return [];
    if (ts.isParenthesizedTypeNode(own)) return membersWritten(own.type);
    return ts.isUnionTypeNode(own) ? own.types.flatMap(membersWritten) : [own];
  }

  function boundsAt(places: readonly Place[]): NumberBounds {
    return places.reduce((bounds, place) => narrower(bounds, boundsOf(ts, checker, place)), unbounded);
  }

  return (node: typescript.Expression, places: readonly Place[]): TypedLiteral | null => {
    const [start, end] = [node.getStart(), node.end];
    const choices = ts.isPropertyAccessExpression(node)
      ? [choiceOfMembers(node, places)]
      : places.filter(({ type }) => type !== undefined).map((place) => choiceAt(node, place));
    const [first = null] = choices;
    const options = first?.filter((option) => choices.every((choice) => choice?.includes(option))) ?? [];
    if (options.length > 1 && options.length <= optionLimit && options.includes(node.getText()))
      return { kind: 'choice', start, end, options };
    if (!ts.isNumericLiteral(node) && !isSigned(ts, node)) return null;
    const bounds = boundsAt(places);
    return isBounded(bounds) ? { kind: 'number', start, end, bounds } : null;
  };
}

/** With the quotes that the author uses. */
function quoted(text: string, quote: string): string {
  const inside = JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll(quote, `\\${quote}`);
  return `${quote}${quote === '`' ? inside.replaceAll('${', '\\${') : inside}${quote}`;
}
