/**
 * `<rh-custom-view .cell .view .ghost .name>`: what a view cell shows. One stop of the Tab key; arrow keys go from word to word, Enter does what
 * a click does, S stars, W asks why.
 */
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import type { CellKey } from '../../kernel/diagnostic.ts';
import type { CustomView } from '../../kernel/view.ts';
import { select } from '../model/page.ts';
import { marksOf, noStars } from '../model/stars.ts';
import { starStyles } from '../stage/star-sign.ts';
import { contentTemplate } from './contents.ts';
import { customViewStyles } from './custom-view.css.ts';
import { wordBeside } from './walk.ts';
import type { Reading } from './word.ts';
import { unseenStyles } from '../style/unseen.ts';

export class RhCustomView extends LitElement {
  static override readonly properties = {
    cell: { attribute: false },
    view: { attribute: false },
    ghost: { attribute: false },
    name: { attribute: false },
  };
  declare cell: CellKey;
  declare view: CustomView | null;
  /** The same of the run as it was; null: there is none. */
  declare ghost: CustomView | null;
  declare name: string;

  readonly #stars = select(this, ({ open }) => open?.stars ?? noStars);
  readonly #selected = select(this, ({ open }) => open?.selectedNode ?? null);
  readonly #down = select(this, ({ open }) =>
    (open?.frame?.nodes ?? [])
      .filter(({ alive }) => !alive)
      .map(({ id }) => id)
      .join('\n'),
  );
  readonly #showGhost = select(this, ({ open }) => open?.showGhost ?? true);
  readonly #seeds = select(this, ({ open }) => open?.overSeeds ?? null);
  /** The word that the Tab key comes to. */
  #stop: Element | null = null;
  /** How wide what can be scrolled was when it was drawn last, in px. */
  readonly #ends = new WeakMap<Element, number>();

  static override readonly styles = [starStyles, unseenStyles, customViewStyles];

  constructor() {
    super();
    this.cell = '';
    this.view = null;
    this.ghost = null;
    this.name = '';
    this.addEventListener('keydown', this.#onKey);
    this.addEventListener('focusin', this.#onFocus);
  }

  override render(): TemplateResult | typeof nothing {
    if (this.view === null) return nothing;
    const reading: Reading = {
      marks: marksOf(this.#stars.value),
      stars: this.#stars.value.list,
      selected: this.#selected.value,
      down: new Set(this.#down.value === '' ? [] : this.#down.value.split('\n')),
      cell: this.cell,
      seeds: this.#seeds.value,
    };
    const was = this.#showGhost.value ? (this.ghost?.content ?? null) : null;
    try {
      return contentTemplate(this.view.content, this.name, reading, was);
    } catch {
      // The kernel's replies could be a stranger's: what has not the shape of a view is none.
      return html`<p class="note">This view cannot be drawn.</p>`;
    }
  }

  /** What grows at its end shows its end, unless the reader has scrolled away from it. */
  #showEnds(): void {
    for (const box of this.renderRoot.querySelectorAll<HTMLElement>('.across')) {
      const before = this.#ends.get(box);
      const isAtEnd = before === undefined || box.scrollLeft + box.clientWidth >= before - 2;
      if (isAtEnd && box.scrollWidth !== before) box.scrollLeft = box.scrollWidth;
      this.#ends.set(box, box.scrollWidth);
    }
  }

  override updated(): void {
    this.#showEnds();
    const words = this.#words();
    if (this.#stop === null || !words.some((word) => word === this.#stop)) this.#stop = words[0] ?? null;
    for (const word of words) {
      const index = word === this.#stop ? '0' : '-1';
      if (word.getAttribute('tabindex') !== index) word.setAttribute('tabindex', index);
    }
    // What overflows can be scrolled with the keyboard, also when there is nothing in it to go to.
    if (words.length > 0) this.removeAttribute('tabindex');
    else this.setAttribute('tabindex', '0');
  }

  #words(): readonly (HTMLElement | SVGElement)[] {
    return [...this.renderRoot.querySelectorAll<HTMLElement | SVGElement>('button.word, g.acts')];
  }

  readonly #onFocus = (event: FocusEvent): void => {
    const [word] = event.composedPath();
    if (!(word instanceof Element) || word === this.#stop || !this.#words().some((one) => one === word)) return;
    this.#stop?.setAttribute('tabindex', '-1');
    this.#stop = word;
    word.setAttribute('tabindex', '0');
  };

  readonly #onKey = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const words = this.#words();
    const [origin] = event.composedPath();
    const at = words.findIndex((word) => word === origin);
    if (at < 0) return;
    const to = wordBeside(event.key, at, () => words.map((word) => word.getBoundingClientRect()), words.length);
    if (to === null) return;
    event.preventDefault();
    event.stopPropagation();
    words[to]?.focus();
    words[to]?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  };
}

customElements.define('rh-custom-view', RhCustomView);

declare global {
  interface HTMLElementTagNameMap {
    'rh-custom-view': RhCustomView;
  }
}
