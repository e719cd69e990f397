/**
 * `<rh-tour>`: the card of the tour, and the outline around what it is about. It stands beside that, goes where there is room when the page is
 * laid out otherwise, and never takes the keyboard from whoever writes.
 */
import { html, nothing, type TemplateResult } from 'lit';
import { styleMap } from 'lit/directives/style-map.js';
import { act } from '../model/act.ts';
import { page, sameData, select } from '../model/page.ts';
import { brokenCell, isStepDone, isThere, placeText, stepOf, taskOf } from '../model/tour.ts';
import type { TourAct } from '../model/tour-state.ts';
import { tourSteps, type TourTask } from '../model/tour-steps.ts';
import { LightElement } from '../parts/light-element.ts';
import { zoomOf } from '../parts/own-px.ts';
import type { Point } from '../stage/layout.ts';
import { dockTour, placeTour } from './place.ts';
import { bring, freeStrip, isNarrow, pointedAt, precious, seenPart, type Seen } from './targets.ts';
import { plainText, richText } from './words.ts';

/** Things move without telling; wall ms. */
const lookEveryMs = 250;
/** Half-typed code is not an error yet; wall ms. */
const patienceMs = 1_500;

export class RhTour extends LightElement {
  static override readonly properties = { ring: { state: true }, trouble: { state: true } };
  /** What is seen of what the task is about. */
  declare ring: Seen | null;
  /** A cell that has not compiled for a while. */
  declare trouble: string | null;

  readonly #tour = select(this, ({ tour }) => tour);
  readonly #isShown = select(this, (state) => state.tour.status === 'on' && isThere(state) && state.open !== null);
  readonly #broken = select(
    this,
    ({ open, tour }) => (open === null || tour.status !== 'on' ? null : (brokenCell(open)?.name ?? null)),
    sameData,
  );
  #place: Point | null = null;
  #brokenSince: { readonly name: string; readonly at: number } | null = null;
  #timer: ReturnType<typeof setInterval> | undefined;
  #frame = 0;
  #stopListening: (() => void) | null = null;
  /** The step whose target was brought into sight. */
  #brought = -1;

  constructor() {
    super();
    this.ring = null;
    this.trouble = null;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#stopListening = page.subscribe((action) => {
      if (action.type !== 'tour') return;
      if (action.act === 'to-card') this.#toCard();
      if (action.act === 'start' || action.act === 'resume') this.#brought = -1;
    });
    addEventListener('scroll', this.#soon, { capture: true, passive: true });
    addEventListener('resize', this.#soon);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stopListening?.();
    removeEventListener('scroll', this.#soon, true);
    removeEventListener('resize', this.#soon);
    clearInterval(this.#timer);
    this.#timer = undefined;
    cancelAnimationFrame(this.#frame);
    giveWay(0);
  }

  override updated(): void {
    const isShown = this.#isShown.value;
    if (isShown) this.#timer ??= setInterval(() => this.#look(), lookEveryMs);
    else {
      clearInterval(this.#timer);
      this.#timer = undefined;
      this.#place = null;
      this.#brought = -1;
      giveWay(0);
      return;
    }
    const { at } = this.#tour.value;
    if (this.#brought !== at) {
      this.#brought = at;
      const task = taskOf(this.#tour.value);
      if (task !== null) bring(this, task.target, false);
    }
    this.#soon();
  }

  readonly #soon = (): void => {
    if (!this.#isShown.value) return;
    cancelAnimationFrame(this.#frame);
    this.#frame = requestAnimationFrame(() => this.#look());
  };

  /** Puts the outline around what the task is about, and the card beside it. */
  #look(): void {
    const card = this.querySelector<HTMLElement>('.tour-card');
    if (card === null) return;
    const task = taskOf(this.#tour.value);
    const target = task?.target ?? stepOf(this.#tour.value)?.seenAt ?? null;
    const element = target === null ? null : pointedAt(target, page.state);
    const about = element === null ? null : seenPart(element);
    const ring = task === null ? null : about;
    if (!sameData(ring, this.ring)) this.ring = ring;
    const zoom = zoomOf(card);
    const size = { width: card.offsetWidth * zoom, height: card.offsetHeight * zoom };
    const screen = { width: innerWidth, height: innerHeight };
    const dock = isNarrow() ? dockTour(size, freeStrip()) : null;
    giveWay(dock?.height ?? 0);
    this.#place = dock?.at ?? placeTour(size, { screen, about, others: precious(element) }, this.#place);
    card.style.translate = `${Math.round(this.#place.x / zoom)}px ${Math.round(this.#place.y / zoom)}px`;
    card.dataset['placed'] = '';
    this.#lookForTrouble();
  }

  #lookForTrouble(): void {
    const name = this.#broken.value;
    if (name === null || this.#brokenSince?.name !== name)
      this.#brokenSince = name === null ? null : { name, at: performance.now() };
    const since = this.#brokenSince;
    const trouble = since !== null && performance.now() - since.at >= patienceMs ? since.name : null;
    if (trouble !== this.trouble) this.trouble = trouble;
  }

  #toCard(): void {
    this.querySelector<HTMLElement>('.tour-card footer button')?.focus();
  }

  /** The keyboard stays in the card, on no button: Space and the arrows are the run's again. */
  #act(what: TourAct): void {
    act(this, { type: 'tour', act: what });
    this.querySelector<HTMLElement>('.tour-card')?.focus({ preventScroll: true });
  }

  #show(task: TourTask): void {
    act(this, { type: 'tour', act: 'show' });
    bring(this, task.target, true);
  }

  override render(): TemplateResult {
    return html`
      <p class="unseen" aria-live="polite">${this.#isShown.value ? this.#spoken() : ''}</p>
      ${this.#isShown.value ? this.#shown() : nothing}
    `;
  }

  #spoken(): string {
    const tour = this.#tour.value;
    const step = stepOf(tour);
    if (step === null) return 'That was the tour.';
    if (this.trouble !== null) return plainText(troubleText(this.trouble));
    const task = taskOf(tour);
    if (task === null) return `Done. ${plainText(step.seen)} F6 goes to the tour.`;
    const wish = plainText(textOf(task));
    return tour.tasks > 0
      ? `Done. ${wish}`
      : `Tour, ${placeText(tour)}. ${step.title}. ${plainText(step.text)} ${wish}`;
  }

  #shown(): TemplateResult {
    const tour = this.#tour.value;
    const { ring } = this;
    const step = stepOf(tour);
    return html`
      ${
        ring === null
          ? nothing
          : html`<div class="tour-ring" aria-hidden="true" style=${styleMap({
              left: `${ring.x}px`,
              top: `${ring.y}px`,
              width: `${ring.width}px`,
              height: `${ring.height}px`,
            })}></div>`
      }
      <section class="tour-card" aria-label="Tour" tabindex="-1" data-done=${isStepDone(tour)}>
        <header>
          <span class="tour-place">${step === null ? 'The end' : placeText(tour)}</span>
          <span class="tour-bar" aria-hidden="true">${tourSteps.map(
            (_, at) => html`<i data-state=${at < tour.at ? 'past' : at === tour.at ? 'now' : 'ahead'}></i>`,
          )}</span>
          <button class="icon-button small" aria-label="Leave the tour" title="Leave the tour (Esc)" @click=${() => act(this, { type: 'tour', act: 'leave' })}>
            <rh-icon name="x"></rh-icon>
          </button>
        </header>
        ${step === null ? this.#farewell() : this.#step()}
      </section>
    `;
  }

  #step(): TemplateResult | typeof nothing {
    const tour = this.#tour.value;
    const step = stepOf(tour);
    if (step === null) return nothing;
    const task = taskOf(tour);
    return html`
      <h2>${step.title}</h2>
      <p>${richText(step.text)}</p>
      <ol class="tour-tasks">
        ${step.tasks.slice(0, tour.tasks + 1).map(
          (one, at) => html`<li data-done=${at < tour.tasks}>
            <rh-icon name=${at < tour.tasks ? 'check' : 'chevron-right'}></rh-icon>
            <span>${at < tour.tasks ? html`<span class="unseen">Done: </span>` : nothing}${richText(textOf(one))}</span>
          </li>`,
        )}
      </ol>
      ${task === null ? html`<p class="tour-seen">${richText(step.seen)}</p>` : nothing}
      ${this.trouble === null ? nothing : html`<p class="tour-trouble">${richText(troubleText(this.trouble))}</p>`}
      <footer>
        ${
          task === null
            ? html`<button class="primary" @click=${() => this.#act('next')}>Go on</button>`
            : html`
                <button class="text-button" @click=${() => this.#show(task)}>Show me</button>
                <span class="grow"></span>
                <button class="tour-skip" @click=${() => this.#act('skip')}>Skip step</button>
              `
        }
      </footer>
    `;
  }

  #farewell(): TemplateResult {
    return html`
      <h2>The rest is yours</h2>
      <ul class="tour-ways">
        <li><b>Try this</b>, in amber, stands all over the notebooks.</li>
        <li><button class="text-button" @click=${() => act(this, { type: 'overlay', overlay: 'help' })}>The keys</button>: <kbd>?</kbd></li>
        <li><button class="text-button" @click=${() => act(this, { type: 'overlay', overlay: 'palette' })}>Every command</button>: <kbd>${commandKeys}</kbd></li>
        <li><button class="text-button" @click=${() => act(this, { type: 'layout', layout: { scale: 'room' } })}>The stage for a room</button>: <kbd>L</kbd></li>
        <li><a href="#/guide">Your first model</a>, in ten minutes</li>
      </ul>
      <footer><button class="primary" @click=${() => act(this, { type: 'tour', act: 'next' })}>End the tour</button></footer>
    `;
  }
}

/** The page beneath a docked card is so much shorter; px. */
function giveWay(height: number): void {
  document.documentElement.style.setProperty('--tour-dock', `${height}px`);
}

const commandKeys = plainText('‹Mod+k›');

const isTouch = (): boolean => matchMedia('(hover: none)').matches;

const textOf = ({ text, onTouch }: TourTask): string => (isTouch() ? (onTouch ?? text) : text);

const troubleText = (name: string): string =>
  `“${name}” does not compile: what is wrong stands beneath it. The run goes on with the version before. ‹Mod+z› takes it back.`;

customElements.define('rh-tour', RhTour);
