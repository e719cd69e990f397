/**
 * The literals of a cell that can be moved: numbers, `true` and `false`. Found with acorn's tokenizer, which knows
 * strings, comments, templates and regular expressions; TypeScript's own syntax is made of the same tokens. Where it does
 * not know how to go on (a string that has no end yet), what comes after is not found until the text is mended.
 *
 * What only types can tell comes later, from the type checker: which texts are one of a few, and how far a number goes.
 */
import { type Token, tokenizer, type TokenType, tokTypes } from 'acorn';
import type { NumberBounds, TypedLiteral } from '../../kernel/typed-literal.ts';
import { endAt, movedNumber, type NumberLiteral, readNumber, roomFor } from './number-literal.ts';

/** Offsets in the text; `end` is after the last character. */
export type Movable = { readonly start: number; readonly end: number; readonly text: string } & (
  | { readonly kind: 'number'; readonly literal: NumberLiteral }
  /** One of a few, in an order. */
  | { readonly kind: 'choice'; readonly options: readonly string[] }
);

/** A minus after one of these subtracts. */
const operandEnds: ReadonlySet<TokenType> = new Set([
  ...[tokTypes.name, tokTypes.privateId, tokTypes.num, tokTypes.string, tokTypes.regexp, tokTypes.backQuote],
  ...[tokTypes.parenR, tokTypes.bracketR, tokTypes.braceR, tokTypes.incDec],
]);

const wordEnds: ReadonlySet<string> = new Set(['this', 'super', 'null', 'true', 'false']);

const booleans: readonly string[] = ['false', 'true'];

/** In the order of the text. `typed`: what the types say, of this text or of one before it, with its places brought along. */
export function movablesIn(code: string, typed: readonly TypedLiteral[] = []): readonly Movable[] {
  const choices = typed.flatMap((literal) => (literal.kind === 'choice' ? (choiceIn(code, literal) ?? []) : []));
  const bounds = new Map(typed.flatMap((one) => (one.kind === 'number' ? [[one.start, one.bounds] as const] : [])));
  const places = new Set(choices.map(({ start }) => start));
  const plain = plainIn(code, bounds).filter(({ start }) => !places.has(start));
  return [...plain, ...choices].toSorted((a, b) => a.start - b.start);
}

/** What can be told without types. */
function plainIn(code: string, bounds: ReadonlyMap<number, NumberBounds>): readonly Movable[] {
  const tokens = tokensOf(code);
  return tokens.flatMap((token, i): Movable[] => {
    const { type, end } = token;
    const before = tokens[i - 1];
    if (booleans.includes(type.keyword ?? '')) {
      const isName = before?.type === tokTypes.dot || (tokens[i + 1]?.type === tokTypes.colon && isOpener(before));
      const text = code.slice(token.start, end);
      return isName ? [] : [{ kind: 'choice', options: booleans, start: token.start, end, text }];
    }
    if (type !== tokTypes.num) return [];
    const start = isSign(code, before, tokens[i - 2], token) ? token.start - 1 : token.start;
    const text = code.slice(start, end);
    const literal = readNumber(text, bounds.get(start) ?? null);
    if (literal === null) return [];
    // What is subtracted right behind its minus gets no sign of its own: `a--1` would be a decrement.
    const isSubtracted = code[start - 1] === '-' && literal.least < 0n;
    return [{ kind: 'number', literal: isSubtracted ? { ...literal, least: 0n } : literal, start, end, text }];
  });
}

/** The text may be a newer one than what the types were asked about: then another of the alternatives stands there, or none. */
function choiceIn(code: string, { start, options }: TypedLiteral & { readonly kind: 'choice' }): Movable | null {
  const here = options.filter((option) => code.startsWith(option, start) && isWhole(code, start, option));
  const [text] = here.toSorted((a, b) => b.length - a.length);
  if (text === undefined) return null;
  const end = start + text.length;
  return { kind: 'choice', options: options.map((option) => apart(code, start, end, option)), start, end, text };
}

/** As it may stand there: `return-1` becomes `return 0`, and a minus after a minus is no decrement. */
function apart(code: string, start: number, end: number, option: string): string {
  const joins = (left: string, right: string): boolean => /^(?:[\w$][\w$]|--|\+\+)/.test(`${left}${right}`);
  const lead = joins(code[start - 1] ?? ' ', option[0] ?? ' ') ? ' ' : '';
  return `${lead}${option}${joins(option.at(-1) ?? ' ', code[end] ?? ' ') ? ' ' : ''}`;
}

/** Not a part of a longer word. */
const isWhole = (code: string, start: number, text: string): boolean =>
  !/^[\w$][\w$]/.test(`${code[start - 1] ?? ' '}${text[0] ?? ''}`) &&
  !/^[\w$][\w$]/.test(`${text.at(-1) ?? ''}${code[start + text.length] ?? ' '}`);

/** The literal at an offset; its two ends count as in it. */
export function movableAt(movables: readonly Movable[], offset: number): Movable | null {
  return movables.find(({ start, end }) => start <= offset && offset <= end) ?? null;
}

/** The literal so many steps on, and how many of them there was room for. */
export function moved(movable: Movable, steps: number): { readonly text: string; readonly steps: number } {
  if (movable.kind === 'number') {
    const room = roomFor(movable.literal, steps);
    return { text: movedNumber(movable.literal, room), steps: room };
  }
  const { options } = movable;
  const at = options.indexOf(movable.text);
  const to = Math.max(0, Math.min(options.length - 1, at + steps));
  return { text: options[to] ?? movable.text, steps: to - at };
}

/** Steps to the next alternative (1) or the one before (−1): after the last comes the first. */
export function turned({ options, text }: Movable & { readonly kind: 'choice' }, by: 1 | -1): number {
  const at = options.indexOf(text);
  return ((at + by + options.length) % options.length) - at;
}

/** What there is to say of where it is so many steps on: `2/3`, `at most 1`. Null when nothing. */
export function remark(movable: Movable, steps: number): string | null {
  if (movable.kind === 'number') return endAt(movable.literal, steps);
  const { options } = movable;
  return `${options.indexOf(moved(movable, steps).text) + 1}/${options.length}`;
}

function tokensOf(code: string): readonly Token[] {
  const tokens: Token[] = [];
  try {
    // One by one: what was read before an error is good.
    for (const token of tokenizer(code, { ecmaVersion: 'latest', sourceType: 'module' })) tokens.push(token);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  return tokens;
}

/** Whether what stands before a number is its sign and not a subtraction. Next to a word it stays: `return-5`. */
function isSign(code: string, sign: Token | undefined, before: Token | undefined, number: Token): boolean {
  if (sign?.type !== tokTypes.plusMin || code.slice(sign.start, number.start) !== '-') return false;
  const isOperand = before !== undefined && (operandEnds.has(before.type) || wordEnds.has(before.type.keyword ?? ''));
  return !isOperand && !/[\w$]/.test(code[sign.start - 1] ?? '');
}

const isOpener = (token: Token | undefined): boolean =>
  token?.type === tokTypes.braceL || token?.type === tokTypes.comma;
