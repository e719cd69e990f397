import { afterEach, describe, expect, it } from 'vitest';
import { codesOf, openCells } from '../session.fixture.ts';
import { watchBuiltIns } from './built-ins.ts';

const whole = watchBuiltIns();
afterEach(() => void whole.mend());

describe('what is built in', () => {
  it('is put back, whatever was changed, added or taken away, and the first change is named', () => {
    const { push, includes } = Array.prototype;
    const built = watchBuiltIns();
    expect(built.mend()).toBeNull();
    Reflect.set(Array.prototype, 'push', () => 7);
    Reflect.deleteProperty(Array.prototype, 'includes');
    Reflect.set(Map.prototype, 'last', () => 7);
    expect(built.mend()).toBe('Array.prototype.push');
    expect([Array.prototype.push === push, Array.prototype.includes === includes]).toEqual([true, true]);
    expect('last' in Map.prototype).toBe(false);
    expect(built.mend()).toBeNull();
  });

  it('does not outlive the edit that changed it: the cell is refused and everything is as before', async () => {
    const sort: unknown = Reflect.get(Array.prototype, 'sort');
    const run = await openCells({
      model: `const n = node('n', { state: () => ({ x: [3, 1].sort().join() }) })`,
      'scenario s': `scenario('s', (world) => { world.add(n) })`,
    });
    const reply = await run.edit({
      model: `const n = node('n', { state: () => ({ x: [3, 1].sort().join() }) })\nconst proto: any = Object.getPrototypeOf([])\nproto.sort = function () { return [0] }`,
    });
    expect(codesOf(reply.program.diagnostics)).toEqual(['program/built-in']);
    expect(reply.program.diagnostics[0]).toMatchObject({
      cell: expect.any(String),
      text: expect.stringContaining('Array.prototype.sort'),
    });
    expect(Reflect.get(Array.prototype, 'sort')).toBe(sort);
    expect(run.field('n', 'x')).toBe('"1,3"');
  });

  it('is no definition either, which would be frozen for all', async () => {
    const run = await openCells({ model: `const proto: unknown = Object.getPrototypeOf([])` });
    expect(codesOf(run.reply.program.diagnostics)).toContain('program/built-in');
    expect(Object.isFrozen(Array.prototype)).toBe(false);
  });

  it('is put back when a rule changed it, before another program is put together', async () => {
    const rule = (does: string): string =>
      `const n = node('n', { state: () => ({ x: 0 }) })\nn.may('a', (s) => s.x < 3, (s) => { s.x += 1; ${does} })`;
    const run = await openCells({
      model: rule(`const proto: any = Object.getPrototypeOf(new Map()); proto.extra = 1`),
      'scenario s': `scenario('s', (world) => { world.add(n) })`,
    });
    run.to(20_000);
    expect('extra' in Map.prototype).toBe(true);
    await run.edit({ model: rule('') });
    expect('extra' in Map.prototype).toBe(false);
  });
});
