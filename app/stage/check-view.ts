/**
 * `<rh-check-view>`: what must hold, and what was found out about it: by this run, by exploring every interleaving, by fuzzing.
 * What is wrong comes first.
 */
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { HistoryChart } from '../../kernel/findings.ts';
import type { Frame, PropertyView } from '../../kernel/protocol.ts';
import { act } from '../model/act.ts';
import { select } from '../model/page.ts';
import { type Check, idOf, propertyVerdict, toneOf, verdictOf, wordsOf } from '../model/checks.ts';
import { checkCard } from './check-card.ts';
import { propertyTold } from './told.ts';
import { checkStyles } from './check-view.css.ts';
import { explains } from '../hint/explains.ts';
import './explanation.ts';
import { formatTime } from './format.ts';
import { unseenStyles } from '../style/unseen.ts';
import './history-chart.ts';
import { propertyKinds } from './property-words.ts';

type Verdict = PropertyView['verdict'];

const signs: Readonly<Record<Verdict, { readonly sign: string; readonly word: string; readonly tone: string }>> = {
  violated: { sign: '✗', word: 'violated', tone: 'bad' },
  error: { sign: '!', word: 'failed to run', tone: 'bad' },
  pending: { sign: '…', word: 'not decided yet', tone: 'pending' },
  witnessed: { sign: '★', word: 'witnessed', tone: 'ok' },
  holds: { sign: '✓', word: 'holds', tone: 'ok' },
};
const order: readonly Verdict[] = ['violated', 'error', 'pending', 'witnessed', 'holds'];

const tones = ['bad', 'pending', 'ok'];

export class RhCheckView extends LitElement {
  static override readonly properties = {
    frame: { attribute: false },
    checks: { attribute: false },
    histories: { attribute: false },
    copied: { state: true },
  };
  declare frame: Frame | null;
  declare checks: readonly Check[];
  declare histories: Readonly<Record<string, HistoryChart | null>>;
  declare copied: string | null;

  /** The property that the reader wants explained. */
  readonly #explained = select(this, ({ open }) => (open?.why?.of.type === 'property' ? open.why.of.name : null));

  static override readonly styles = [unseenStyles, checkStyles];

  constructor() {
    super();
    this.frame = null;
    this.checks = [];
    this.histories = {};
    this.copied = null;
  }

  copy(text: string): void {
    navigator.clipboard.writeText(text).then(
      () => {
        this.copied = text;
      },
      () => act(this, { type: 'notice', notice: { text: 'The browser does not let the page copy.', actions: [] } }),
    );
  }

  override render(): TemplateResult {
    const known = (this.frame?.properties ?? []).map((property) => ({
      ...property,
      verdict: propertyVerdict(property, this.checks),
    }));
    const properties = known.toSorted((a, b) => order.indexOf(a.verdict) - order.indexOf(b.verdict));
    const [explored, fuzzed] = [this.#sorted('explore'), this.#sorted('fuzz')];
    if (properties.length + this.checks.length === 0) return this.#empty();
    return html`
      ${this.#tools()}
      ${
        properties.length === 0
          ? nothing
          : html`<h2>Properties in this run</h2>
              <ul>
                ${repeat(
                  properties,
                  (property) => property.name,
                  (property) => this.#property(property),
                )}
              </ul>`
      }
      ${this.#section('Every interleaving', explored)}
      ${this.#section('Fuzzing: runs with bad luck', fuzzed)}
      <div class="unseen" role="status">${this.#news()}</div>
    `;
  }

  #sorted(type: Check['type']): readonly Check[] {
    const toneIn = (check: Check): number => tones.indexOf(toneOf(verdictOf(check)));
    // While something is under way the order stays: what is read does not move away.
    return this.checks
      .filter((check) => check.type === type)
      .toSorted((a, b) => (toneIn(a) === 0 ? 0 : 1) - (toneIn(b) === 0 ? 0 : 1));
  }

  #section(title: string, checks: readonly Check[]): TemplateResult | typeof nothing {
    if (checks.length === 0) return nothing;
    return html`<h2>${title}</h2>
      <ul>
        ${repeat(checks, idOf, (check) => checkCard(this, check))}
      </ul>`;
  }

  #tools(): TemplateResult {
    const frame = this.frame;
    const isRunning = frame !== null && frame.status !== 'empty' && frame.status !== 'restoring';
    return html`<div class="tools">
      <button ?disabled=${!isRunning} title="Every interleaving that can follow the moment under the playhead" @click=${() => act(this, { type: 'explore-here' })}>
        Explore from the playhead
      </button>
    </div>`;
  }

  #empty(): TemplateResult {
    return html`<div class="empty">
      <p>Nothing is checked yet. A check cell says what must hold, and has it tried in every way it can go:</p>
      <p class="code">always('at most one leader', (world) => …)<br />explore('every interleaving', { scenario: '…' })</p>
    </div>`;
  }

  /** For those who hear the page: verdicts, not the figures on the way to them. */
  #news(): string {
    return this.checks
      .filter((check) => toneOf(verdictOf(check)) !== 'pending')
      .map((check) => `${check.name}: ${wordsOf(check)}.`)
      .join(' ');
  }

  #isExplained(name: string): boolean {
    return this.#explained.value === name;
  }

  /** Of clients' histories there is a chart instead. */
  #whyButton({ name, kind, verdict }: PropertyView): TemplateResult | typeof nothing {
    if (kind === 'linearizable' || kind === 'isolated' || verdict === 'error') return nothing;
    const isOpen = this.#isExplained(name);
    const label = verdict === 'holds' || verdict === 'pending' ? 'What it reads' : 'Why?';
    return html`<button
      class="why"
      aria-expanded=${isOpen}
      aria-label="${label} ${name}"
      @click=${() => act(this, { type: 'explain', of: isOpen ? null : { type: 'property', name } })}
    >
      ${label}
    </button>`;
  }

  #property(property: PropertyView): TemplateResult {
    const { at, cell, range, kind, verdict, name, text } = property;
    const { sign, word, tone } = signs[verdict];
    const chart = this.histories[name] ?? null;
    return html`<li data-tone=${tone} data-verdict=${verdict}>
      <span class="sign" aria-hidden="true" ${explains(() => propertyTold(property))}>${sign}</span>
      <button class="name" title="Show the property" @click=${() => act(this, { type: 'reveal', cell, range })}>${name}</button>
      ${
        at === null
          ? html`<span></span>`
          : html`<button class="at" title="Go to this moment" @click=${() => act(this, { type: 'seek', to: at.step + 1 })}>
              ${formatTime(at.time)}
            </button>`
      }
      <div class="about">
        <b>${word}</b> · ${propertyKinds[kind]} ${this.#whyButton(property)} ${text === '' ? nothing : html`<p>${text}</p>`}
        ${this.#isExplained(name) ? html`<rh-explanation .of=${{ type: 'property', name } as const}></rh-explanation>` : nothing}
        ${chart === null ? nothing : html`<rh-history-chart .chart=${chart} .property=${name}></rh-history-chart>`}
      </div>
    </li>`;
  }
}

customElements.define('rh-check-view', RhCheckView);

declare global {
  interface HTMLElementTagNameMap {
    'rh-check-view': RhCheckView;
  }
}
