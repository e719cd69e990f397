/** The commands that were chosen last, in this browser. */
import { keep, kept } from './kept.ts';

const storageKey = 'rehearsal.recent-commands';
const most = 5;

/** Their ids, the last first. */
export function recentCommands(): readonly string[] {
  try {
    const stored: unknown = JSON.parse(kept(storageKey) ?? '[]');
    return Array.isArray(stored) ? stored.filter((id): id is string => typeof id === 'string').slice(0, most) : [];
  } catch {
    return [];
  }
}

export function rememberCommand(id: string): void {
  const recent = [id, ...recentCommands().filter((other) => other !== id)].slice(0, most);
  keep(storageKey, JSON.stringify(recent));
}
