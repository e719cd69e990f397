import * as Plot from '@observablehq/plot';
import { expect, test } from 'vitest';
import { plotConstants, plotFunctions, plotRefused } from './plot-names.ts';

const members = Object.entries(Plot).filter(([name]) => !/^[A-Z]/.test(name));

test('every function of Plot is either recorded or refused with advice', () => {
  const functions = members.filter(([, value]) => typeof value === 'function').map(([name]) => name);
  expect([...plotFunctions, ...Object.keys(plotRefused)].toSorted()).toEqual(functions.toSorted());
});

test('every other member of Plot is a known constant', () => {
  const constants = members.filter(([, value]) => typeof value !== 'function').map(([name]) => name);
  expect(plotConstants.toSorted()).toEqual(constants.toSorted());
});
