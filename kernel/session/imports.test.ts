import { describe, expect, test } from 'vitest';
import { type Cells, openCells, type Opened } from '../session.fixture.ts';

/** A notebook of a server that beats, with a helper, a scenario and a property of its own, and things that nobody takes. */
const server: Cells = {
  'server.sim.md#kinds': `const Beat = message('Beat')
const period = 10
const server = node('server', { state: () => ({ beats: 0, late: 0 }), start(s, ctx) { ctx.setTimer(Beat(), period) } })`,
  'server.sim.md#rules': `server.on(Beat, (s, m, ctx) => { s.beats += gain(1); ctx.setTimer(Beat(), period) })`,
  'server.sim.md#helpers': 'const gain = (n: number) => n',
  'server.sim.md#scenario a': `scenario('its own', (world) => { world.add(server) })`,
  'server.sim.md#check a': `always('its own', () => true)`,
  'server.sim.md#unused': `const Unused = message('Unused')
const unused = node('unused', { state: () => ({}) })
unused.on(Unused, () => {})`,
};

const importer: Cells = {
  rules: '',
  'scenario s': `import { server } from './server.sim.md'
scenario('mine', { until: 1_000, seed: 3 }, (world) => { world.add(server, 2) })`,
  'check c': `import { server } from './server.sim.md'
always('mine', (world) => world.all(server).length === 2)`,
};

const all: Cells = { ...server, ...importer };

const rulesOf = (opened: Opened): readonly string[] => opened.to(0).rules.map(({ rule }) => rule);

describe('what an import takes', () => {
  test('a kind comes with its rules and what these reach, and with nothing else of its notebook', async () => {
    const opened = await openCells(all);
    expect(opened.reply.program.diagnostics).toEqual([]);
    expect(opened.to(105).nodes).toHaveLength(2);
    expect(opened.field('server1', 'beats')).toBe('"10"');
    expect(rulesOf(opened)).toEqual(['server.start', 'server.Beat']);
    expect(opened.reply.program.scenarios.map(({ name }) => name)).toEqual(['mine']);
    expect(opened.to(105).properties.map(({ name }) => name)).toEqual(['mine']);
  });

  test('names and messages that are not imported do not clash', async () => {
    const rules = `const period = 'x'\nconst gain = 5\nconst Unused = message('Unused')`;
    const opened = await openCells({ ...all, rules });
    expect(opened.reply.program.diagnostics).toEqual([]);
    expect(opened.to(25).nodes).toHaveLength(2);
  });

  test('a message of one name in both, which come together in one world, is told of where it can be mended', async () => {
    const opened = await openCells({ ...all, rules: `const Beat = message('Beat')` });
    // The importer's is held back: it is the importer that can mend it, by importing the other's.
    expect(opened.reply.program.diagnostics).toMatchObject([
      { code: 'program/message-twice', cell: 'rules', notes: [{ cell: 'server.sim.md#kinds' }] },
    ]);
    opened.to(105);
    expect(opened.field('server1', 'beats')).toBe('"10"');
  });

  test('message types are told in the order of their declarations, those of imported notebooks first', async () => {
    const opened = await openCells({
      ...all,
      rules: `const user = node('user', { state: () => ({}) })
user.on(Late, () => {})
const First = message('First'), Second = message('Second')`,
      'rules later': `const Late = message('Late')`,
    });
    expect(opened.reply.program.messages).toEqual(['Beat', 'First', 'Second', 'Late']);
  });

  test('a rule can be added to an imported kind', async () => {
    const rules = `import { server } from './server.sim.md'
server.when('is late', (s) => s.beats > 3 && s.late === 0, (s) => { s.late = 1 })`;
    const opened = await openCells({ ...all, rules });
    opened.to(100);
    expect(opened.field('server1', 'late')).toBe('"1"');
  });

  test('rules that a third notebook gives to a kind come along only when what is imported from there uses the kind', async () => {
    const extra: Cells = {
      'extra.sim.md#rules': `import { server } from './server.sim.md'
server.when('extra', (s) => s.late === 0, (s) => { s.late = 9 })
const cluster = (world: Scene) => world.add(server, 2)
const five = 5`,
    };
    const only = { ...all, ...extra, rules: `import { five } from './extra.sim.md'\nconst six = five + 1` };
    expect(rulesOf(await openCells(only))).toEqual(['server.start', 'server.Beat']);
    const cluster = {
      ...server,
      ...extra,
      scenario: `import { cluster } from './extra.sim.md'\nscenario('mine', (world) => { cluster(world) })`,
    };
    expect(rulesOf(await openCells(cluster))).toContain('server.extra');
  });

  test('what is wrong with what nobody imports is not told, what is wrong with a kind’s rules is', async () => {
    const wrong = { ...all, 'server.sim.md#unused': 'const broken = nowhere', 'server.sim.md#other': 'nowhere()' };
    expect((await openCells(wrong)).reply.program.diagnostics).toEqual([]);
    const missed = { ...all, 'server.sim.md#rules': 'server.on(Beat, nowhere)' };
    expect((await openCells(missed)).reply.program.diagnostics).toMatchObject([
      { code: 'graph/undefined', cell: 'server.sim.md#rules' },
    ]);
  });
});

describe('an edit of the notebook that is imported', () => {
  test('is a swap in the run of the importer: rule by rule, with a receipt, without a restart', async () => {
    const opened = await openCells(all);
    opened.to(105);
    const reply = await opened.edit({ 'server.sim.md#helpers': 'const gain = (n: number) => n * 100' });
    expect(reply.accepted).toBe(true);
    const { marks, now } = opened.to(115);
    expect(now).toBe(115);
    expect(marks.filter(({ kind }) => kind === 'swap')).toMatchObject([{ time: 105 }]);
    expect(JSON.stringify(marks)).toContain('server.Beat');
    expect(JSON.stringify(marks)).not.toContain('server.start');
    expect(opened.field('server1', 'beats')).toBe('"110"');
  });

  test('that concerns nothing of the importer is no swap', async () => {
    const opened = await openCells(all);
    opened.to(105);
    const before = opened.reply.source.id;
    await opened.edit({ 'server.sim.md#unused': 'const more = 1', 'server.sim.md#check a': '' });
    expect(opened.reply.source.id).toBe(before);
    expect(opened.journal().entries).toEqual([]);
  });

  test.each([
    ['does not compile', 'const gain = ('],
    ['throws', "const gain = (() => { throw new Error('no') })()"],
    ['makes a rule throw', 'const gain = (n: number): number => { throw new Error(`no ${n}`) }'],
  ])('that %s leaves the last good program in force', async (_, code) => {
    const opened = await openCells(all);
    opened.to(105);
    const reply = await opened.edit({ 'server.sim.md#helpers': code });
    expect(reply.program.cells.find(({ key }) => key === 'server.sim.md#helpers')?.status).toBe('kept');
    expect(opened.to(205).status).toBe('running');
    expect(opened.field('server1', 'beats')).toBe('"20"');
    await opened.edit({ 'server.sim.md#helpers': 'const gain = (n: number) => n * 2' });
    opened.to(305);
    expect(opened.field('server1', 'beats')).toBe('"40"');
  });

  test('takes part in the journal: the run comes back byte for byte, by the texts that it had', async () => {
    const opened = await openCells(all);
    opened.to(105);
    await opened.edit({ 'server.sim.md#helpers': 'const gain = (n: number) => n * 100' });
    opened.to(205);
    await opened.edit({ 'server.sim.md#kinds': all['server.sim.md#kinds']?.replace('10', '7') ?? '' });
    opened.to(400);
    const sources = [...opened.sources.values()];
    // What is found at the reload is another text once more: it concerns only what comes.
    const later = { ...all, 'server.sim.md#helpers': 'const gain = (n: number) => 0' };
    const restored = await openCells(later, { restore: { journal: opened.journal(), sources } });
    expect(restored.to(0).now).toBe(400);
    expect(restored.digest()).toBe(opened.digest());
    expect(sources.at(-1)?.cells.map(({ key }) => key)).toEqual([
      'server.sim.md#kinds',
      'server.sim.md#rules',
      'server.sim.md#helpers',
      'rules',
      'scenario s',
      'check c',
    ]);
  });
});
