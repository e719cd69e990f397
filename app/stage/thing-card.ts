/** `<rh-thing-card>`: what is known of a message, link or timer, and what can be done to it, as buttons. */
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import type { Subject } from '../../kernel/explanation.ts';
import type { Frame } from '../../kernel/protocol.ts';
import type { MenuItem } from '../menu/menu.ts';
import { boxOf } from '../menu/open.ts';
import { isCut, menuOf, type Target, timerOf } from '../menu/targets.ts';
import { act } from '../model/act.ts';
import '../parts/icon.ts';
import './explanation.ts';
import { formatTime } from './format.ts';
import { messageSign, noSigns, type Signs } from './signs.ts';

type Fact = readonly [name: string, value: string];

export class RhThingCard extends LitElement {
  static override readonly properties = {
    target: { attribute: false },
    frame: { attribute: false },
    signs: { attribute: false },
  };
  declare target: Target | null;
  declare frame: Frame | null;
  declare signs: Signs;

  static override readonly styles = css`
    :host {
      position: absolute;
      z-index: 3;
      width: min(272px, calc(100% - 24px));
      background: var(--raised);
      color: var(--ink);
      border: 1px solid var(--rule-strong, var(--stage-rule));
      border-radius: 8px;
      box-shadow: var(--shadow, 0 6px 24px rgb(0 0 0 / 8%));
      font: 400 var(--t-s) / 1.4 var(--font-ui);
      overflow: hidden;
    }
    header {
      display: flex;
      align-items: center;
      gap: 8px;
      padding: 6px 6px 6px 12px;
      border-bottom: 1px solid var(--stage-rule);
    }
    h4 {
      flex: 1;
      margin: 0;
      font-weight: 600;
      font-size: var(--t-m);
      overflow-wrap: anywhere;
    }
    .sign {
      width: 10px;
      height: 10px;
      border-radius: 99px;
      flex: none;
    }
    dl {
      display: grid;
      grid-template-columns: max-content minmax(0, 1fr);
      gap: 2px 12px;
      margin: 0;
      padding: 8px 12px;
      font-variant-numeric: tabular-nums;
    }
    dt {
      color: var(--ink-3);
    }
    dd {
      margin: 0;
      overflow-wrap: anywhere;
    }
    .code {
      font: 400 11.5px / 1.5 var(--font-code);
    }
    rh-explanation {
      padding: 0 12px 8px;
    }
    .acts {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 6px;
      padding: 4px 12px 12px;
    }
    .group {
      display: flex;
      flex-basis: 100%;
      flex-wrap: wrap;
      align-items: center;
      gap: 6px;
      color: var(--ink-3);
    }
    button {
      all: unset;
      cursor: pointer;
      padding: 3px 9px;
      border: 1px solid var(--rule-strong, var(--rule));
      border-radius: 5px;
      background: var(--raised);
      color: var(--ink);
      font: 500 var(--t-s) / 1.4 var(--font-ui);
    }
    button:hover {
      background: var(--sunken);
    }
    button.grave {
      color: var(--bad);
    }
    header button {
      border: 0;
      padding: 0;
      width: 24px;
      height: 24px;
      display: grid;
      place-items: center;
      color: var(--ink-2);
    }
    button:focus-visible {
      outline: 2px solid var(--accent);
    }
  `;

  constructor() {
    super();
    this.target = null;
    this.frame = null;
    this.signs = noSigns();
  }

  override render(): TemplateResult | typeof nothing {
    const { target, frame } = this;
    const menu = target === null || frame === null ? null : menuOf(target, frame, boxOf(this));
    if (target === null || frame === null || menu === null) return nothing;
    return html`
      <header>
        ${this.#sign(target, frame)}
        <h4>${menu.title}</h4>
        <button aria-label="Close" title="Close" @click=${this.#close}><rh-icon name="x"></rh-icon></button>
      </header>
      <dl>${factsOf(target, frame).map(([name, value]) => html`<dt>${name}</dt><dd class=${name === 'body' ? 'code' : ''}>${value}</dd>`)}</dl>
      ${subjectOf(target) === null ? nothing : html`<rh-explanation .of=${subjectOf(target)}></rh-explanation>`}
      <div class="acts" role="group" aria-label="Actions on ${menu.title}" @keydown=${this.#onKey}>${menu.items.map((item) => this.#item(item))}</div>
    `;
  }

  #sign(target: Target, frame: Frame): TemplateResult | typeof nothing {
    if (target.type !== 'message') return nothing;
    const type = frame.messages.find(({ id }) => id === target.id)?.type ?? '';
    const { colour } = messageSign(type, this.signs.types);
    return html`<span class="sign" style="background: var(--c${colour})"></span>`;
  }

  #item(item: MenuItem): TemplateResult | typeof nothing {
    switch (item.type) {
      case 'line':
        return nothing;
      case 'sub':
        return html`<div class="group" role="group" aria-label=${item.label}>${item.label} ${item.items.map((inner) => this.#item(inner))}</div>`;
      case 'act':
        return html`<button
          class=${item.isGrave === true ? 'grave' : ''}
          @click=${() => {
            for (const action of item.actions) act(this, action);
          }}
        >
          ${item.label}
        </button>`;
    }
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    this.#close();
  };

  readonly #close = (): void => {
    this.dispatchEvent(new CustomEvent('rh-card-close'));
  };
}

/** What can be told of where it came from. */
function subjectOf(target: Target): Subject | null {
  return target.type === 'message' || target.type === 'timer' ? target : null;
}

function factsOf(target: Target, frame: Frame): readonly Fact[] {
  const inTime = (at: number): string => `in ${formatTime(Math.max(0, at - frame.now))}`;
  switch (target.type) {
    case 'message': {
      const message = frame.messages.find(({ id }) => id === target.id);
      if (message === undefined) return [];
      const arrival = message.lost
        ? 'never: it is lost on the way'
        : `${inTime(message.arrivesAt)}, at ${formatTime(message.arrivesAt)}`;
      return [
        ['sent', `at ${formatTime(message.sentAt)}`],
        ['arrives', arrival],
        ...(message.text === 'undefined' || message.text === 'null' ? [] : [['body', message.text] as const]),
      ];
    }
    case 'link': {
      const { a, b } = target;
      const count = frame.messages.filter(
        ({ from, to }) => (from === a && to === b) || (from === b && to === a),
      ).length;
      return [
        ['link', isCut(frame, a, b) ? 'cut: nothing passes' : 'up'],
        ['on their way', count === 1 ? '1 message' : `${count} messages`],
      ];
    }
    case 'timer': {
      const timer = timerOf(target, frame);
      return timer === undefined ? [] : [['fires', `${inTime(timer.firesAt)}, at ${formatTime(timer.firesAt)}`]];
    }
    case 'node':
    case 'value':
      return [];
  }
}

customElements.define('rh-thing-card', RhThingCard);

declare global {
  interface HTMLElementTagNameMap {
    'rh-thing-card': RhThingCard;
  }
}
