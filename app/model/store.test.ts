import { describe, expect, it } from 'vitest';
import { createStore } from './store.ts';

const counter = () => createStore<number, number>(0, (state, by) => (by === 0 ? state : state + by));

describe('the store', () => {
  it('tells each listener of an action with the state before it', () => {
    const store = counter();
    const heard: unknown[] = [];
    store.subscribe((action, before) => heard.push([action, before, store.state]));
    store.dispatch(2);
    store.dispatch(3);
    expect(heard).toEqual([
      [2, 0, 2],
      [3, 2, 5],
    ]);
  });

  it('finishes telling of an action before it takes one that a listener dispatched', () => {
    const store = counter();
    const heard: string[] = [];
    store.subscribe((action) => {
      heard.push(`first ${action}`);
      if (action === 1) store.dispatch(10);
    });
    store.subscribe((action) => heard.push(`second ${action}`));
    store.dispatch(1);
    expect(heard).toEqual(['first 1', 'second 1', 'first 10', 'second 10']);
    expect(store.state).toBe(11);
  });

  it('stops telling a listener that has gone', () => {
    const store = counter();
    let calls = 0;
    const stop = store.subscribe(() => (calls += 1));
    store.dispatch(1);
    stop();
    store.dispatch(1);
    expect(calls).toBe(1);
  });

  it('is usable again after a reducer threw, and does not replay what waited behind it', () => {
    const store = createStore<number, number>(0, (state, by) => {
      if (by < 0) throw new Error('no');
      return state + by;
    });
    store.subscribe((action) => {
      if (action === 1) {
        store.dispatch(-1);
        store.dispatch(100);
      }
    });
    expect(() => store.dispatch(1)).toThrow('no');
    store.dispatch(5);
    expect(store.state).toBe(6);
  });
});
