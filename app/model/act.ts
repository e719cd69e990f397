/** How an element asks for a change: a bubbling event with an action, heard once, by the application. */
import type { Action } from './actions.ts';

export const actEvent = 'rh-act';

export function act(from: EventTarget, action: Action): void {
  from.dispatchEvent(new CustomEvent<Action>(actEvent, { detail: action, bubbles: true, composed: true }));
}

declare global {
  interface HTMLElementEventMap {
    [actEvent]: CustomEvent<Action>;
  }
}
