/** What this browser remembers of the tour: that it was declined, done, or where it was left. */
import { newTour, type Tour } from '../model/tour-state.ts';
import { tourSteps } from '../model/tour-steps.ts';

const storageKey = 'rehearsal.tour';
const farewell = 'farewell';

/** What is stored may be of another version of the page, or of somebody else: then the tour is new. */
export function storedTour(): Tour {
  try {
    return read(JSON.parse(localStorage.getItem(storageKey) ?? 'null'));
  } catch {
    return newTour;
  }
}

function read(stored: unknown): Tour {
  if (typeof stored !== 'object' || stored === null || !('status' in stored)) return newTour;
  const { status } = stored;
  if (status !== 'declined' && status !== 'on' && status !== 'left' && status !== 'done') return newTour;
  const id = 'step' in stored ? stored.step : null;
  const found = id === farewell ? tourSteps.length : tourSteps.findIndex((step) => step.id === id);
  const at = Math.max(0, found);
  const count = 'tasks' in stored && Number.isSafeInteger(stored.tasks) ? Number(stored.tasks) : 0;
  return { status, at, tasks: Math.min(Math.max(0, count), tourSteps[at]?.tasks.length ?? 0) };
}

export function storeTour({ status, at, tasks }: Tour): void {
  try {
    if (status === 'new') localStorage.removeItem(storageKey);
    else localStorage.setItem(storageKey, JSON.stringify({ status, step: tourSteps[at]?.id ?? farewell, tasks }));
  } catch {
    // No room: then nothing is remembered.
  }
}
