/** What a swap changed, in words: its title and its receipt on the timeline. */
import type { Changes } from '../program/program.ts';
import type { Installed } from '../world/install.ts';

export function titleOf(difference: Changes): string {
  const rules = [...difference.changed, ...difference.added, ...difference.removed];
  const named = rules.length > 0 ? rules : [...difference.kinds, ...difference.scenarios, ...difference.properties];
  if (named.length === 0) return 'Run again';
  return `Swapped ${named.slice(0, 2).join(', ')}${named.length > 2 ? ` and ${named.length - 2} more` : ''}`;
}

/** In a run that begins with the program. */
export const nothingInstalled: Installed = { added: [], dropped: [], migrated: [], scenario: [] };

/** Sentences. */
export function receiptOf(difference: Changes, installed: Installed): readonly string[] {
  const line = (what: string, names: readonly string[]): readonly string[] =>
    names.length === 0 ? [] : [`${what}: ${names.join(', ')}.`];
  const isShape = installed.added.length + installed.dropped.length + installed.migrated.length > 0;
  return [
    ...line('Changed', difference.changed),
    ...line('Added', difference.added),
    ...line('Removed', difference.removed),
    ...line('Scenario changed', difference.scenarios),
    ...line('Properties changed', difference.properties),
    ...installed.scenario,
    ...line('New fields', installed.added),
    ...line('Dropped fields', installed.dropped),
    ...line('Migrated fields', installed.migrated),
    isShape ? 'All other state was kept.' : 'All state was kept.',
  ];
}
