/**
 * `<rh-hint>`: what a thing is, since when and by what, once the pointer rests on it or the keyboard comes to it. One for the page: what
 * tells of things says so with `explains()`. Nothing is looked for before: a search may have to run a history again, and a pointer
 * crosses many things. `manner.ts` has when it is shown, `place.ts` where.
 *
 * It never takes the focus; Alt I goes into it, to its links. What has the focus gets what it says as its description.
 */
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { chordOf, isComposing } from '../commands/chord.ts';
import type { Box } from '../menu/place.ts';
import { act } from '../model/act.ts';
import { page, sameData, select } from '../model/page.ts';
import { boxFor, screenFor } from '../parts/own-px.ts';
import { type Because, becauseOf } from './because.ts';
import { enterHintEvent } from './enter.ts';
import { explainedAt } from './explains.ts';
import { after, atRest, type Happening, type Manner } from './manner.ts';
import { placeHint, pointedPart, type Side } from './place.ts';
import type { At, HintLink, HintPart, Told } from './told.ts';

/** What is told while it is shown is looked at so often: a moment may pass, a message arrive. */
const lookMs = 200;
/** A finger that stays on a thing asks for its hint, as long as nothing else answers. A finger trembles, in px. */
const pressMs = 500;
const slack = 10;
/** The click that ends such a press comes so soon, in ms. */
const clickMs = 400;
/** A thing that moves away beneath the pointer is left, in px. */
const near = 2;

interface Source {
  readonly path: readonly EventTarget[];
  readonly at: At;
}

interface Found {
  readonly element: Element;
  readonly told: Told;
  readonly isButton: boolean;
}

/** What has the focus, and all around it. */
function focusPath(): readonly Element[] {
  const path: Element[] = [];
  let active = document.activeElement;
  while (active?.shadowRoot?.activeElement != null) active = active.shadowRoot.activeElement;
  for (let at: Node | null = active; at !== null; at = at instanceof ShadowRoot ? at.host : at.parentNode)
    if (at instanceof Element) path.push(at);
  return path;
}

const isTyping = (element: Element | undefined): boolean =>
  element instanceof HTMLTextAreaElement ||
  element instanceof HTMLSelectElement ||
  (element instanceof HTMLInputElement && !/^(checkbox|radio|button)$/.test(element.type)) ||
  (element instanceof HTMLElement && element.isContentEditable);

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
  #finger: { readonly timer: ReturnType<typeof setTimeout>; readonly x: number; readonly y: number } | null = null;
  #fingerAt = Number.NEGATIVE_INFINITY;
  #described: Element | null = null;
  /** What had the focus when the reader asked for the way in. */
  #wants: Element | null = null;
  /** What had the focus before the keyboard went into the hint. */
  #from: HTMLElement | SVGElement | null = null;
  #listening = new AbortController();

  constructor() {
    super();
    this.found = null;
    this.hidden = true;
  }

  static override readonly styles = css`
    :host {
      position: fixed;
      z-index: 40;
      box-sizing: border-box;
      width: max-content;
      max-width: min(340px, calc(var(--screen-width) - 16px));
      overflow: auto;
      scrollbar-width: thin;
      padding: 7px 11px 8px;
      border-radius: var(--radius);
      background: var(--ink);
      color: var(--paper);
      box-shadow: var(--shadow);
      font: 400 var(--t-s) / 1.45 var(--font-ui);
      font-variant-numeric: tabular-nums;
      overflow-wrap: anywhere;
      cursor: default;
      user-select: text;
      transition:
        opacity 120ms,
        display 120ms allow-discrete;
    }
    @starting-style {
      :host(:not([hidden])) {
        opacity: 0;
      }
    }
    :host([hidden]) {
      display: none;
      opacity: 0;
      pointer-events: none;
    }
    @media (prefers-reduced-motion: reduce) {
      :host {
        transition: none;
      }
    }
    .part + .part {
      margin-top: 6px;
      padding-top: 6px;
      border-top: 1px solid color-mix(in srgb, var(--paper) 25%, transparent);
    }
    p {
      margin: 0;
    }
    .kind,
    .lead,
    .note {
      opacity: 0.75;
    }
    /* How a mouse does more. */
    @media (hover: none) {
      .note {
        display: none;
      }
    }
    b {
      font-weight: 600;
    }
    .value {
      font: 400 11.5px / 1.5 var(--font-code);
      display: -webkit-box;
      -webkit-box-orient: vertical;
      -webkit-line-clamp: 4;
      overflow: hidden;
    }
    .was {
      display: -webkit-box;
      -webkit-box-orient: vertical;
      -webkit-line-clamp: 2;
      overflow: hidden;
    }
    .links {
      display: flex;
      flex-wrap: wrap;
      gap: 2px 14px;
      margin-top: 3px;
    }
    button {
      all: unset;
      cursor: pointer;
      padding: 2px 0;
      text-decoration: underline;
      text-underline-offset: 2px;
      font-weight: 550;
      border-radius: 3px;
    }
    button:hover {
      text-decoration-thickness: 2px;
    }
    button:focus-visible {
      outline: 2px solid var(--paper);
      outline-offset: 2px;
    }
    kbd {
      margin-left: auto;
      align-self: center;
      opacity: 0.75;
      font: 500 10px / 1.4 var(--font-ui);
    }
  `;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#listening = new AbortController();
    const { signal } = this.#listening;
    const first = { signal, capture: true };
    window.addEventListener('pointermove', this.#onMove, { signal, passive: true });
    document.documentElement.addEventListener('pointerleave', this.#onAway, { signal });
    window.addEventListener('pointerdown', this.#onDown, { ...first, passive: true });
    window.addEventListener('pointerup', this.#onUp, { ...first, passive: true });
    window.addEventListener('pointercancel', this.#onUp, { ...first, passive: true });
    window.addEventListener('click', this.#onClick, first);
    window.addEventListener('contextmenu', this.#onAsked, { signal });
    window.addEventListener('rh-menu', this.#onAsked, { signal });
    window.addEventListener('wheel', this.#onWheel, { ...first, passive: true });
    window.addEventListener('keydown', this.#onKey, first);
    window.addEventListener('keyup', this.#onKeyUp, { signal });
    window.addEventListener('focusout', this.#onFocusOut, { signal });
    window.addEventListener(enterHintEvent, this.#onEnter, { signal });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#listening.abort();
    this.#happen({ type: 'end' });
    this.#liftFinger();
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
      const source = next.by === 'focus' ? this.#focusSource() : this.#pointer;
      if (tellAt(source)?.told.key !== next.key) return this.#happen({ type: 'gone' });
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
      // While it is there: what is hidden has no focus to give back.
      this.#comeBack();
      this.#source = null;
      this.#wants = null;
      this.hidden = true;
      this.#isOver = false;
      this.#undescribe();
      this.#ask();
      return;
    }
    const sources = by === 'focus' ? [this.#focusSource(), this.#pointer] : [this.#pointer, this.#focusSource()];
    this.#source = sources.find((source) => tellAt(source)?.told.key === shown) ?? null;
    const found = tellAt(this.#source);
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
    const found = tellAt(this.#source);
    const { shown } = this.#manner;
    // On its way elsewhere, or to its links: what is left is left in its own time.
    if (this.#manner.next !== null) return;
    if (found === null || found.told.key !== shown || this.#hasLeft(found)) {
      // Whoever is on their way to its links may still take them.
      if (!this.#isOver && this.#from === null) this.#happen({ type: 'gone' });
      return;
    }
    const before = this.found?.told;
    if (sameData([found.told.parts, found.told.of], [before?.parts, before?.of])) return;
    this.found = found;
    this.#ask();
  }

  /** It moved away beneath a pointer that stands still: a list that goes on by itself. */
  #hasLeft({ element, told }: Found): boolean {
    const at = this.#source?.at;
    if (at?.type !== 'pointer' || this.#manner.by !== 'pointer') return false;
    const { left, top, right, bottom } = (told.element ?? element).getBoundingClientRect();
    return at.x < left - near || at.x > right + near || at.y < top - near || at.y > bottom + near;
  }

  #ask(): void {
    const of = this.#manner.shown === null ? null : (this.found?.told.of ?? null);
    if (!sameData(of, page.state.open?.hint?.of ?? null)) act(this, { type: 'hint', of });
  }

  // ---------------------------------------------------------------- the pointer

  readonly #onMove = (event: PointerEvent): void => {
    if (event.pointerType === 'touch') return this.#moveFinger(event);
    if (event.buttons !== 0) return;
    const path = event.composedPath();
    this.#isOver = path.includes(this);
    if (this.#isOver) return this.#happen({ type: 'over-hint' });
    this.#pointer = { path, at: { type: 'pointer', x: event.clientX, y: event.clientY, isFinger: false } };
    this.#happen({ type: 'over', key: tellAt(this.#pointer)?.told.key ?? null });
  };

  readonly #onAway = (): void => {
    this.#pointer = null;
    this.#isOver = false;
    this.#happen({ type: 'over', key: null });
  };

  readonly #onDown = (event: PointerEvent): void => {
    const path = event.composedPath();
    // Not every system sends a click after a long press: the next one is another's.
    this.#fingerAt = Number.NEGATIVE_INFINITY;
    if (path.includes(this)) return;
    if (event.pointerType === 'touch') this.#putFinger(event, path);
    const found = tellAt({ path, at: pointerAt(event) });
    // Its own click shows or ends it.
    if (found?.isButton === true && found.told.key === this.#manner.shown) return;
    this.#happen({ type: 'end' });
  };

  readonly #onUp = (): void => this.#liftFinger();

  readonly #onClick = (event: MouseEvent): void => {
    if (performance.now() - this.#fingerAt < clickMs) {
      // What was pressed long was asked for its hint, not for what a tap does.
      this.#fingerAt = Number.NEGATIVE_INFINITY;
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    const path = event.composedPath();
    if (path.includes(this)) return;
    // A key presses a button too, and has no place.
    const isKey = event.detail === 0;
    const source: Source = isKey ? { path, at: { type: 'focus' } } : { path, at: pointerAt(event) };
    const found = tellAt(source);
    if (found?.isButton !== true) return;
    if (!isKey) this.#pointer = source;
    this.#happen({ type: 'press', key: found.told.key });
  };

  /** A menu has been opened there. */
  readonly #onAsked = (event: Event): void => {
    const isTouch = event instanceof PointerEvent && event.pointerType === 'touch';
    if (event.type === 'contextmenu' && !event.defaultPrevented) {
      // Where nothing else answers a finger that stays, some systems ask so.
      if (isTouch && this.#finger !== null) this.#press(event, event.composedPath());
      return;
    }
    this.#liftFinger();
    this.#happen({ type: 'end' });
  };

  /** What is scrolled goes away beneath the pointer. */
  readonly #onWheel = (event: WheelEvent): void => {
    if (!event.composedPath().includes(this)) this.#happen({ type: 'end' });
  };

  // ---------------------------------------------------------------- a finger

  #putFinger(event: PointerEvent, path: readonly EventTarget[]): void {
    this.#liftFinger();
    const { clientX: x, clientY: y } = event;
    const timer = setTimeout(() => {
      this.#press(event, path);
    }, pressMs);
    this.#finger = { timer, x, y };
  }

  #press({ clientX: x, clientY: y }: MouseEvent, path: readonly EventTarget[]): void {
    if (this.#finger !== null) clearTimeout(this.#finger.timer);
    this.#finger = null;
    this.#pointer = { path, at: { type: 'pointer', x, y, isFinger: true } };
    const found = tellAt(this.#pointer);
    if (found === null) return;
    this.#fingerAt = performance.now();
    this.#happen({ type: 'press', key: found.told.key });
  }

  #moveFinger({ clientX, clientY }: PointerEvent): void {
    const finger = this.#finger;
    if (finger !== null && Math.hypot(clientX - finger.x, clientY - finger.y) > slack) this.#liftFinger();
  }

  #liftFinger(): void {
    if (this.#finger !== null) clearTimeout(this.#finger.timer);
    this.#finger = null;
    if (this.#fingerAt > Number.NEGATIVE_INFINITY) this.#fingerAt = performance.now();
  }

  // ---------------------------------------------------------------- the keyboard

  #focusSource(): Source | null {
    const path = focusPath();
    const [target] = path;
    if (target === undefined || path.includes(this) || isTyping(target) || !target.matches(':focus-visible'))
      return null;
    return { path, at: { type: 'focus' } };
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    if (isComposing(event)) return;
    const { shown, by } = this.#manner;
    if (event.key === 'Escape' && shown !== null) {
      // And nothing else.
      event.preventDefault();
      event.stopImmediatePropagation();
      return this.#happen({ type: 'end' });
    }
    if (this.#isInside(event)) return this.#onOwnKey(event);
    if (chordOf(event) === 'Alt+i' && this.#enter()) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    // A key that is held down moves the focus many times before it is let go.
    if (by === 'focus' && shown !== null) setTimeout(() => this.#follow(), 0);
  };

  /** A key may have moved the focus. Of a move within one shadow tree no event of the focus comes out here. */
  readonly #onKeyUp = (event: KeyboardEvent): void => {
    if (!isComposing(event) && !this.#isInside(event)) this.#happen({ type: 'focus', key: this.#focusKey() });
  };

  #focusKey(): string | null {
    return tellAt(this.#focusSource())?.told.key ?? null;
  }

  #follow(): void {
    if (this.#manner.by === 'focus' && this.#manner.shown !== null && this.#focusKey() !== this.#manner.shown)
      this.#happen({ type: 'focus', key: this.#focusKey() });
  }

  readonly #onFocusOut = (event: FocusEvent): void => {
    // Into it, or out of it by its own keys.
    if (this.#isInside(event) || event.relatedTarget === this) return;
    this.#happen({ type: 'focus', key: null });
  };

  readonly #isInside = (event: Event): boolean => event.composedPath().includes(this);

  readonly #onEnter = (): void => void this.#enter();

  /** To its first link. False when there is nothing to go into. */
  #enter(): boolean {
    const source = this.#focusSource();
    const found = tellAt(source);
    if (this.#manner.shown === null) {
      if (found === null) return false;
      this.#happen({ type: 'press', key: found.told.key });
    }
    this.#wants = focusPath()[0] ?? null;
    this.requestUpdate();
    return true;
  }

  /** As soon as there is one. */
  #goIn(): void {
    const first = this.renderRoot.querySelector<HTMLElement>('button');
    const from = this.#wants;
    if (first === null || from === null) return;
    this.#wants = null;
    // Who has gone on meanwhile wants something else.
    if (focusPath()[0] !== from) return;
    this.#from = from instanceof HTMLElement || from instanceof SVGElement ? from : null;
    this.#happen({ type: 'enter' });
    first.focus();
  }

  #onOwnKey(event: KeyboardEvent): void {
    const buttons = [...this.renderRoot.querySelectorAll<HTMLElement>('button')];
    const at = buttons.findIndex((button) => button === this.shadowRoot?.activeElement);
    const moves: Readonly<Record<string, number>> = {
      Tab: event.shiftKey ? at - 1 : at + 1,
      ArrowRight: at + 1,
      ArrowDown: at + 1,
      ArrowLeft: at - 1,
      ArrowUp: at - 1,
    };
    const to = moves[event.key];
    // Its buttons are pressed by the browser; no key is a command of the page here.
    event.stopImmediatePropagation();
    if (to === undefined) return;
    event.preventDefault();
    const next = buttons[to];
    if (next !== undefined) next.focus();
    else this.#happen({ type: 'end' });
  }

  #comeBack(): void {
    const from = this.#from;
    this.#from = null;
    if (from?.isConnected === true && this.shadowRoot?.activeElement != null) from.focus({ preventScroll: true });
  }

  // ---------------------------------------------------------------- those who hear it

  /** What has the focus is described by what the hint says beyond its name; one that has a description has told of itself. */
  #describe(): void {
    this.#undescribe();
    const { found } = this;
    if (found === null || this.#manner.by === 'pointer' || this.#source?.at.type !== 'focus') return;
    const [focused] = focusPath();
    const element = found.told.element ?? focused;
    if (
      element === undefined ||
      element.hasAttribute('aria-describedby') ||
      focused?.hasAttribute('aria-describedby') === true
    )
      return;
    this.#described = element;
    this.#tellDescribed();
  }

  #tellDescribed(): void {
    const { found } = this;
    const isAwaited = found?.told.of != null && this.#asked.value?.answer == null;
    // In one piece, when all of it is known.
    if (this.#described === null || found === null || isAwaited) return;
    const text = wordsOf(found.told, this.#because());
    if (this.#described.getAttribute('aria-description') !== text)
      this.#described.setAttribute('aria-description', text);
  }

  #undescribe(): void {
    this.#described?.removeAttribute('aria-description');
    this.#described = null;
  }

  // ---------------------------------------------------------------- what is seen

  override updated(): void {
    this.#tellDescribed();
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
    this.#goIn();
  }

  #because(): Because | string | null {
    const answer = this.#asked.value?.answer ?? null;
    const told = this.found?.told;
    if (told === undefined || answer === null || !sameData(this.#asked.value?.of, told.of)) return null;
    if (answer.explanation === null) return answer.text;
    return becauseOf(told, answer.explanation, page.state.open?.frame?.rules ?? []);
  }

  override render(): TemplateResult | typeof nothing {
    const { found } = this;
    if (found === null) return nothing;
    const { told } = found;
    const because = this.#because();
    const parts = told.parts.map((one, index) => this.#part(one, index === told.parts.length - 1 ? because : 'none'));
    return html`<div role="tooltip">${parts}</div>`;
  }

  #part({ kind, title, value, facts, note, links }: HintPart, because: Because | string | null): TemplateResult {
    const { of } = this.found?.told ?? { of: null };
    const known = typeof because === 'object' && because !== null ? because : null;
    const said =
      of === null || because === 'none'
        ? ''
        : because === null
          ? 'Looking for the cause…'
          : known === null
            ? because
            : '';
    const all = [...links, ...(known?.links ?? [])];
    return html`<div class="part">
      <p>${kind === '' ? nothing : html`<span class="kind">${kind}</span> `}<b>${title}</b></p>
      ${value === '' ? nothing : html`<p class="value">${value}</p>`}
      ${facts.map((fact) => html`<p>${fact}</p>`)}
      ${known?.lines.map(({ lead, text }) => html`<p class=${lead === 'Before' ? 'was' : ''}>${lead === '' ? nothing : html`<span class="lead">${lead}:</span> `}${text}</p>`)}
      ${said === '' ? nothing : html`<p class="lead">${said}</p>`}
      ${note === '' ? nothing : html`<p class="note">${note}</p>`}
      ${all.length === 0 ? nothing : this.#links(all)}
    </div>`;
  }

  #links(links: readonly HintLink[]): TemplateResult {
    const isByKey = this.#source?.at.type === 'focus';
    return html`<div class="links">
      ${links.map((link) => html`<button tabindex="-1" @click=${() => this.#go(link)}>${link.label}</button>`)}
      ${isByKey ? html`<kbd aria-hidden="true">Alt I</kbd>` : nothing}
    </div>`;
  }

  #go({ actions }: HintLink): void {
    this.#happen({ type: 'end' });
    for (const action of actions) act(this, action);
  }
}

const pointerAt = ({ clientX: x, clientY: y }: MouseEvent): At => ({ type: 'pointer', x, y, isFinger: false });

function tellAt(source: Source | null): Found | null {
  const explained = source === null ? null : explainedAt(source.path);
  const told = source === null ? null : (explained?.tell(source.at) ?? null);
  return explained === null || told === null
    ? null
    : { element: explained.element, told, isButton: explained.isButton };
}

function boxOfFound({ element, told }: Found, at: At | undefined): Box {
  if (told.box !== undefined) return told.box;
  const { x, y, width, height } = (told.element ?? element).getBoundingClientRect();
  return pointedPart({ x, y, width, height }, at?.type === 'pointer' ? at : null);
}

/** Without the name of the thing: whoever hears it has heard that. */
function wordsOf({ parts }: Told, because: Because | string | null): string {
  const all = parts.flatMap(({ title, value, facts }, index) => [...(index === 0 ? [] : [title]), value, ...facts]);
  const why =
    because === null
      ? []
      : typeof because === 'string'
        ? [because]
        : because.lines.map(({ lead, text }) => (lead === '' ? text : `${lead}: ${text}`));
  return [...all, ...why].filter((line) => line !== '').join('. ');
}

customElements.define('rh-hint', RhHint);

declare global {
  interface HTMLElementTagNameMap {
    'rh-hint': RhHint;
  }
}
