/** How a row of things that has arrows of its own asks for the way into their hint: a bubbling event, heard by the hint. */
export const enterHintEvent = 'rh-hint-enter';

export function enterHint(from: EventTarget): void {
  from.dispatchEvent(new CustomEvent(enterHintEvent, { bubbles: true, composed: true }));
}
