/**
 * A value as it is typed into one cell: read and written by the type that the model declares for the place. A text stands as it is;
 * only one that would be read as something else there (`7` where a number may stand too, a text of several lines) has quotes. A
 * collection is written as in a notebook. What is written is read as the same value again.
 */
import type { parseExpressionAt } from 'acorn';
import type { Plain } from '../../kernel/plain.ts';
import type { Shape } from '../../kernel/shape.ts';
import { numberOf } from './draft.ts';
import { printLine, readPlain } from './plain-text.ts';
import { type FormProblem, problem } from './problem.ts';
import { alternatives, type Kind, kindOf, kindsOf } from './shape.ts';

export type ReadCell = { readonly value: Plain } | { readonly problem: FormProblem };

/** As many as a list to choose from may have. */
const mostChoices = 200;
/** Of choices that a sentence lists. */
const mostNamed = 6;

const words: ReadonlyMap<string, Plain> = new Map<string, Plain>([
  ['null', null],
  ['undefined', undefined],
  ['true', true],
  ['false', false],
]);

/** What a text is there, by how it looks. */
type Sort = 'empty' | 'word' | 'number' | 'bigint' | 'quoted' | 'collection' | 'text' | 'other';

function sortOf(text: string, kinds: readonly Kind[]): Sort {
  const plain = text.trim();
  const may = (kind: Kind): boolean => kinds.includes(kind);
  if (plain === '') return may('string') ? 'text' : 'empty';
  if (words.has(plain) && may(kindOf(words.get(plain)))) return 'word';
  if (may('number') && numberOf(plain) !== null) return 'number';
  if (may('bigint') && (may('number') ? /^[+-]?\d+n$/ : /^[+-]?\d+n?$/).test(plain)) return 'bigint';
  if (may('string') && /^(['"`]).*\1$/s.test(plain) && plain.length > 1) return 'quoted';
  const isOpened = /^[[{]|^new\s/.test(plain);
  if (isOpened && (['array', 'object', 'map', 'set'] as const).some(may)) return 'collection';
  return may('string') ? 'text' : 'other';
}

/** `parse`: acorn's. */
export function readCell(text: string, shape: Shape, parse: typeof parseExpressionAt): ReadCell {
  const kinds = kindsOf(shape);
  const read = ((): ReadCell => {
    const plain = text.trim();
    switch (sortOf(text, kinds)) {
      case 'empty':
        if (kinds.includes('undefined')) return { value: undefined };
        if (kinds.includes('null')) return { value: null };
        return { problem: problem('form/missing', 'Nothing is typed.', `Type ${wanted(shape)}.`) };
      case 'word':
        return { value: words.get(plain) };
      case 'number':
        return { value: numberOf(plain) ?? 0 };
      case 'bigint':
        return { value: BigInt(plain.replace(/n$/, '')) };
      case 'quoted': {
        const found = readPlain(plain, parse);
        return 'value' in found ? found : { value: text };
      }
      case 'collection': {
        const found = readPlain(plain, parse);
        if ('value' in found) return found;
        if (kinds.includes('string')) return { value: text };
        return { problem: problem('form/not-plain', found.problem, `Type ${wanted(shape)}, as in a notebook.`) };
      }
      case 'text':
        return { value: text };
      case 'other':
        return { problem: misread(plain, shape, kinds) };
    }
  })();
  if ('problem' in read || fits(read.value, shape)) return read;
  return {
    problem: problem('form/not-offered', `${quoted(text.trim())} may not stand there.`, `Type ${wanted(shape)}.`),
  };
}

function misread(text: string, shape: Shape, kinds: readonly Kind[]): FormProblem {
  const isOne = (kind: Kind): boolean => kinds.every((one) => one === kind || one === 'null' || one === 'undefined');
  if (alternatives(shape).every(({ t }) => t !== 'literal') && isOne('number'))
    return problem('form/not-a-number', `${quoted(text)} is no number.`, `Type ${wanted(shape)}.`);
  if (isOne('bigint'))
    return problem('form/not-whole', `${quoted(text)} is no whole number.`, `Type ${wanted(shape)}.`);
  const isClosed = alternatives(shape).every(
    (one) => one.t === 'literal' || (one.t === 'atom' && (one.kind === 'null' || one.kind === 'undefined')),
  );
  return problem(
    isClosed ? 'form/not-offered' : 'form/kind',
    `${quoted(text)} may not stand there.`,
    `Type ${wanted(shape)}.`,
  );
}

/** `a number such as 2.5`, `'follower' or 'leader'`. */
export function wanted(shape: Shape): string {
  const own = alternatives(shape);
  const named = [...new Set(own.map(nameOf))];
  const shown = named.slice(0, mostNamed);
  if (named.length > shown.length) return `${shown.join(', ')} or another of ${named.length}`;
  return shown.length < 2 ? (shown[0] ?? 'a value') : `${shown.slice(0, -1).join(', ')} or ${shown.at(-1) ?? ''}`;
}

function nameOf(shape: Shape): string {
  switch (shape.t) {
    case 'any':
      return 'a value';
    case 'literal':
      return printLine(shape.value);
    case 'atom':
      switch (shape.kind) {
        case 'number':
          return 'a number such as 2.5';
        case 'bigint':
          return 'a whole number such as 12';
        case 'boolean':
          return 'true or false';
        case 'string':
          return shape.isNode === true ? 'the name of a node' : 'a text';
        case 'null':
        case 'undefined':
          return shape.kind;
      }
    case 'list':
      return shape.kind === 'set' ? 'a set: new Set([…])' : 'a list: […]';
    case 'map':
      return 'a map: new Map([[key, value], …])';
    case 'object':
      return 'an object: { … }';
    case 'union':
      return wanted(shape);
  }
}

const quoted = (text: string): string => `‘${text.length > 40 ? `${text.slice(0, 39)}…` : text}’`;

// ---------------------------------------------------------------- writing

/** As `readCell` reads it there. */
export function writeCell(value: Plain, shape: Shape): string {
  if (typeof value !== 'string') return typeof value === 'bigint' ? `${value}n` : printLine(value);
  // What a line of text cannot hold is written with backslashes.
  // oxlint-disable-next-line no-control-regex -- they are what is looked for
  const isPlain = !/[\u0000-\u001f\u007f]/.test(value) && sortOf(value, kindsOf(shape)) === 'text';
  return isPlain ? value : printLine(value);
}

// ---------------------------------------------------------------- choosing

/** All that may stand there, when that can be listed; null when something else has to be typed. The value that is there is among them. */
export function choicesOf(shape: Shape, nodes: readonly string[], now: Plain): readonly Plain[] | null {
  const found: Plain[] = [];
  for (const one of alternatives(shape)) {
    if (one.t === 'literal') found.push(one.value);
    else if (one.t !== 'atom') return null;
    else if (one.kind === 'boolean') found.push(true, false);
    else if (one.kind === 'null') found.push(null);
    else if (one.kind === 'undefined') found.push(undefined);
    else if (one.isNode === true && nodes.length > 0) found.push(...nodes);
    else return null;
  }
  const all = [...new Set(found)];
  if (all.length === 0 || all.length > mostChoices) return null;
  return all.includes(now) ? all : [now, ...all];
}

/** As it stands in a list to choose from: nothing there is typed, so a text needs quotes only beside what looks like it. */
export function choiceText(value: Plain, shape: Shape): string {
  return value === '' ? "''" : writeCell(value, shape);
}

/** The choice that what was typed begins, or the one that is chosen. */
export function choiceFor(typed: string, choices: readonly Plain[], shape: Shape, chosen: number): number {
  if (typed === '') {
    const none = choices.findIndex((one) => one === null || one === undefined);
    return none < 0 ? chosen : none;
  }
  const found = choices.findIndex((one) => choiceText(one, shape).toLowerCase().startsWith(typed.toLowerCase()));
  return found < 0 ? chosen : found;
}

// ---------------------------------------------------------------- the type

/** Whether a value may stand there, as far as the type is known. */
export function fits(value: Plain, shape: Shape): boolean {
  switch (shape.t) {
    case 'any':
      return true;
    case 'atom':
      return kindOf(value) === shape.kind;
    case 'literal':
      return value === shape.value;
    case 'list': {
      if (kindOf(value) !== shape.kind) return false;
      const members: readonly Plain[] = value instanceof Set ? [...value] : Array.isArray(value) ? value : [];
      return members.every((member) => fits(member, shape.item));
    }
    case 'map':
      return value instanceof Map && [...value].every(([key, held]) => fits(key, shape.key) && fits(held, shape.value));
    case 'object': {
      if (kindOf(value) !== 'object') return false;
      const fields = new Map<string, Plain>(Object.entries(value ?? {}));
      const named = new Set(shape.fields.map(({ name }) => name));
      const hasAll = shape.fields.every(({ name, shape: inner, optional }) => {
        const held = fields.get(name);
        return held === undefined && optional ? true : fields.has(name) && fits(held, inner);
      });
      const { rest } = shape;
      return hasAll && [...fields].every(([name, held]) => named.has(name) || (rest !== null && fits(held, rest)));
    }
    case 'union':
      return shape.of.some((one) => fits(value, one));
  }
}

/** Whether a value of one cell: no collection, and none that is known to stand there instead. */
export function isScalar(value: Plain): boolean {
  return typeof value !== 'object' || value === null;
}

/** Whether a key that is pressed on a cell begins to type another value over it. */
function beginsValue(key: string, shape: Shape): boolean {
  const isNumber = kindsOf(shape).every((kind) => ['number', 'bigint', 'null', 'undefined'].includes(kind));
  if (isNumber) return /^[\d.+-]$/.test(key);
  return /^[\p{L}\p{N}_'"+\-.[{]$/u.test(key);
}

/**
 * What S and W ask of a cell: its star, why it is so. Where letters are typed, with Alt, which in some layouts makes another letter of
 * them: then the place of the key counts.
 * @param types whether a letter would be typed there
 */
export function askedBy(event: KeyboardEvent, types: boolean): 'star' | 'why' | null {
  if (event.ctrlKey || event.metaKey || event.shiftKey || (types && !event.altKey)) return null;
  const key = event.altKey && !/^[sw]$/.test(event.key) ? event.code.replace('Key', '').toLowerCase() : event.key;
  return key === 's' ? 'star' : key === 'w' ? 'why' : null;
}

/** What a key types over a value; null when it types nothing there. */
export function typedBy(key: string, shape: Shape): string | null {
  if (key === 'Backspace' || key === 'Delete') return '';
  return beginsValue(key, shape) ? key : null;
}
