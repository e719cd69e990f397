/** A cell of a collection's table that is being edited, and where the texts that were refused in such tables wait for them. */
import type { Member, MembersWish } from '../../kernel/members.ts';
import { literal, type Plain } from '../../kernel/plain.ts';
import type { GridPlace } from './grid-moves.ts';
import { KeptTexts, type Typing } from './refused-text.ts';

export interface SheetEditing extends GridPlace, Typing {
  /** As it was when one began. */
  readonly value: Plain;
  readonly member: Member;
}

/** By node and way to the collection. */
export type KeptInSheets = Map<string, KeptTexts<SheetEditing>>;

export function keptIn(
  sheets: KeptInSheets,
  { node, path }: Pick<MembersWish, 'node' | 'path'>,
): KeptTexts<SheetEditing> {
  const name = literal([node, ...path]);
  const kept = sheets.get(name) ?? new KeptTexts<SheetEditing>();
  sheets.set(name, kept);
  return kept;
}
