/** Keys by name: `Mod+Shift+z`, `Space`, `?`. `Mod` is Control, or Command on a Mac. */

type Pressed = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>;

export function chordOf({ key, code, ctrlKey, metaKey, altKey, shiftKey }: Pressed): string {
  const isMod = ctrlKey || metaKey;
  // With Shift or Alt the layout may make another character of it; with Control it is the key that counts.
  const isByPlace = isMod || altKey;
  const name =
    key === ' '
      ? 'Space'
      : isByPlace && code === 'Minus'
        ? '-'
        : altKey && /^Key[A-Z]$/.test(code)
          ? code.slice(3).toLowerCase()
          : key.length === 1
            ? key.toLowerCase()
            : key;
  // What is typed with Shift is named as it is typed: `?`.
  const isShift = shiftKey && (name.length > 1 || /\p{L}/u.test(name) || isByPlace);
  return [isMod ? 'Mod' : '', altKey ? 'Alt' : '', isShift ? 'Shift' : '', name]
    .filter((part) => part !== '')
    .join('+');
}

const isMac = typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.platform);

const signs: Readonly<Record<string, string>> = {
  Mod: isMac ? '⌘' : 'Ctrl',
  ArrowLeft: '←',
  ArrowRight: '→',
  ArrowUp: '↑',
  ArrowDown: '↓',
  Escape: 'Esc',
};

/** As the help and the palette show it: `Ctrl Shift Z`; `d d` for one after the other. */
export function shownChord(keys: string): string {
  return keys
    .split(' ')
    .map((chord) =>
      // The key itself may be a plus.
      chord
        .split(/(?<=.)\+/)
        .map((part) => signs[part] ?? (part.length === 1 && chord.length > 1 ? part.toUpperCase() : part))
        .join(' '),
    )
    .join(' ');
}
