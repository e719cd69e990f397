/**
 * Light or dark: the reader's choice when there is one, the system's otherwise. Also the way for a script
 * (canvas, Monaco) to learn what a colour token is worth now.
 */

import { keep, kept } from '../storage/kept.ts';

export type Theme = 'system' | 'light' | 'dark';

const storageKey = 'rehearsal.theme';

export function storedTheme(): Theme {
  const value = kept(storageKey);
  return value === 'light' || value === 'dark' ? value : 'system';
}

/** Puts the choice on the root element and remembers it for the next visit. */
export function applyTheme(theme: Theme): void {
  if (theme === 'system') {
    delete document.documentElement.dataset['theme'];
    keep(storageKey, null);
  } else {
    document.documentElement.dataset['theme'] = theme;
    keep(storageKey, theme);
  }
  for (const listener of listeners) listener();
}

/** For a room (`[data-scale]` in `tokens.css`) or for a desk; colours are others. */
export function applyScale(scale: 'desk' | 'room'): void {
  if (document.documentElement.dataset['scale'] === scale) return;
  document.documentElement.dataset['scale'] = scale;
  for (const listener of listeners) listener();
}

const systemDark = matchMedia('(prefers-color-scheme: dark)');

export function isDark(): boolean {
  const chosen = document.documentElement.dataset['theme'];
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

const probe = document.createElement('span');
probe.hidden = true;

/** The present value of a colour token as `rgb(…)`, for example `colour('--c1')`. */
export function colour(token: `--${string}`): string {
  if (!probe.isConnected) document.head.append(probe);
  probe.style.color = `var(${token})`;
  return getComputedStyle(probe).color;
}
