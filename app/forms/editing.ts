/**
 * A value being edited, by controls or as text: what both forms (a state's value, a message's body) have in common. Finishing it
 * gives the value, or marks what is wrong and keeps what was typed.
 */
import { html, type ReactiveController, type ReactiveControllerHost, type TemplateResult } from 'lit';
import type { Plain } from '../../kernel/plain.ts';
import type { Shape } from '../../kernel/shape.ts';
import type { PageStar } from '../model/stars.ts';
import './draft-form.ts';
import { type Draft, draftOf, finish, type Problem } from './draft.ts';
import { printPlain } from './plain-text.ts';
import { readText } from './text-form.ts';

type Host = ReactiveControllerHost & { readonly renderRoot: HTMLElement | DocumentFragment };

export class Editing implements ReactiveController {
  readonly #host: Host;
  #draft: Draft | null = null;
  #text: string | null = null;
  #problems: readonly Problem[] = [];
  #textProblem: { readonly text: string; readonly at: number } | null = null;
  /** What it began with, as text: to tell whether anything was typed. */
  #first = '';
  #firstText: string | null = null;
  #wantsFocus = false;

  constructor(host: Host) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void {}

  hostUpdated(): void {
    if (!this.#wantsFocus) return;
    const form =
      this.#host.renderRoot.querySelector('rh-draft-form') ?? this.#host.renderRoot.querySelector('rh-text-form');
    if (form === null) return;
    this.#wantsFocus = false;
    void form.updateComplete.then(() => form.focus());
  }

  get hasBegun(): boolean {
    return this.#draft !== null;
  }

  get isText(): boolean {
    return this.#text !== null;
  }

  get isChanged(): boolean {
    return JSON.stringify(this.#draft) !== this.#first || this.#text !== this.#firstText;
  }

  /** Begins with a value. `focus`: its first control is what one types in. */
  begin(value: Draft, focus: boolean, asText = false): void {
    this.#draft = value;
    this.#first = JSON.stringify(value);
    this.#problems = [];
    this.#textProblem = null;
    this.#text = null;
    this.#wantsFocus = focus;
    if (asText) this.#toText();
    this.#firstText = this.#text;
    this.#host.requestUpdate();
  }

  /** From controls to text, or back as far as the text can be read. */
  async toggleText(): Promise<void> {
    if (this.#text === null) this.#toText();
    else {
      const found = await this.finish();
      if (found === null) return;
      this.#draft = draftOf(found.value);
      this.#text = null;
    }
    this.#wantsFocus = true;
    this.#host.requestUpdate();
  }

  #toText(): void {
    const finished = this.#draft === null ? null : finish(this.#draft);
    if (finished !== null && 'problems' in finished) {
      this.#problems = finished.problems;
      return;
    }
    this.#text = finished === null ? '' : printPlain(finished.value);
    this.#textProblem = null;
  }

  /** The value; null when something is wrong, which is then marked and has the focus. */
  async finish(): Promise<{ readonly value: Plain } | null> {
    if (this.#text !== null) {
      const read = await readText(this.#text);
      if ('value' in read) return read;
      this.#textProblem = { text: read.problem, at: read.at };
    } else if (this.#draft !== null) {
      const finished = finish(this.#draft);
      if ('value' in finished) return finished;
      this.#problems = finished.problems;
    }
    this.#wantsFocus = true;
    this.#host.requestUpdate();
    return null;
  }

  /** `under`: the names that lead to the value, and the stars there are, for starring parts of it. */
  render(
    shape: Shape,
    label: string,
    nodes: readonly string[],
    under: readonly string[],
    stars: readonly PageStar[],
  ): TemplateResult {
    if (this.#text !== null)
      return html`<rh-text-form
        .text=${this.#text}
        .label=${label}
        .problem=${this.#textProblem}
        @rh-text=${({ detail }: CustomEvent<string>) => {
          this.#text = detail;
          this.#textProblem = null;
          this.#host.requestUpdate();
        }}
      ></rh-text-form>`;
    return html`<rh-draft-form
      .draft=${this.#draft ?? { kind: 'undefined' }}
      .shape=${shape}
      .label=${label}
      .nodes=${nodes}
      .problems=${this.#problems}
      .starUnder=${under}
      .stars=${stars}
      @rh-draft=${({ detail }: CustomEvent<Draft>) => {
        this.#draft = detail;
        // What is mended is no longer wrong; the rest is looked at when it is finished.
        this.#problems = this.#problems.length === 0 ? [] : problemsOf(detail);
        this.#host.requestUpdate();
      }}
    ></rh-draft-form>`;
  }
}

function problemsOf(draft: Draft): readonly Problem[] {
  const finished = finish(draft);
  return 'problems' in finished ? finished.problems : [];
}
