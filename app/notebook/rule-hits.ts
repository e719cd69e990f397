/**
 * Beside each rule, how often it fired, and beneath, when: the last two virtual seconds as small bars, and its share of all lines that
 * ran while these are counted. The count goes to its last firing. A layer over the editor's right edge that follows its lines; a few
 * pictures a second are enough.
 */
import { html, nothing, svg } from 'lit';
import type { CellKey } from '../../kernel/diagnostic.ts';
import type { RuleView } from '../../kernel/protocol.ts';
import type { Heat } from '../../kernel/heat.ts';
import { act } from '../model/act.ts';
import { costText, shareOf } from '../model/heat.ts';
import { rulesOf } from '../model/open.ts';
import { page } from '../model/page.ts';
import '../parts/icon.ts';
import { LightElement } from '../parts/light-element.ts';
import { formatTime } from '../stage/format.ts';

const everyMs = 200;
const sparkWidth = 40;
const sparkHeight = 10;

export class RhRuleHits extends LightElement {
  static override readonly properties = { key: {}, topOf: { attribute: false } };
  declare key: CellKey;
  declare topOf: (line: number) => number | null;

  #rules: readonly RuleView[] = [];
  /** Another moment than the newest is shown: a rule that has not fired by then may fire later. */
  #isPast = false;
  #heat: Heat | null = null;
  #timer: ReturnType<typeof setInterval> | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#timer = setInterval(() => this.#look(), everyMs);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.#timer);
  }

  #look(): void {
    const { open } = page.state;
    const rules = open === null ? [] : rulesOf(open, this.key);
    if (rules.length === 0 && this.#rules.length === 0) return;
    this.#rules = rules;
    this.#heat = open?.heat?.read ?? null;
    this.#isPast = open?.frame != null && open.frame.step < open.frame.tip.step;
    this.requestUpdate();
  }

  /** The lines moved. */
  place(): void {
    if (this.#rules.length > 0) this.requestUpdate();
  }

  override render() {
    return this.#rules.map((rule) => {
      const top = this.topOf(rule.range.line);
      if (top === null) return nothing;
      const last = rule.lastAt === null ? 'never' : `last at ${(rule.lastAt / 1000).toFixed(3)} s`;
      const fired = rule.count > 0;
      const cost = costText(this.#heat, rule.rule);
      const share = shareOf(this.#heat, rule.rule);
      const many = `${rule.rule}: fired ${rule.count === 1 ? 'once' : `${rule.count} times`}, ${last}`;
      return html`<div class="hit" data-fired=${fired} style=${`top:${top}px`} title=${cost === '' ? many : `${many}. ${cost}.`}>
        <span class="hit-count">
          ${fired || this.#isPast ? html`${this.#step(rule, -1)}${this.#step(rule, 1)}` : nothing}${fired ? this.#last(rule, cost) : 'never'}
        </span>
        ${fired && rule.range.endLine > rule.range.line ? spark(rule.spark) : nothing}
        ${share === null || rule.range.endLine < rule.range.line + 2 ? nothing : html`<span class="hit-cost">${share}</span>`}
      </div>`;
    });
  }

  /** To its last firing up to the moment shown. */
  #last({ rule, count, lastAt }: RuleView, cost: string) {
    const step = page.state.open?.frame?.step ?? 0;
    const at = lastAt === null ? '' : ` at ${formatTime(lastAt)}`;
    // What is seen of it stands in its name, for those who say it.
    const label = `${compact(count)}×: go to the last firing of ${rule}${at}`;
    // The event that led to the moment shown may be it.
    const from = step + 1;
    return html`<button
      class="hit-last"
      aria-label=${label}
      aria-description=${cost === '' ? nothing : cost}
      @click=${() => act(this, { type: 'find', by: -1, node: null, rule, from })}
    >${compact(count)}×</button>`;
  }

  /** To its event before or after the moment shown. */
  #step({ rule }: RuleView, by: 1 | -1) {
    const label = `${by === 1 ? 'Next' : 'Previous'} event of ${rule}`;
    return html`<button class="hit-step" aria-label=${label} title=${label} @click=${() => act(this, { type: 'find', by, node: null, rule })}>
      <rh-icon name=${by === 1 ? 'chevron-right' : 'chevron-left'}></rh-icon>
    </button>`;
  }
}

const compact = (n: number): string =>
  n < 10_000 ? String(n) : Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 }).format(n);

function spark(values: readonly number[]) {
  const most = Math.max(...values);
  if (most <= 0) return nothing;
  const width = sparkWidth / values.length;
  return svg`<svg class="spark" width=${sparkWidth} height=${sparkHeight} aria-hidden="true">${values.map(
    (value, i) => {
      const height = value === 0 ? 0 : Math.max(1.5, (value / most) * sparkHeight);
      return svg`<rect x=${i * width} y=${sparkHeight - height} width=${Math.max(1, width - 0.6)} height=${height} />`;
    },
  )}</svg>`;
}

customElements.define('rh-rule-hits', RhRuleHits);

declare global {
  interface HTMLElementTagNameMap {
    'rh-rule-hits': RhRuleHits;
  }
}
