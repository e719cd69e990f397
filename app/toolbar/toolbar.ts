/** The bar on top: what is open, how it runs, whether it holds. */
import { html, nothing } from 'lit';
import { act } from '../model/act.ts';
import type { Action } from '../model/actions.ts';
import { forkHere } from '../model/fork.ts';
import { titleOf } from '../model/open.ts';
import { page, select } from '../model/page.ts';
import { routeHash } from '../model/route.ts';
import type { SavedStatus, Side } from '../model/state.ts';
import { LightElement } from '../parts/light-element.ts';
import '../parts/theme-toggle.ts';
import './checks.ts';
import './menu.ts';
import './swap-from.ts';

export const speeds = [0.001, 0.01, 0.03, 0.1, 0.3, 1, 3, 10, 100] as const;

const sides: readonly (readonly [side: Side, label: string, meaning: string])[] = [
  ['write', 'Write', 'The notebook alone'],
  ['both', 'Both', 'Notebook and stage side by side'],
  ['stage', 'Stage', 'The stage alone'],
];

export class RhToolbar extends LightElement {
  readonly #title = select(this, ({ open }) => (open === null ? '' : titleOf(open.notebook, open.id)));
  readonly #id = select(this, ({ open }) => open?.id ?? '');
  readonly #saved = select(this, ({ open }) => open?.saved ?? null);
  readonly #playback = select(this, ({ open }) => open?.playback ?? null);
  readonly #status = select(this, ({ open }) => open?.frame?.status ?? null);
  /** How much of the past has been run again, in per cent. */
  readonly #again = select(this, ({ open }) => {
    const frame = open?.frame ?? null;
    if (frame === null || frame.status !== 'rerunning' || frame.ghost === null) return null;
    return Math.min(99, Math.floor((frame.tip.now / Math.max(1, frame.ghost.tip.now)) * 100));
  });
  readonly #seed = select(this, ({ open }) => open?.frame?.seed ?? open?.journal?.seed ?? null);
  readonly #scenario = select(this, ({ open }) => open?.frame?.scenario ?? open?.journal?.scenario ?? '');
  readonly #program = select(this, ({ open }) => open?.program ?? null);
  readonly #side = select(this, ({ layout }) => layout.side);
  readonly #isForRoom = select(this, ({ layout }) => layout.scale === 'room');

  #act(action: Action): void {
    act(this, action);
  }

  #button(label: string, icon: string, action: Action, keys: string) {
    return html`<button
      class="icon-button"
      aria-label=${label}
      title=${`${label} (${keys})`}
      @click=${() => this.#act(action)}
    >
      <rh-icon name=${icon}></rh-icon>
    </button>`;
  }

  override render() {
    const playback = this.#playback.value;
    if (playback === null) return this.#brand();
    const playing = playback.playing;
    return html`
      ${this.#brand()}
      <div class="bar-title">
        <span class="bar-name" title=${this.#id.value}>${this.#title.value}</span>
        ${this.#savedText(this.#saved.value)}
      </div>
      <div class="bar-run" role="group" aria-label="Run">
        ${this.#button('Restart', 'restart', { type: 'restart' }, 'from the beginning')}
        ${this.#button('Step back', 'step-back', { type: 'step', by: -1 }, '←')}
        <button
          class="icon-button go"
          aria-label=${playing ? 'Pause' : 'Play'}
          title=${`${playing ? 'Pause' : 'Play'} (Space)`}
          @click=${() => this.#act({ type: 'toggle-play' })}
        >
          <rh-icon name=${playing ? 'pause' : 'play'}></rh-icon>
        </button>
        ${this.#button('Step forward', 'step-forward', { type: 'step', by: 1 }, '→')}
        <button class="icon-button" aria-label="Fork here" title="Fork here: a branch that begins at the playhead (F)" @click=${this.#fork}>
          <rh-icon name="fork"></rh-icon>
        </button>
        ${this.#runStatus()}
      </div>
      <div class="bar-settings">
        <label class="setting">
          <span>speed</span>
          <select
            aria-label="Speed: virtual seconds per second"
            @change=${(event: Event & { currentTarget: HTMLSelectElement }) =>
              this.#act({ type: 'speed', speed: Number(event.currentTarget.value) })}
          >
            ${[...new Set([...speeds, playback.speed])]
              .toSorted((a, b) => a - b)
              .map((speed) => html`<option value=${speed} ?selected=${speed === playback.speed}>${speed}×</option>`)}
          </select>
        </label>
        <label class="setting">
          <span>seed</span>
          <input
            aria-label="Seed: Enter starts the run again with it"
            inputmode="numeric"
            .value=${String(this.#seed.value ?? '')}
            @change=${(event: Event & { currentTarget: HTMLInputElement }) => this.#seedChanged(event.currentTarget)}
          />
        </label>
        ${this.#scenarios()}
      </div>
      <rh-swap-from></rh-swap-from>
      <rh-checks></rh-checks>
      <div class="segments sides" role="group" aria-label="Layout">
        ${sides.map(
          ([side, label, meaning]) => html`<button
            title=${meaning}
            aria-pressed=${this.#side.value === side}
            @click=${() => this.#act({ type: 'layout', layout: { side } })}
          >
            ${label}
          </button>`,
        )}
      </div>
      <button
        class="icon-button room"
        aria-label="Stage for a room"
        aria-pressed=${this.#isForRoom.value}
        title="The stage for a room: larger, with more contrast (L; Esc leaves it)"
        @click=${() => this.#act({ type: 'layout', layout: { scale: this.#isForRoom.value ? 'desk' : 'room' } })}
      >
        <rh-icon name="projector"></rh-icon>
      </button>
      <rh-theme-toggle></rh-theme-toggle>
      <rh-menu></rh-menu>
    `;
  }

  #brand() {
    return html`<a class="brand" href=${routeHash({ type: 'gallery' })} aria-label="Rehearsal: all notebooks">Rehearsal<i>.</i></a>`;
  }

  #savedText(saved: SavedStatus | null) {
    switch (saved?.type) {
      case undefined:
        return nothing;
      case 'file':
        return html`<span class="saved">${this.#id.value}</span>`;
      case 'saving':
        return html`<span class="saved">saving…</span>`;
      case 'saved':
        return html`<span class="saved" title=${`Kept in this browser at ${new Date(saved.at).toLocaleTimeString()}`}>saved</span>`;
      case 'failed':
        return html`<span class="saved bad" role="alert"><rh-icon name="triangle-alert"></rh-icon> not saved: ${saved.why}</span>`;
      case 'conflict':
        return html`<span class="saved bad"><rh-icon name="triangle-alert"></rh-icon> changed in another tab</span>`;
    }
  }

  #runStatus() {
    const status = this.#status.value;
    const words = {
      running: '',
      restoring: 'rebuilding…',
      rerunning: 'running again…',
      'stopped-by-error': 'stopped by an error',
      ended: 'ended',
      quiescent: 'at rest',
      empty: 'no scenario',
    } as const;
    const text = status === null ? '' : words[status];
    if (text === '') return nothing;
    const share = status === 'rerunning' && this.#again.value !== null ? ` ${this.#again.value} %` : '';
    const title = status === 'quiescent' ? 'Nothing is left to happen' : nothing;
    return html`<span class="run-status" title=${title} data-status=${status ?? ''}>${text}${share}</span>`;
  }

  readonly #fork = (event: MouseEvent & { readonly currentTarget: EventTarget | null }): void => {
    const { open } = page.state;
    const wish = open === null ? null : forkHere(open);
    if (wish !== null) this.#act(wish);
    // By the mouse: Space plays on instead of forking once more.
    if (event.detail > 0 && event.currentTarget instanceof HTMLElement) event.currentTarget.blur();
  };

  #scenarios() {
    const scenarios = this.#program.value?.scenarios ?? [];
    if (scenarios.length === 0) return nothing;
    return html`<label class="setting scenario">
      <span>scenario</span>
      <select
        aria-label="Scenario: choosing one starts it"
        @change=${(event: Event & { currentTarget: HTMLSelectElement }) =>
          this.#act({ type: 'restart', scenario: event.currentTarget.value })}
      >
        ${scenarios.map(
          ({ name }) => html`<option value=${name} ?selected=${name === this.#scenario.value}>${name}</option>`,
        )}
      </select>
    </label>`;
  }

  #seedChanged(input: HTMLInputElement): void {
    const text = input.value.trim();
    const seed = Number(text);
    if (text !== '' && Number.isSafeInteger(seed) && seed >= 0) return this.#act({ type: 'restart', seed });
    const kept = String(this.#seed.value ?? '');
    input.value = kept;
    if (text === '') return;
    this.#act({
      type: 'notice',
      notice: {
        text: `${text.length > 24 ? `${text.slice(0, 24)}…` : text} is no seed: that is a whole number from 0 to 2^53 − 1. It stays ${kept}.`,
        actions: [],
      },
    });
  }
}

customElements.define('rh-toolbar', RhToolbar);
