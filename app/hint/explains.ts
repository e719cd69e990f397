/** What an element is about, for whoever rests on it with the pointer or comes to it with the keyboard (`hint.ts`). */
import { nothing } from 'lit';
import { Directive, directive, type ElementPart, PartType } from 'lit/directive.js';
import type { Telling } from './told.ts';

interface Explained {
  readonly tell: Telling;
  /** It is a button for its hint: a press shows it at once, and a second one ends it. */
  readonly isButton: boolean;
}

const tellings = new WeakMap<Element, Explained>();

/** Of the innermost element that is about something. */
export function explainedAt(path: readonly EventTarget[]): (Explained & { readonly element: Element }) | null {
  for (const element of path) {
    // A button within a thing has a title of its own: what it does.
    if (element instanceof HTMLButtonElement && element.title !== '') return null;
    const told = element instanceof Element ? tellings.get(element) : undefined;
    if (told !== undefined && element instanceof Element && element.isConnected) return { element, ...told };
  }
  return null;
}

class ExplainsDirective extends Directive {
  override render(_tell: Telling | null, _how?: 'button'): typeof nothing {
    return nothing;
  }

  override update(part: ElementPart, [tell, how]: [tell: Telling | null, how?: 'button']): typeof nothing {
    if (part.type !== PartType.ELEMENT) throw new TypeError('explains() belongs to an element: <td ${explains(…)}>.');
    if (tell === null) tellings.delete(part.element);
    else tellings.set(part.element, { tell, isButton: how === 'button' });
    return nothing;
  }
}

/** `<td ${explains(() => fieldTold(node, field, value))}>`. Null: nothing. */
export const explains = directive(ExplainsDirective);
