/** What an element is about, for whoever rests on it with the pointer or comes to it with the keyboard (`hint.ts`). */
import { nothing } from 'lit';
import { Directive, directive, type ElementPart, PartType } from 'lit/directive.js';
import type { Subject } from '../../kernel/explanation.ts';

export interface Explained {
  readonly of: Subject;
  /** Told within what is there for the pointer already, not in a card of its own. */
  readonly isInline: boolean;
}

const subjects = new WeakMap<Element, Explained>();

/** Of the innermost element that is about something. */
export function explainedAt(
  path: readonly EventTarget[],
): { readonly element: Element; readonly told: Explained } | null {
  for (const element of path) {
    const told = element instanceof Element ? subjects.get(element) : undefined;
    if (told !== undefined && element instanceof Element && element.isConnected) return { element, told };
  }
  return null;
}

class ExplainsDirective extends Directive {
  override render(_of: Subject | null, _isInline = false): typeof nothing {
    return nothing;
  }

  override update(part: ElementPart, [of, isInline = false]: [of: Subject | null, isInline?: boolean]): typeof nothing {
    if (part.type !== PartType.ELEMENT) throw new TypeError('explains() belongs to an element: <td ${explains(…)}>.');
    if (of === null) subjects.delete(part.element);
    else subjects.set(part.element, { of, isInline });
    return nothing;
  }
}

/** `<td ${explains({ type: 'field', node, field })}>`. Null: nothing. */
export const explains = directive(ExplainsDirective);
