import { expect, it } from 'vitest';
import type { Answer } from './asking.ts';
import { problem } from './problem.ts';
import { KeptTexts, RefusedText, type Typing } from './refused-text.ts';

const refusal = problem('form/refused', 'There is no such node.', 'Choose another.');
const input = { type: 'set', node: 'a', path: ['x'], value: 1 } as const;

interface Cell extends Typing {
  readonly cell: string;
}

/** A table with an editor where a cell is edited; what is typed in it is no more than a text. */
function table(texts: Readonly<Record<string, KeptTexts<Cell>>>, name: string) {
  const answers: ((answer: Answer) => void)[] = [];
  const at = { name, isReady: true, editor: null as { isChanged: boolean; text: string } | null };
  const host = {
    isConnected: true,
    addController: () => {},
    removeController: () => {},
    requestUpdate: () => {},
    updateComplete: Promise.resolve(true),
  };
  const refused = new RefusedText<Cell>(host, {
    kept: () => texts[at.name] ?? new KeptTexts(),
    isReady: () => at.isReady,
    editor: () => at.editor,
    ask: () => new Promise((answer) => answers.push(answer)),
  });
  let drawn: Cell | null = null;
  const update = (): void => {
    refused.hostUpdate();
    const { editing } = refused;
    if (editing === null) at.editor = null;
    else if (editing !== drawn) at.editor = { isChanged: editing.typed !== null, text: editing.typed ?? 'as it was' };
    drawn = editing;
    refused.hostUpdated();
  };
  const type = (text: string): void => {
    at.editor = { isChanged: true, text };
  };
  const leave = (): void => {
    host.isConnected = false;
    refused.hostDisconnected();
  };
  return { refused, answers, at, update, type, leave };
}

const one = (cell: string, typed: string | null = null): Cell => ({ cell, typed });
const settled = () => new Promise((resolve) => setTimeout(resolve));

it('a refused text waits for the cell that is edited meanwhile, and has not its text', async () => {
  const { refused, answers, update, type } = table({ t: new KeptTexts() }, 't');
  void refused.write(one('a', '7x'), input);
  refused.begin(one('b'));
  update();
  type('unfinished');
  answers[0]?.(refusal);
  await settled();
  update();
  expect(refused.editing).toMatchObject({ cell: 'b' });
  refused.end();
  // The editor of the other cell is there until the table is drawn again.
  update();
  const again = refused.editing;
  expect(again).toEqual({ cell: 'a', typed: '7x', refused: refusal });
  expect(again === null ? null : refused.typed(again)).toBe('7x');
});

it('what is typed goes with its cell where that goes', () => {
  const { refused, update, type } = table({ t: new KeptTexts() }, 't');
  const cell = one('a');
  refused.begin(cell);
  update();
  expect(refused.typed(cell)).toBeNull();
  type('half of');
  update();
  expect(refused.typed(cell)).toBe('half of');
});

it('a table that comes again has all that was typed in it, refused or not, in its order; another table has none of it', async () => {
  const texts = { t: new KeptTexts<Cell>(), other: new KeptTexts<Cell>() };
  const first = table(texts, 't');
  void first.refused.write(one('a', '1'), input);
  void first.refused.write(one('b', '2'), input);
  first.refused.begin(one('c'));
  first.update();
  first.type('half of');
  first.answers[0]?.(refusal);
  await settled();
  first.update();
  first.leave();
  // Refused when the table is gone.
  first.answers[1]?.(refusal);
  await settled();

  const other = table(texts, 'other');
  other.update();
  expect(other.refused.editing).toBeNull();
  const again = table(texts, 't');
  again.at.isReady = false;
  again.update();
  expect(again.refused.editing).toBeNull();
  again.at.isReady = true;
  const seen: unknown[] = [];
  for (again.update(); again.refused.editing !== null; again.update()) {
    seen.push([again.refused.editing.cell, again.refused.editing.typed]);
    again.refused.end();
  }
  expect(seen).toEqual([
    ['c', 'half of'],
    ['a', '1'],
    ['b', '2'],
  ]);
});

it('a table that goes before it has drawn the cell whose turn it is keeps its text', async () => {
  const texts = { t: new KeptTexts<Cell>() };
  const first = table(texts, 't');
  void first.refused.write(one('a', '1'), input);
  first.refused.begin(one('b'));
  first.update();
  first.answers[0]?.(refusal);
  await settled();
  first.update();
  first.refused.end();
  first.leave();
  const again = table(texts, 't');
  again.update();
  expect(again.refused.editing).toMatchObject({ cell: 'a', typed: '1' });
});

it('a cell that nothing was typed in is left as it is', () => {
  const texts = { t: new KeptTexts<Cell>() };
  const first = table(texts, 't');
  first.refused.begin(one('a'));
  first.update();
  first.leave();
  const again = table(texts, 't');
  again.update();
  expect(again.refused.editing).toBeNull();
});

it('a table that becomes another one leaves what it has to itself', async () => {
  const texts = { t: new KeptTexts<Cell>(), other: new KeptTexts<Cell>() };
  const { refused, answers, at, update } = table(texts, 't');
  void refused.write(one('a', '1'), input);
  at.name = 'other';
  refused.leave(texts.t);
  answers[0]?.(refusal);
  await settled();
  update();
  expect(refused.editing).toBeNull();
  at.name = 't';
  update();
  expect(refused.editing).toMatchObject({ cell: 'a' });
});
