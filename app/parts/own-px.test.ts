import { expect, test } from 'vitest';
import { boxFor, boxOn, lengthIn, pointIn, zoomOf } from './own-px.ts';

/** Drawn half as large again, its upper left corner at (30, 60) of the viewport. */
const large = { currentCSSZoom: 1.5, getBoundingClientRect: () => ({ x: 30, y: 60, width: 300, height: 150 }) };

test('a place in the viewport is told from the corner of the element, in the px that it counts in itself', () => {
  expect(pointIn(large, { x: 30, y: 60 })).toEqual({ x: 0, y: 0 });
  expect(pointIn(large, { x: 330, y: 210 })).toEqual({ x: 200, y: 100 });
});

test('a way of the pointer is as much shorter as the element is drawn larger', () => {
  expect(lengthIn(large, -45)).toBe(-30);
});

test('what is put at a box of the viewport is put there in its own px', () => {
  expect(boxFor(large, { x: 30, y: 60, width: 15, height: 0 })).toEqual({ x: 20, y: 40, width: 10, height: 0 });
});

test('a part of an element is found again where the pointer is over it', () => {
  const part = { x: 200, y: 100, width: 20, height: 10 };
  const box = boxOn(large, part);
  expect(box).toEqual({ x: 330, y: 210, width: 30, height: 15 });
  expect(pointIn(large, box)).toEqual({ x: part.x, y: part.y });
});

test('where a browser cannot tell how large an element is drawn, its px are those of the viewport', () => {
  const plain = { ...large, currentCSSZoom: undefined };
  expect(zoomOf(plain)).toBe(1);
  expect(zoomOf(null)).toBe(1);
  expect(pointIn(plain, { x: 31, y: 62 })).toEqual({ x: 1, y: 2 });
});
