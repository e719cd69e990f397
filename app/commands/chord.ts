/**
 * Keys by name: `Mod+Shift+z`, `Space`, `?`. `Mod` is Control, or Command on a Mac.
 *
 * A command is bound to the character, wherever a layout has it: `[` is AltGr and 8 on a German keyboard, Option and 5 on a German
 * Mac, and says nothing of Ctrl and Alt there. Only where a layout has no such character (Cyrillic, Greek), or where Option makes
 * another of it, a letter is the one that stands on that key of a Latin keyboard.
 */

type Pressed = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'> &
  Partial<Pick<KeyboardEvent, 'getModifierState'>>;

const isMac = typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.platform);

/** @param onMac whether Option is what types the third character of a key */
export function chordOf(pressed: Pressed, onMac = isMac): string {
  const { ctrlKey, metaKey, altKey, shiftKey } = pressed;
  const isGraph = pressed.getModifierState?.('AltGraph') === true;
  const isThird = isGraph || isOption(pressed, onMac);
  const isMod = (ctrlKey || metaKey) && !isThird;
  const isAlt = altKey && !isThird;
  const name = nameOf(pressed, isMod);
  const isSign = name.length === 1 && !/[\p{L}\d]/u.test(name);
  // What is typed with Shift, or with AltGr, is named as it is typed: `?`, `[`.
  const isShift = shiftKey && (name.length > 1 || /\p{L}/u.test(name) || isMod || isAlt);
  const parts = [
    isMod ? 'Mod' : '',
    isAlt ? 'Alt' : '',
    isGraph && !isSign ? 'AltGr' : '',
    isShift ? 'Shift' : '',
    name,
  ];
  return parts.filter((part) => part !== '').join('+');
}

/** With a letter it is no sign of the layout but the Alt of a command. */
const isOption = ({ key, code, ctrlKey, metaKey, altKey }: Pressed, onMac: boolean): boolean =>
  onMac && altKey && !ctrlKey && !metaKey && key.length === 1 && !/^Key[A-Z]$/.test(code) && !/[\p{L}\d ]/u.test(key);

function nameOf({ key, code, altKey }: Pressed, isMod: boolean): string {
  if (key === ' ') return 'Space';
  if (key.length > 1) return key;
  // With Shift it is the other sign of its key, on most layouts.
  if (isMod && key === '_') return '-';
  const isLatin = /[\p{ASCII}\p{Script=Latin}]/u.test(key) && !(altKey && !/^[a-z]$/i.test(key));
  return isLatin || !/^Key[A-Z]$/.test(code) ? key.toLowerCase() : code.slice(3).toLowerCase();
}

/** Whether an input method has the key: what it becomes is not decided yet. */
export const isComposing = ({
  isComposing: composing,
  keyCode,
}: Pick<KeyboardEvent, 'isComposing' | 'keyCode'>): boolean =>
  // The key that ends a composition comes after it in Safari; 229 says whose it was. No other property does.
  composing || keyCode === 229;

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
