import { describe, expect, test } from 'vitest';
import { linkedPairs } from './ground.ts';
import type { Figure } from './scene.ts';

const figure = (id: string, kind: string): Figure => ({
  type: 'node',
  id,
  kind,
  alive: true,
  role: '',
  detail: '',
  group: '',
});
const mixed = [figure('tm', 'tm'), figure('rm1', 'rm'), figure('rm2', 'rm')];

describe('the links drawn', () => {
  test('are those seen in use', () => {
    const links = new Set(['rm1\ntm']);
    expect([...linkedPairs({ figures: mixed, links, isMiniature: false })]).toEqual(['rm1\ntm']);
  });

  test('are a mesh among few nodes of one kind, from the start', () => {
    const figures = ['a', 'b', 'c'].map((id) => figure(id, 'server'));
    expect([...linkedPairs({ figures, links: new Set(), isMiniature: false })]).toEqual(['a\nb', 'a\nc', 'b\nc']);
  });

  test('in a still miniature go from single nodes to all others', () => {
    expect([...linkedPairs({ figures: mixed, links: new Set(), isMiniature: true })]).toEqual(['rm1\ntm', 'rm2\ntm']);
    expect([...linkedPairs({ figures: mixed, links: new Set(['rm1\nrm2']), isMiniature: true })]).toEqual(['rm1\nrm2']);
  });
});
