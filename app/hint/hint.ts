/**
 * `<rh-hint>`: what a thing is, since when and by what, once the pointer rests on it or the keyboard comes to it. One for the page: what
 * tells of things says so with `explains()`. Nothing is looked for before: a search may have to run a history again, and a pointer
 * crosses many things. `manner.ts` has when it is shown, `place.ts` where, `content.ts` what; `keyboard.ts` is the way of the keyboard.
 *
 * It never takes the focus; Alt I goes into it, to its links. What has the focus gets what it says as its description.
 */
import { LitElement, nothing, type TemplateResult } from 'lit';
import type { Box } from '../menu/place.ts';
import { act } from '../model/act.ts';
import { page, sameData, select } from '../model/page.ts';
import { LongPress, type Press } from '../parts/long-press.ts';
import { boxFor, screenFor } from '../parts/own-px.ts';
import { becauseOf } from './because.ts';
import { hintContent, hintWords, type Why } from './content.ts';
import { Description } from './description.ts';
import { boxOfFound, focusPath, focusSource, type Found, foundAt, hasLeft, type Source } from './found.ts';
import { hintStyles } from './hint.css.ts';
import { HintKeyboard } from './keyboard.ts';
import { after, atRest, type Happening, type Manner } from './manner.ts';
import { placeHint, type Side } from './place.ts';
import type { At, HintLink } from './told.ts';

/** What is told while it is shown is looked at so often: a moment may pass, a message arrive. */
const lookMs = 200;

export class RhHint extends LitElement {
  static override readonly properties = { found: { state: true } };
  /** What is shown; it stays while the hint fades. */
  declare found: Found | null;

  readonly #asked = select(this, ({ open }) => open?.hint ?? null);

  #manner: Manner = atRest;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #looking: ReturnType<typeof setInterval> | undefined;
  #pointer: Source | null = null;
  /** What is shown was found there. */
  #source: Source | null = null;
  #side: Side | null = null;
  #widest = 0;
  #box: Box = { x: 0, y: 0, width: 0, height: 0 };
  #isOver = false;
  readonly #description = new Description();
  readonly #keyboard = new HintKeyboard(this, {
    manner: () => this.#manner,
    happen: (happening) => this.#happen(happening),
  });
  /** As long as nothing else answers the finger: a menu, say. */
  readonly #press = new LongPress(this, { target: window, ask: (press) => this.#pressed(press) });
  #listening = new AbortController();

  constructor() {
    super();
    this.found = null;
    this.hidden = true;
  }

  static override readonly styles = hintStyles;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#listening = new AbortController();
    const { signal } = this.#listening;
    const first = { signal, capture: true };
    window.addEventListener('pointermove', this.#onMove, { signal, passive: true });
    document.documentElement.addEventListener('pointerleave', this.#onAway, { signal });
    window.addEventListener('pointerdown', this.#onDown, { ...first, passive: true });
    window.addEventListener('click', this.#onClick, first);
    window.addEventListener('contextmenu', this.#onAsked, { signal });
    window.addEventListener('rh-menu', this.#onAsked, { signal });
    window.addEventListener('wheel', this.#onWheel, { ...first, passive: true });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#listening.abort();
    this.#happen({ type: 'end' });
  }

  // ---------------------------------------------------------------- what happens

  #happen(happening: Happening): void {
    const before = this.#manner;
    const now = after(before, happening);
    this.#manner = now;
    if (now.turn !== before.turn) {
      clearTimeout(this.#timer);
      const { next } = now;
      this.#timer = next === null ? undefined : setTimeout(() => this.#rested(), next.waitMs);
    }
    if (now.shown !== before.shown) this.#show(now.by);
    else if (now.by !== before.by && now.shown !== null) this.#describe();
  }

  /** What is rested on is asked for then: what it is about may have changed beneath the pointer. */
  #rested(): void {
    const { next } = this.#manner;
    if (next !== null && next.key !== null) {
      const source = next.by === 'focus' ? focusSource(this) : this.#pointer;
      if (foundAt(source)?.told.key !== next.key) return this.#happen({ type: 'gone' });
    }
    this.#happen({ type: 'rested' });
  }

  #show(by: Manner['by']): void {
    const { shown } = this.#manner;
    clearInterval(this.#looking);
    this.#side = null;
    this.#widest = 0;
    this.style.minWidth = '';
    if (shown === null) {
      this.#keyboard.leave();
      this.#source = null;
      this.hidden = true;
      this.#isOver = false;
      this.#description.end();
      this.#ask();
      return;
    }
    const sources = by === 'focus' ? [focusSource(this), this.#pointer] : [this.#pointer, focusSource(this)];
    this.#source = sources.find((source) => foundAt(source)?.told.key === shown) ?? null;
    const found = foundAt(this.#source);
    if (found === null) return this.#happen({ type: 'gone' });
    this.found = found;
    this.#box = boxOfFound(found, this.#source?.at);
    this.hidden = false;
    this.#looking = setInterval(() => this.#look(), lookMs);
    this.#ask();
    this.#describe();
  }

  /** While it is shown. */
  #look(): void {
    const found = foundAt(this.#source);
    const { shown, by } = this.#manner;
    const isLeft = (one: Found): boolean => by === 'pointer' && hasLeft(one, this.#source?.at);
    // On its way elsewhere, or to its links: what is left is left in its own time.
    if (this.#manner.next !== null) return;
    if (found === null || found.told.key !== shown || isLeft(found)) {
      // Whoever is on their way to its links may still take them.
      if (!this.#isOver && !this.#keyboard.isInHint) this.#happen({ type: 'gone' });
      return;
    }
    const before = this.found?.told;
    if (sameData([found.told.parts, found.told.of], [before?.parts, before?.of])) return;
    this.found = found;
    this.#ask();
  }

  #ask(): void {
    const of = this.#manner.shown === null ? null : (this.found?.told.of ?? null);
    if (!sameData(of, page.state.open?.hint?.of ?? null)) act(this, { type: 'hint', of });
  }

  // ---------------------------------------------------------------- the pointer

  readonly #onMove = (event: PointerEvent): void => {
    if (event.pointerType === 'touch' || event.buttons !== 0) return;
    const path = event.composedPath();
    this.#isOver = path.includes(this);
    if (this.#isOver) return this.#happen({ type: 'over-hint' });
    this.#pointer = { path, at: { type: 'pointer', x: event.clientX, y: event.clientY, isFinger: false } };
    this.#happen({ type: 'over', key: foundAt(this.#pointer)?.told.key ?? null });
  };

  readonly #onAway = (): void => {
    this.#pointer = null;
    this.#isOver = false;
    this.#happen({ type: 'over', key: null });
  };

  readonly #onDown = (event: PointerEvent): void => {
    const path = event.composedPath();
    if (path.includes(this)) return;
    const found = foundAt({ path, at: pointerAt(event) });
    // Its own click shows or ends it.
    if (found?.isButton === true && found.told.key === this.#manner.shown) return;
    this.#happen({ type: 'end' });
  };

  readonly #onClick = (event: MouseEvent): void => {
    const path = event.composedPath();
    if (path.includes(this)) return;
    // A key presses a button too, and has no place.
    const isKey = event.detail === 0;
    const source: Source = isKey ? { path, at: { type: 'focus' } } : { path, at: pointerAt(event) };
    const found = foundAt(source);
    if (found?.isButton !== true) return;
    if (!isKey) this.#pointer = source;
    this.#happen({ type: 'press', key: found.told.key });
  };

  /** A menu has been opened there. */
  readonly #onAsked = (event: Event): void => {
    if (event.type === 'contextmenu' && !event.defaultPrevented) return;
    this.#press.cancel();
    this.#happen({ type: 'end' });
  };

  /** What is scrolled goes away beneath the pointer. */
  readonly #onWheel = (event: WheelEvent): void => {
    if (!event.composedPath().includes(this)) this.#happen({ type: 'end' });
  };

  #pressed({ x, y, path }: Press): boolean {
    this.#pointer = { path, at: { type: 'pointer', x, y, isFinger: true } };
    const found = path.includes(this) ? null : foundAt(this.#pointer);
    if (found !== null) this.#happen({ type: 'press', key: found.told.key });
    return found !== null;
  }

  // ---------------------------------------------------------------- those who hear it

  #describe(): void {
    const { found } = this;
    this.#description.end();
    if (found === null || this.#manner.by === 'pointer' || this.#source?.at.type !== 'focus') return;
    const [focused] = focusPath();
    const element = found.told.element ?? focused;
    if (element !== undefined) this.#description.begin(element, focused);
    this.#say();
  }

  /** In one piece, when all of it is known. */
  #say(): void {
    const told = this.found?.told;
    if (told === undefined || (told.of !== null && this.#asked.value?.answer == null)) return;
    this.#description.say(hintWords(told, this.#why()));
  }

  // ---------------------------------------------------------------- what is seen

  override updated(): void {
    this.#say();
    if (this.hidden || this.found === null) return;
    const screen = screenFor(this);
    const at = this.#source?.at;
    this.style.maxHeight = '';
    // Times that run on make it no narrower and wider in turn.
    this.#widest = Math.max(this.#widest, this.offsetWidth);
    this.style.minWidth = `${this.#widest}px`;
    const { told } = this.found;
    const stand = placeHint(
      boxFor(this, this.#box),
      at?.type === 'pointer' ? boxFor(this, { x: at.x, y: at.y, width: 0, height: 0 }) : null,
      { width: this.offsetWidth, height: this.offsetHeight },
      screen,
      told.others?.().map((box) => boxFor(this, box)),
      this.#side,
    );
    this.#side = stand.side;
    this.style.left = `${stand.x}px`;
    this.style.top = `${stand.y}px`;
    this.style.maxHeight = `${stand.maxHeight}px`;
    this.#keyboard.goIn();
  }

  #why(): Why {
    const answer = this.#asked.value?.answer ?? null;
    const told = this.found?.told;
    if (told === undefined || answer === null || !sameData(this.#asked.value?.of, told.of)) return null;
    if (answer.explanation === null) return answer.text;
    return becauseOf(told, answer.explanation, page.state.open?.frame?.rules ?? []);
  }

  override render(): TemplateResult | typeof nothing {
    if (this.found === null) return nothing;
    const isByKey = this.#source?.at.type === 'focus';
    return hintContent(this.found.told, this.#why(), isByKey, (link) => this.#go(link));
  }

  #go({ actions }: HintLink): void {
    this.#happen({ type: 'end' });
    for (const action of actions) act(this, action);
  }
}

const pointerAt = ({ clientX: x, clientY: y }: MouseEvent): At => ({ type: 'pointer', x, y, isFinger: false });

customElements.define('rh-hint', RhHint);

declare global {
  interface HTMLElementTagNameMap {
    'rh-hint': RhHint;
  }
}
