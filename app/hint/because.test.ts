import { describe, expect, it } from 'vitest';
import type { EventLink, Explanation } from '../../kernel/explanation.ts';
import { becauseOf } from './because.ts';

const event = (step: number, text: string, rule = ''): EventLink => ({ step, time: step * 10, rule, text });
const heard = event(3, 'ear received Word from mouth', 'ear.Word');
const fired = event(2, 'the timer Tick of mouth fired', 'mouth.Tick');
const started = event(1, 'mouth started');
const base: Explanation = {
  since: heard,
  by: heard,
  causes: [fired, started],
  origin: 'the start of the node',
  was: null,
  looked: [],
};
const range = { line: 4, column: 1, endLine: 4, endColumn: 9 };
const rules = [{ rule: 'ear.Word', cell: 'k', range }];

const text = (because: ReturnType<typeof becauseOf>): readonly string[] =>
  because.lines.map(({ lead, text: said }) => (lead === '' ? said : `${lead}: ${said}`));
const labels = (because: ReturnType<typeof becauseOf>): readonly string[] => because.links.map(({ label }) => label);

describe('what is because of an event', () => {
  it('says since when, what it was before and what led to it, and leads to the event and its rule', () => {
    const because = becauseOf({ of: { type: 'field', node: 'ear', field: 'heard' } }, { ...base, was: '0' }, rules);
    expect(text(because)).toEqual([
      'Since 30 ms: ear received Word from mouth',
      'Before: 0',
      'Caused by: the timer Tick of mouth fired, 20 ms',
    ]);
    expect(because.links).toEqual([
      { label: 'Go to that event', actions: [{ type: 'seek', to: 3 }] },
      { label: 'Show the rule', actions: [{ type: 'reveal', cell: 'k', range }] },
    ]);
  });

  it('of a message says when it was sent, of a timer when it was set', () => {
    const sent = becauseOf(
      { of: { type: 'message', id: 1 } },
      { ...base, by: fired, since: fired, causes: [started] },
      [],
    );
    expect(text(sent)[0]).toBe('Sent at 20 ms: the timer Tick of mouth fired');
    const set = becauseOf({ of: { type: 'timer', node: 'mouth', key: 'Tick' } }, { ...base, causes: [] }, []);
    expect(text(set)).toEqual(['Set at 30 ms: ear received Word from mouth', 'Caused by: the start of the node']);
    expect(labels(set)).toEqual(['Go to that event']);
  });

  it('does not say where it all begins when more led to it than is told', () => {
    const far = becauseOf({ of: { type: 'message', id: 1 } }, { ...base, causes: [fired, started] }, []);
    expect(text(far).join()).not.toContain('the start of the node');
  });
});

describe('an event itself', () => {
  const of = { type: 'event', step: 2 } as const;

  it('is not told twice: what led to it is, and the way there', () => {
    const because = becauseOf({ of }, base, rules);
    expect(text(because)).toEqual(['Caused by: the timer Tick of mouth fired, 20 ms']);
    expect(because.links.map(({ label, actions }) => [label, actions[0]])).toEqual([
      ['Go to its cause', { type: 'seek', to: 2 }],
      ['Show the rule', { type: 'reveal', cell: 'k', range }],
    ]);
  });

  it('that nothing in the run led to says whose it is', () => {
    expect(text(becauseOf({ of }, { ...base, causes: [] }, []))).toEqual(['Caused by: the start of the node']);
  });

  it('at the end of a message’s way tells of the event that sent it', () => {
    const because = becauseOf({ of, isWay: true }, base, rules);
    expect(text(because)).toEqual(['Sent at 20 ms: the timer Tick of mouth fired', 'Caused by: mouth started, 10 ms']);
    expect(because.links).toEqual([{ label: 'Go to that event', actions: [{ type: 'seek', to: 2 }] }]);
  });
});

it('what no event has made is said in words', () => {
  const since = { step: 0, time: 0 };
  const began = { ...base, since, by: 'as it began', causes: [], origin: '' };
  expect(text(becauseOf({ of: { type: 'field', node: 'a', field: 'n' } }, began, rules))).toEqual([
    'Since 0 ms: as it began',
  ]);
  expect(becauseOf({ of: { type: 'field', node: 'a', field: 'n' } }, began, rules).links).toEqual([]);
  // What has not been decided says so by its verdict.
  const undecided = { ...began, since: null, by: 'not decided by an event' };
  expect(becauseOf({ of: { type: 'property', name: 'p' } }, undecided, rules)).toEqual({ lines: [], links: [] });
});
