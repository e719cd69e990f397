/**
 * `<rh-hint>`: since when something is as it is and by what, in a line or two, once the pointer rests on it or the keyboard comes to
 * it. Nothing is looked for before: a search may have to run a history again, and a pointer crosses many things. It ends when
 * the pointer goes on. The whole explanation comes by selecting.
 *
 * `<rh-hint-text .of>`: the same where there is a card already.
 */
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import type { Subject } from '../../kernel/explanation.ts';
import { act } from '../model/act.ts';
import { page, select } from '../model/page.ts';
import type { OpenNotebook } from '../model/state.ts';
import { placeBelow } from '../menu/place.ts';
import { boxFor, screenFor } from '../parts/own-px.ts';
import { explainedAt } from './explains.ts';
import { formatTime } from './format.ts';

/** The pointer rests so long. */
const restMs = 450;
/** On its way from the thing to the card. */
const graceMs = 250;
/** The buttons of a field hang over its edge. */
const gap = 12;

type Hint = NonNullable<OpenNotebook['hint']>;

const isSame = (a: Subject | undefined, b: Subject | undefined): boolean => JSON.stringify(a) === JSON.stringify(b);

/** What has the focus, and all around it. */
function focusPath(): readonly Element[] {
  const path: Element[] = [];
  let active = document.activeElement;
  while (active?.shadowRoot?.activeElement != null) active = active.shadowRoot.activeElement;
  for (let at: Node | null = active; at !== null; at = at instanceof ShadowRoot ? at.host : at.parentNode)
    if (at instanceof Element) path.push(at);
  return path;
}

/** The line, and the event to go to. */
function words({ answer }: Hint): TemplateResult | string {
  if (answer === null) return 'Looking for the cause…';
  const { explanation, text } = answer;
  if (explanation === null) return text;
  const { since, by, causes } = explanation;
  const [cause] = causes;
  const what = typeof by === 'string' ? by : by.text;
  return html`${since === null ? '' : `Since ${formatTime(since.time)}: `}${what}${cause === undefined ? nothing : html`<span class="lead"> ← ${cause.text}</span>`}`;
}

export class RhHint extends LitElement {
  readonly #hint = select(this, ({ open }) => open?.hint ?? null);
  #waiting: ReturnType<typeof setTimeout> | undefined;
  #path: readonly EventTarget[] = [];
  #listening = new AbortController();

  static override readonly styles = css`
    :host {
      position: fixed;
      z-index: 40;
      max-width: 340px;
      padding: 6px 10px;
      border-radius: 6px;
      background: var(--ink);
      color: var(--paper);
      font: 400 var(--t-s) / 1.4 var(--font-ui);
      font-variant-numeric: tabular-nums;
      overflow-wrap: anywhere;
    }
    :host([hidden]) {
      display: none;
    }
    .lead {
      opacity: 0.75;
    }
    button {
      all: unset;
      cursor: pointer;
      text-decoration: underline;
      text-underline-offset: 2px;
      white-space: nowrap;
    }
  `;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#listening = new AbortController();
    const { signal } = this.#listening;
    window.addEventListener('pointermove', this.#moved, { signal, passive: true });
    window.addEventListener('keyup', this.#focused, { signal });
    window.addEventListener('focusout', this.#end, { signal });
    window.addEventListener('pointerdown', this.#pressed, { signal, capture: true });
    window.addEventListener('wheel', this.#end, { signal, passive: true, capture: true });
    window.addEventListener('keydown', this.#end, { signal, capture: true });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#listening.abort();
    clearTimeout(this.#waiting);
  }

  readonly #moved = (event: PointerEvent): void => {
    if (event.pointerType === 'touch' || event.buttons !== 0) return;
    const path = event.composedPath();
    if (path.includes(this)) return clearTimeout(this.#waiting);
    const found = explainedAt(path);
    const now = page.state.open?.hint ?? null;
    // What is shown stays while the pointer is on its thing.
    if (now !== null && found !== null && isSame(found.told.of, now.of)) return clearTimeout(this.#waiting);
    this.#path = path;
    this.#later(now === null ? restMs : graceMs);
  };

  /** A key may have moved the focus. Of a move within one shadow tree no event of the focus comes out here. */
  readonly #focused = (): void => {
    const path = focusPath();
    const [target] = path;
    if (!(target instanceof Element) || !target.matches(':focus-visible') || explainedAt(path) === null) return;
    this.#path = path;
    this.#later(restMs);
  };

  readonly #pressed = (event: PointerEvent): void => {
    if (!event.composedPath().includes(this)) this.#end();
  };

  /** What is rested on is asked for then: what it is about may have changed beneath the pointer. */
  #later(ms: number): void {
    clearTimeout(this.#waiting);
    this.#waiting = setTimeout(() => {
      const found = explainedAt(this.#path);
      const now = page.state.open?.hint ?? null;
      if (found === null) return this.#end();
      if (now !== null && isSame(found.told.of, now.of)) return;
      const { x, y, width, height } = found.element.getBoundingClientRect();
      const anchor = found.told.isInline ? null : { x, y, width, height };
      act(this, { type: 'hint', of: found.told.of, anchor });
    }, ms);
  }

  readonly #end = (): void => {
    clearTimeout(this.#waiting);
    if (page.state.open?.hint != null) act(this, { type: 'hint', of: null });
  };

  override updated(): void {
    const anchor = this.#hint.value?.anchor ?? null;
    this.hidden = anchor === null;
    if (anchor === null) return;
    const size = { width: this.offsetWidth, height: this.offsetHeight };
    const { x, y } = placeBelow(boxFor(this, anchor), size, screenFor(this), gap);
    this.style.left = `${x}px`;
    this.style.top = `${y}px`;
  }

  override render(): TemplateResult | typeof nothing {
    const hint = this.#hint.value;
    if (hint === null || hint.anchor === null) return nothing;
    const by = hint.answer?.explanation?.by;
    return html`<div role="status">${words(hint)}</div>
      ${
        by === undefined || typeof by === 'string'
          ? nothing
          : html`<button tabindex="-1" @click=${() => act(this, { type: 'seek', to: by.step })}>Go to that event</button>`
      }`;
  }
}

export class RhHintText extends LitElement {
  static override readonly properties = { of: { attribute: false } };
  declare of: Subject | null;

  readonly #hint = select(this, ({ open }) => open?.hint ?? null);

  constructor() {
    super();
    this.of = null;
  }

  static override readonly styles = css`
    :host {
      display: block;
    }
    .lead {
      opacity: 0.75;
    }
  `;

  override render(): TemplateResult | string | typeof nothing {
    const hint = this.#hint.value;
    return this.of === null || hint === null || !isSame(hint.of, this.of) ? nothing : words(hint);
  }
}

customElements.define('rh-hint', RhHint);
customElements.define('rh-hint-text', RhHintText);

declare global {
  interface HTMLElementTagNameMap {
    'rh-hint': RhHint;
    'rh-hint-text': RhHintText;
  }
}
