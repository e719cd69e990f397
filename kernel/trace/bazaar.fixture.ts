/**
 * Random notebooks for tests of time: a bazaar of shops and one bank, with every source of events that the language has. An edit is
 * another choice of one of the parts.
 */
import fc from 'fast-check';
import type { Cells } from '../session.fixture.ts';

export interface Bazaar {
  readonly shops: number;
  readonly latency: 'constant(5)' | 'exponential(8)' | 'uniform(1, 20)';
  readonly delivery: 'unordered' | 'ordered' | 'unordered-duplicating';
  readonly loss: number;
  readonly duplicate: number;
  /** Bytes per second; 0 for no limit. */
  readonly bandwidth: number;
  /** Virtual ms between two orders of a shop, on average. */
  readonly pause: number;
  /** How many coins are carried at most before they are brought to the bank. */
  readonly purse: number;
  /** Chances per virtual second of a theft. */
  readonly thefts: number;
  /** The guard of a theft. */
  readonly guard: 's.coins > 0' | 's.coins > 2';
  /** Coins that are stolen at once. */
  readonly loot: 1 | 2;
  readonly price: string;
  /** What a shop does besides as soon as it can. */
  readonly sale: '' | 's.served > 4' | 's.coins === 3' | 's.coins < 0';
  /** When the second shop is down, and when the bazaar is cut in two. */
  readonly crashAt: number;
  readonly cutAt: number;
  readonly load: 'none' | 'poisson(20)' | 'closed(2, { think: constant(15) })';
  /** Fields that a shop has besides. */
  readonly extra: '' | 'signs: [] as string[], ' | 'open: true, ';
}

export const bazaar: Bazaar = {
  shops: 3,
  latency: 'exponential(8)',
  delivery: 'unordered',
  loss: 0.05,
  duplicate: 0.05,
  bandwidth: 0,
  pause: 30,
  purse: 12,
  thefts: 3,
  guard: 's.coins > 0',
  loot: 1,
  price: '1 + ctx.random.int(4)',
  sale: 's.served > 4',
  crashAt: 250,
  cutAt: 500,
  load: 'poisson(20)',
  extra: '',
};

const choices: { readonly [K in keyof Bazaar]: readonly Bazaar[K][] } = {
  shops: [2, 3, 4],
  latency: ['constant(5)', 'exponential(8)', 'uniform(1, 20)'],
  delivery: ['unordered', 'ordered', 'unordered-duplicating'],
  loss: [0, 0.05, 0.3],
  duplicate: [0, 0.05, 0.5],
  bandwidth: [0, 20_000],
  pause: [10, 30, 60],
  purse: [5, 12, 40],
  thefts: [0, 3, 30],
  guard: ['s.coins > 0', 's.coins > 2'],
  loot: [1, 2],
  sale: ['', 's.served > 4', 's.coins === 3', 's.coins < 0'],
  price: ['1 + ctx.random.int(4)', 'ctx.choose([1, 5])', '2'],
  crashAt: [100, 250, 400],
  cutAt: [150, 500, 900],
  load: ['none', 'poisson(20)', 'closed(2, { think: constant(15) })'],
  extra: ['', 'signs: [] as string[], ', 'open: true, '],
};

export const bazaars: fc.Arbitrary<Bazaar> = fc.record({
  shops: fc.constantFrom(...choices.shops),
  latency: fc.constantFrom(...choices.latency),
  delivery: fc.constantFrom(...choices.delivery),
  loss: fc.constantFrom(...choices.loss),
  duplicate: fc.constantFrom(...choices.duplicate),
  bandwidth: fc.constantFrom(...choices.bandwidth),
  pause: fc.constantFrom(...choices.pause),
  purse: fc.constantFrom(...choices.purse),
  thefts: fc.constantFrom(...choices.thefts),
  guard: fc.constantFrom(...choices.guard),
  loot: fc.constantFrom(...choices.loot),
  sale: fc.constantFrom(...choices.sale),
  price: fc.constantFrom(...choices.price),
  crashAt: fc.constantFrom(...choices.crashAt),
  cutAt: fc.constantFrom(...choices.cutAt),
  load: fc.constantFrom(...choices.load),
  extra: fc.constantFrom(...choices.extra),
});

/** Another choice of one part. */
export const edits: fc.Arbitrary<Partial<Bazaar>> = fc.oneof(
  ...Object.entries(choices).map(([part, values]: readonly [string, readonly (string | number)[]]) =>
    fc.constantFrom(...values).map((value): Partial<Bazaar> => ({ [part]: value })),
  ),
);

export function cellsOf(chosen: Bazaar): Cells {
  const {
    shops,
    latency,
    delivery,
    loss,
    duplicate,
    bandwidth,
    pause,
    purse,
    thefts,
    guard,
    loot,
    price,
    sale,
    extra,
  } = chosen;
  return {
    messages: `
const Order = message<{ price: number; from: string[] }>('Order')
const Coins = message<{ sum: number; serial: number }>('Coins')
const Receipt = message<{ serial: number }>('Receipt')
const Wake = message('Wake')
const Remind = message<{ serial: number }>('Remind')`,
    shop: `
const shop = node('shop', {
  state: () => ({ ${extra}coins: 0, served: 0, serial: 0, owed: new Map<number, number>(), seen: new Set<string>(), last: null as null | { price: number; from: string[] } }),
  durable: ['coins', 'serial', 'owed'],
  start(s, ctx) { ctx.setTimer(Wake(), ctx.random.between(1, ${pause})) },
})`,
    orders: `
const priceOf = (ctx: MessageContext) => ${price}
shop.on(Wake, (s, _, ctx) => {
  ctx.send(ctx.choose(ctx.peers), Order({ price: priceOf(ctx), from: [ctx.self, ...s.seen].slice(0, 3) }))
  ctx.setTimer(Wake(), ctx.random.exponential(${pause}))
})
shop.on(Order, (s, m, ctx) => {
  s.coins += m.price
  s.served += 1
  s.last = m
  for (const name of m.from) s.seen.add(name)
  if (s.seen.size > 3) s.seen.clear()
  ctx.count('shop.orders_total', 1, { shop: ctx.self })
  ctx.gauge('shop.coins', s.coins, { shop: ctx.self })
  if (s.served % 7 === 0) ctx.note('busy', { served: s.served })
})
shop.on(Operation, (s, m, ctx) => {
  const id = ctx.invoke(m, s.served)
  s.served += 1
  if (s.served % 5 === 0) ctx.fail(id)
  else ctx.complete(id, s.served)
})`,
    bank: `
shop.when('purse is full', (s) => s.coins >= ${purse}, (s, ctx) => {
  s.serial += 1
  s.owed.set(s.serial, s.coins)
  ctx.send('bank', Coins({ sum: s.coins, serial: s.serial }))
  ctx.setTimer(Remind({ serial: s.serial }), 80, s.serial)
  s.coins = 0
})
shop.on(Remind, (s, m, ctx) => {
  const sum = s.owed.get(m.serial)
  if (sum === undefined) return
  ctx.send('bank', Coins({ sum, serial: m.serial }))
  ctx.setTimer(Remind({ serial: m.serial }), 80, m.serial)
})
shop.on(Receipt, (s, m, ctx) => {
  s.owed.delete(m.serial)
  ctx.clearTimer(Remind, m.serial)
  ctx.observe('bank.trip_ms', ctx.now % 100)
})
const bank = node('bank', { state: () => ({ sum: 0, book: [] as { from: string; serial: number }[] }) })
bank.on(Coins, (s, m, ctx) => {
  if (!s.book.some((one) => one.from === ctx.from && one.serial === m.serial)) {
    s.book.push({ from: ctx.from, serial: m.serial })
    s.sum += m.sum
  }
  ctx.reply(Receipt({ serial: m.serial }))
})`,
    sales:
      sale === ''
        ? ''
        : `shop.when('sale', (s) => ${sale}, (s, ctx) => { s.served = 0; s.coins += 1; ctx.count('shop.sales_total') })`,
    thief: `
shop.may('theft', (s) => ${guard}, (s, ctx) => { s.coins -= ${loot}; ctx.count('shop.thefts_total') }, { rate: ${thefts} })`,
    'scenario s': `scenario('s', { until: 3_000 }, (world) => {
  const ids = world.add(shop, ${shops})
  world.add(bank)
  world.network({ delivery: '${delivery}', latency: ${latency}, loss: ${loss}, duplicate: ${duplicate}${bandwidth > 0 ? `, bandwidth: ${bandwidth}` : ''} })
  ${chosen.load === 'none' ? '' : `world.load(shop, workload({ mix: { read: 1 }, keys: uniform(0, 5), arrivals: ${chosen.load} }))`}
  world.at(${chosen.crashAt}, 'a shop burns down', (w) => w.crash('shop2'))
  world.at(${chosen.crashAt + 200}, 'it is built again', (w) => w.restart('shop2'))
  world.at(${chosen.cutAt}, 'a wall', (w) => w.partition(ids.slice(0, 1), [...ids.slice(1), 'bank']))
  world.at(${chosen.cutAt + 120}, 'a gate', (w) => w.heal())
})`,
    'check c': `
always('nobody is in debt', (world) => world.all(shop).every((s) => s.coins >= 0))
step('the bank never pays', (before, after) => after.get(bank).sum >= before.get(bank).sum)
reachable('a full purse', (world) => world.all(shop).some((s) => s.coins === ${purse - 1}))
eventually('somebody is served', (world) => world.all(shop).some((s) => s.served > 3), { within: 2_000 })
leadsTo('what is owed is paid', (world) => world.all(shop).some((s) => s.owed.size > 0), (world) => world.all(shop).every((s) => s.owed.size === 0), { within: 900 })`,
    'plot p': `Plot.plot({ marks: [Plot.lineY(history(shop, 'coins'), { x: 'time', y: 'value' }), Plot.lineY(series('shop.orders_total', { by: 'shop' }), { x: 'time', y: 'value' }), Plot.dot(events({ kind: 'may' }), { x: 'time' })] })`,
  };
}
