/** Stars for tests: what a test does not say of one is what is known of a value that nothing has touched yet. */
import type { StarView } from '../../kernel/star.ts';
import { noStars, type PageStar, type Stars } from './stars.ts';

export const pageStar = (id: string, more: Partial<PageStar> = {}): PageStar => ({
  id,
  name: `k ${id}`,
  colour: 1,
  pattern: { under: ['k'], value: id },
  how: 'equality',
  origin: null,
  ...more,
});

export const starView = (id: string, more: Partial<StarView> = {}): StarView => ({
  id,
  status: 'done',
  followed: 9,
  told: '',
  carriers: { nodes: [], messages: [], timers: [] },
  touched: more.steps?.length ?? 0,
  ticks: [],
  steps: [],
  previous: null,
  next: null,
  stops: [],
  births: [],
  branches: [],
  ...more,
});

/** In their order, each with what is known of it. */
export const starsWith = (...views: readonly StarView[]): Stars => ({
  ...noStars,
  list: views.map(({ id }, index) => pageStar(id, { colour: index + 1 })),
  views: Object.fromEntries(views.map((view) => [view.id, view])),
});
