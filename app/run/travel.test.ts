import { expect, it } from 'vitest';
import { answerTo } from '../forms/answer.ts';
import type { Notice } from '../model/state.ts';
import { handKernel, journal, opened, runningPage, settled } from '../testing.ts';
import { createTravel } from './travel.ts';

const input = { type: 'send', from: null, to: 'a', message: 'Word', body: 1 } as const;

function travelling() {
  const store = runningPage();
  const kernel = handKernel();
  const copied: string[] = [];
  const copy = async (text: string): Promise<void> => {
    if (text.includes('forbidden')) throw new Error('not allowed');
    copied.push(text);
  };
  const travel = createTravel(store, kernel, { refresh: () => {}, during: (reply) => reply }, copy);
  const answer = answerTo(store, input);
  travel.input(input);
  return { store, kernel, travel, answer, copied };
}

it('a form is answered when the run has done what it asked, and told why when the run cannot', async () => {
  const one = travelling();
  const done = { text: 'Word sent to a', entry: 1 };
  one.kernel.answer({ type: 'input', diagnostics: [], done, journal: journal() });
  expect(await one.answer).toBeNull();
  expect(opened(one.store).journal).toBeDefined();

  const two = travelling();
  const why = { code: 'input/refused', text: 'There is no node a.', help: 'Choose another.' } as const;
  const where = { cell: null, range: null, severity: 'error' } as const;
  two.kernel.answer({ type: 'input', diagnostics: [{ ...why, ...where }], done: null, journal: journal() });
  expect(await two.answer).toEqual({ code: 'form/refused', text: why.text, help: why.help });
});

it('a form is answered also when the kernel fails, and what was typed can be kept', async () => {
  const { kernel, answer } = travelling();
  kernel.fail(new Error('The kernel was ended.'));
  expect(await answer).toMatchObject({ code: 'form/refused', text: 'The kernel was ended.' });
});

it('a form waits no longer when another page is shown, and hears nothing of what others asked', async () => {
  const { store, answer } = travelling();
  let isAnswered = false;
  void answer.then(() => (isAnswered = true));
  store.dispatch({ type: 'input-answered', input: { ...input }, refused: { text: 'no', help: '' } });
  await settled();
  expect(isAnswered).toBe(false);
  store.dispatch({ type: 'go', route: { type: 'gallery' } });
  expect(await answer).toBeNull();
});

it('a line of the scenario is copied and told; where it cannot be copied, it is told at least', async () => {
  const { store, kernel, travel, copied } = travelling();
  const rest = 'Paste it into the function of the scenario, and undo the act by hand: it would be done twice.';
  const said: string[] = [];
  const undoes: Notice['actions'][] = [];
  store.subscribe((action) => {
    if (action.type !== 'notice' || action.notice === null) return;
    said.push(action.notice.text);
    undoes.push(action.notice.actions);
  });
  kernel.fail(new Error('another time'));
  await settled();
  said.length = 0;
  for (const line of ["world.at(1, (w) => w.crash('a'))", 'forbidden', null]) {
    travel.copyLine(3);
    kernel.answer({ line });
    await settled();
  }
  expect(copied).toEqual(["world.at(1, (w) => w.crash('a'))"]);
  expect(said).toEqual([
    `Copied: world.at(1, (w) => w.crash('a')). ${rest}`,
    `The browser does not let it be copied: forbidden. ${rest}`,
    'No line of a scenario does the same.',
  ]);
  const undo = [{ label: 'Undo the act', type: 'undo-input', entry: 3 }];
  expect(undoes.slice(-3)).toEqual([undo, undo, []]);
});
