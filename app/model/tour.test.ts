import { describe, expect, it } from 'vitest';
import { cellsOf } from '../../kernel/notebook/notebook.ts';
import type { Frame, NodeView } from '../../kernel/protocol.ts';
import { compiledCell, frame, openNotebook, opened, swapReply } from '../testing.ts';
import { createPage, type PageStore } from './page-store.ts';
import { brokenCell, canResume, isStepDone, placeText, stepOf, taskOf } from './tour.ts';
import { tourNotebook, tourSteps } from './tour-steps.ts';

const text = `# Raft

\`\`\`ts rules election-timeout
const electionTimeout = (random: Random) => random.between(150, 300)
\`\`\`
`;

const server = (id: string, details: Partial<NodeView> = {}): NodeView => ({
  id,
  kind: 'server',
  alive: true,
  role: 'follower',
  detail: '',
  state: [],
  ...details,
});

/** A page on which the tour's notebook runs, and the tour has come to a step. */
function touring(step?: string): PageStore {
  const page = createPage({
    route: { type: 'notebook', id: tourNotebook },
    open: openNotebook(text, { id: tourNotebook }),
  });
  swap(page);
  page.dispatch({
    type: 'framed',
    frame: frame({ nodes: [server('A', { role: 'leader' }), server('B')] }),
    journal: null,
  });
  page.dispatch({ type: 'tour', act: 'start' });
  const before = step === undefined ? 0 : tourSteps.findIndex(({ id }) => id === step);
  for (let i = 0; i < before; i++) page.dispatch({ type: 'tour', act: 'skip' });
  return page;
}

/** The text on the page compiles and comes into force. */
function swap(page: PageStore): void {
  const cells = cellsOf(opened(page).notebook).map((cell) => compiledCell(cell));
  page.dispatch({ type: 'compiled', cells });
  const good = cells.filter(({ js }) => js !== null);
  if (good.length === cells.length) page.dispatch({ type: 'swapped', cells, reply: swapReply(cells) });
}

function type(page: PageStore, from: string, to: string): void {
  const [cell] = cellsOf(opened(page).notebook);
  if (cell === undefined) throw new Error('no cell');
  page.dispatch({ type: 'edit', key: cell.key, text: cell.code.replace(from, to) });
  swap(page);
}

const framed = (page: PageStore, details: Partial<Frame>): void =>
  page.dispatch({ type: 'framed', frame: frame(details), journal: null });

describe('the tour', () => {
  it('goes on only when what it asks for was done, and says so task by task', () => {
    const page = touring();
    expect(placeText(page.state.tour)).toBe('1 of 7');
    page.dispatch({ type: 'tour', act: 'next' });
    expect(stepOf(page.state.tour)?.id).toBe('time');
    page.dispatch({ type: 'play' });
    expect(page.state.tour.tasks).toBe(0);
    page.dispatch({ type: 'seek', to: 3 });
    expect(page.state.tour.tasks).toBe(1);
    expect(isStepDone(page.state.tour)).toBe(false);
    page.dispatch({ type: 'toggle-play' });
    expect(isStepDone(page.state.tour)).toBe(true);
    page.dispatch({ type: 'tour', act: 'next' });
    expect(stepOf(page.state.tour)?.id).toBe('edit');
  });

  it('takes an edit for done when it is in force, and waits while it is another one', () => {
    const page = touring('edit');
    type(page, '150', '120');
    expect(page.state.tour.tasks).toBe(0);
    const [cell] = cellsOf(opened(page).notebook);
    if (cell === undefined) throw new Error('no cell');
    page.dispatch({ type: 'edit', key: cell.key, text: cell.code.replace('120', '15') });
    expect(page.state.tour.tasks).toBe(0);
    swap(page);
    expect(page.state.tour.tasks).toBe(1);
    type(page, '15', '150');
    expect(isStepDone(page.state.tour)).toBe(true);
  });

  it('names the cell that a newcomer broke, and waits; nothing is done by it', () => {
    const page = touring('edit');
    expect(brokenCell(opened(page))).toBeNull();
    type(page, '150', '!!15');
    expect(brokenCell(opened(page))?.name).toBe('election-timeout');
    expect(page.state.tour.tasks).toBe(0);
    type(page, '!!15', '15');
    expect(brokenCell(opened(page))).toBeNull();
    expect(page.state.tour.tasks).toBe(1);
  });

  it('wants the leader crashed, or anybody while nobody leads', () => {
    const page = touring('crash');
    page.dispatch({ type: 'input', input: { type: 'crash', node: 'B' } });
    expect(isStepDone(page.state.tour)).toBe(false);
    page.dispatch({ type: 'input', input: { type: 'crash', node: 'A' } });
    expect(isStepDone(page.state.tour)).toBe(true);

    const headless = touring('crash');
    framed(headless, { nodes: [server('A', { alive: false, role: 'leader' }), server('B')] });
    headless.dispatch({ type: 'input', input: { type: 'crash', node: 'A' } });
    expect(isStepDone(headless.state.tour)).toBe(false);
    headless.dispatch({ type: 'input', input: { type: 'crash', node: 'B' } });
    expect(isStepDone(headless.state.tour)).toBe(true);
  });

  it('wants a cause that one can go to: what is as it began has none', () => {
    const page = touring('why');
    const of = { type: 'field', node: 'B', field: 'role' } as const;
    const began = { by: 'as it began', since: { time: 0, step: 0 }, causes: [], origin: '', was: null, looked: [] };
    page.dispatch({ type: 'explain', of });
    page.dispatch({ type: 'explained', answer: { explanation: began, text: '' } });
    expect(page.state.tour.tasks).toBe(0);
    const by = { step: 4, time: 20, text: 'B received Vote from A', rule: '' };
    page.dispatch({ type: 'explained', answer: { explanation: { ...began, by }, text: '' } });
    expect(page.state.tour.tasks).toBe(1);
    page.dispatch({ type: 'seek', to: 4 });
    expect(isStepDone(page.state.tour)).toBe(true);
  });

  it('takes a fork for done when the branch is there, not when it is wished for', () => {
    const page = touring('fork');
    const branch = {
      name: 'main',
      parent: null,
      forkedAt: { step: 0, time: 0 },
      tip: { now: 1, step: 1 },
      violated: 0,
      violation: null,
      density: [],
    };
    framed(page, { branches: [{ ...branch, id: 0, isCurrent: true }] });
    page.dispatch({ type: 'branch', act: { type: 'fork', step: 0 } });
    expect(page.state.tour.tasks).toBe(0);
    framed(page, {
      branches: [
        { ...branch, id: 0, isCurrent: false },
        { ...branch, id: 1, name: 'branch 1', parent: 0, isCurrent: true },
      ],
    });
    expect(page.state.tour.tasks).toBe(1);
  });

  it('can be skipped to its end, step by step, and then is done', () => {
    const page = touring();
    for (const step of tourSteps) {
      expect(stepOf(page.state.tour)).toBe(step);
      page.dispatch({ type: 'tour', act: 'skip' });
    }
    expect(stepOf(page.state.tour)).toBeNull();
    expect(page.state.tour.status).toBe('on');
    page.dispatch({ type: 'tour', act: 'next' });
    expect(page.state.tour.status).toBe('done');
    page.dispatch({ type: 'tour', act: 'start' });
    expect(placeText(page.state.tour)).toBe('1 of 7');
  });

  it('is left at any time, says how one comes back, and goes on where it was', () => {
    const page = touring('star');
    const { open } = page.state;
    page.dispatch({ type: 'tour', act: 'leave' });
    expect(page.state.tour.status).toBe('left');
    expect(page.state.open).toBe(open);
    expect(page.state.notice?.text).toContain('5 of 7');
    page.dispatch({ type: 'seek', to: 3 });
    expect(page.state.tour.status).toBe('left');
    expect(canResume(page.state.tour)).toBe(true);
    page.dispatch({ type: 'tour', act: 'resume' });
    expect(stepOf(page.state.tour)?.id).toBe('star');
    expect(page.state.notice).toBeNull();
  });

  it('is left by going elsewhere, and stays when its own notebook is opened', () => {
    const page = touring('why');
    page.dispatch({ type: 'go', route: { type: 'notebook', id: tourNotebook } });
    expect(page.state.tour.status).toBe('on');
    page.dispatch({ type: 'go', route: { type: 'gallery' } });
    expect(page.state.tour).toMatchObject({ status: 'left', at: 3 });
  });

  it('sees nothing in other notebooks', () => {
    const page = touring();
    page.dispatch({ type: 'opened', open: openNotebook(text, { id: 'other.sim.md' }) });
    page.dispatch({ type: 'seek', to: 3 });
    expect(page.state.tour.tasks).toBe(0);
  });

  it('is declined once and for all, but can still be begun', () => {
    const page = createPage();
    page.dispatch({ type: 'tour', act: 'decline' });
    expect(page.state.tour.status).toBe('declined');
    page.dispatch({ type: 'tour', act: 'leave' });
    page.dispatch({ type: 'tour', act: 'next' });
    expect(page.state.tour.status).toBe('declined');
    page.dispatch({ type: 'tour', act: 'start' });
    expect(page.state.tour.status).toBe('on');
  });

  it('leaves the run and the text as they are, whatever is said to it', () => {
    const page = touring();
    for (const act of ['show', 'to-card', 'skip', 'next', 'leave', 'resume', 'decline', 'start'] as const) {
      const { open } = page.state;
      page.dispatch({ type: 'tour', act });
      expect(page.state.open).toBe(open);
    }
  });

  it('has a task to do in each step, and each of its steps another name', () => {
    for (const step of tourSteps)
      expect(taskOf({ status: 'on', at: tourSteps.indexOf(step), tasks: 0 })).not.toBeNull();
    expect(new Set(tourSteps.map(({ id }) => id)).size).toBe(tourSteps.length);
  });
});
