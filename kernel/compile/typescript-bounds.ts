/** How far a number goes, as the comments of what it is given to say: `@minimum 0`, and its like, as JSON Schema names them. */
import type * as typescript from 'typescript';
import type { Limit, NumberBounds } from '../typed-literal.ts';
import type { Place } from './typescript-place.ts';
import type { Ts, Written } from './typescript-written.ts';

export const unbounded: NumberBounds = { least: null, most: null, multipleOf: null };

export const isBounded = ({ least, most, multipleOf }: NumberBounds): boolean =>
  least !== null || most !== null || multipleOf !== null;

/** Aliases of aliases are followed so far. */
const depthLimit = 8;

/** Both together. */
export function narrower(a: NumberBounds, b: NumberBounds): NumberBounds {
  return {
    least: tighter(a.least, b.least, 1),
    most: tighter(a.most, b.most, -1),
    multipleOf: a.multipleOf ?? b.multipleOf,
  };
}

function tighter(a: Limit | null, b: Limit | null, sign: 1 | -1): Limit | null {
  if (a === null || b === null) return a ?? b;
  const difference = (Number(b.value) - Number(a.value)) * sign;
  return difference > 0 || (difference === 0 && !b.isIncluded) ? b : a;
}

/** Of the declaration, and of the alias by which its type is called. */
export function boundsOf(ts: Ts, checker: typescript.TypeChecker, { symbol, written }: Place): NumberBounds {
  const own = (symbol?.declarations ?? []).map((declaration) => boundsSaid(ts, declaration));
  return [...own, boundsOfAlias(ts, checker, written, 0)].reduce(narrower, unbounded);
}

function boundsOfAlias(ts: Ts, checker: typescript.TypeChecker, written: Written, depth: number): NumberBounds {
  if (written === undefined || depth > depthLimit) return unbounded;
  if (ts.isParenthesizedTypeNode(written)) return boundsOfAlias(ts, checker, written.type, depth);
  if (ts.isUnionTypeNode(written)) {
    // `Probability | null`; of two kinds of numbers it is not known which is meant.
    const found = written.types.map((one) => boundsOfAlias(ts, checker, one, depth)).filter(isBounded);
    return found.length === 1 ? (found[0] ?? unbounded) : unbounded;
  }
  if (!ts.isTypeReferenceNode(written)) return unbounded;
  const symbol = checker.getSymbolAtLocation(written.typeName);
  const own =
    symbol !== undefined && (symbol.flags & ts.SymbolFlags.Alias) !== 0 ? checker.getAliasedSymbol(symbol) : symbol;
  return (own?.declarations ?? []).reduce(
    (bounds, declaration) =>
      ts.isTypeAliasDeclaration(declaration)
        ? narrower(
            narrower(bounds, boundsSaid(ts, declaration)),
            boundsOfAlias(ts, checker, declaration.type, depth + 1),
          )
        : bounds,
    unbounded,
  );
}

function boundsSaid(ts: Ts, declaration: typescript.Declaration): NumberBounds {
  const tags = ts
    .getJSDocTags(declaration)
    .map((tag) => [tag.tagName.text, ts.getTextOfJSDocComment(tag.comment) ?? ''] as const);
  return [...tags, ...tagsBefore(ts, declaration)].reduce((bounds, [tag, text]) => {
    const value = numberIn(text);
    return value === null ? bounds : narrower(bounds, said(tag, value));
  }, unbounded);
}

/** A comment in the line of what comes before it, as in `size: number` beside its brace, is none of the declaration's for TypeScript. */
function tagsBefore(ts: Ts, declaration: typescript.Declaration): readonly (readonly [string, string])[] {
  const { text } = declaration.getSourceFile();
  return (ts.getTrailingCommentRanges(text, declaration.pos) ?? []).flatMap(({ pos, end }) =>
    [...text.slice(pos, end).matchAll(/@(\w+)[ \t]+(\S+)/g)].map(([, tag = '', value = '']) => [tag, value] as const),
  );
}

function said(tag: string, value: string): NumberBounds {
  switch (tag) {
    case 'minimum':
      return { ...unbounded, least: { value, isIncluded: true } };
    case 'exclusiveMinimum':
      return { ...unbounded, least: { value, isIncluded: false } };
    case 'maximum':
      return { ...unbounded, most: { value, isIncluded: true } };
    case 'exclusiveMaximum':
      return { ...unbounded, most: { value, isIncluded: false } };
    case 'multipleOf':
      return Number(value) > 0 ? { ...unbounded, multipleOf: value } : unbounded;
    default:
      return unbounded;
  }
}

/** What the tag says, when it is a decimal number; separators as in the language. */
function numberIn(text: string): string | null {
  const [found = ''] = /^-?(\d[\d_]*(\.\d+)?|\.\d+)(e[+-]?\d{1,3})?(?![\w.])/i.exec(text.trim()) ?? [];
  return found === '' ? null : found.replaceAll('_', '');
}
