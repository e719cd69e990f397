/**
 * Each bug of Raft that the notebook tells of is found by exploring, and on the shortest way: that it can be no shorter is told beside it.
 * What an exploration says of the sound rules is checked by `rehearsal check`, which runs in continuous integration.
 */
import { beforeAll, expect, test, vi } from 'vitest';
import { type Edit, edited, explored, read, rehearse } from './rehearse.fixture.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 });

let text = '';
beforeAll(async () => {
  text = await read('02-raft.sim.md');
});

const firstOnly = (name: string): Edit => [`explore('${name}', {`, `explore('${name}', {\n  stop: 'first',`];

for (const { bug, edit, exploration, property, wrong, steps } of [
  {
    bug: 'half of the servers for a quorum',
    edit: ['Math.floor(servers / 2) + 1', 'Math.ceil(servers / 2)'],
    exploration: 'a split vote, whatever the timing',
    property: 'election safety: one leader in a term',
    wrong: /^\w and \w both lead term 1$/,
    // Each of two leaders has to stand, be heard by one other, and hear of that vote.
    steps: 6,
  },
  {
    bug: 'a vote that is not written down',
    edit: ["durable: ['term', 'votedFor', 'log'],", "durable: ['term', 'log'],"],
    exploration: 'a voter crashes, whenever',
    property: 'election safety: one leader in a term',
    wrong: /^\w and \w both lead term 1$/,
    // The same, with the one voter crashing and coming back in between.
    steps: 8,
  },
  {
    bug: 'a vote for a stale log',
    edit: ['m.term === s.term && free && fresh', 'm.term === s.term && free'],
    exploration: 'a stale log, whatever the timing',
    property: 'leader completeness',
    wrong: /^B leads without entry 1, which A committed$/,
    // Two elections, as above; a write, a heartbeat, and an entry on its way there and its answer back.
    steps: 10,
  },
  {
    bug: 'counting entries of earlier terms (figure 8)',
    edit: ['  if (termAt(s.log, index) !== s.term) return s.commitIndex\n  return', '  return'],
    exploration: 'figure 8, whatever the timing',
    property: 'leader completeness',
    wrong: /^C leads without entry 1, which A committed$/,
    // Two elections; a heartbeat; entries, refusal, entries, success; and C must hear of term 3 before it can stand for 4.
    steps: 12,
  },
] as const) {
  test(`${bug}: ${property} is violated after ${steps} steps, and no sooner`, async () => {
    const wrongly = await rehearse(edited(edited(text, edit), firstOnly(exploration)));
    const found = explored(wrongly, exploration);
    expect(found.verdict).toBe('violated');
    expect(found.violated).toMatchObject({ property, text: expect.stringMatching(wrong) });
    expect(found.path.length - 1).toBe(steps);
  });
}
