import { describe, expect, test } from 'vitest';
import { shownChord } from './commands/chord.ts';
import { commands } from './commands/commands.ts';
import { keyGroups } from './key-list.ts';

const chordsOf = ({ keys, writingKeys = [] }: (typeof commands)[number]): readonly string[] => [
  ...keys,
  ...writingKeys,
];
const twice = (all: readonly string[]): readonly string[] => all.filter((one, i) => all.indexOf(one) !== i);

describe('The keys of commands', () => {
  test('belong to one command each, and each command to one name', () => {
    expect(twice(commands.flatMap(chordsOf))).toEqual([]);
    expect(twice(commands.map(({ id }) => id))).toEqual([]);
    expect(twice(commands.map(({ title }) => title))).toEqual([]);
  });

  test('that are pressed one after the other begin with a key that does nothing by itself', () => {
    const all = new Set(commands.flatMap(chordsOf));
    const begins = commands
      .flatMap(chordsOf)
      .flatMap((chord) => (chord.includes(' ') ? [chord.split(' ')[0] ?? ''] : []));
    expect(begins.filter((chord) => all.has(chord))).toEqual([]);
  });

  test('that work while one writes are none with which one writes, and none of the editor', () => {
    const writing = commands.flatMap(({ keys, isForWriting = false, writingKeys = [] }) => [
      ...(isForWriting ? keys : []),
      ...writingKeys,
    ]);
    expect(writing.filter((chord) => !/^(Mod|Alt)\+|^F\d+$/.test(chord))).toEqual([]);
    const editor = keyGroups.find(({ title }) => title === 'While writing in a cell')?.keys.flatMap(([keys]) => keys);
    expect(writing.map(shownChord).filter((chord) => editor?.includes(chord))).toEqual([]);
  });
});

describe('The help', () => {
  test('lists every key of every command', () => {
    const listed = keyGroups.flatMap(({ keys }) =>
      keys.map(([chords, meaning]) => `${chords.join(' | ')}: ${meaning}`),
    );
    for (const command of commands.filter((one) => chordsOf(one).length > 0))
      expect(listed).toContain(`${chordsOf(command).map(shownChord).join(' | ')}: ${command.title}`);
  });

  test('gives a key one meaning in one place', () => {
    // Along a row of marks, and of values; in the list of branches, and on a mark: what has the focus is another thing.
    const places: Readonly<Record<string, readonly string[]>> = { 'The timeline, with the focus in it': ['Del'] };
    for (const { title, keys } of keyGroups)
      expect({ title, twice: twice(keys.flatMap(([chords]) => chords)) }).toEqual({
        title,
        twice: places[title] ?? [],
      });
  });

  test('tells all keys that mean something else where the focus is than on the page', () => {
    const local = keyGroups.filter(({ title }) => /focus|chosen/.test(title));
    const titles = new Map(
      commands.flatMap((one) => chordsOf(one).map((chord) => [shownChord(chord).toUpperCase(), one.title])),
    );
    const shadows = local.flatMap(({ title, keys }) =>
      keys.flatMap(([chords]) =>
        chords.flatMap((chord) => {
          const other = titles.get(chord.toUpperCase());
          return other === undefined ? [] : [`${title.split(',')[0]}: ${chord}, not ${other}`];
        }),
      ),
    );
    // Each is the same wish about what has the focus, or has another key, or is about the notebook. A new one is to be thought over.
    expect(shadows).toEqual([
      'The stage: M, not Add a paragraph below',
      'The stage: Alt ↑, not Move it up',
      'A table of states: ←, not One event back',
      'A table of states: →, not One event forward',
      'A table of states: Enter, not Write in it',
      'A table of states: S, not Star what is pointed at, or let it go',
      'A table of states: Alt ↑, not Move it up',
      'A table of states: Alt ↓, not Move it down',
      'The timeline: ←, not One event back',
      'The timeline: →, not One event forward',
      'The space-time diagram: ←, not One event back',
      'The space-time diagram: →, not One event forward',
      'The space-time diagram: Enter, not Write in it',
      'The space-time diagram: F, not Fork: a branch from here',
      'An event chosen in the log: Enter, not Write in it',
      'An event chosen in the log: F, not Fork: a branch from here',
      'An event chosen in the log: N, not To the next event of a star',
    ]);
  });
});
