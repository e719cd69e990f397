/** The commands that were chosen last, in this browser. */
const storageKey = 'rehearsal.recent-commands';
const most = 5;

/** Their ids, the last first. */
export function recentCommands(): readonly string[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(storageKey) ?? '[]');
    return Array.isArray(stored) ? stored.filter((id): id is string => typeof id === 'string') : [];
  } catch {
    return [];
  }
}

export function rememberCommand(id: string): void {
  const recent = [id, ...recentCommands().filter((other) => other !== id)].slice(0, most);
  try {
    localStorage.setItem(storageKey, JSON.stringify(recent));
  } catch {
    // No room: then nothing is remembered.
  }
}
