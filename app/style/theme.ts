/**
 * Light or dark: the reader's choice when there is one, the system's otherwise. Also the way for a script
 * (canvas, Monaco) to learn what a colour token is worth now.
 */

import { keep, kept } from '../storage/kept.ts';

export type Theme = 'system' | 'light' | 'dark';

const storageKey = 'rehearsal.theme';

/** Has the colours that are asked for. */
const probe = document.createElement('span');
probe.hidden = true;

export function storedTheme(): Theme {
  const value = kept(storageKey);
  return value === 'light' || value === 'dark' ? value : 'system';
}

/** What the page is about to be; null when it is so already. */
let coming: 'light' | 'dark' | null = null;

/**
 * Puts the choice on the root element and remembers it for the next visit. Who asks for colours (`onThemeChange`) is answered before the
 * page has changed: what they do with it (the editor's style sheet) is then drawn with the page, and all styles are made once, not twice.
 */
export function applyTheme(theme: Theme): void {
  const isSystem = theme === 'system';
  keep(storageKey, isSystem ? null : theme);
  coming = isSystem ? (systemDark.matches ? 'dark' : 'light') : theme;
  probe.style.colorScheme = coming;
  try {
    for (const listener of listeners) listener();
  } finally {
    // Also when one of them fails: the page and what is asked for colours later are of the theme that was chosen.
    if (isSystem) delete document.documentElement.dataset['theme'];
    else document.documentElement.dataset['theme'] = theme;
    coming = null;
    probe.style.colorScheme = '';
  }
}

/** For a room (`[data-scale]` in `tokens.css`) or for a desk; colours are others. */
export function applyScale(scale: 'desk' | 'room'): void {
  if (document.documentElement.dataset['scale'] === scale) return;
  document.documentElement.dataset['scale'] = scale;
  for (const listener of listeners) listener();
}

const systemDark = matchMedia('(prefers-color-scheme: dark)');

export function isDark(): boolean {
  const chosen = coming ?? document.documentElement.dataset['theme'];
  return chosen === undefined ? systemDark.matches : chosen === 'dark';
}

const listeners = new Set<() => void>();
systemDark.addEventListener('change', () => {
  for (const listener of listeners) listener();
});

/** Calls back whenever colours change; returns the way to stop it. */
export function onThemeChange(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The present value of a colour token as `rgb(…)`, for example `colour('--c1')`. */
export function colour(token: `--${string}`): string {
  if (!probe.isConnected) document.head.append(probe);
  probe.style.color = `var(${token})`;
  return getComputedStyle(probe).color;
}
