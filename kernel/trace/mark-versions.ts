/**
 * A name for a list of marks, by content. A run can have thousands, which are too many to copy with each of sixty pictures a
 * second: the page says which it has. The name is a chain of hashes, so marks that were only added cost only themselves.
 */
import { hashText } from '../hash.ts';
import type { Mark } from '../protocol.ts';

export interface MarkVersions {
  of(marks: readonly Mark[]): string;
}

export function createMarkVersions(): MarkVersions {
  let seen: readonly Mark[] = [];
  /** After each of `seen`. */
  let versions: readonly string[] = [];
  return {
    of(marks) {
      let same = 0;
      // A mark that changes becomes another object.
      while (same < marks.length && seen[same] === marks[same]) same += 1;
      if (same < marks.length || same < seen.length) {
        const grown = versions.slice(0, same);
        for (const mark of marks.slice(same)) grown.push(hashText(`${grown.at(-1) ?? ''}${JSON.stringify(mark)}`));
        seen = marks.slice();
        versions = grown;
      }
      return versions.at(-1) ?? 'none';
    },
  };
}
