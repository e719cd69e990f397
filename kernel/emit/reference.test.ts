import { describe, expect, test } from 'vitest';
import { anchor } from './anchor.ts';
import { chapterOf, libraryOf, referenceOf } from './reference.ts';

const language = `
/** How long. */
export type Ms = number;
export interface WaitOptions {
  /** At most. */
  readonly most?: Ms;
}
export interface Context {
  /** Waits. */
  wait(span: Ms, options?: WaitOptions): void;
  wait(): void;
}
export interface Language {
  halve(n: number): number;
}
`;
const modules = new Map([
  [
    'rehearsal/numbers',
    `/** Half of it. */
export function halve(n: number): number { return n / 2; }
/** Twice as much. @internal */
export function twice(n: number): number { return n * 2; }
/** Three. */
export const three: number = 3;`,
  ],
]);
const library = libraryOf(language, modules);
const told = '# All\n\n## `ctx.wait`\n\nIt passes.\n\n## `halve`\n\n## `three`\n';

describe('the library', () => {
  test('has the members of the language as cells write them, overloads together', () => {
    expect(library.entries.get('ctx.wait')).toEqual({
      name: 'ctx.wait',
      signatures: ['wait(span: Ms, options?: WaitOptions): void', 'wait(): void'],
      doc: 'Waits.',
      module: null,
    });
  });

  test('takes the comment of a name in scope from the module that makes it, and says of others where to import them from', () => {
    expect(library.entries.get('halve')).toMatchObject({ doc: 'Half of it.', module: null });
    expect(library.entries.get('three')).toMatchObject({
      signatures: ['const three: number'],
      module: 'rehearsal/numbers',
    });
  });

  test('leaves out what is the simulator’s own', () => {
    expect(library.entries.has('twice')).toBe(false);
  });
});

describe('the reference', () => {
  test('tells each type the first time it is mentioned, with its comments', () => {
    const text = referenceOf(library, [chapterOf(told)]);
    expect(text).toContain('/** At most. */\n  readonly most?: Ms;');
    expect(text.split('type Ms = number').length).toBe(2);
    expect(text).toContain("import { three } from 'rehearsal/numbers'");
    expect(text).toContain('Waits.\n\nIt passes.');
  });

  test('refuses a chapter that tells of what is not there, or tells something twice, and one that forgets something', () => {
    expect(() => referenceOf(library, [chapterOf('# All\n## `ctx.sleep`')])).toThrow("The library has no 'ctx.sleep'.");
    expect(() => referenceOf(library, [chapterOf(`${told}\n## \`three\``)])).toThrow("Two sections tell of 'three'.");
    expect(() => referenceOf(library, [chapterOf('# All\n## `halve`')])).toThrow('tells of ctx.wait, three.');
  });

  test('takes no line of code for a heading', () => {
    expect(chapterOf('# All\n## `three`\n```md\n## not one\n```\n').sections).toHaveLength(1);
    expect(() => chapterOf('## `three`')).toThrow('heading of level 1');
  });

  test('links to headings as GitHub names them', () => {
    expect(anchor('`ctx.setTimer`, `ctx.clearTimer`')).toBe('ctxsettimer-ctxcleartimer');
  });
});
