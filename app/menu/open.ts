/** How an element asks for the menu of a thing: a bubbling event, heard by the stage. */
import type { Box } from './place.ts';
import type { Target } from './targets.ts';

export const menuEvent = 'rh-menu';

export interface MenuWish {
  readonly target: Target;
  /** In px of the viewport. */
  readonly anchor: Box;
}

export function openMenu(from: EventTarget, target: Target, anchor: Box): void {
  from.dispatchEvent(
    new CustomEvent<MenuWish>(menuEvent, { detail: { target, anchor }, bubbles: true, composed: true }),
  );
}

/** A mouse's or finger's place. */
export function pointBox({ clientX, clientY }: { readonly clientX: number; readonly clientY: number }): Box {
  return { x: clientX, y: clientY, width: 0, height: 0 };
}

export function boxOf(element: Element): Box {
  const { x, y, width, height } = element.getBoundingClientRect();
  return { x, y, width, height };
}

/** The keys that ask for a menu. */
export function isMenuKey(event: KeyboardEvent): boolean {
  return event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey);
}

declare global {
  interface HTMLElementEventMap {
    [menuEvent]: CustomEvent<MenuWish>;
  }
}
