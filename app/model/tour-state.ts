/** Where a newcomer is in the tour, and what can be said to it. `tour.ts` makes the next of it. */

export interface Tour {
  /** `new`: nobody has said anything yet, and it may be offered. `left`: on the way. */
  readonly status: 'new' | 'declined' | 'on' | 'left' | 'done';
  /** The step, from 0; as many as there are steps: the last card, which says where to go next. */
  readonly at: number;
  /** Tasks of that step that are done, the first ones. */
  readonly tasks: number;
}

export const newTour: Tour = { status: 'new', at: 0, tasks: 0 };

export type TourAct =
  | 'start'
  /** Where it was left. */
  | 'resume'
  /** To the next step, when this one is done. */
  | 'next'
  | 'skip'
  | 'leave'
  /** Never offered again. */
  | 'decline'
  /** The keyboard goes to the card; what is to be done comes into sight. */
  | 'to-card'
  | 'show';

export interface TourAction {
  readonly type: 'tour';
  readonly act: TourAct;
}
