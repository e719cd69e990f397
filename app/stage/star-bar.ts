/** `<rh-star-bar>`: the stars above the stage: each with its name, how it is followed, and where it is now. */
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { StarView } from '../../kernel/star.ts';
import { act } from '../model/act.ts';
import { noStars, type PageStar, type Stars } from '../model/stars.ts';
import { patternText } from '../model/star-text.ts';
import '../parts/icon.ts';
import { counted } from './race-text.ts';
import { starStyles } from './star-sign.ts';

export class RhStarBar extends LitElement {
  static override readonly properties = { stars: { attribute: false } };
  declare stars: Stars;

  static override readonly styles = [
    starStyles,
    css`
      :host {
        display: flex;
        align-items: center;
        gap: 6px;
        padding: 5px 8px 5px 14px;
        border-bottom: 1px solid var(--stage-rule);
        background: var(--stage);
        font: 400 var(--t-s) / 1.45 var(--font-ui);
        font-variant-numeric: tabular-nums;
      }
      ul {
        flex: 1;
        min-width: 0;
        display: flex;
        gap: 6px;
        margin: 0;
        padding: 1px;
        list-style: none;
        overflow-x: auto;
        scrollbar-width: none;
      }
      li {
        flex: none;
        display: flex;
        align-items: center;
        border: 1px solid color-mix(in srgb, var(--star) 55%, var(--stage-rule));
        border-radius: 99px;
        background: var(--raised);
        color: var(--ink);
      }
      li.chosen {
        border-color: var(--star);
        box-shadow: inset 0 0 0 1px var(--star);
      }
      button {
        all: unset;
        box-sizing: border-box;
        cursor: pointer;
        display: inline-flex;
        align-items: center;
        gap: 5px;
        padding: 2px 6px;
        border-radius: 99px;
        white-space: nowrap;
        color: var(--ink-2);
      }
      button:hover {
        background: var(--sunken);
        color: var(--ink);
      }
      button:focus-visible {
        outline: 2px solid var(--accent);
        outline-offset: -2px;
      }
      .name {
        padding-left: 9px;
        color: var(--ink);
        font-weight: 600;
      }
      .name i {
        color: var(--star);
        font-style: normal;
      }
      .where {
        color: var(--ink-2);
        font-weight: 450;
      }
      .how {
        padding: 2px 5px;
        font-size: var(--t-xs);
        text-decoration: underline dotted;
        text-underline-offset: 3px;
      }
      .how[aria-disabled='true'] {
        text-decoration: none;
        cursor: default;
      }
      .off {
        width: 24px;
        height: 24px;
        justify-content: center;
        padding: 0;
      }
      .go {
        flex: none;
        display: flex;
      }
      .go button {
        width: 26px;
        height: 26px;
        justify-content: center;
        padding: 0;
        border-radius: 5px;
      }
      @media (width < 620px) {
        :host {
          padding-left: 8px;
        }
        .off {
          width: 32px;
          height: 32px;
        }
        .how,
        .name {
          min-height: 32px;
        }
      }
      @media (pointer: coarse) {
        .go button {
          width: 44px;
          height: 40px;
        }
        .off {
          width: 40px;
          height: 40px;
        }
      }
    `,
  ];

  constructor() {
    super();
    this.stars = noStars;
  }

  override render(): TemplateResult | typeof nothing {
    const { list } = this.stars;
    if (list.length === 0) return nothing;
    return html`
      <ul aria-label="Stars">
        ${repeat(
          list,
          ({ id }) => id,
          (star) => this.#chip(star),
        )}
      </ul>
      <span class="go">
        <button aria-label="Star a value" title="Star a value" @click=${() => act(this, { type: 'stage-view', view: 'journey' })}><rh-icon name="plus"></rh-icon></button>
        <button aria-label="Previous event of a star" title="Previous event of a star  [" @click=${() => act(this, { type: 'star-go', by: -1 })}><rh-icon name="chevron-left"></rh-icon></button>
        <button aria-label="Next event of a star" title="Next event of a star  ]" @click=${() => act(this, { type: 'star-go', by: 1 })}><rh-icon name="chevron-right"></rh-icon></button>
      </span>
    `;
  }

  #chip(star: PageStar): TemplateResult {
    const { id, name, colour } = star;
    const view = this.stars.views[id] ?? null;
    const where = view === null ? '' : whereText(view);
    const isChosen = this.stars.chosen === id;
    const open = () => {
      act(this, { type: 'star-choose', id });
      act(this, { type: 'stage-view', view: 'journey' });
    };
    return html`<li class="s${colour} ${isChosen ? 'chosen' : ''}">
      <button class="name" title="${patternText(star.pattern)}: its journey" @click=${open}>
        <i aria-hidden="true">★</i>${name}<span class="where">${where}</span>
      </button>
      ${howButton(this, star)}
      <button class="off" aria-label="Let ★ ${name} go" title="Let it go" @click=${() => act(this, { type: 'unstar', id })}><rh-icon name="x"></rh-icon></button>
    </li>`;
  }
}

/** How it is followed; pressed, the other way. */
export function howButton(host: EventTarget, { id, name, how, origin }: PageStar): TemplateResult {
  const isFixed = origin === null;
  const title = isFixed
    ? 'It was typed: what is equal to it is followed'
    : how === 'equality'
      ? 'Whatever is equal to it, wherever it came from. Press to follow the one thing that was starred'
      : 'The thing itself, its copies, and what was made of it. Press to follow whatever is equal';
  const text = how === 'equality' ? 'same value' : 'same thing';
  return html`<button
    class="how"
    aria-label="${name} is followed as the ${text}"
    aria-disabled=${isFixed ? 'true' : nothing}
    title=${title}
    @click=${() => {
      if (!isFixed) act(host, { type: 'star-how', id, how: how === 'equality' ? 'identity' : 'equality' });
    }}
  >${text}</button>`;
}

/** `3 nodes, 1 message`; while it is being followed, that too. */
export function whereText({ carriers, status, followed }: StarView): string {
  const { nodes, messages, timers } = carriers;
  const parts = [
    ...(nodes.length > 0 ? [counted(nodes.length, 'node')] : []),
    ...(messages.length > 0 ? [counted(messages.length, 'message')] : []),
    ...(timers.length > 0 ? [counted(timers.length, 'timer')] : []),
  ];
  const where = parts.length === 0 ? 'nowhere now' : parts.join(', ');
  return status === 'following' && followed > 0 ? `${where}…` : where;
}

customElements.define('rh-star-bar', RhStarBar);

declare global {
  interface HTMLElementTagNameMap {
    'rh-star-bar': RhStarBar;
  }
}
