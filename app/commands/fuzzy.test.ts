import { expect, test } from 'vitest';
import { chordOf, isComposing, shownChord } from './chord.ts';
import { fuzzy } from './fuzzy.ts';

const titles = [
  'Add a rules cell above',
  'Add a rules cell below',
  'Undo the deletion',
  'Split it at the caret',
  'Play or pause',
];
const found = (query: string): readonly string[] =>
  titles
    .flatMap((title) => {
      const match = fuzzy(query, title);
      return match === null ? [] : [{ title, score: match.score }];
    })
    .toSorted((a, b) => b.score - a.score)
    .map(({ title }) => title);

test('letters in order find a title, beginnings of words before others', () => {
  expect(found('rcb')).toEqual(['Add a rules cell below', 'Add a rules cell above']);
  expect(found('split')).toEqual(['Split it at the caret']);
  expect(found('UNDO  del')).toEqual(['Undo the deletion']);
  expect(found('pp')).toEqual(['Play or pause']);
  expect(found('zzz')).toEqual([]);
  expect(found('')).toHaveLength(titles.length);
});

test('what was found is known by its places', () => {
  expect(fuzzy('sic', 'Split it at the caret')?.at).toEqual([0, 6, 16]);
  expect(fuzzy('cell', 'Add a rules cell')?.at).toEqual([12, 13, 14, 15]);
});

const press = (key: string, mods: string = '', code = '') => ({
  key,
  code,
  ctrlKey: mods.includes('c'),
  metaKey: mods.includes('m'),
  altKey: mods.includes('a'),
  shiftKey: mods.includes('s'),
});

test('a press has one name, whatever the layout makes of it', () => {
  expect(chordOf(press('j'))).toBe('j');
  expect(chordOf(press('M', 's'))).toBe('Shift+m');
  expect(chordOf(press('?', 's'))).toBe('?');
  expect(chordOf(press(' '))).toBe('Space');
  expect(chordOf(press('_', 'cs', 'Minus'))).toBe('Mod+Shift+-');
  expect(chordOf(press('Z', 'ms'))).toBe('Mod+Shift+z');
  expect(chordOf(press('Ï', 'as', 'KeyF'))).toBe('Alt+Shift+f');
  expect(chordOf(press('ArrowLeft', 's'))).toBe('Shift+ArrowLeft');
});

test('a character is the same wherever a layout has it, and AltGr is no Ctrl and Alt', () => {
  const withGraph = (key: string, mods: string, code: string) => ({
    ...press(key, mods, code),
    getModifierState: (name: string) => name === 'AltGraph',
  });
  // A German keyboard, on Windows and on Linux.
  expect(chordOf(withGraph('[', 'ca', 'Digit8'), false)).toBe('[');
  expect(chordOf(withGraph(']', '', 'Digit9'), false)).toBe(']');
  expect(chordOf(withGraph('ſ', 'ca', 'KeyS'), false)).not.toMatch(/Mod|^s$/);
  expect(chordOf(withGraph('s', 'ca', 'KeyS'), false)).toBe('AltGr+s');
  expect(chordOf(withGraph('ArrowUp', 'ca', 'ArrowUp'), false)).toBe('AltGr+ArrowUp');
  expect(chordOf(press('/', 's', 'Digit7'))).toBe('/');
  expect(chordOf(press('?', 's', 'Minus'))).toBe('?');
  expect(chordOf(press('z', 'c', 'KeyY'))).toBe('Mod+z');
  expect(chordOf(press('_', 'cs', 'Slash'))).toBe('Mod+Shift+-');
  expect(chordOf(press('?', 'cs', 'Minus'))).toBe('Mod+Shift+?');
  expect(chordOf(press('ö', '', 'Semicolon'))).toBe('ö');
  // A German Mac: Option and 5, 6.
  expect(chordOf(press('[', 'a', 'Digit5'), true)).toBe('[');
  expect(chordOf(press(']', 'a', 'Digit6'), true)).toBe(']');
  expect(chordOf(press('[', 'a', 'BracketLeft'), false)).toBe('Alt+[');
  // Dvorak: the letter counts, not its place.
  expect(chordOf(press('f', 'as', 'KeyY'))).toBe('Alt+Shift+f');
  // Cyrillic and Greek have no Latin letters: there it is the place.
  expect(chordOf(press('ы', '', 'KeyS'))).toBe('s');
  expect(chordOf(press('Я', 'cs', 'KeyZ'))).toBe('Mod+Shift+z');
  expect(chordOf(press('σ', '', 'KeyS'))).toBe('s');
  expect(chordOf(press('Dead', '', 'Equal'))).toBe('Dead');
});

test('what an input method has is told by the event or by its code', () => {
  expect(isComposing({ isComposing: true, keyCode: 13 })).toBe(true);
  expect(isComposing({ isComposing: false, keyCode: 229 })).toBe(true);
  expect(isComposing({ isComposing: false, keyCode: 13 })).toBe(false);
});

test('keys are shown as they stand on the keyboard', () => {
  expect(shownChord('Mod+Shift+z')).toBe('Ctrl Shift Z');
  expect(shownChord('d d')).toBe('d d');
  expect(shownChord('Alt+ArrowUp')).toBe('Alt ↑');
  expect(shownChord('Mod+Shift+-')).toBe('Ctrl Shift -');
});
