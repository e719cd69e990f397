/** Holds the one state. Actions go in at one place; listeners hear of each with the state before it. */

export interface Store<State, Action> {
  readonly state: State;
  dispatch(action: Action): void;
  /** Listeners run in the order they came; returns the way to stop. */
  subscribe(listener: (action: Action, before: State) => void): () => void;
}

export function createStore<State, Action>(
  initial: State,
  reduce: (state: State, action: Action) => State,
): Store<State, Action> {
  let state = initial;
  const listeners = new Set<(action: Action, before: State) => void>();
  // An action dispatched by a listener waits until all have heard the present one.
  const queue: Action[] = [];
  let draining = false;

  function dispatch(action: Action): void {
    queue.push(action);
    if (draining) return;
    draining = true;
    try {
      for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
        const before = state;
        state = reduce(state, next);
        for (const listener of [...listeners]) listener(next, before);
      }
    } finally {
      draining = false;
      queue.length = 0;
    }
  }

  return {
    get state() {
      return state;
    },
    dispatch,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
