/**
 * YAML between `---` lines at the top of a file. Reading takes the four fields that mean something here;
 * writing replaces the characters of one field and leaves every other line, comments included, as it was.
 */
import { type Document, isMap, isScalar, parseDocument } from 'yaml';
import { type Diagnostic, diagnostic } from '../diagnostic.ts';
import type { FrontMatter } from './notebook.ts';

export interface FrontMatterFields {
  readonly title: string | null;
  readonly seed: number | null;
  readonly stage: string | null;
  readonly speed: number | null;
}

/** YAML is slow to read; nobody writes this much of it by hand. */
const longest = 65_536;

/**
 * Offset after the closing line of the front matter; 0 when the file has none. A fence ends the search: who forgot
 * the closing line shall not lose the cells.
 */
export function frontMatterEnd(text: string): number {
  const open = /^\uFEFF?---[ \t]*(?:\r\n?|\n)/.exec(text);
  if (open === null) return 0;
  const line = /(?<=[\r\n])(?:(---|\.\.\.)[ \t]*(?:\r\n?|\n|$)| {0,3}(?:```|~~~))/g;
  line.lastIndex = open[0].length;
  return line.exec(text)?.[1] === undefined ? 0 : line.lastIndex;
}

export function readFrontMatter(raw: string): {
  readonly part: FrontMatter;
  readonly diagnostics: readonly Diagnostic[];
} {
  const diagnostics: Diagnostic[] = [];
  if (raw.length > longest) {
    const text = `The front matter is longer than ${longest} characters and was not read.`;
    const part: FrontMatter = { type: 'front-matter', raw, title: null, seed: null, stage: null, speed: null };
    return {
      part,
      diagnostics: [
        diagnostic('notebook/front-matter', text, { help: 'Move its contents below the second --- line.' }),
      ],
    };
  }
  const { document, faults } = yamlOf(raw);
  const complain = (text: string, line = 1): void => {
    const range = { line, column: 1, endLine: line + 1, endColumn: 1 };
    const help = 'Write `name: value` lines between the two --- lines; the fields are title, seed, stage and speed.';
    diagnostics.push(diagnostic('notebook/front-matter', text, { range, help }));
  };
  for (const fault of faults) complain(`The front matter is not YAML: ${fault.text}`, fault.line);

  const value = (name: keyof FrontMatterFields): unknown => {
    if (faults.length > 0 || !isMap(document.contents)) return undefined;
    const node = document.contents.get(name, true);
    return node === undefined || isScalar(node) ? node?.value : node;
  };
  const text = (name: 'title' | 'stage'): string | null => {
    const found = value(name) ?? null;
    if (found === null || typeof found === 'string') return found;
    if (typeof found === 'number' || typeof found === 'boolean') return String(found);
    complain(`${name} is not a text.`);
    return null;
  };
  const number = (name: 'seed' | 'speed', fits: (n: number) => boolean, shape: string): number | null => {
    const found = value(name) ?? null;
    if (found === null || (typeof found === 'number' && fits(found))) return found;
    complain(`${name} is not ${shape}.`);
    return null;
  };
  const part: FrontMatter = {
    type: 'front-matter',
    raw,
    title: text('title'),
    seed: number('seed', Number.isSafeInteger, 'a whole number'),
    stage: text('stage'),
    speed: number('speed', (n) => n > 0 && Number.isFinite(n), 'a number above 0'),
  };
  return { part, diagnostics };
}

/**
 * The front matter with some fields set, or removed by null. `raw` empty: a new one. `eol`: the file's line
 * end. Null when what is there cannot be read, for then nothing can be changed without losing something.
 */
export function writeFrontMatter(raw: string, fields: Partial<FrontMatterFields>, eol: string): string | null {
  if (raw.length > longest) return null;
  let text = raw === '' ? `---${eol}---${eol}` : raw;
  for (const [name, value] of Object.entries(fields)) {
    const next = writeField(text, name, value, eol);
    if (next === null || !reads(next, name, value)) return null;
    text = next;
  }
  return text;
}

function writeField(raw: string, name: string, value: string | number | null, eol: string): string | null {
  const { yaml, start, document, faults } = yamlOf(raw);
  if (faults.length > 0) return null;
  const splice = (from: number, to: number, text: string): string =>
    raw.slice(0, start + from) + text + raw.slice(start + to);
  const scalar = typeof value === 'string' ? plainOrQuoted(value) : String(value);

  const map = document.contents;
  const pair = isMap(map) ? map.items.find((item) => isScalar(item.key) && item.key.value === name) : undefined;
  if (isMap(map) && map.flow === true) {
    if (value === null) document.delete(name);
    else document.set(name, value);
    return splice(0, yaml.length, document.toString({ lineWidth: 0 }).replaceAll('\n', eol));
  }
  if (pair === undefined) {
    if (value === null) return raw;
    return splice(yaml.length, yaml.length, `${name}: ${scalar}${eol}`);
  }
  const keyRange = isScalar(pair.key) ? pair.key.range : null;
  const valueRange = hasRange(pair.value) ? pair.value.range : null;
  if (keyRange === null || keyRange === undefined) return null;
  const valueEnd = valueRange?.[1] ?? keyRange[1];
  if (value === null) {
    const lineEnd = /\r\n?|\n|$/g;
    // A block scalar's range already takes in its last line end.
    lineEnd.lastIndex = /[\r\n]/.test(yaml[valueEnd - 1] ?? '') ? valueEnd - 1 : valueEnd;
    lineEnd.exec(yaml);
    return splice(keyRange[0], lineEnd.lastIndex, '');
  }
  const block = /[\r\n]$/.test(yaml.slice(0, valueEnd)) ? eol : '';
  return splice(keyRange[1], valueEnd, `: ${scalar}${block}`);
}

/** The check on the knife work above: what was written reads back. */
function reads(raw: string, name: string, value: string | number | null): boolean {
  const { document, faults } = yamlOf(raw);
  return faults.length === 0 && frontMatterEnd(raw) === raw.length && (document.get(name) ?? null) === value;
}

interface Yaml {
  readonly yaml: string;
  /** Offset of the YAML in the raw front matter. */
  readonly start: number;
  readonly document: Document;
  /** `line` counts in the file, from 1. */
  readonly faults: readonly { readonly text: string; readonly line: number }[];
}

function yamlOf(raw: string): Yaml {
  const start = /^.*?(?:\r\n?|\n)/s.exec(raw)?.[0].length ?? 0;
  const yaml = raw.slice(start).replace(/(?:---|\.\.\.)[ \t]*(?:\r\n?|\n)?$/, '');
  // YAML takes a lone CR for a line end too, but the library does not; both are one character long.
  const document = parseDocument(yaml.replace(/\r(?!\n)/g, '\n'), { prettyErrors: true, logLevel: 'silent' });
  const faults = document.errors.slice(0, 5).map((error) => ({
    text: error.message.split('\n')[0] ?? error.message,
    line: 1 + (error.linePos?.[0].line ?? 1),
  }));
  if (faults.length === 0 && document.contents !== null && !isMap(document.contents)) {
    faults.push({ text: 'it holds no fields.', line: 2 });
  }
  return { yaml, start, document, faults };
}

function hasRange(node: unknown): node is { readonly range: readonly [number, number, number] } {
  return typeof node === 'object' && node !== null && 'range' in node && Array.isArray(node.range);
}

/** A text as YAML writes it plainly when that reads back as the same text, and in double quotes otherwise. */
function plainOrQuoted(value: string): string {
  const plain = /^[\p{L}\p{N}_][^\n\r\t#:'"\\]*$/u.test(value) && parseDocument(value).toJS() === value;
  return plain ? value : JSON.stringify(value);
}
