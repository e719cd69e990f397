/**
 * Back from a notebook one is at its card, where one left the gallery. The list comes later than the page, and it may not have the card any
 * more: then nothing is waited for, lest the page jumps when one has long been reading elsewhere.
 */
export interface LeftBy {
  /** Of the link one left by. */
  readonly href: string;
  /** px from the top. */
  readonly scrolled: number;
}

export class ComingBack {
  #to: LeftBy | null;

  constructor(to: LeftBy | null) {
    this.#to = to;
  }

  /** Where to go now, once. `isRead`: all cards that there will be are there; `hasLink`: that one is among them. */
  take(isRead: boolean, hasLink: (href: string) => boolean): LeftBy | null {
    const to = this.#to;
    if (to === null) return null;
    const isThere = hasLink(to.href);
    if (isThere || isRead) this.#to = null;
    return isThere ? to : null;
  }
}
