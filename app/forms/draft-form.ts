/**
 * `<rh-draft-form .draft .shape>`: the controls for a value, whatever its kind and depth. Says `rh-draft` with the changed draft; the
 * owner gives it back. Numbers are typed as text, so that what is not valid stays to be mended.
 */
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { live } from 'lit/directives/live.js';
import type { Plain } from '../../kernel/plain.ts';
import type { Shape } from '../../kernel/shape.ts';
import type { Pattern } from '../../kernel/star.ts';
import { act } from '../model/act.ts';
import { patternFor, patternText } from '../model/star-text.ts';
import { type PageStar, starOfPattern } from '../model/stars.ts';
import '../parts/icon.ts';
import { starStyles } from '../stage/star-sign.ts';
import {
  type Draft,
  finish,
  namesAlong,
  type Member,
  partAt,
  type Problem,
  recast,
  renamed,
  type Way,
  withMember,
  without,
  withPart,
} from './draft.ts';
import { formStyles } from './form.css.ts';
import { problemLine, problemStyles } from './problem-line.ts';
import { stepped } from './stepped.ts';
import {
  alternatives,
  any,
  entryOf,
  examplesOf,
  fieldOf,
  isOpen,
  itemOf,
  type Kind,
  keyOf,
  kindsOf,
  ofKind,
  optionalFields,
  optionsOf,
} from './shape.ts';

/** Members of one collection that are shown before one asks for the rest. */
const shownAtFirst = 40;

const kindNames: Readonly<Record<Kind, string>> = {
  string: 'string',
  number: 'number',
  boolean: 'boolean',
  bigint: 'bigint',
  null: 'null',
  undefined: 'undefined',
  array: 'list',
  set: 'Set',
  map: 'Map',
  object: 'object',
};

export class RhDraftForm extends LitElement {
  static override readonly properties = {
    draft: { attribute: false },
    shape: { attribute: false },
    label: { attribute: false },
    nodes: { attribute: false },
    problems: { attribute: false },
    starUnder: { attribute: false },
    stars: { attribute: false },
    opened: { state: true },
  };
  declare draft: Draft;
  declare shape: Shape;
  /** What the value is called. */
  declare label: string;
  /** The nodes there are, offered where a text is the name of one. */
  declare nodes: readonly string[];
  declare problems: readonly Problem[];
  /** The names that lead to the value, for starring parts of it; null: they are not starred here. */
  declare starUnder: readonly string[] | null;
  declare stars: readonly PageStar[];
  /** Collections that are shown in full. */
  declare opened: ReadonlySet<string>;

  static override readonly styles = [
    formStyles,
    starStyles,
    problemStyles,
    css`
      :host {
        display: block;
      }
      .part {
        display: flex;
        align-items: flex-start;
        gap: 6px;
        min-width: 0;
      }
      .control {
        flex: 1;
        min-width: 0;
      }
      select.kind {
        width: auto;
        flex: none;
        color: var(--ink-3);
        border-color: transparent;
        background: transparent;
        padding: 2px 2px;
        font-size: 11px;
      }
      select.kind:hover {
        border-color: var(--rule-strong);
      }
      .rows {
        display: grid;
        gap: 5px;
        min-width: 0;
      }
      .inside {
        border-left: 1px solid var(--rule);
        padding-left: 10px;
        margin-left: 3px;
      }
      .rows.fields {
        grid-template-columns: max-content minmax(0, 1fr) max-content;
        column-gap: 8px;
      }
      .rows.fields > * {
        grid-column: 1 / -1;
      }
      .rows.fields > .row {
        grid-template-columns: subgrid;
        gap: inherit;
      }
      .rows.fields > .row.wide > .icon {
        grid-column: 3;
      }
      .row {
        display: grid;
        grid-template-columns: minmax(0, max-content) minmax(0, 1fr) var(--icon);
        gap: 6px;
        align-items: start;
      }
      .row.wide {
        grid-template-columns: minmax(0, 1fr) var(--icon);
      }
      .row.wide > .value {
        grid-column: 1 / -1;
      }
      .row.pair {
        grid-template-columns: minmax(0, 2fr) minmax(0, 3fr) var(--icon);
      }
      .name {
        padding: 4px 4px 4px 0;
        font: 400 12px / 1.5 var(--font-code);
        color: var(--ink-2);
        overflow-wrap: anywhere;
      }
      .name.index {
        color: var(--ink-3);
        min-width: 2ch;
        text-align: right;
      }
      .star-it.carries {
        color: var(--star);
      }
      .adds {
        display: flex;
        flex-wrap: wrap;
        gap: 4px;
      }
      .nothing {
        padding: 4px 2px;
        color: var(--ink-3);
        font-size: var(--t-s);
      }
      .switch {
        display: inline-flex;
        align-items: center;
        gap: 8px;
        min-height: 28px;
        padding: 0 4px;
        font: 400 12px / 1.5 var(--font-code);
      }
      .switch::before {
        content: '';
        width: 30px;
        height: 16px;
        border-radius: 99px;
        background:
          radial-gradient(circle at 8px 50%, var(--raised) 5px, transparent 5.6px) no-repeat,
          var(--ghost);
        transition: background-position var(--quick);
      }
      .switch[aria-checked='true']::before {
        background:
          radial-gradient(circle at 22px 50%, var(--raised) 5px, transparent 5.6px) no-repeat,
          var(--accent);
      }
    `,
  ];

  /** What had the focus before an update. */
  #focused: Element | null = null;

  constructor() {
    super();
    this.draft = { kind: 'undefined' };
    this.shape = any;
    this.label = 'value';
    this.nodes = [];
    this.problems = [];
    this.starUnder = null;
    this.stars = [];
    this.opened = new Set();
  }

  override willUpdate(): void {
    this.#focused = this.shadowRoot?.activeElement ?? null;
  }

  override updated(): void {
    // The types may come once one writes already: what is written in is another control then.
    if (this.#focused?.isConnected === false && this.shadowRoot?.activeElement === null) this.focus();
  }

  /** The first control that is wrong, else the first of all. */
  override focus(): void {
    const wrong = this.renderRoot.querySelector<HTMLElement>('[aria-invalid="true"]');
    const first =
      wrong ?? this.renderRoot.querySelector<HTMLElement>('input, select:not(.kind), textarea, .switch, select, .add');
    first?.focus();
    // What is wrong is mended, not written over.
    if (first instanceof HTMLInputElement && wrong === null) first.select();
  }

  override render(): TemplateResult {
    return html`${this.#part(this.draft, this.shape, [], this.label)}
      <datalist id="nodes">${this.nodes.map((node) => html`<option value=${node}></option>`)}</datalist>`;
  }

  // ---------------------------------------------------------------- one value

  #part(draft: Draft, shape: Shape, way: Way, label: string): TemplateResult {
    const kinds = kindsOf(shape);
    const own = ofKind(shape, draft.kind);
    const isInside = way.length > 0 && !isAtom(draft);
    return html`<div class="part" @keydown=${(event: KeyboardEvent) => this.#onStarKey(event, draft, way)}>
      <div class="control ${isInside ? 'inside' : ''}">${this.#control(draft, own, way, label)} ${this.#problem(way)}</div>
      ${kinds.length > 1 || !kinds.includes(draft.kind) ? this.#kindChoice(draft, shape, kinds, way, label) : nothing}
      ${this.#starButton(draft, way, label)}
    </div>`;
  }

  /** What is followed when a single value is starred; null when it cannot be, or is not there yet. */
  #pattern(draft: Draft, way: Way): Pattern | null {
    if (this.starUnder === null || !isAtom(draft) || draft.kind === 'null' || draft.kind === 'undefined') return null;
    const finished = finish(draft);
    if (!('value' in finished) || finished.value === '') return null;
    return patternFor(finished.value, [...this.starUnder, ...namesAlong(this.draft, way)]);
  }

  #starButton(draft: Draft, way: Way, label: string): TemplateResult | typeof nothing {
    if (this.starUnder === null || !isAtom(draft)) return nothing;
    const pattern = this.#pattern(draft, way);
    if (pattern === null) return html`<span class="icon" aria-hidden="true"></span>`;
    const star = starOfPattern(this.stars, pattern);
    return html`<button
      class="icon star-it ${star === null ? '' : `carries s${star.colour}`}"
      tabindex="-1"
      aria-pressed=${star !== null}
      aria-label="Star ${label}: ${patternText(pattern)}"
      title="${star === null ? 'Star' : 'Let go'} ${patternText(pattern)}: whatever is equal to it is followed (Alt S)"
      @click=${() => act(this, { type: 'star-pattern', pattern })}
    >
      <rh-icon name="star"></rh-icon>
    </button>`;
  }

  /** Letters are typed: Alt+S stars what is being typed in. */
  #onStarKey(event: KeyboardEvent, draft: Draft, way: Way): void {
    if (!event.altKey || event.ctrlKey || event.metaKey || event.code !== 'KeyS') return;
    const pattern = this.#pattern(draft, way);
    if (pattern === null) return;
    event.preventDefault();
    event.stopPropagation();
    act(this, { type: 'star-pattern', pattern });
  }

  #kindChoice(draft: Draft, shape: Shape, kinds: readonly Kind[], way: Way, label: string): TemplateResult {
    const all = kinds.includes(draft.kind) ? kinds : [draft.kind, ...kinds];
    return html`<select
      class="kind"
      aria-label="Kind of ${label}"
      @change=${({ currentTarget }: { readonly currentTarget: HTMLSelectElement }) => {
        const kind = all[currentTarget.selectedIndex];
        if (kind !== undefined) this.#put(way, recast(draft, shape, kind));
      }}
    >
      ${all.map((kind) => html`<option .selected=${kind === draft.kind}>${kindNames[kind]}</option>`)}
    </select>`;
  }

  #problem(way: Way): TemplateResult | typeof nothing {
    return problemLine(this.#problemAt(way), `problem-${nameOf(way)}`);
  }

  #problemAt(way: Way): Problem | undefined {
    const name = nameOf(way);
    return this.problems.find((problem) => nameOf(problem.way) === name);
  }

  #control(draft: Draft, shape: Shape, way: Way, label: string): TemplateResult | typeof nothing {
    switch (draft.kind) {
      case 'string':
        return this.#text(draft.text, shape, way, label);
      case 'number':
      case 'bigint': {
        const options = optionsOf(shape, draft.kind);
        return options === null ? this.#number(draft, way, label) : this.#options(draft, options, way, label);
      }
      case 'boolean':
        return html`<button
          class="switch"
          role="switch"
          aria-checked=${draft.value}
          aria-label=${label}
          @click=${() => this.#put(way, { kind: 'boolean', value: !draft.value })}
        >
          ${draft.value}
        </button>`;
      case 'null':
      case 'undefined':
        return html`<div class="nothing">${draft.kind}</div>`;
      case 'array':
      case 'set':
        return this.#list(draft, shape, way, label);
      case 'map':
        return this.#entries(draft, shape, way, label);
      case 'object':
        return this.#fields(draft, shape, way, label);
    }
  }

  #text(text: string, shape: Shape, way: Way, label: string): TemplateResult {
    const options = optionsOf(shape, 'string');
    if (options !== null) return this.#options({ kind: 'string', text }, options, way, label);
    const isNode = alternatives(shape).some((one) => one.t === 'atom' && one.isNode === true);
    if (isNode && this.nodes.length > 0) return this.#options({ kind: 'string', text }, this.nodes, way, label);
    const put = ({ currentTarget }: { readonly currentTarget: HTMLInputElement | HTMLTextAreaElement }): void =>
      this.#put(way, { kind: 'string', text: currentTarget.value });
    // An input would lose the line ends.
    if (text.includes('\n'))
      return html`<textarea rows="4" aria-label=${label} .value=${live(text)} @input=${put}></textarea>`;
    const examples = examplesOf(shape);
    const names = examples.some((example) => this.nodes.includes(example)) ? this.nodes : [];
    const offered = [...new Set([...examples, ...names])].filter((one) => one !== '');
    const id = `offers-${nameOf(way)}`;
    return html`<input
        aria-label=${label}
        autocomplete="off"
        spellcheck="false"
        list=${offered.length > 0 ? id : nothing}
        .value=${live(text)}
        @input=${put}
      />
      ${offered.length > 0 ? html`<datalist id=${id}>${offered.map((one) => html`<option value=${one}></option>`)}</datalist>` : nothing}`;
  }

  #options(
    draft: Extract<Draft, { readonly text: string }>,
    options: readonly Plain[],
    way: Way,
    label: string,
  ): TemplateResult {
    const texts = options.flatMap((one) => (typeof one === 'object' || one === undefined ? [] : [String(one)]));
    const all = texts.includes(draft.text) ? texts : [draft.text, ...texts];
    return html`<select
      aria-label=${label}
      @change=${({ currentTarget }: { readonly currentTarget: HTMLSelectElement }) => {
        const text = all[currentTarget.selectedIndex];
        if (text !== undefined) this.#put(way, { kind: draft.kind, text });
      }}
    >
      ${all.map((text) => html`<option .selected=${text === draft.text}>${text === '' ? '(empty)' : text}</option>`)}
    </select>`;
  }

  #number({ kind, text }: Extract<Draft, { readonly text: string }>, way: Way, label: string): TemplateResult {
    const isWrong = this.#problemAt(way) !== undefined;
    return html`<input
      role="spinbutton"
      inputmode="decimal"
      autocomplete="off"
      aria-label=${label}
      aria-valuenow=${Number.isFinite(Number(text)) ? text : nothing}
      aria-valuetext=${text}
      aria-invalid=${isWrong}
      aria-describedby=${isWrong ? `problem-${nameOf(way)}` : nothing}
      .value=${live(text)}
      @input=${({ currentTarget }: { readonly currentTarget: HTMLInputElement }) => this.#put(way, { kind, text: currentTarget.value })}
      @keydown=${(event: KeyboardEvent) => {
        const by = { ArrowUp: 1, ArrowDown: -1 }[event.key];
        const number = Number(text);
        if (by === undefined || text.trim() === '' || !Number.isFinite(number)) return;
        event.preventDefault();
        const next = stepped(text, by * (event.shiftKey ? 10 : 1));
        this.#put(way, { kind, text: next });
      }}
    />`;
  }

  // ---------------------------------------------------------------- collections

  #list(draft: Extract<Draft, { kind: 'array' | 'set' }>, shape: Shape, way: Way, label: string): TemplateResult {
    const item = itemOf(shape);
    const shown = this.#shown(draft.items, way);
    return html`<div class="rows" role="group" aria-label=${label} data-way=${nameOf(way)}>
      ${repeat(
        shown,
        ({ id }) => id,
        ({ id, value }, i) => {
          const name = draft.kind === 'set' ? `member ${i + 1} of ${label}` : `item ${i} of ${label}`;
          return html`<div class="row ${draft.kind === 'set' ? 'wide' : ''}">
            ${draft.kind === 'set' ? nothing : html`<span class="name index" aria-hidden="true">${i}</span>`}
            ${this.#part(value, item, [...way, id], name)} ${this.#remove(way, id, name)}
          </div>`;
        },
      )}
      ${this.#rest(draft.items.length, shown.length, way)} ${this.#add(draft.kind === 'set' ? 'Add a member' : 'Add an item', shape, way, label)}
    </div>`;
  }

  #entries(draft: Extract<Draft, { kind: 'map' }>, shape: Shape, way: Way, label: string): TemplateResult {
    const shown = this.#shown(draft.entries, way);
    return html`<div class="rows" role="group" aria-label=${label} data-way=${nameOf(way)}>
      ${repeat(
        shown,
        ({ id }) => id,
        ({ id, key, value }) => {
          const name = `${'text' in key ? key.text : 'entry'} of ${label}`;
          return html`<div class="row ${isAtom(value) ? 'pair' : 'wide'}">
            ${this.#part(key, keyOf(shape), [...way, id, 'key'], `key of ${label}`)}
            ${isAtom(value) ? this.#part(value, entryOf(shape), [...way, id], name) : nothing} ${this.#remove(way, id, name)}
            ${isAtom(value) ? nothing : html`<div class="value">${this.#part(value, entryOf(shape), [...way, id], name)}</div>`}
          </div>`;
        },
      )}
      ${this.#rest(draft.entries.length, shown.length, way)} ${this.#add('Add an entry', shape, way, label)}
    </div>`;
  }

  #fields(draft: Extract<Draft, { kind: 'object' }>, shape: Shape, way: Way, label: string): TemplateResult {
    const shown = this.#shown(draft.fields, way);
    const optional = optionalFields(shape);
    const missing = optional.filter((name) => !draft.fields.some((field) => field.name === name));
    const open = isOpen(shape);
    return html`<div class="rows fields" role="group" aria-label=${label} data-way=${nameOf(way)}>
      ${draft.fields.length === 0 ? html`<div class="nothing">no fields</div>` : nothing}
      ${repeat(
        shown,
        ({ id }) => id,
        ({ id, name, isNamed, value }) => {
          const isKnown = alternatives(shape).some(
            (one) => one.t === 'object' && one.fields.some((field) => field.name === name),
          );
          const canGo = optional.includes(name) || !isNamed || (open && !isKnown);
          const wide = !isAtom(value);
          return html`<div class="row ${wide ? 'wide' : ''}">
            ${isNamed ? html`<span class="name">${name}</span>` : this.#fieldName(way, id, name)}
            ${wide ? nothing : this.#part(value, fieldOf(shape, name), [...way, id], name)}
            ${canGo ? this.#remove(way, id, name === '' ? 'the field' : name) : nothing}
            ${wide ? html`<div class="value">${this.#part(value, fieldOf(shape, name), [...way, id], name)}</div>` : nothing}
          </div>`;
        },
      )}
      ${this.#rest(draft.fields.length, shown.length, way)}
      <div class="adds">
        ${missing.map((name) => this.#addButton(name, () => this.#grow(way, shape, name)))}
        ${open ? this.#addButton('Add a field', () => this.#grow(way, shape, null)) : nothing}
      </div>
    </div>`;
  }

  #fieldName(way: Way, id: number, name: string): TemplateResult {
    const at = [...way, id, 'key'] as const;
    return html`<div>
      <input
        aria-label="Name of the field"
        list="nodes"
        autocomplete="off"
        spellcheck="false"
        aria-invalid=${this.#problemAt(at) !== undefined}
        .value=${live(name)}
        @input=${({ currentTarget }: { readonly currentTarget: HTMLInputElement }) =>
          this.#say(renamed(this.draft, way, id, currentTarget.value))}
      />
      ${this.#problem(at)}
    </div>`;
  }

  #shown<M extends Member>(members: readonly M[], way: Way): readonly M[] {
    return this.opened.has(nameOf(way)) ? members : members.slice(0, shownAtFirst);
  }

  #rest(all: number, shown: number, way: Way): TemplateResult | typeof nothing {
    if (all <= shown) return nothing;
    return html`<button
      class="add"
      @click=${() => {
        this.opened = new Set([...this.opened, nameOf(way)]);
      }}
    >
      Show ${all - shown} more
    </button>`;
  }

  #remove(way: Way, id: number, name: string): TemplateResult {
    const label = `Remove ${name}`;
    return html`<button class="icon" aria-label=${label} title=${label} @click=${() => this.#say(without(this.draft, way, id))}>
      <rh-icon name="x"></rh-icon>
    </button>`;
  }

  #add(text: string, shape: Shape, way: Way, label: string): TemplateResult {
    return html`<div class="adds">${this.#addButton(text, () => this.#grow(way, shape, null), `${text} to ${label}`)}</div>`;
  }

  #addButton(text: string, grow: () => void, label = text): TemplateResult {
    return html`<button class="add" aria-label=${label} @click=${grow}><rh-icon name="plus"></rh-icon>${text}</button>`;
  }

  #grow(way: Way, shape: Shape, name: string | null): void {
    const { draft } = withMember(this.draft, way, shape, name, this.nodes);
    const size = countOf(partAt(draft, way));
    if (size > shownAtFirst) this.opened = new Set([...this.opened, nameOf(way)]);
    this.#say(draft);
    // What was added is what one writes in next.
    void this.updateComplete.then(() => {
      const rows = [...this.renderRoot.querySelectorAll(`.rows[data-way="${nameOf(way)}"] > .row`)];
      rows.at(-1)?.querySelector<HTMLElement>('input, select:not(.kind), textarea, .switch')?.focus();
    });
  }

  #put(way: Way, part: Draft): void {
    this.#say(withPart(this.draft, way, part));
  }

  #say(draft: Draft): void {
    this.dispatchEvent(new CustomEvent<Draft>('rh-draft', { detail: draft }));
  }
}

const nameOf = (way: Way): string => (way.length === 0 ? 'whole' : way.join('-'));

function isAtom(draft: Draft): boolean {
  return !('items' in draft || 'entries' in draft || 'fields' in draft);
}

function countOf(draft: Draft | null): number {
  if (draft === null) return 0;
  return 'items' in draft
    ? draft.items.length
    : 'entries' in draft
      ? draft.entries.length
      : 'fields' in draft
        ? draft.fields.length
        : 0;
}

customElements.define('rh-draft-form', RhDraftForm);

declare global {
  interface HTMLElementTagNameMap {
    'rh-draft-form': RhDraftForm;
  }
}
