/**
 * `<rh-journey>`: where a starred thing went: on which nodes it lives now, where it came to in which order, what each event did with
 * it and by which rule, and what became of it in other branches.
 */
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { BranchView, Frame } from '../../kernel/protocol.ts';
import type { Birth, JourneyRow, StarInBranch, StarView, Touch } from '../../kernel/star.ts';
import { act } from '../model/act.ts';
import { patternText } from '../model/star-text.ts';
import { mostStars, noStars, type PageStar, type Stars } from '../model/stars.ts';
import '../parts/icon.ts';
import { formatNumber, formatTime } from './format.ts';
import { journeyStyles } from './journey.css.ts';
import { counted } from './race-text.ts';
import { howButton } from './star-bar.ts';
import { starStyles } from './star-sign.ts';
import { buttonStyles, viewStyles } from './view.css.ts';

const words: Readonly<Record<Touch, string>> = {
  received: 'arrived',
  kept: 'kept',
  gone: 'let go',
  changed: 'changed',
  sent: 'sent',
  lost: 'lost',
  made: 'made into another',
  noted: 'noted',
  acted: 'acted',
};
/** Stops that are listed. */
const mostStops = 40;

export class RhJourney extends LitElement {
  static override readonly properties = { frame: { attribute: false }, stars: { attribute: false } };
  declare frame: Frame | null;
  declare stars: Stars;

  static override readonly styles = [viewStyles, buttonStyles, starStyles, journeyStyles];

  constructor() {
    super();
    this.frame = null;
    this.stars = noStars;
  }

  override render(): TemplateResult {
    const { list, chosen } = this.stars;
    const star = list.find(({ id }) => id === chosen) ?? list[0];
    if (star === undefined) return this.#teach();
    const view = this.stars.views[star.id] ?? null;
    return html`
      <article class="s${star.colour}" aria-label="Journey of ${star.name}">
        ${this.#about(star, view)}
        ${view === null ? html`<p class="quiet" role="status">Going over the run…</p>` : this.#journey(star, view)}
      </article>
    `;
  }

  #about(star: PageStar, view: StarView | null): TemplateResult {
    const { pattern, how } = star;
    const { under } = pattern;
    return html`<header>
      ${this.#form()}
      <h3><i aria-hidden="true">★</i> ${star.name}</h3>
      <p>
        ${howButton(this, star)}
        ${
          how === 'equality'
            ? html`<code>${patternText(pattern)}</code>
                ${under.length === 0 ? nothing : html`<button @click=${() => act(this, { type: 'star-under', id: star.id, under: [] })}>anywhere</button>`}`
            : html`<span>its copies, and what was made of it</span>`
        }
        ${view === null || view.told === '' ? nothing : html`<span class="told">${view.told}</span>`}
      </p>
    </header>`;
  }

  #journey(star: PageStar, view: StarView): TemplateResult {
    return html`
      ${this.#now(view)} ${this.#stops(view)}
      ${view.births.length === 0 ? nothing : html`<ol class="births" aria-label="How it came to be">${view.births.map((birth) => this.#birth(birth))}</ol>`}
      ${this.#events(star, view)} ${this.#branches(view)}
    `;
  }

  #now({ carriers, status, followed }: StarView): TemplateResult {
    const { nodes, messages, timers } = carriers;
    const some = messages.length + timers.length;
    return html`<p class="now">
      <b>Now</b>
      ${
        nodes.length === 0
          ? html`<span>${some === 0 ? 'nowhere' : 'on no node'}</span>`
          : html`<span class="nodes">${nodes.map(
              ({ node, isMade }) =>
                html`<button class="node" title="${isMade ? 'Holds what was made of it' : 'Holds it'}: show its state" @click=${() => this.#show(node)}>${isMade ? '☆ ' : ''}${node}</button>`,
            )}</span>`
      }
      ${messages.length === 0 ? nothing : html`<span>${counted(messages.length, 'message')} on the way</span>`}
      ${timers.length === 0 ? nothing : html`<span>${counted(timers.length, 'timer')}</span>`}
      ${status === 'following' ? html`<span class="quiet" role="status">followed to event ${formatNumber(followed)}</span>` : nothing}
      ${status === 'limited' ? html`<span class="quiet">too many events touch it: the first of them are known</span>` : nothing}
    </p>`;
  }

  #show(node: string): void {
    act(this, { type: 'select-node', node });
    act(this, { type: 'stage-view', view: 'state' });
  }

  /** Nodes in the order in which it came to them; those that it came to at once stand together. */
  #stops({ stops }: StarView): TemplateResult | typeof nothing {
    if (stops.length === 0) return nothing;
    const groups = [...Map.groupBy(stops.slice(0, mostStops), ({ time }) => time)];
    return html`<ol class="stops" aria-label="Where it went">
      ${groups.map(
        ([time, own]) => html`<li>
          <button class="time" title="Go there" @click=${() => act(this, { type: 'seek', to: own[0]?.step ?? 0 })}>${formatTime(time)}</button>
          <span>${own.map(({ node, isThere }) => html`<b class=${isThere ? '' : 'left'} title=${isThere ? 'It is still there at the end' : 'It left again'}>${node}</b>`)}</span>
        </li>`,
      )}
      ${stops.length > mostStops ? html`<li>${stops.length - mostStops} more</li>` : nothing}
    </ol>`;
  }

  #birth({ step, time, node, rule, from }: Birth): TemplateResult {
    if (step < 0) return html`<li><span>It was there from the start, on ${node}.</span></li>`;
    return html`<li>
      <button class="time" @click=${() => act(this, { type: 'seek', to: step + 1 })}>${formatTime(time)}</button>
      <span>made on <b>${node}</b> by ${this.#rule(rule)}${from === '' ? nothing : html`, of <code>${from}</code>`}</span>
    </li>`;
  }

  #events(star: PageStar, view: StarView): TemplateResult {
    const { journey, only } = this.stars;
    const own = journey?.star === star.id ? journey : null;
    const rows = own?.rows ?? [];
    const shown = this.frame?.step ?? 0;
    const at = rows.findLastIndex(({ step }) => step < shown);
    return html`<section>
      <div class="tools">
        <h4>Events</h4>
        <div class="which" role="group" aria-label="Which events">
          ${(['news', 'all'] as const).map(
            (
              which,
            ) => html`<button aria-pressed=${only === which} @click=${() => act(this, { type: 'journey-only', only: which })}>
              ${which === 'news' ? 'What changed hands' : 'Every one'}
            </button>`,
          )}
        </div>
        <span class="quiet">${own === null ? '' : rangeText(own.before, rows.length, own.total)}${only === 'news' && own !== null ? ` of ${formatNumber(view.touched)} that touch it` : ''}</span>
        <span class="go">
          <button class="icon" aria-label="Previous event of ${star.name}" title="Previous event  [" @click=${() => this.#go(-1)}><rh-icon name="chevron-left"></rh-icon></button>
          <button class="icon" aria-label="Next event of ${star.name}" title="Next event  ]" @click=${() => this.#go(1)}><rh-icon name="chevron-right"></rh-icon></button>
        </span>
      </div>
      ${
        rows.length === 0
          ? html`<p class="quiet">${own === null ? 'Going over the run…' : 'No event touches it yet.'}</p>`
          : html`<table>
              <thead><tr><th scope="col">time</th><th scope="col">node</th><th scope="col">what</th><th scope="col">rule</th><th scope="col">event</th></tr></thead>
              <tbody>${repeat(
                rows,
                ({ step }) => step,
                (row, index) => this.#row(row, index === at && row.step + 1 === shown, index === at),
              )}</tbody>
            </table>`
      }
    </section>`;
  }

  #row({ step, time, node, rule, text, what, to }: JourneyRow, isShown: boolean, isLast: boolean): TemplateResult {
    return html`<tr class="${isShown ? 'shown' : ''} ${isLast ? 'last' : ''}" aria-current=${isShown ? 'true' : nothing}>
      <td><button class="time" title="Event ${step}: go there" @click=${() => act(this, { type: 'seek', to: step + 1 })}>${formatTime(time)}</button></td>
      <td class="on">${node}</td>
      <td class="what">${what.map(
        (touch) =>
          html`<span data-touch=${touch}>${words[touch]}${touch === 'sent' && to.length > 0 ? html` to <b>${to.join(', ')}</b>` : nothing}</span>`,
      )}</td>
      <td>${rule === '' ? nothing : this.#rule(rule)}</td>
      <td class="text">${text}</td>
    </tr>`;
  }

  #go(by: 1 | -1): void {
    const { chosen, list } = this.stars;
    const star = list.find(({ id }) => id === chosen) ?? list[0];
    if (star !== undefined && chosen !== star.id) act(this, { type: 'star-choose', id: star.id });
    act(this, { type: 'star-go', by });
  }

  /** To its place in the notebook. */
  #rule(id: string): TemplateResult {
    const rule = this.frame?.rules.find((one) => one.rule === id);
    if (rule === undefined) return html`<span>${id}</span>`;
    const { cell, range } = rule;
    return html`<button class="rule" title="Show the rule" @click=${() => act(this, { type: 'reveal', cell, range })}>${id}</button>`;
  }

  #branches({ branches }: StarView): TemplateResult | typeof nothing {
    const known = new Map(this.frame?.branches.map((branch) => [branch.id, branch]));
    if (branches.length < 2) return nothing;
    return html`<section>
      <h4>Across forks</h4>
      <table>
        <thead><tr><th scope="col">branch</th><th scope="col">lives on</th><th scope="col">since the fork</th></tr></thead>
        <tbody>${branches.map((one) => this.#branch(one, known.get(one.branch)))}</tbody>
      </table>
    </section>`;
  }

  #branch(one: StarInBranch, branch: BranchView | undefined): TemplateResult | typeof nothing {
    if (branch === undefined) return nothing;
    const { id, name, isCurrent } = branch;
    const to = () => act(this, { type: 'branch', act: { type: 'switch', id } });
    return html`<tr class=${isCurrent ? 'shown' : ''}>
      <td>${isCurrent ? html`<b>${name}</b>` : html`<button title="Switch to ${name}" @click=${to}>${name}</button>`}</td>
      ${
        one.status === 'unmade'
          ? html`<td colspan="2" class="quiet">not run since the notebook was opened</td>`
          : one.status === 'other'
            ? html`<td colspan="2" class="quiet">has another history: nothing of it is the same thing</td>`
            : html`<td>${one.nodes.length === 0 ? 'no node' : one.nodes.join(', ')}${one.messages === 0 ? nothing : `, ${counted(one.messages, 'message')}`}</td>
              <td>${isCurrent ? 'shown' : html`${counted(one.touched, 'event')}${one.first === null ? nothing : `, the first at ${formatTime(one.first.time)}`}`}${one.status === 'following' ? '…' : nothing}</td>`
      }
    </tr>`;
  }

  #form(): TemplateResult | typeof nothing {
    if (this.stars.list.length >= mostStars) return nothing;
    return html`<form @submit=${this.#onSubmit}>
      <input name="value" aria-label="A value to star" placeholder="k42, txn: 7, { txn: 7 }" autocomplete="off" spellcheck="false" />
      <button type="submit">Star it</button>
    </form>`;
  }

  readonly #onSubmit = (event: SubmitEvent & { readonly currentTarget: HTMLFormElement }): void => {
    event.preventDefault();
    const field = event.currentTarget.querySelector('input');
    if (field === null || field.value.trim() === '') return;
    act(this, { type: 'star-text', text: field.value });
    field.value = '';
  };

  #teach(): TemplateResult {
    return html`<div class="teach">
      <h3>Follow anything</h3>
      <p>
        Point at a node, a message, a value of a state or a row of the log and press <kbd>S</kbd>, or star it from its menu. Whatever
        carries it shows it in every view, and here you see where it went, by which rules, and where it lives now.
      </p>
      <p>
        A star follows the <b>same value</b>: whatever is equal, wherever it came from; or the <b>same thing</b>: that one, its copies,
        and what was made of it. <kbd>[</kbd> and <kbd>]</kbd> go to the event before and after that touches it.
      </p>
      ${this.#form()}
    </div>`;
  }
}

function rangeText(before: number, count: number, total: number): string {
  if (count === total) return counted(total, 'event');
  return `${formatNumber(before + 1)} to ${formatNumber(before + count)} of ${counted(total, 'event')}`;
}

customElements.define('rh-journey', RhJourney);

declare global {
  interface HTMLElementTagNameMap {
    'rh-journey': RhJourney;
  }
}
