/** What is told of where the pointer is, or of what has the focus. */
import type { Box } from '../menu/place.ts';
import { explainedAt } from './explains.ts';
import { pointedPart } from './place.ts';
import type { At, Told } from './told.ts';

/** Where something was looked for. */
export interface Source {
  readonly path: readonly EventTarget[];
  readonly at: At;
}

export interface Found {
  readonly element: Element;
  readonly told: Told;
  readonly isButton: boolean;
}

export function foundAt(source: Source | null): Found | null {
  const explained = source === null ? null : explainedAt(source.path);
  const told = source === null ? null : (explained?.tell(source.at) ?? null);
  return explained === null || told === null
    ? null
    : { element: explained.element, told, isButton: explained.isButton };
}

/** In px of the viewport. */
export function boxOfFound({ element, told }: Found, at: At | undefined): Box {
  if (told.box !== undefined) return told.box;
  const { x, y, width, height } = (told.element ?? element).getBoundingClientRect();
  return pointedPart({ x, y, width, height }, at?.type === 'pointer' ? at : null);
}

/** A thing that moves away beneath the pointer is left, in px. */
const near = 2;

/** It moved away beneath a pointer that stands still: a list that goes on by itself. */
export function hasLeft({ element, told }: Found, at: At | undefined): boolean {
  if (at?.type !== 'pointer') return false;
  const { left, top, right, bottom } = (told.element ?? element).getBoundingClientRect();
  return at.x < left - near || at.x > right + near || at.y < top - near || at.y > bottom + near;
}

/** What has the focus, and all around it. */
export function focusPath(): readonly Element[] {
  const path: Element[] = [];
  let active = document.activeElement;
  while (active?.shadowRoot?.activeElement != null) active = active.shadowRoot.activeElement;
  for (let at: Node | null = active; at !== null; at = at instanceof ShadowRoot ? at.host : at.parentNode)
    if (at instanceof Element) path.push(at);
  return path;
}

/** Null where one types, and where the focus came by the mouse. `except`: the hint. */
export function focusSource(except: Element): Source | null {
  const path = focusPath();
  const [target] = path;
  if (target === undefined || path.includes(except) || isTyping(target) || !target.matches(':focus-visible'))
    return null;
  return { path, at: { type: 'focus' } };
}

const isTyping = (element: Element): boolean =>
  element instanceof HTMLTextAreaElement ||
  element instanceof HTMLSelectElement ||
  (element instanceof HTMLInputElement && !/^(checkbox|radio|button)$/.test(element.type)) ||
  (element instanceof HTMLElement && element.isContentEditable);
