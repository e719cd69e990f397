/**
 * Those who hear the page: what has the focus is described by what its hint says beyond its name, in one piece once all of it is known. What
 * has a description of its own has told of itself.
 */
export class Description {
  #element: Element | null = null;

  /** @param focused within `element`, or the same */
  begin(element: Element, focused: Element | undefined): void {
    this.end();
    const isTold = element.hasAttribute('aria-describedby') || focused?.hasAttribute('aria-describedby') === true;
    this.#element = isTold ? null : element;
  }

  say(text: string): void {
    if (this.#element !== null && this.#element.getAttribute('aria-description') !== text)
      this.#element.setAttribute('aria-description', text);
  }

  end(): void {
    this.#element?.removeAttribute('aria-description');
    this.#element = null;
  }
}
