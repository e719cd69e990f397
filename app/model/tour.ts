/**
 * Where a newcomer is in the tour. It only watches: a task is done when the page shows that it was, and until then the tour waits, whatever
 * else is done meanwhile. Nothing it says or forgets changes a run or a text.
 */
import type { Action } from './actions.ts';
import { badgeOf, cellOf, diagnosticsOf } from './open.ts';
import type { Notice, OpenNotebook, PageState } from './state.ts';
import type { Tour, TourAct } from './tour-state.ts';
import { tourNotebook, type TourStep, tourSteps, type TourTask } from './tour-steps.ts';

export function reduceTour(tour: Tour, action: Action, before: PageState, after: PageState): Tour {
  if (action.type === 'tour') return told(tour, action.act);
  if (tour.status !== 'on') return tour;
  // Whoever goes elsewhere has left.
  if (action.type === 'go') return isThere(after) ? tour : left(tour);
  return watched(tour, action, before.open, after.open);
}

function told(tour: Tour, act: TourAct): Tour {
  switch (act) {
    case 'start':
      return { status: 'on', at: 0, tasks: 0 };
    case 'resume':
      return canResume(tour) ? { ...tour, status: 'on' } : { status: 'on', at: 0, tasks: 0 };
    case 'next':
      return tour.status === 'on' && isStepDone(tour) ? further(tour) : tour;
    case 'skip':
      return tour.status === 'on' ? further(tour) : tour;
    case 'leave':
      return tour.status === 'on' ? left(tour) : tour;
    case 'decline':
      return tour.status === 'new' ? { ...tour, status: 'declined' } : tour;
    case 'to-card':
    case 'show':
      return tour;
  }
}

/** After the last card it is done. */
const further = ({ at }: Tour): Tour =>
  at >= tourSteps.length ? { status: 'done', at: 0, tasks: 0 } : { status: 'on', at: at + 1, tasks: 0 };

const left = (tour: Tour): Tour =>
  tour.at >= tourSteps.length ? { status: 'done', at: 0, tasks: 0 } : { ...tour, status: 'left' };

function watched(tour: Tour, action: Action, before: OpenNotebook | null, after: OpenNotebook | null): Tour {
  if (before === null || after === null || after.id !== tourNotebook || before.id !== after.id) return tour;
  const task = taskOf(tour);
  return task?.isDone({ action, before, after }) === true ? { ...tour, tasks: tour.tasks + 1 } : tour;
}

export const isThere = ({ route }: Pick<PageState, 'route'>): boolean =>
  route.type === 'notebook' && route.id === tourNotebook;

export const canResume = ({ status, at, tasks }: Tour): boolean => status === 'left' && at + tasks > 0;

/** Null on the last card. */
export const stepOf = ({ at }: Tour): TourStep | null => tourSteps[at] ?? null;

/** What is to be done now; null when the step is done. */
export const taskOf = (tour: Tour): TourTask | null => stepOf(tour)?.tasks[tour.tasks] ?? null;

export const isStepDone = (tour: Tour): boolean => taskOf(tour) === null;

/** `3 of 7`. */
export const placeText = ({ at }: Tour): string => `${Math.min(at + 1, tourSteps.length)} of ${tourSteps.length}`;

/** How one comes back, said once to whoever leaves on the way. */
export function leftNotice(tour: Tour): Notice | null {
  if (tour.status !== 'left') return null;
  return {
    text: `You left the tour at ${placeText(tour)}. The help (?) has it whenever you like.`,
    actions: [{ label: 'Go on with it', type: 'tour', act: 'resume' }],
  };
}

/** The first cell whose text is not in force because something is wrong with it; its name as its head has it. */
export function brokenCell(open: OpenNotebook): { readonly key: string; readonly name: string } | null {
  for (const part of open.notebook.parts) {
    if (part.type !== 'cell') continue;
    const badge = badgeOf(open, part.key);
    if (badge !== 'kept' && badge !== 'broken') continue;
    if (!diagnosticsOf(open, part.key).some(({ severity }) => severity === 'error')) continue;
    const cell = cellOf(open, part.key);
    return { key: part.key, name: cell?.slug ?? part.kind };
  }
  return null;
}
