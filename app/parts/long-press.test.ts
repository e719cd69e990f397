import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { clickMs, LongPress, type Press, pressMs, slack } from './long-press.ts';

/** What a pointer event tells of a finger. */
class FakePointer extends Event {
  readonly pointerType: string;
  readonly isPrimary: boolean;
  readonly clientX: number;
  readonly clientY: number;

  constructor(type: string, { pointerType = 'touch', isPrimary = true, x = 100, y = 50 } = {}) {
    super(type, { cancelable: true });
    this.pointerType = pointerType;
    this.isPrimary = isPrimary;
    this.clientX = x;
    this.clientY = y;
  }
}

let target: EventTarget;
let press: LongPress;
let asked: Press[];
let clicks: number;
let answers: boolean;

const send = (type: string, how: ConstructorParameters<typeof FakePointer>[1] = {}): boolean =>
  target.dispatchEvent(new FakePointer(type, how));
const tap = (): void => {
  send('pointerdown');
  vi.advanceTimersByTime(60);
  send('pointerup');
  send('click');
};

beforeEach(() => {
  vi.useFakeTimers();
  [target, asked, clicks, answers] = [new EventTarget(), [], 0, true];
  press = new LongPress(
    { addController: () => {} },
    {
      target: {
        addEventListener: (type, listener, options) =>
          target.addEventListener(type, (event) => event instanceof FakePointer && listener(event), options),
      },
      ask: (one) => {
        asked.push(one);
        return answers;
      },
    },
  );
  press.hostConnected();
  target.addEventListener('click', () => (clicks += 1));
});

afterEach(() => {
  press.hostDisconnected();
  vi.useRealTimers();
});

it('a finger that stays asks once, with its place and what lay beneath it when it came', () => {
  send('pointerdown', { x: 7, y: 9 });
  vi.advanceTimersByTime(pressMs - 1);
  expect(asked).toEqual([]);
  vi.advanceTimersByTime(5 * pressMs);
  expect(asked).toEqual([{ x: 7, y: 9, path: [target] }]);
});

it('the click that ends a long press is taken, however long it was; the next tap is not', () => {
  send('pointerdown');
  vi.advanceTimersByTime(10 * pressMs);
  send('pointerup');
  vi.advanceTimersByTime(clickMs - 1);
  expect(send('click')).toBe(false);
  expect(clicks).toBe(0);
  tap();
  expect(clicks).toBe(1);
});

it('where no click ends a long press, the next tap is not lost, and comes it ever so soon', () => {
  send('pointerdown');
  vi.advanceTimersByTime(pressMs);
  send('pointerup');
  tap();
  expect(clicks).toBe(1);
  send('pointerdown');
  vi.advanceTimersByTime(pressMs);
  send('pointercancel');
  vi.advanceTimersByTime(clickMs);
  send('click');
  expect(clicks).toBe(2);
});

it('a finger that trembles stays; one that moves on, scrolls, is lifted or is joined by another asks for nothing', () => {
  send('pointerdown');
  send('pointermove', { x: 100 + slack });
  vi.advanceTimersByTime(pressMs);
  expect(asked).toHaveLength(1);
  const ends = [
    () => send('pointermove', { x: 100 + slack + 1 }),
    () => send('pointercancel'),
    () => send('pointerup'),
    () => send('pointerdown', { isPrimary: false }),
    () => press.cancel(),
    () => press.hostDisconnected(),
  ];
  for (const end of ends) {
    send('pointerdown');
    vi.advanceTimersByTime(pressMs - 1);
    end();
    vi.advanceTimersByTime(pressMs);
  }
  expect(asked).toHaveLength(1);
});

it('a mouse asks for nothing, and its clicks are its own', () => {
  send('pointerdown', { pointerType: 'mouse' });
  vi.advanceTimersByTime(2 * pressMs);
  send('pointerup', { pointerType: 'mouse' });
  send('contextmenu');
  send('click');
  expect(asked).toEqual([]);
  expect(clicks).toBe(1);
});

it('where nothing answers, the click is for what a tap does', () => {
  answers = false;
  send('pointerdown');
  vi.advanceTimersByTime(pressMs);
  send('pointerup');
  send('click');
  expect(asked).toHaveLength(1);
  expect(clicks).toBe(1);
});

it('a system that says itself that the finger stays is heard once; one whose menu has been opened needs no other', () => {
  send('pointerdown');
  vi.advanceTimersByTime(pressMs - 100);
  send('contextmenu');
  vi.advanceTimersByTime(pressMs);
  expect(asked).toHaveLength(1);
  send('pointerup');
  send('click');
  expect(clicks).toBe(0);

  send('pointerdown');
  const answered = new FakePointer('contextmenu');
  answered.preventDefault();
  target.dispatchEvent(answered);
  vi.advanceTimersByTime(pressMs);
  send('pointerup');
  send('click');
  expect(asked).toHaveLength(1);
  expect(clicks).toBe(0);
});
