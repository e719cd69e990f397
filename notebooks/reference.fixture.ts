/** The texts the language reference is made of. */
import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Chapter, chapterOf, type Library, libraryOf } from '../kernel/emit/reference.ts';
import { modules } from '../kernel/library.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const textOf = (path: string): string => readFileSync(`${root}${path}`, 'utf8');

export function library(): Library {
  const texts = [...modules.keys()].map(
    (name) => [name, textOf(`stdlib/${name.replace('rehearsal/', '')}.ts`)] as const,
  );
  const language = ['language.ts', 'load-language.ts', 'view-language.ts']
    .map((file) => textOf(`kernel/program/${file}`))
    .join('\n');
  return libraryOf(language, new Map(texts));
}

export function chapters(): readonly Chapter[] {
  const files = readdirSync(`${root}stdlib/reference`).toSorted();
  return files.map((file) => chapterOf(textOf(`stdlib/reference/${file}`)));
}
