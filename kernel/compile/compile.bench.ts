/** What one edit costs before the kernel hears of it: a cell of 50 lines compiled warm, and what of that is not esbuild. */
import { transform } from 'esbuild-wasm';
import type { Benchmark } from '../bench.ts';
import { compileCell } from './compile.ts';
import type { Transform } from './transform.ts';

/** 50 lines: five times the same ten, a rule with loops, types and a stat. */
const tenLines = (i: number): string => `server.on(Append${i}, (s, m: Entries${i}, ctx) => {
  if (m.term < s.term) return ctx.reply(Rejected({ term: s.term }))
  for (const [offset, entry] of m.entries.entries()) {
    const index = m.prevIndex + 1 + offset
    if (s.log[index]?.term !== entry.term) s.log.splice(index, s.log.length - index, { ...entry, index } as Entry)
  }
  s.commitIndex = Math.max(s.commitIndex, Math.min(m.leaderCommit, s.log.length - 1))
  ctx.count('raft.entries_appended_total', m.entries.length, { server: ctx.self })
  ctx.reply(Accepted({ term: s.term, matchIndex: m.prevIndex + m.entries.length }))
})
`;
export const fiftyLines = Array.from({ length: 5 }, (_, i) => tenLines(i)).join('');

/** Another text each time, as typing gives. */
const edited = (n: number): string => fiftyLines.replace('+ 1 +', `+ ${n} +`);

function compiling(name: string, budget: number | null, transformed: (code: string) => Promise<Transform>): Benchmark {
  let n = 0;
  return {
    name,
    unit: 'ms',
    better: 'lower',
    budget,
    rounds: 100,
    async prepare({ small, now }) {
      for (let i = 0; i < (small ? 1 : 30); i++) {
        const code = edited(n++);
        await compileCell(await transformed(code), { key: 'c', kind: 'rules', slug: null, code });
      }
      return async () => {
        const code = edited(n++);
        const ready = await transformed(code);
        const started = now();
        const cell = await compileCell(ready, { key: 'c', kind: 'rules', slug: null, code });
        const taken = now() - started;
        if (cell.js === null) throw new Error(cell.diagnostics[0]?.text ?? 'it did not compile');
        return taken;
      };
    },
  };
}

export const benchmarks: readonly Benchmark[] = [
  compiling('compile a cell of 50 lines, warm (Node)', 10, async () => transform),
  compiling('the same without esbuild', null, async (code) => {
    let done: Awaited<ReturnType<Transform>> | null = null;
    await compileCell(
      async (text, options) => {
        done = await transform(text, options);
        return done;
      },
      { key: 'c', kind: 'rules', slug: null, code },
    );
    return async () => done ?? { code: '', map: '', warnings: [] };
  }),
];
