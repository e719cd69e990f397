/**
 * A guide whose steps build a notebook. Each fence of a cell is added to it, a fence of Markdown is its beginning, and a fence
 * `diff` changes lines that are there. So what a reader types and what the tests run are one text.
 */

import { splitBefore } from './headings.ts';

export interface GuideStep {
  /** The heading of level 2 with which it begins, without its marks. */
  readonly title: string;
  /** Its words and fences, as Markdown. */
  readonly body: string;
  /** The whole notebook after it. */
  readonly notebook: string;
}

interface Fence {
  readonly info: string;
  readonly text: string;
}

/** Throws when a `diff` has lines to change that do not stand in the notebook exactly once. */
export function stepsOf(guide: string): readonly GuideStep[] {
  const [, ...parts] = splitBefore(guide, '## ');
  let notebook = '';
  return parts.map((part) => {
    const [heading = '', ...lines] = part.split('\n');
    const title = heading.replace('## ', '');
    const body = lines.join('\n').trim();
    for (const fence of fencesOf(body)) notebook = withFence(notebook, fence);
    return { title, body, notebook };
  });
}

function fencesOf(body: string): readonly Fence[] {
  return [...body.matchAll(/^```(.*)\n([^]*?)^```$/gm)].map(([, info = '', text = '']) => ({ info, text }));
}

function withFence(notebook: string, { info, text }: Fence): string {
  if (info === 'md') return text;
  if (info === 'diff') return changed(notebook, text);
  return `${notebook}\n\`\`\`${info}\n${text}\`\`\`\n`;
}

function changed(notebook: string, diff: string): string {
  const linesWith = (mark: string): string =>
    diff
      .split('\n')
      .filter((line) => line.startsWith(mark))
      .map((line) => `${line.slice(1)}\n`)
      .join('');
  const before = linesWith('-');
  const parts = notebook.split(before);
  if (parts.length !== 2) throw new Error(`The guide changes lines that stand ${parts.length - 1} times:\n${before}`);
  return parts.join(linesWith('+'));
}
