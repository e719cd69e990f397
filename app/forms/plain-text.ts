/**
 * Plain data as text, written as in a notebook: `{ term: 3, votes: new Set(['A']) }`, `new Map([['k', 1]])`, `10n`. What is typed is
 * read by a JavaScript parser and never run.
 */
import type { Expression, parseExpressionAt, PrivateIdentifier, Property, SpreadElement } from 'acorn';
import { depthLimit, type Plain } from '../../kernel/plain.ts';

/** As `value` in a notebook. `indent`: spaces before each line but the first. */
export function printPlain(value: Plain, indent = 0): string {
  const line = printLine(value);
  if (line.length + indent <= 60 || !isCollection(value)) return line;
  const [open, members, close] = partsOf(value, indent + 2);
  const inner = members.map((member) => `\n${' '.repeat(indent + 2)}${member},`).join('');
  return `${open}${inner}\n${' '.repeat(indent)}${close}`;
}

const isCollection = (value: Plain): boolean => typeof value === 'object' && value !== null;

export function printLine(value: Plain): string {
  if (typeof value === 'string')
    return `'${JSON.stringify(value).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value === 'number') return Object.is(value, -0) ? '-0' : String(value);
  if (typeof value !== 'object' || value === null) return String(value);
  const [open, members, close] = partsOf(value, Number.NEGATIVE_INFINITY);
  const isSpaced = open === '{' && members.length > 0;
  return `${open}${isSpaced ? ' ' : ''}${members.join(', ')}${isSpaced ? ' ' : ''}${close}`;
}

/** An indent of −∞ keeps everything on one line. */
function partsOf(value: Plain, indent: number): readonly [open: string, members: readonly string[], close: string] {
  const print = (member: Plain): string => (indent < 0 ? printLine(member) : printPlain(member, indent));
  if (Array.isArray(value)) return ['[', value.map(print), ']'];
  if (value instanceof Set)
    return value.size === 0 ? ['new Set(', [], ')'] : ['new Set([', [...value].map(print), '])'];
  if (value instanceof Map) {
    const entries = [...value].map(([key, member]) => `[${printLine(key)}, ${print(member)}]`);
    return entries.length === 0 ? ['new Map(', [], ')'] : ['new Map([', entries, '])'];
  }
  const entries: readonly (readonly [string, Plain])[] = Object.entries(value ?? {});
  return ['{', entries.map(([name, member]) => `${printName(name)}: ${print(member)}`), '}'];
}

const printName = (name: string): string => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : printLine(name));

// ---------------------------------------------------------------- reading

export type Read =
  | { readonly value: Plain }
  /** `at`: where in the text, from 0. */
  | { readonly problem: string; readonly at: number };

class NotPlainText extends Error {
  constructor(
    message: string,
    readonly at: number,
  ) {
    super(message);
  }
}

/** `parse`: acorn's. */
export function readPlain(text: string, parse: typeof parseExpressionAt): Read {
  if (text.trim() === '') return { problem: 'Nothing is written: write undefined for no value.', at: 0 };
  try {
    // In parentheses an object is no block.
    const source = `(${text}\n)`;
    const expression = parse(source, 0, { ecmaVersion: 'latest', preserveParens: true });
    const rest = source.slice(expression.end).search(/\S/);
    if (rest >= 0) throw new NotPlainText('There is something after the value.', expression.end + rest);
    return { value: read(expression, 0) };
  } catch (error) {
    if (error instanceof NotPlainText) return { problem: error.message, at: Math.max(0, error.at - 1) };
    if (error instanceof SyntaxError) return syntaxProblem(error, text);
    throw error;
  }
}

function syntaxProblem(error: SyntaxError, text: string): Read {
  const at: unknown = Reflect.get(error, 'pos');
  const place = typeof at === 'number' ? Math.min(text.length, Math.max(0, at - 1)) : 0;
  const isOpen = place >= text.trimEnd().length;
  const found = isOpen
    ? 'It ends too early: a bracket or quote is not closed.'
    : `${JSON.stringify(text[place] ?? '')} is not expected here.`;
  return { problem: found, at: place };
}

function read(node: Expression | SpreadElement | PrivateIdentifier, depth: number): Plain {
  const no = (what: string): NotPlainText =>
    new NotPlainText(
      `${what} is no plain data: write numbers, texts, true, null, [ ], { }, new Map([ ]), new Set([ ]), 10n.`,
      node.start,
    );
  if (depth > depthLimit) throw no('What is nested so deeply');
  switch (node.type) {
    case 'Literal':
      if (node.bigint != null) return BigInt(node.bigint.replaceAll('_', ''));
      if (node.regex != null) throw no('A regular expression');
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what is left of literals: texts, numbers, booleans, null
      return node.value as string | number | boolean | null;
    case 'TemplateLiteral':
      if (node.expressions.length > 0) throw no('A template');
      return node.quasis[0]?.value.cooked ?? '';
    case 'Identifier':
      if (node.name === 'undefined') return undefined;
      if (node.name === 'NaN' || node.name === 'Infinity') return Number(node.name);
      throw no(`The name ${node.name}`);
    case 'UnaryExpression': {
      const value = read(node.argument, depth + 1);
      if (node.operator === '-' && (typeof value === 'number' || typeof value === 'bigint')) return -value;
      if (node.operator === '+' && typeof value === 'number') return value;
      throw no('An expression');
    }
    case 'ParenthesizedExpression':
      return read(node.expression, depth);
    case 'ArrayExpression':
      return node.elements.map((element) => {
        if (element === null) throw no('A gap');
        return read(element, depth + 1);
      });
    case 'ObjectExpression':
      return Object.fromEntries(
        node.properties.map((property) => {
          if (property.type !== 'Property' || property.kind !== 'init' || property.method || property.shorthand)
            throw new NotPlainText('A field is written name: value.', property.start);
          return [nameOf(property), read(property.value, depth + 1)];
        }),
      );
    case 'NewExpression':
      if (node.callee.type === 'Identifier' && (node.callee.name === 'Map' || node.callee.name === 'Set'))
        return collection(node.callee.name, node.arguments, node.start, depth);
      throw no('That');
    default:
      throw no('An expression');
  }
}

function nameOf({ key, computed, start }: Property): string {
  if (!computed && key.type === 'Identifier' && key.name !== '__proto__') return key.name;
  if (
    !computed &&
    key.type === 'Literal' &&
    key.value !== '__proto__' &&
    (typeof key.value === 'string' || typeof key.value === 'number')
  )
    return String(key.value);
  throw new NotPlainText('A field has a name.', start);
}

function collection(
  name: 'Map' | 'Set',
  given: readonly (Expression | SpreadElement)[],
  at: number,
  depth: number,
): Plain {
  const [first, ...others] = given;
  const value = first === undefined ? [] : read(first, depth + 1);
  if (!Array.isArray(value) || others.length > 0)
    throw new NotPlainText(
      name === 'Set' ? 'A Set is written new Set([…]).' : 'A Map is written new Map([[key, value], …]).',
      at,
    );
  const members: readonly Plain[] = value;
  if (name === 'Set') return new Set(members);
  const entries = members.map((entry): readonly [Plain, Plain] => {
    if (!Array.isArray(entry) || entry.length !== 2)
      throw new NotPlainText('A Map is written new Map([[key, value], …]).', at);
    const [key, member]: readonly Plain[] = entry;
    return [key, member];
  });
  return new Map(entries);
}
