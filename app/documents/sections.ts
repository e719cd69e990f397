/** What there is to read, in pieces: each with a place in the index, an address, and the notebook it shows. */
import { anchor } from '../../kernel/emit/anchor.ts';
import { stepsOf } from '../../kernel/emit/guide.ts';
import { splitBefore } from '../../kernel/emit/headings.ts';
import { cellsOf, rawOf } from '../../kernel/notebook/notebook.ts';
import { parse } from '../../kernel/notebook/parse.ts';

export interface Section {
  /** The heading it stands under in the index; null when it stands by itself. */
  readonly chapter: string | null;
  /** Its own heading as Markdown, without its marks. */
  readonly title: string;
  readonly anchor: string;
  readonly markdown: string;
  /** The notebook that shows it; null when it has none. */
  readonly notebook: string | null;
}

export interface Document {
  readonly title: string;
  /** Before the first section, as Markdown. */
  readonly intro: string;
  readonly sections: readonly Section[];
}

/** Of `stdlib/REFERENCE.md`: chapters are headings of level 2, sections those of level 3. */
export function languageOf(text: string): Document {
  const [head = '', ...chapters] = splitBefore(text, '## ');
  const sections = chapters.flatMap((part) => {
    const [opening = '', ...rest] = splitBefore(part, '### ');
    const { title: chapter, body } = headed(opening);
    const own: Section = { chapter: null, title: chapter, anchor: anchor(chapter), markdown: body, notebook: null };
    return [own, ...rest.map((section): Section => ofSection(chapter, section))];
  });
  // Its list of contents is the index beside it.
  return { title: titleIn(head), intro: head.replace(/^(?:<!--.*-->|# .*|- .*)$/gm, '').trim(), sections };
}

/** Of `notebooks/your-first-model.md`: each step has the notebook as it stands after it. */
export function guideOf(text: string): Document {
  const [head = ''] = splitBefore(text, '## ');
  const sections = stepsOf(text).map(({ title, body, notebook }): Section => {
    return { chapter: null, title, anchor: anchor(title), markdown: body, notebook };
  });
  return { title: titleIn(head), intro: head.replace(/^# .*$/m, '').trim(), sections };
}

function ofSection(chapter: string, text: string): Section {
  const { title, body } = headed(text);
  const cells = cellsOf(parse(body)).map((cell) => rawOf(cell).trimEnd());
  const plain = title.replaceAll('`', '');
  const notebook = [`---\ntitle: ${JSON.stringify(plain)}\n---`, `# ${title}`, ...cells].join('\n\n');
  return {
    chapter,
    title,
    anchor: anchor(title),
    markdown: body,
    notebook: cells.length === 0 ? null : `${notebook}\n`,
  };
}

const titleIn = (head: string): string => /^# (.+)$/m.exec(head)?.[1] ?? '';

function headed(part: string): { readonly title: string; readonly body: string } {
  const [heading = '', ...lines] = part.split('\n');
  return { title: heading.replace(/^#+ /, ''), body: lines.join('\n').trim() };
}

/** Whether a section has all the words that are looked for. */
export function matches({ title, markdown }: Section, wanted: string): boolean {
  const text = `${title}\n${markdown}`.toLowerCase();
  return wanted
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}
