/** What a swap changed, in words: its title and its receipt on the timeline. */
import type { Changes } from '../program/program.ts';
import type { Installed } from '../world/install.ts';

/** `where`: from which moment on, unless from now on. */
export function titleOf(difference: Changes, where: '' | ' from here' | ' from the start' = ''): string {
  const rules = [...difference.changed, ...difference.added, ...difference.removed];
  const named = rules.length > 0 ? rules : [...difference.kinds, ...difference.scenarios, ...difference.properties];
  if (named.length === 0) return `Run again${where}`;
  return `Swapped ${named.slice(0, 2).join(', ')}${named.length > 2 ? ` and ${named.length - 2} more` : ''}${where}`;
}

/** Sentences. `installed`: null for a run that begins with the program and has no state from before. */
export function receiptOf(difference: Changes, installed: Installed | null): readonly string[] {
  return [
    ...line('Changed', difference.changed),
    ...line('Added', difference.added),
    ...line('Removed', difference.removed),
    ...line('Scenario changed', difference.scenarios),
    ...line('Properties changed', difference.properties),
    ...(installed === null ? [] : keptText(installed)),
  ];
}

function line(what: string, names: readonly string[]): readonly string[] {
  return names.length === 0 ? [] : [`${what}: ${names.join(', ')}.`];
}

function keptText({ added, dropped, migrated, scenario }: Installed): readonly string[] {
  const isShape = added.length + dropped.length + migrated.length > 0;
  return [
    ...scenario,
    ...line('New fields', added),
    ...line('Dropped fields', dropped),
    ...line('Migrated fields', migrated),
    isShape ? 'All other state was kept.' : 'All state was kept.',
  ];
}
