/**
 * Practice for the compiler: V8 makes WebAssembly fast function by function, as they are called, and esbuild needs some
 * hundred and fifty compiles before it is four times as fast as at first. So when nobody has asked for anything
 * for a while, a sample is compiled again and again, one at a time with a pause as long as each took: a request
 * never waits for more than one sample, and half a processor is left to the picture.
 */
import type { Clock } from './link.ts';

export interface Practice {
  /** Somebody asks: stop. */
  pause(): void;
  /** Nobody asks: go on in a while. */
  resume(): void;
  /** For good. */
  end(): void;
  /** Resolves when there is nothing left to practise. */
  readonly done: Promise<void>;
}

/** Without a request for so long, the practice begins or goes on. */
const idleMs = 1_000;
const enough = { rounds: 200, ms: 6_000 } as const;

export function practice(clock: Clock, compileSample: () => Promise<unknown>): Practice {
  let rounds = 0;
  let spentMs = 0;
  let finish = (): void => {};
  const done = new Promise<void>((resolve) => {
    finish = resolve;
  });
  let stop: () => void = () => {};

  function after(ms: number): void {
    stop();
    const cancel = clock.after(ms, () => void round().catch(finish));
    stop = cancel;
  }

  async function round(): Promise<void> {
    let stopped = false;
    stop = () => {
      stopped = true;
    };
    const started = clock.now();
    await compileSample();
    const took = clock.now() - started;
    rounds += 1;
    spentMs += took;
    if (rounds >= enough.rounds || spentMs >= enough.ms) finish();
    else if (!stopped) after(took);
  }

  return {
    pause: () => stop(),
    resume() {
      if (rounds < enough.rounds && spentMs < enough.ms) after(idleMs);
    },
    end() {
      stop();
      rounds = enough.rounds;
      finish();
    },
    done,
  };
}

/** Fifty lines with what cells have: types, rules, loops, destructuring, templates, a class. */
export const sample = `interface Job { readonly id: number; owner: string | null; tries: number }
type Outcome = { ok: true; value: string } | { ok: false; error: string }
enum Level { Low, Middle = 3, High }
const limit: number = 3
const Ask = message<{ job: Job; from?: string }>('Ask')
const Tell = message<{ id: number; outcome: Outcome }>('Tell')
class Ledger<T extends { id: number }> {
  private readonly items: T[] = []
  constructor(readonly name: string, protected size = 8) {}
  add(item: T): this { this.items.push(item); return this }
  get full(): boolean { return this.items.length >= this.size }
}
const describe = ({ id, owner, tries }: Job): string => \`\${id} of \${owner ?? 'nobody'} after \${tries} tries\`
function pick<T>(items: readonly T[], by: (item: T) => number): T | undefined {
  let best: T | undefined
  for (const item of items) if (best === undefined || by(item) > by(best)) best = item
  return best
}
const worker = node('worker', {
  state: () => ({ jobs: [] as Job[], level: Level.Low as Level, last: null as string | null, seen: new Map<number, Outcome>() }),
  start: (s, ctx) => { ctx.setTimer(Tick(), ctx.random.between(10, 20)); s.last = null },
})
worker.on(Ask, (s, m: { job: Job; from?: string }, ctx) => {
  const { job, ...rest } = m
  const known = s.seen.get(job.id)
  if (known !== undefined && !known.ok) return ctx.reply(Tell({ id: job.id, outcome: known }))
  switch (s.level) {
    case Level.Low:
      s.jobs.push({ ...job, owner: job.owner ?? ctx.self, tries: job.tries + 1 })
      break
    case Level.High:
      s.jobs = s.jobs.filter((other) => other.id !== job.id && other.tries < limit)
      break
    default:
      s.last = describe(job) + Object.keys(rest).join(', ')
  }
  for (let i = 0, n = s.jobs.length; i < n; i++) {
    const each = s.jobs[i]!
    if (each.tries > limit || /^x+$/.test(each.owner as string)) continue
    ctx.send(ctx.peers[i % ctx.peers.length]!, Ask({ job: each, from: ctx.self }))
  }
  ctx.count('worker.jobs_total', s.jobs.length, { server: ctx.self })
})
worker.when((s) => s.jobs.length > limit * 2, (s, ctx) => {
  const first = pick(s.jobs, (job) => -job.tries)
  while (s.jobs.length > limit && first !== undefined) s.jobs.splice(s.jobs.indexOf(first), 1)
  s.level = s.jobs.length === 0 ? Level.Low : s.jobs.length > 1 ? Level.High : Level.Middle
})
const orders: Readonly<Record<string, Job>> = Object.fromEntries([1, 2, 3].map((id) => [\`j\${id}\`, { id, owner: null, tries: 0 }]))
always('few jobs', (world) => world.nodes(worker).every(({ state }) => state.jobs.length <= limit * 2 + 1))
`;
