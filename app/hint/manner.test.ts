import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { after, atRest, type Happening, type Manner } from './manner.ts';

const all = (...happenings: readonly Happening[]): Manner => happenings.reduce(after, atRest);
const over = (key: string | null): Happening => ({ type: 'over', key });
const focus = (key: string | null): Happening => ({ type: 'focus', key });
const press = (key: string): Happening => ({ type: 'press', key });
const [rested, end, gone, enter, overHint] = (['rested', 'end', 'gone', 'enter', 'over-hint'] as const).map(
  (type): Happening => ({ type }),
) as [Happening, Happening, Happening, Happening, Happening];

describe('a hint of the pointer', () => {
  it('comes once it rests, not while it moves', () => {
    const moving = all(over('a'));
    expect(moving.shown).toBeNull();
    const moved = after(moving, over('a'));
    expect(moved.turn).toBeGreaterThan(moving.turn);
    expect(after(moved, rested)).toMatchObject({ shown: 'a', by: 'pointer', next: null });
    expect(all(over('a'), over(null), rested).shown).toBeNull();
  });

  it('stays while the pointer is on its thing or on the hint, and for a moment on the way there', () => {
    const shown = all(over('a'), rested);
    expect(after(shown, over('a'))).toBe(shown);
    const leaving = after(shown, over(null));
    expect(leaving).toMatchObject({ shown: 'a', next: { key: null } });
    expect(after(leaving, overHint)).toMatchObject({ shown: 'a', next: null });
    expect(after(leaving, rested).shown).toBeNull();
    // Moving on and on does not keep it.
    expect(after(leaving, over(null)).turn).toBe(leaving.turn);
  });

  it('gives way to that of another thing in one step, without a moment between', () => {
    const leaving = all(over('a'), rested, over(null), over('b'));
    expect(leaving.shown).toBe('a');
    expect(after(leaving, rested)).toMatchObject({ shown: 'b', by: 'pointer' });
  });

  it('that was ended does not come again before the pointer has been elsewhere', () => {
    const ended = all(over('a'), rested, end);
    expect(ended.shown).toBeNull();
    expect([over('a'), rested].reduce(after, ended).shown).toBeNull();
    expect([over(null), over('a'), rested].reduce(after, ended).shown).toBe('a');
    // Also one that was about to come: it was pressed.
    expect(all(over('a'), end, over('a'), rested).shown).toBeNull();
  });

  it('of what is gone goes; the next thing under the pointer has its own', () => {
    expect(all(over('a'), rested, gone).shown).toBeNull();
    expect(all(over('a'), rested, gone, over('b'), rested).shown).toBe('b');
  });
});

describe('a hint of the keyboard', () => {
  it('comes with the focus and goes with it, whatever lies under the pointer', () => {
    const shown = all(focus('a'), rested);
    expect(shown).toMatchObject({ shown: 'a', by: 'focus' });
    expect([over(null), rested].reduce(after, shown).shown).toBe('a');
    expect(after(shown, focus('a'))).toBe(shown);
    expect(after(shown, focus(null)).shown).toBeNull();
    expect(after(shown, focus('b'))).toMatchObject({ shown: null, next: { key: 'b' } });
  });

  it('that was ended stays away while the focus is where it is', () => {
    const ended = all(focus('a'), rested, end);
    expect([focus('a'), over(null), rested].reduce(after, ended).shown).toBeNull();
    expect([focus('b'), focus('a'), rested].reduce(after, ended).shown).toBe('a');
  });

  it('stays while the keyboard is in it', () => {
    const inside = all(focus('a'), rested, enter);
    expect([over('b'), rested, over(null), rested].reduce(after, inside).shown).toBe('a');
    expect(after(inside, end).shown).toBeNull();
  });
});

describe('a press', () => {
  it('shows a hint at once, keeps one that is there, and ends the one it has shown', () => {
    expect(all(press('a'))).toMatchObject({ shown: 'a', by: 'press', next: null });
    const kept = all(over('a'), rested, press('a'));
    expect(kept).toMatchObject({ shown: 'a', by: 'press' });
    expect([over(null), rested].reduce(after, kept).shown).toBe('a');
    const ended = after(kept, press('a'));
    expect(ended.shown).toBeNull();
    expect([over('a'), rested].reduce(after, ended).shown).toBeNull();
    expect(after(ended, press('a')).shown).toBe('a');
  });
});

it('whatever happens, Escape leaves no hint and none to come, and time alone brings none', () => {
  const key = fc.constantFrom('a', 'b', null);
  const happening: fc.Arbitrary<Happening> = fc.oneof(
    key.map(over),
    key.map(focus),
    fc.constantFrom('a', 'b').map(press),
    fc.constantFrom(rested, end, gone, enter, overHint),
  );
  fc.assert(
    fc.property(fc.array(happening), (before) => {
      const ended = after(all(...before), end);
      expect(ended).toMatchObject({ shown: null, next: null });
      expect(after(ended, rested).shown).toBeNull();
    }),
  );
});
