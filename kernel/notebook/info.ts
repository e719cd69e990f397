/**
 * The info string of a fence: `ts KIND [slug] [key=value …]`. Anything else is somebody else's fence.
 */
import { type CellKind, cellKinds } from './notebook.ts';

export type Info =
  | {
      readonly type: 'cell';
      readonly kind: CellKind;
      readonly slug: string | null;
      readonly attributes: Readonly<Record<string, string>>;
      /** What could not be read, one sentence each. */
      readonly faults: readonly string[];
    }
  /** `ts WORD`, where the word is no kind of cell: most likely a slip. */
  | { readonly type: 'unknown-kind'; readonly kind: string }
  | { readonly type: 'other' };

const isKind = (word: string): word is CellKind => (cellKinds as readonly string[]).includes(word);

export function readInfo(info: string): Info {
  const [language, kind, ...rest] = info.match(/[^\s="]+="[^"]*"(?!\S)|\S+/g) ?? [];
  if (language !== 'ts' || kind === undefined) return { type: 'other' };
  if (!isKind(kind)) return /^[A-Za-z][\w-]*$/.test(kind) ? { type: 'unknown-kind', kind } : { type: 'other' };

  const attributes = new Map<string, string>();
  const faults: string[] = [];
  let slug: string | null = null;
  for (const [index, word] of rest.entries()) {
    const attribute = /^([^\s="]+)=(?:"([^"]*)"|([^\s"]*))$/.exec(word);
    if (attribute !== null) {
      const [, name = '', quoted, plain = ''] = attribute;
      if (attributes.has(name)) faults.push(`The attribute ${name} is given twice; the first counts.`);
      else attributes.set(name, quoted ?? plain);
    } else if (index === 0 && !/[="]/.test(word)) {
      slug = word;
    } else {
      faults.push(`${word} is not an attribute.`);
    }
  }
  return { type: 'cell', kind, slug, attributes: Object.fromEntries(attributes), faults };
}

/** The info string of a new cell. */
export function writeInfo(kind: CellKind, slug: string | null, attributes: Readonly<Record<string, string>>): string {
  const words = Object.entries(attributes).map(
    ([name, value]) => `${name}=${/^[^\s"]+$/.test(value) ? value : `"${value}"`}`,
  );
  return ['ts', kind, ...(slug === null ? [] : [slug]), ...words].join(' ');
}
