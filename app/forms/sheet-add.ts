/**
 * `<rh-sheet-add>`: one more member of a collection, by the fields of its type: a key and what it holds, an item, a member, a field.
 * Gives both to `add`, when nothing is wrong with them, and says `rh-add-end` when one has done with adding.
 */
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import type { CollectionKind } from '../../kernel/members.ts';
import type { Plain } from '../../kernel/plain.ts';
import type { Shape } from '../../kernel/shape.ts';
import { fits, wanted } from './cell-text.ts';
import './draft-form.ts';
import { blank, type Draft, draftOf, finish, partAt, type Problem, withMember, withPart } from './draft.ts';
import { commits } from './form-popover.ts';
import { formStyles } from './form.css.ts';
import { type FormProblem, problem } from './problem.ts';
import { any, fieldOf } from './shape.ts';

export interface Added {
  /** Of a list or Set: none. */
  readonly key: Plain;
  readonly value: Plain;
}

export class RhSheetAdd extends LitElement {
  static override readonly properties = {
    kind: { attribute: false },
    keyShape: { attribute: false },
    valueShape: { attribute: false },
    taken: { attribute: false },
    label: { attribute: false },
    nodes: { attribute: false },
    note: { attribute: false },
    check: { attribute: false },
    add: { attribute: false },
    draft: { state: true },
    problems: { state: true },
    isWaiting: { state: true },
  };
  declare kind: CollectionKind;
  declare keyShape: Shape;
  /** Of what it holds; of an object, the object's own shape: what a field holds hangs on its name. */
  declare valueShape: Shape;
  /** Keys that are there. */
  declare taken: readonly Plain[];
  declare label: string;
  declare nodes: readonly string[];
  declare note: string;
  /** What is wrong with a key or a member; null when nothing is. */
  declare check: (key: Plain) => Promise<FormProblem | null>;
  /** Null when it was added; else why the run refuses it. */
  declare add: (added: Added) => Promise<FormProblem | null>;
  declare draft: Draft | null;
  declare problems: readonly Problem[];
  /** The run has not answered yet: a second press does not add a second one. */
  declare isWaiting: boolean;

  static override readonly styles = [
    formStyles,
    css`
      :host {
        display: block;
        padding: 8px 10px;
        border-top: 1px solid var(--stage-rule);
        background: var(--raised);
        max-width: 460px;
      }
      footer {
        display: flex;
        align-items: center;
        gap: 6px;
        margin-top: 8px;
      }
      footer p {
        flex: 1;
      }
    `,
  ];

  constructor() {
    super();
    this.kind = 'array';
    this.keyShape = any;
    this.valueShape = any;
    this.taken = [];
    this.label = '';
    this.nodes = [];
    this.note = '';
    this.check = () => Promise.resolve(null);
    this.add = () => Promise.resolve(null);
    this.draft = null;
    this.problems = [];
    this.isWaiting = false;
    this.addEventListener('keydown', this.#onKey);
  }

  override willUpdate(): void {
    this.draft ??= this.#fresh();
  }

  override firstUpdated(): void {
    this.focus();
    // Once its fields are there.
    requestAnimationFrame(() => this.scrollIntoView({ block: 'nearest' }));
  }

  override focus(): void {
    const form = this.renderRoot.querySelector('rh-draft-form');
    void form?.updateComplete.then(() => form.focus());
  }

  /** The fields of what is added, as an object: so its form is that of any object. */
  get #hasKey(): boolean {
    return this.kind === 'map' || this.kind === 'object';
  }

  #shape(): Shape {
    const name = this.draft === null ? null : partAt(this.draft, [0]);
    const field = name !== null && 'text' in name ? name.text : '';
    const value = this.kind === 'object' ? fieldOf(this.valueShape, field) : this.valueShape;
    const fields = this.#hasKey
      ? [
          { name: this.kind === 'map' ? 'key' : 'field', shape: this.keyShape, optional: false },
          { name: 'value', shape: value, optional: false },
        ]
      : [{ name: this.kind === 'set' ? 'member' : 'item', shape: this.valueShape, optional: false }];
    return { t: 'object', fields, rest: null };
  }

  /** With a key that is not there yet, where there is one to choose. */
  #fresh(): Draft {
    const shape: Shape = { t: 'list', kind: 'set', item: this.#hasKey ? this.keyShape : this.valueShape };
    const had = draftOf(new Set(this.taken));
    const next = withMember(had, [], shape, null, this.nodes);
    const first = partAt(next.draft, [next.id]) ?? blank(this.#hasKey ? this.keyShape : this.valueShape, this.nodes);
    const name = (text: string, id: number, value: Draft) => ({ id, name: text, isNamed: true, value });
    if (!this.#hasKey)
      return {
        kind: 'object',
        fields: [
          name(
            this.kind === 'set' ? 'member' : 'item',
            0,
            this.kind === 'set' ? first : blank(this.valueShape, this.nodes),
          ),
        ],
      };
    const field = 'text' in first ? first.text : '';
    const value = this.kind === 'object' ? fieldOf(this.valueShape, field) : this.valueShape;
    return {
      kind: 'object',
      fields: [name(this.kind === 'map' ? 'key' : 'field', 0, first), name('value', 1, blank(value, this.nodes))],
    };
  }

  async #commit(): Promise<void> {
    const { draft } = this;
    if (draft === null || this.isWaiting) return;
    const finished = finish(draft);
    if ('problems' in finished) return this.#tell(finished.problems);
    const held = typeof finished.value === 'object' && finished.value !== null ? Object.values(finished.value) : [];
    const [key, value]: readonly Plain[] = this.#hasKey ? held : [held[0], held[0]];
    const shape = this.#shape();
    const fields = shape.t === 'object' ? shape.fields : [];
    const misfits = fields.flatMap(({ shape: inner }, id): Problem[] =>
      fits(held[id], inner)
        ? []
        : [{ way: [id], ...problem('form/not-offered', 'The type has no such value.', `Type ${wanted(inner)}.`) }],
    );
    if (misfits.length > 0) return this.#tell(misfits);
    const wrong = this.kind === 'array' ? null : await this.check(key);
    if (wrong !== null) return this.#tell([{ way: [0], ...wrong }]);
    this.isWaiting = true;
    const refused = await this.add({ key, value });
    this.isWaiting = false;
    // What was typed stays, also what was typed meanwhile.
    if (refused !== null) return this.#tell([{ way: [0], ...refused }]);
    this.taken = [...this.taken, key];
    this.problems = [];
    this.draft = this.#fresh();
    await this.updateComplete;
    this.focus();
  }

  #tell(problems: readonly Problem[]): void {
    this.problems = problems;
    void this.updateComplete.then(() => this.focus());
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    // Nothing typed here is a key of the page.
    event.stopPropagation();
    if (event.key === 'Escape') this.#end();
    else if (event.key === 'Enter' && commits(event)) void this.#commit();
    else return;
    event.preventDefault();
  };

  readonly #end = (): void => void this.dispatchEvent(new CustomEvent('rh-add-end'));

  override render(): TemplateResult {
    return html`<rh-draft-form
        .draft=${this.draft ?? { kind: 'undefined' }}
        .shape=${this.#shape()}
        .label=${this.label}
        .nodes=${this.nodes}
        .problems=${this.problems}
        @rh-draft=${({ detail }: CustomEvent<Draft>) => this.#changed(detail)}
      ></rh-draft-form>
      <footer>
        ${this.note === '' ? nothing : html`<p class="hint">${this.note}</p>`}
        <button class="primary" aria-disabled=${this.isWaiting} aria-busy=${this.isWaiting} @click=${() => void this.#commit()}>Add</button>
        <button class="plain" @click=${this.#end}>Done</button>
      </footer>`;
  }

  #changed(draft: Draft): void {
    const before = this.draft === null ? null : partAt(this.draft, [0]);
    const after = partAt(draft, [0]);
    this.problems = [];
    this.draft = draft;
    const isOther = this.kind === 'object' && before !== after && after !== null && 'text' in after;
    if (isOther) this.draft = withPart(draft, [1], blank(fieldOf(this.valueShape, after.text), this.nodes));
  }
}

customElements.define('rh-sheet-add', RhSheetAdd);

declare global {
  interface HTMLElementTagNameMap {
    'rh-sheet-add': RhSheetAdd;
  }
}
