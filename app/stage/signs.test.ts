import { describe, expect, test } from 'vitest';
import { kindOutlines, messageSign, noSigns, noteSent, register, type Register, roleSign, sentTypes } from './signs.ts';

describe('the sign of a role', () => {
  test('is the same for words that mean the same, in any case', () => {
    const register: Register = new Map();
    expect(roleSign('Leader', register)).toEqual(roleSign('primary', register));
    expect(roleSign('leader', register)).toEqual({ colour: 3, ring: 'thick' });
  });

  test('of an unknown word is the next free one, and stays', () => {
    const register: Register = new Map();
    const first = roleSign('zombie', register);
    const second = roleSign('wizard', register);
    expect(second).not.toEqual(first);
    expect(roleSign('zombie', register)).toEqual(first);
  });

  test.each(['constructor', '__proto__', 'toString'])('named %s is a sign like any other', (role) => {
    expect(roleSign(role, new Map())).toMatchObject({ colour: expect.any(Number), ring: expect.any(String) });
  });
});

test('twelve message types differ, and neighbours differ in colour and in form', () => {
  const register: Register = new Map();
  const signs = Array.from({ length: 12 }, (_, i) => messageSign(`type${i}`, register));
  expect(new Set(signs.map((sign) => JSON.stringify(sign))).size).toBe(12);
  for (const [i, sign] of signs.slice(1).entries()) {
    expect(sign.colour).not.toBe(signs[i]?.colour);
    expect(sign.form).not.toBe(signs[i]?.form);
  }
});

describe('the outline of a kind', () => {
  const asks = (kind: string) => kind === 'client';

  test('tells kinds apart; most nodes are discs and clients are blocks', () => {
    const outlines = kindOutlines(['tm', 'rm', 'rm', 'client', 'client', 'client'], asks);
    expect(Object.fromEntries(outlines)).toEqual({ rm: 'disc', tm: 'hexagon', client: 'block' });
  });

  test('of the only kind is a disc', () => {
    expect(Object.fromEntries(kindOutlines(['client'], asks))).toEqual({ client: 'disc' });
  });
});

test('message types have their signs in the order of their declarations, whichever is seen first', () => {
  const { types } = noSigns();
  register(['Put', 'Got', 'Copy'], types);
  expect(['Copy', 'Got', 'Put'].map((type) => messageSign(type, types).colour)).toEqual([3, 2, 1]);
});

test('a legend lists what was on the network, in the order of the declarations; a timer’s type is not there', () => {
  const signs = noSigns();
  register(['Vote', 'Timeout', 'Append'], signs.types);
  noteSent(['Append', 'Late'], signs);
  noteSent(['Vote'], signs);
  expect(sentTypes(signs)).toEqual(['Vote', 'Append', 'Late']);
});
