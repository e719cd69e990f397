import { expect, test } from 'vitest';
import { helpLines } from './report-help.ts';

test('a diagnostic is followed by what to do about it, and by the cell that would mend it', () => {
  const mend = { title: 'Insert a migrate cell', code: 'n.migrate((old) => ({\n  ...old,\n}))' };
  expect(helpLines({ help: 'Say how.', mend })).toEqual([
    '      Say how.',
    '      Insert a migrate cell:',
    '        n.migrate((old) => ({',
    '          ...old,',
    '        }))',
  ]);
  expect(helpLines({ help: '', mend: null })).toEqual([]);
});
