import { expect, it } from 'vitest';
import { ComingBack } from './coming-back.ts';

const left = { href: '#/notebook/raft', scrolled: 480 };
const none = (): boolean => false;
const has = (href: string): boolean => href === left.href;

it('back from a notebook one is at its card as soon as that is there, and once', () => {
  const back = new ComingBack(left);
  expect(back.take(false, none)).toBeNull();
  expect(back.take(false, has)).toEqual(left);
  expect(back.take(true, has)).toBeNull();
});

it('a card that the list does not have is waited for no longer, whenever it may come', () => {
  const back = new ComingBack(left);
  expect(back.take(true, none)).toBeNull();
  expect(back.take(true, has)).toBeNull();
});

it('who comes from elsewhere stays at the top', () => {
  expect(new ComingBack(null).take(true, () => true)).toBeNull();
});
