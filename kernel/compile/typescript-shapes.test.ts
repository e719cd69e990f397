import { readFileSync } from 'node:fs';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { cellsOf } from '../notebook/notebook.ts';
import { parse } from '../notebook/parse.ts';
import type { Shape, Shapes } from '../shape.ts';
import type { TypedCell } from './typescript-module.ts';
import { shapesOf } from './typescript-shapes.ts';
import { typed } from './typescript.fixture.ts';

function shapes(cells: readonly TypedCell[]): Shapes {
  const { program, files } = typed(cells, library);
  return shapesOf(ts, program, files);
}

const library = (name: string): string => readFileSync(`kernel/program/${name}`, 'utf8');

/** A shape as a type would be written. */
function written(shape: Shape | undefined): string {
  switch (shape?.t) {
    case undefined:
      return 'none';
    case 'any':
      return 'any';
    case 'atom':
      return shape.isNode === true ? 'NodeId' : shape.kind;
    case 'literal':
      return typeof shape.value === 'string'
        ? `'${shape.value}'`
        : `${shape.value}${typeof shape.value === 'bigint' ? 'n' : ''}`;
    case 'list':
      return shape.kind === 'set' ? `Set<${written(shape.item)}>` : `List<${written(shape.item)}>`;
    case 'map':
      return `Map<${written(shape.key)}, ${written(shape.value)}>`;
    case 'object': {
      const fields = shape.fields.map(
        ({ name, optional, shape: own }) => `${name}${optional ? '?' : ''}: ${written(own)}`,
      );
      return `{ ${[...fields, ...(shape.rest === null ? [] : [`[name]: ${written(shape.rest)}`])].join('; ')} }`;
    }
    case 'union':
      return shape.of.map(written).join(' | ');
  }
}

function notebook(name: string): Shapes {
  const text = readFileSync(`notebooks/${name}`, 'utf8');
  return shapes(cellsOf(parse(text)).map(({ key, kind, code }) => ({ key, kind, code })));
}

describe('the shapes of a model', () => {
  it('are those of two-phase commit, as it declares them', () => {
    const { kinds, messages } = notebook('01-two-phase-commit.sim.md');
    expect(written(kinds['rm'])).toBe("{ status: 'working' | 'prepared' | 'committed' | 'aborted' }");
    expect(written(kinds['tm'])).toBe("{ status: 'init' | 'committed' | 'aborted'; prepared: Set<NodeId> }");
    expect(Object.keys(messages)).toEqual(['Prepared', 'Commit', 'Abort']);
    expect(written(messages['Commit'])).toBe('undefined');
  });

  it('are those of Raft, across its cells', () => {
    const { kinds, messages } = notebook('02-raft.sim.md');
    const entry = "{ term: number; op: 'SET' | 'ADD'; value: number; client: NodeId; request: number }";
    expect(written(kinds['server'])).toBe(
      `{ role: 'follower' | 'candidate' | 'leader'; term: number; votedFor: NodeId | null; log: List<${entry}>; commitIndex: number; lastApplied: number; x: number; leader: NodeId | null; votes: Set<NodeId>; nextIndex: { [name]: number }; matchIndex: { [name]: number } }`,
    );
    expect(written(messages['Vote'])).toBe('{ term: number; granted: boolean }');
    expect(written(messages['AppendEntries'])).toBe(
      `{ term: number; prevIndex: number; prevTerm: number; entries: List<${entry}>; commitIndex: number }`,
    );
  });

  it('tell what may be left out, be nothing, or be one of some; what refers to itself comes to an end', () => {
    const { kinds, messages } = shapes([
      {
        key: 'a',
        code: `
interface Tree { left: Tree | null; size: number }
const Odd = message<{ a?: number; b?: string | null; c: 1 | 2n | true; d: boolean | null; e: [number, string]; f: Map<NodeId, { to: NodeId[] }>; g: () => void; h: unknown }>('Odd')
const Text = message<string>('Text')
const n = node('n', { state: () => ({ tree: null as Tree | null, ids: [] as NodeId[], seen: new Map<NodeId, number>(), mixed: [1, 'a'] }) })
message(Math.random() > 2 ? 'x' : 'y')
`,
      },
    ]);
    expect(written(messages['Odd'])).toBe(
      '{ a?: number; b?: string | null; c: 1 | 2n | true; d: boolean | null; e: List<number | string>; f: Map<NodeId, { to: List<NodeId> }>; g: any; h: any }',
    );
    expect(written(messages['Text'])).toBe('string');
    expect(written(kinds['n'])).toMatch(
      /^\{ tree: \{ left: .*any.*; size: number \} \| null; ids: List<NodeId>; seen: Map<NodeId, number>; mixed: List<string \| number> \}$/,
    );
  });
});
