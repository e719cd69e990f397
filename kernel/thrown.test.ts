import { expect, test } from 'vitest';
import { messageOfThrown, textOfThrown } from './thrown.ts';

test('an error says its message, whatever that is', () => {
  const odd = Object.assign(new Error('x'), { message: { code: 7, why: ['late'] } });
  expect(messageOfThrown(odd)).toBe("{ code: 7, why: ['late'] }");
  expect(textOfThrown(new TypeError('no'))).toBe('TypeError: no');
});

test('what is thrown instead of an error is told by what it holds', () => {
  expect(messageOfThrown({ code: 7 })).toBe('{ code: 7 }');
  expect(messageOfThrown('late')).toBe('late');
  expect(messageOfThrown({ toString: () => 'in its own words' })).toBe('in its own words');
});

test('what throws once more when it is read is told of all the same', () => {
  const hostile = {
    toString: () => {
      throw new Error('again');
    },
  };
  expect(messageOfThrown(hostile)).toBe('something that cannot be read');
  const proxy = new Proxy(
    {},
    {
      get: () => '[object Object]',
      ownKeys: () => {
        throw new Error('again');
      },
    },
  );
  expect(typeof messageOfThrown(proxy)).toBe('string');
});
