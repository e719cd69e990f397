import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonical, copy, type Plain } from '../plain.ts';
import { plainData } from '../plain.fixture.ts';
import type { KindName, World as WorldView } from '../program/language.ts';
import { openCells } from '../session.fixture.ts';
import { cells } from '../trace/gossip.fixture.ts';
import { ask, createStill, endLook, lookAgain, noAnswer, viewsOf } from './still.ts';
import { createTotals } from './stat-totals.ts';
import type { NodeInWorld, World } from './world.ts';

type Fields = Record<string, Plain>;
interface Act {
  readonly node: number;
  readonly field: string;
  /** Undefined: the field goes. */
  readonly value: Plain;
  readonly flips: boolean;
}

const kind: KindName = { kindName: 'n' };
const act = fc.record<Act>({
  node: fc.nat(2),
  field: fc.constantFrom('a', 'b', 'c'),
  value: plainData,
  flips: fc.boolean(),
});
/** What each event does, and the fields that are read after it, now and before. */
const events = fc.array(
  fc.record({ acts: fc.array(act, { maxLength: 2 }), reads: fc.subarray(['a', 'b', 'c', 'up', 'keys']) }),
  { maxLength: 12 },
);

/** Three nodes, as far as a still looks at them. */
function worldOf(): {
  readonly world: World;
  readonly nodes: readonly { state: Fields; alive: boolean; version: number }[];
} {
  const nodes = [0, 1, 2].map((index) => ({
    id: `n${index}`,
    index,
    kind: 'n',
    alive: true,
    version: 0,
    state: { a: 1, b: [1, { deep: 2 }] } as Fields,
  }));
  const world = {
    nodes: nodes as unknown as NodeInWorld[],
    now: 0,
    order: 0,
    cuts: new Set(),
    stats: createTotals(),
    arrived: null,
    heap: [],
  };
  return { world: world as unknown as World, nodes };
}

const read = (view: WorldView, what: readonly string[]): string =>
  canonical(
    view
      .all(kind as never)
      .map((state: Record<string, unknown> & { id: string }) =>
        what.map((name) =>
          name === 'up' ? view.alive(state.id) : name === 'keys' ? Object.keys(state) : (copy(state[name]) ?? null),
        ),
      ),
  );

const naive = (nodes: readonly { state: Fields; alive: boolean }[], what: readonly string[]): string =>
  canonical(
    nodes.map(({ state, alive }) =>
      what.map((name) => (name === 'up' ? alive : name === 'keys' ? Object.keys(state) : (state[name] ?? null))),
    ),
  );

describe('a still', () => {
  it('shows the world as it is and as it was before the last event, whatever was read when', () => {
    fc.assert(
      fc.property(events, fc.boolean(), (happened, keepsBefore) => {
        const { world, nodes } = worldOf();
        const still = createStill(world, keepsBefore);
        const views = viewsOf(still);
        let before = copy(nodes);
        for (const { acts, reads } of happened) {
          for (const { node, field, value, flips } of acts) happen(nodes[node], field, value, flips);
          lookAgain(still, world);
          expect(read(views.now, reads)).toBe(naive(nodes, reads));
          if (keepsBefore) expect(read(views.before, reads)).toBe(naive(before, reads));
          endLook(still);
          before = copy(nodes);
        }
      }),
    );
  });

  it('gives the answer that asking again would give', () => {
    fc.assert(
      fc.property(events, (happened) => {
        const { world, nodes } = worldOf();
        const still = createStill(world, true);
        const views = viewsOf(still);
        const known = { now: noAnswer<string>(), transition: noAnswer<string>() };
        let asked = 0;
        const wanted = happened[0]?.reads ?? [];
        for (const { acts } of happened) {
          for (const { node, field, value, flips } of acts) happen(nodes[node], field, value, flips);
          lookAgain(still, world);
          const now = (): string => read(views.now, wanted);
          const transition = (): string => `${read(views.before, wanted)} → ${read(views.now, wanted)}`;
          expect(ask(still, known.now, () => ((asked += 1), now()), false)).toBe(now());
          expect(ask(still, known.transition, transition, true)).toBe(transition());
          endLook(still);
        }
        if (happened.every(({ acts }) => acts.length === 0)) expect(asked).toBe(Math.min(1, happened.length));
      }),
    );
  });

  it('asks again only when something that was read has changed', () => {
    const { world, nodes } = worldOf();
    const still = createStill(world, false);
    const { now } = viewsOf(still);
    const answer = noAnswer<string>();
    const asked: number[] = [];
    const look = (event: number, change: (() => void) | null): void => {
      change?.();
      lookAgain(still, world);
      ask(still, answer, () => (asked.push(event), read(now, ['a'])), false);
      endLook(still);
    };
    look(0, null);
    look(1, null);
    look(2, () => happen(nodes[1], 'b', 7, false));
    look(3, () => happen(nodes[1], 'a', 1, false));
    look(4, () => happen(nodes[1], 'a', 2, false));
    look(5, () => happen(nodes[0], 'c', 2, false));
    expect(asked).toEqual([0, 4, 5]);
  });
});

function happen(
  node: { state: Fields; alive: boolean; version: number } | undefined,
  field: string,
  value: Plain,
  flips: boolean,
): void {
  if (node === undefined) return;
  node.version += 1;
  if (flips) node.alive = !node.alive;
  if (value === undefined) delete node.state[field];
  else node.state[field] = value;
}

describe('properties that are asked only when what they read has changed', () => {
  it('say what they would say if they were asked after every event', async () => {
    const forms = (name: string, wrap: (body: string) => string): string => `
always('small ${name}', (world) => ${wrap(`world.all(g).every((s) => s.heard.size <= 12) || 'it is ' + Math.max(...world.all(g).map((s) => s.heard.size))`)})
reachable('full ${name}', (world) => ${wrap('world.all(g).some((s) => s.full > 0)')})
step('boots ${name}', (world, after) => ${wrap('world.all(g).every((s) => s.boots === after.get(g, s.id).boots)')})
step('something happens ${name}', (world, after) => ${wrap('world.all(g).some((s) => s.made !== after.get(g, s.id).made) || world.now < 50')})
eventually('all up again ${name}', (world) => ${wrap("world.all(g).every((s) => world.alive(s.id)) && world.get(g, 'g2').boots > 1")})
leadsTo('a cut heals ${name}', (world) => ${wrap("!world.linked('g1', 'g3')")}, (world) => ${wrap("world.linked('g1', 'g3')")}, { within: 300 })`;
    for (const seed of [1, 2, 3]) {
      const run = await openCells(
        {
          ...cells,
          'check c': forms('known', (body) => `(${body})`) + forms('asked', (body) => `world.now >= 0 && (${body})`),
        },
        { seed },
      );
      run.to(2_000);
      for (const name of ['small', 'full', 'boots', 'something happens', 'all up again', 'a cut heals']) {
        const { verdict, at, text } = run.property(`${name} known`);
        expect(run.property(`${name} asked`), name).toMatchObject({ verdict, at, text });
      }
      expect(run.property('small known').verdict).toBe('violated');
      expect(run.property('a cut heals known').verdict).toBe('violated');
    }
  });
});
