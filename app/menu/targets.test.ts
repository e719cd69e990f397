import { describe, expect, it } from 'vitest';
import type { MessageView, TimerView } from '../../kernel/protocol.ts';
import { frame } from '../testing.ts';
import type { Menu, MenuItem } from './menu.ts';
import { menuOf, type Target } from './targets.ts';

const node = (id: string, alive = true) => ({ id, kind: 'n', alive, role: '', detail: '', state: [] });
const vote: MessageView = { id: 3, type: 'Vote', from: 'a', to: 'b', sentAt: 1, arrivesAt: 9, lost: false, text: '' };
const wake: TimerView = {
  node: 'a',
  type: 'Wake',
  key: '7',
  pending: { id: 4, type: 'Wake', from: '', to: 'a', key: 'Wake\u001f7' },
  setAt: 0,
  firesAt: 50,
};
const shown = frame({ now: 8, nodes: [node('a'), node('b'), node('c')], messages: [vote], timers: [wake] });
const anchor = { x: 0, y: 0, width: 0, height: 0 };
const menu = (target: Target, of = shown) => menuOf(target, of, anchor);

function labels(of: Menu | null): readonly string[] {
  const told = (item: MenuItem): readonly string[] =>
    item.type === 'line'
      ? []
      : item.type === 'sub'
        ? [`${item.label} ▸ ${item.items.flatMap(told).join(', ')}`]
        : [item.label];
  return (of?.items ?? []).flatMap(told);
}

function inputsOf(of: Menu | null, label: string): unknown {
  const find = (items: readonly MenuItem[]): MenuItem | undefined => {
    for (const item of items) {
      if (item.type === 'act' && item.label === label) return item;
      const inner = item.type === 'sub' ? find(item.items) : undefined;
      if (inner !== undefined) return inner;
    }
    return undefined;
  };
  const found = find(of?.items ?? []);
  return found?.type === 'act'
    ? found.actions.map((action) => (action.type === 'input' ? action.input : action))
    : null;
}

describe('the menu', () => {
  it('of a node offers what can be done to it as it is', () => {
    expect(labels(menu({ type: 'node', id: 'a' }))).toEqual([
      'Crash',
      'Cut the link to ▸ b, c',
      'Cut off from all',
      'Send a message…',
      'Edit the state',
      'Star it',
      'Previous event here',
      'Next event here',
    ]);
    const cut = frame({ ...shown, nodes: [node('a', false), node('b'), node('c')], cuts: [['b', 'a']] });
    expect(labels(menu({ type: 'node', id: 'a' }, cut)).slice(0, 4)).toEqual([
      'Restart',
      'Cut the link to c',
      'Heal the link to b',
      'Heal all links',
    ]);
    expect(inputsOf(menu({ type: 'node', id: 'a' }), 'c')).toEqual([{ type: 'cut', a: 'a', b: 'c' }]);
    expect(inputsOf(menu({ type: 'node', id: 'a' }), 'Cut off from all')).toEqual([{ type: 'isolate', node: 'a' }]);
  });

  it('of a message delivers, delays, duplicates or drops that message', () => {
    const own = menu({ type: 'message', id: 3 });
    expect(own?.title).toBe('Vote a → b');
    expect(labels(own)).toEqual([
      'Deliver now',
      'Delay by ▸ 10 ms, 100 ms, 1 s, By another time…',
      'Duplicate',
      'Drop',
      'Star it',
    ]);
    const pending = { id: 3, type: 'Vote', from: 'a', to: 'b' };
    expect(inputsOf(own, '100 ms')).toEqual([{ type: 'delay', pending, ms: 100 }]);
    expect(inputsOf(own, 'By another time…')).toEqual([{ type: 'form', form: { type: 'delay', pending, anchor } }]);
    const lost = frame({ ...shown, messages: [{ ...vote, lost: true }] });
    expect(labels(menu({ type: 'message', id: 3 }, lost))).toEqual([
      'Deliver it all the same',
      'Duplicate',
      'Drop',
      'Star it',
    ]);
  });

  it('of a link cuts or heals it, whichever way it is named', () => {
    expect(labels(menu({ type: 'link', a: 'a', b: 'b' }))).toEqual(['Cut the link']);
    expect(labels(menu({ type: 'link', a: 'a', b: 'b' }, frame({ ...shown, cuts: [['b', 'a']] })))).toEqual([
      'Heal the link',
    ]);
  });

  it('of a timer fires it', () => {
    expect(menu({ type: 'timer', node: 'a', key: 'Wake\u001f7' })?.title).toBe('Wake 7 of a');
    expect(inputsOf(menu({ type: 'timer', node: 'a', key: 'Wake\u001f7' }), 'Fire now')).toEqual([
      { type: 'take', pending: wake.pending },
    ]);
  });

  it('of a part of a state stars that part, its key, or the whole field', () => {
    const place = { type: 'state', node: 'a', field: 'log', at: [2] } as const;
    const part = menu({ type: 'value', place });
    expect(labels(part)).toEqual(['Star this part', 'Star all of log', 'Edit it']);
    const [first] = part?.items ?? [];
    expect(first?.type === 'act' ? first.actions : null).toEqual([{ type: 'star', place }]);
    expect(labels(menu({ type: 'value', place: { ...place, isKey: true } }))[0]).toBe('Star this key');
    expect(menu({ type: 'value', place: { ...place, node: 'x' } })).toBeNull();
  });

  it('of what is not there any more is none', () => {
    for (const target of [
      { type: 'node', id: 'x' },
      { type: 'message', id: 4 },
      { type: 'timer', node: 'b', key: 'Wake' },
    ] as const)
      expect(menu(target)).toBeNull();
  });
});
