/** The line between the sides: dragged by pointer or moved by arrow keys; a double click puts it back. */
import { html } from 'lit';
import { act } from '../model/act.ts';
import { maxSplit, minSplit, usualSplit } from '../model/layout.ts';
import { select } from '../model/page.ts';
import { LightElement } from './light-element.ts';

const keyStep = 0.02;

export class RhSplitter extends LightElement {
  readonly #split = select(this, ({ layout }) => layout.split);

  #move(split: number): void {
    act(this, { type: 'layout', layout: { split } });
  }

  #drag(event: PointerEvent): void {
    const { currentTarget: handle } = event;
    const area = this.parentElement?.getBoundingClientRect();
    if (!(handle instanceof HTMLElement) || area === undefined || event.button !== 0) return;
    event.preventDefault();
    handle.setPointerCapture(event.pointerId);
    const follow = (move: PointerEvent): void => this.#move((move.clientX - area.left) / area.width);
    handle.addEventListener('pointermove', follow);
    handle.addEventListener('lostpointercapture', () => handle.removeEventListener('pointermove', follow), {
      once: true,
    });
  }

  #key(event: KeyboardEvent): void {
    const split = this.#split.value;
    const to = { ArrowLeft: split - keyStep, ArrowRight: split + keyStep, Home: minSplit, End: maxSplit }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    this.#move(to);
  }

  override render() {
    return html`<div
      class="splitter"
      role="separator"
      tabindex="0"
      aria-orientation="vertical"
      aria-label="Width of the notebook"
      aria-valuemin=${Math.round(minSplit * 100)}
      aria-valuemax=${Math.round(maxSplit * 100)}
      aria-valuenow=${Math.round(this.#split.value * 100)}
      @pointerdown=${(event: PointerEvent) => this.#drag(event)}
      @keydown=${(event: KeyboardEvent) => this.#key(event)}
      @dblclick=${() => this.#move(usualSplit)}
    ></div>`;
  }
}

customElements.define('rh-splitter', RhSplitter);
