/**
 * `<rh-lane-list>`: the names of the lanes, at their left. A click on a branch goes to it; what else can be done with it is in its
 * menu and has a key. The run as it was before an edit can be kept as a branch, or dropped.
 */
import { boxFor, screenFor } from '../parts/own-px.ts';
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { act } from '../model/act.ts';
import type { Action } from '../model/actions.ts';
import '../parts/icon.ts';
import { whenPressedOutside } from '../parts/outside.ts';
import { formatTime } from '../stage/format.ts';
import type { Lane, LaneLayout } from './lanes.ts';

interface Item {
  readonly label: string;
  readonly keys?: string;
  readonly isGrave?: boolean;
  readonly run: () => void;
}

export class RhLaneList extends LitElement {
  static override readonly properties = {
    layout: { attribute: false },
    compared: { attribute: false },
    menu: { state: true },
    renaming: { state: true },
  };
  declare layout: LaneLayout;
  /** What the current branch is compared with: the id of a branch, or its ghost. */
  declare compared: number | 'ghost' | null;
  /** The lane whose menu is open, and whose name is being written: by its place. */
  declare menu: number | null;
  declare renaming: number | null;

  /** The lane that has the tab stop. */
  #roving = 0;
  #stopWatching: (() => void) | null = null;

  constructor() {
    super();
    this.layout = { lanes: [], hidden: 0, moreTop: null, height: 0 };
    this.compared = null;
    this.menu = null;
    this.renaming = null;
  }

  static override readonly styles = css`
    :host {
      display: block;
      position: relative;
    }
    ul {
      list-style: none;
      margin: 0;
      padding: 0;
    }
    .lane {
      position: absolute;
      inset-inline: 0;
      height: 20px;
      display: flex;
      align-items: center;
    }
    button {
      all: unset;
      box-sizing: border-box;
      cursor: pointer;
      border-radius: var(--radius-s);
    }
    button:focus-visible,
    input:focus-visible {
      outline: 2px solid var(--accent);
      outline-offset: -1px;
    }
    .name {
      flex: 1;
      min-width: 0;
      padding: 2px 4px 2px 6px;
      overflow: hidden;
      text-overflow: ellipsis;
      white-space: nowrap;
      color: var(--ink-2);
      font: 450 var(--t-s) / 16px var(--font-ui);
    }
    .name:hover {
      color: var(--ink);
      background: var(--sunken);
    }
    [aria-current] {
      color: var(--accent);
      font-weight: 600;
    }
    [data-kind='ghost'] .name {
      color: var(--ink-3);
    }
    [data-compared] .name {
      color: var(--c4-text);
    }
    .violated {
      flex: none;
      margin-right: 3px;
      padding: 0 5px;
      border-radius: 99px;
      background: color-mix(in srgb, var(--bad) 12%, transparent);
      color: var(--bad);
      font: 650 10px / 15px var(--font-ui);
    }
    .more {
      flex: none;
      width: 18px;
      height: 18px;
      display: grid;
      place-items: center;
      color: var(--ink-3);
      opacity: 0;
    }
    .lane:hover .more,
    .lane:focus-within .more,
    .more[aria-expanded='true'] {
      opacity: 1;
    }
    /* Until it is asked for its room is the name's. */
    @media (hover: hover) and (width < 620px) {
      .lane:not(:hover, :focus-within) .more:not([aria-expanded='true']) {
        width: 0;
      }
    }
    @media (width < 620px) {
      .violated .many {
        display: none;
      }
    }
    @media (hover: none) {
      .more {
        opacity: 1;
      }
    }
    .more:hover {
      color: var(--ink);
      background: var(--sunken);
    }
    input {
      all: unset;
      flex: 1;
      min-width: 0;
      padding: 1px 5px;
      border-radius: var(--radius-s);
      background: var(--raised);
      color: var(--ink);
      font: 450 var(--t-s) / 16px var(--font-ui);
      box-shadow: inset 0 0 0 1px var(--rule-strong);
    }
    .others {
      color: var(--accent);
      font: 500 var(--t-xs) / 18px var(--font-ui);
      padding: 0 6px;
      white-space: nowrap;
    }
    .others:hover {
      text-decoration: underline;
      text-underline-offset: 2px;
    }
    [role='menu'] {
      position: fixed;
      inset: auto;
      margin: 0;
      min-width: 190px;
      padding: 4px;
      border: 1px solid var(--rule-strong);
      border-radius: var(--radius-l);
      background: var(--raised);
      color: var(--ink);
      box-shadow: var(--shadow);
      font: 450 var(--t-s) / 1.4 var(--font-ui);
    }
    .about {
      padding: 5px 10px 6px;
      color: var(--ink-3);
      border-bottom: 1px solid var(--rule);
      margin-bottom: 4px;
    }
    [role='menuitem'] {
      display: flex;
      justify-content: space-between;
      gap: 24px;
      width: 100%;
      padding: 5px 10px;
      border-radius: var(--radius);
    }
    [role='menuitem']:hover,
    [role='menuitem']:focus-visible {
      background: var(--accent-soft);
      outline: none;
    }
    .grave {
      color: var(--bad);
    }
    .keys {
      color: var(--ink-3);
    }
  `;

  override render(): TemplateResult {
    const { lanes, hidden, moreTop } = this.layout;
    return html`
      <ul aria-label="Branches" @keydown=${this.#onKey}>
        ${lanes.map((lane, i) => this.#lane(lane, i))}
        ${
          moreTop === null
            ? nothing
            : html`<li class="lane" style="top: ${moreTop}px">
                <button class="others" aria-expanded=${hidden === 0} @click=${() => this.dispatchEvent(new CustomEvent('rh-lanes'))}>
                  ${hidden === 0 ? 'Fewer' : `${hidden} more`}
                </button>
              </li>`
        }
      </ul>
      ${this.#menuOf()}
    `;
  }

  #lane(lane: Lane, i: number): TemplateResult {
    const { kind, name, branch, top, height } = lane;
    const isStop = i === Math.min(this.#roving, this.layout.lanes.length - 1);
    const violated = branch?.violated ?? 0;
    const isCompared = kind === 'ghost' ? this.compared === 'ghost' : branch !== null && this.compared === branch.id;
    return html`<li class="lane" style="top: ${top + height - 21}px" data-kind=${kind} ?data-compared=${isCompared}>
      ${
        this.renaming === i
          ? html`<input
              aria-label="Name of the branch"
              .value=${name}
              @keydown=${(event: KeyboardEvent) => this.#onNameKey(event, lane, i)}
              @blur=${(event: Event & { currentTarget: HTMLInputElement }) => this.#rename(lane, event.currentTarget.value)}
            />`
          : html`<button
              class="name"
              title=${titleOf(lane)}
              aria-current=${kind === 'current' ? 'true' : nothing}
              tabindex=${isStop ? 0 : -1}
              @focus=${() => this.#rove(i)}
              @click=${() => this.#go(lane)}
              @dblclick=${() => this.#beginRename(i)}
              @contextmenu=${(event: Event) => {
                event.preventDefault();
                this.menu = i;
              }}
            >${name}</button>`
      }
      ${violated === 0 ? nothing : html`<span class="violated" title="${violated} violated"><span aria-hidden="true">✗</span> <span class="many">${violated}</span></span>`}
      ${
        branch === null && kind !== 'ghost'
          ? nothing
          : html`<button
              class="more"
              aria-label="More about ${name}"
              aria-haspopup="menu"
              aria-expanded=${this.menu === i}
              tabindex=${isStop ? 0 : -1}
              @focus=${() => this.#rove(i)}
              @click=${() => {
                this.menu = this.menu === i ? null : i;
              }}
            ><rh-icon name="ellipsis"></rh-icon></button>`
      }
    </li>`;
  }

  #menuOf(): TemplateResult {
    const lane = this.menu === null ? undefined : this.layout.lanes[this.menu];
    return html`<div
      role="menu"
      popover="manual"
      aria-label=${lane === undefined ? 'Branch' : lane.name}
      @keydown=${this.#onMenuKey}
    >
      ${
        lane === undefined
          ? nothing
          : html`<div class="about" role="presentation">${titleOf(lane)}</div>
              ${this.#items(lane).map(
                ({ label, keys, isGrave, run }) => html`<button
                  role="menuitem"
                  tabindex="-1"
                  class=${isGrave === true ? 'grave' : ''}
                  @click=${() => {
                    this.#closeMenu();
                    run();
                  }}
                ><span>${label}</span>${keys === undefined ? nothing : html`<span class="keys" aria-hidden="true">${keys}</span>`}</button>`,
              )}`
      }
    </div>`;
  }

  #items(lane: Lane): readonly Item[] {
    const wish = (label: string, action: Action, more: Partial<Item> = {}): Item => ({
      label,
      run: () => act(this, action),
      ...more,
    });
    const comparing = this.compared;
    if (lane.kind === 'ghost')
      return [
        comparing === 'ghost'
          ? wish('Compare no longer', { type: 'compare', with: null })
          : wish('Compare with the run as it was', { type: 'compare', with: 'ghost' }),
        wish('Keep as branch', { type: 'branch', act: { type: 'keep-ghost' } }),
        wish('Drop', { type: 'branch', act: { type: 'drop-ghost' } }, { keys: 'Del' }),
      ];
    const { branch } = lane;
    if (branch === null) return [];
    const rename: Item = {
      label: 'Rename',
      keys: 'F2',
      run: () => this.#beginRename(this.layout.lanes.indexOf(lane)),
    };
    if (branch.isCurrent) return [rename];
    return [
      wish('Go to it', { type: 'branch', act: { type: 'switch', id: branch.id } }, { keys: '↵' }),
      comparing === branch.id
        ? wish('Compare no longer', { type: 'compare', with: null })
        : wish('Compare the current branch with it', { type: 'compare', with: branch.id }),
      rename,
      { label: 'Delete', keys: 'Del', isGrave: true, run: () => this.#delete(lane) },
    ];
  }

  override updated(changed: ReadonlyMap<PropertyKey, unknown>): void {
    if (changed.has('menu')) this.#placeMenu();
    if (changed.has('renaming') && this.renaming !== null) this.renderRoot.querySelector('input')?.select();
  }

  #placeMenu(): void {
    const menu = this.renderRoot.querySelector<HTMLElement>('[role="menu"]');
    const lane = this.menu === null ? undefined : this.#lanes()[this.menu];
    this.#stopWatching?.();
    this.#stopWatching = null;
    if (menu === null) return;
    if (lane === undefined) {
      if (menu.matches(':popover-open')) menu.hidePopover();
      return;
    }
    menu.showPopover();
    const at = boxFor(menu, lane.getBoundingClientRect());
    menu.style.left = `${Math.max(8, Math.min(screenFor(menu).width - menu.offsetWidth - 8, at.x))}px`;
    menu.style.top = `${Math.max(8, at.y - menu.offsetHeight - 4)}px`;
    menu.querySelector<HTMLElement>('[role="menuitem"]')?.focus();
    this.#stopWatching = whenPressedOutside([menu, lane.querySelector('.more')], () => {
      this.menu = null;
    });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stopWatching?.();
  }

  // ---------------------------------------------------------------- hands

  #lanes(): readonly HTMLElement[] {
    return [...this.renderRoot.querySelectorAll<HTMLElement>('.lane')];
  }

  #rove(i: number): void {
    this.#roving = i;
  }

  #focus(i: number): void {
    this.#rove(Math.max(0, Math.min(this.layout.lanes.length - 1, i)));
    this.requestUpdate();
    this.#lanes()[this.#roving]?.querySelector<HTMLElement>('.name')?.focus();
  }

  #closeMenu(): void {
    const at = this.menu;
    this.menu = null;
    if (at !== null) this.#focus(at);
  }

  #go({ kind, id }: Lane): void {
    if (kind === 'other') act(this, { type: 'branch', act: { type: 'switch', id } });
  }

  #beginRename(i: number): void {
    if (this.layout.lanes[i]?.branch != null) this.renaming = i;
  }

  #rename({ id, name }: Lane, written: string): void {
    if (this.renaming === null) return;
    this.renaming = null;
    const wanted = written.trim();
    if (wanted !== '' && wanted !== name) act(this, { type: 'branch', act: { type: 'rename', id, name: wanted } });
  }

  /** Not the current one: it is what is shown. */
  #delete({ branch }: Lane): void {
    if (branch === null || branch.isCurrent) return;
    act(this, { type: 'branch', act: { type: 'delete', id: branch.id } });
  }

  #onNameKey(event: KeyboardEvent & { readonly currentTarget?: EventTarget | null }, lane: Lane, i: number): void {
    event.stopPropagation();
    if (event.key === 'Escape') this.renaming = null;
    else if (event.key === 'Enter' && event.currentTarget instanceof HTMLInputElement)
      this.#rename(lane, event.currentTarget.value);
    else return;
    event.preventDefault();
    void this.updateComplete.then(() => this.#focus(i));
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    const lane = this.layout.lanes[this.#roving];
    const moves: Readonly<Record<string, number>> = {
      ArrowDown: this.#roving + 1,
      ArrowUp: this.#roving - 1,
      Home: 0,
      End: this.layout.lanes.length - 1,
    };
    const to = moves[event.key];
    if (lane === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    if (to !== undefined) this.#focus(to);
    else if (event.key === 'F2') this.#beginRename(this.#roving);
    else if (event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey) || event.key === 'ArrowRight')
      this.menu = this.#roving;
    else if (event.key === 'Delete' && lane.kind === 'ghost')
      act(this, { type: 'branch', act: { type: 'drop-ghost' } });
    else if (event.key === 'Delete') this.#delete(lane);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  readonly #onMenuKey = (event: KeyboardEvent): void => {
    const items = [...this.renderRoot.querySelectorAll<HTMLElement>('[role="menuitem"]')];
    const at = items.findIndex((item) => item === this.shadowRoot?.activeElement);
    const moves: Readonly<Record<string, number>> = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 };
    const to = moves[event.key];
    event.stopPropagation();
    if (to !== undefined) items.at(to % items.length)?.focus();
    else if (event.key === 'Escape' || event.key === 'Tab' || event.key === 'ArrowLeft') this.#closeMenu();
    else return;
    event.preventDefault();
  };
}

function titleOf({ kind, name, branch }: Lane): string {
  if (kind === 'ghost') return 'The run as it was before the edit';
  if (branch === null) return name;
  const { forkedAt, parent, tip } = branch;
  const from = parent === null ? '' : `, forked at ${formatTime(forkedAt.time)}`;
  return `${name}${from}, up to ${formatTime(tip.now)}`;
}

customElements.define('rh-lane-list', RhLaneList);

declare global {
  interface HTMLElementTagNameMap {
    'rh-lane-list': RhLaneList;
  }
}
