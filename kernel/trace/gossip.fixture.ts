/** A model with every source of events, and edits of it, for tests of time. */
import type { Cells } from '../session.fixture.ts';

/** A gossip of three to five nodes with every source of events: timers, messages, loss, when, may, choices, crashes. */
export const cells = {
  kind: `
const Rumour = message<{ id: number; path: string[] }>('Rumour')
const Wake = message('Wake')
const g = node('g', { state: () => ({ heard: new Set<number>(), made: 0, full: 0, boots: 0 }), durable: ['heard', 'boots'], start(s, ctx) { s.boots += 1; ctx.setTimer(Wake(), ctx.random.between(5, 30)) } })`,
  rules: `
g.on(Wake, (s, _, ctx) => {
  s.made += 1
  ctx.count('g.rumours_total')
  ctx.send(ctx.choose(ctx.peers), Rumour({ id: ctx.random.int(40), path: [ctx.self] }))
  ctx.setTimer(Wake(), ctx.random.exponential(20))
})
g.on(Rumour, (s, m, ctx) => {
  if (s.heard.has(m.id)) return
  s.heard.add(m.id)
  ctx.broadcast(Rumour({ id: m.id, path: [...m.path, ctx.self] }))
})
g.when('full', (s) => s.heard.size > 30, (s) => { s.heard.clear(); s.full += 1 })
g.may('forget', (s) => s.heard.size > 0, (s) => { s.heard.delete([...s.heard][0]!) }, { rate: 4 })`,
  'scenario s': `scenario('s', { until: 20_000 }, (world) => {
  const ids = world.add(g, 4)
  world.network({ latency: exponential(8), loss: 0.05, duplicate: 0.05 })
  world.at(300, 'crash', (w) => w.crash('g2'))
  world.at(700, 'back', (w) => w.restart('g2'))
  world.at(900, 'cut', (w) => w.partition(ids.slice(0, 2), ids.slice(2)))
  world.at(1_400, 'heal', (w) => w.heal())
})`,
  'check c': `always('bounded', (world) => world.all(g).every((s) => s.heard.size <= 40))`,
} satisfies Cells;

/** Edits that a swap accepts, by index. */
export const edits: readonly Cells[] = [
  { rules: cells.rules.replace('exponential(20)', 'exponential(60)') },
  { rules: cells.rules.replace('int(40)', 'int(10)') },
  { kind: cells.kind.replace('full: 0,', 'full: 0, extra: [1, 2] as number[],') },
  { rules: cells.rules.replace('rate: 4', 'rate: 40') },
  { rules: cells.rules },
];
