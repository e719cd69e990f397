/** What is done to the notebook as a whole, and rarely. */
import { html, nothing } from 'lit';
import { act } from '../model/act.ts';
import type { Action } from '../model/actions.ts';
import { select } from '../model/page.ts';
import { LightElement } from '../parts/light-element.ts';

export class RhMenu extends LightElement {
  readonly #shown = select(this, ({ overlay }) => overlay === 'menu');
  readonly #hasFile = select(this, ({ open }) => open !== null && open.original !== null);

  override updated(): void {
    if (this.#shown.value) this.querySelector<HTMLElement>('[role="menuitem"]')?.focus();
  }

  #choose(action: Action): void {
    act(this, { type: 'overlay', overlay: 'none' });
    act(this, action);
  }

  #item(label: string, icon: string, action: Action) {
    return html`<button role="menuitem" @click=${() => this.#choose(action)}><rh-icon name=${icon}></rh-icon>${label}</button>`;
  }

  #walk(event: KeyboardEvent): void {
    const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (by === 0) return;
    event.preventDefault();
    event.stopPropagation();
    const items = [...this.querySelectorAll<HTMLElement>('[role="menuitem"]')];
    const at = items.findIndex((item) => item === document.activeElement);
    items[(at + by + items.length) % items.length]?.focus();
  }

  override render() {
    return html`
      <button
        class="icon-button"
        aria-label="More"
        title="More"
        aria-haspopup="menu"
        aria-expanded=${this.#shown.value}
        @click=${() => act(this, { type: 'overlay', overlay: this.#shown.value ? 'none' : 'menu' })}
      >
        <rh-icon name="ellipsis"></rh-icon>
      </button>
      ${
        this.#shown.value
          ? html`<div class="popover menu" role="menu" aria-label="Notebook" @keydown=${(event: KeyboardEvent) => this.#walk(event)}>
              ${this.#item('Download .sim.md', 'download', { type: 'download' })}
              ${this.#item('Export run', 'file-output', { type: 'export-run' })}
              ${this.#item('History limit', 'gauge', { type: 'overlay', overlay: 'history' })}
              ${this.#hasFile.value ? this.#item('Revert to file', 'history', { type: 'revert' }) : nothing}
              ${this.#item('Undo deletion', 'undo', { type: 'undo-delete' })}
              <a role="menuitem" href="#/language" target="_blank" @click=${() => act(this, { type: 'overlay', overlay: 'none' })}
                ><rh-icon name="book"></rh-icon>Language</a
              >
              ${this.#item('Commands', 'command', { type: 'overlay', overlay: 'palette' })}
              ${this.#item('Keys', 'keyboard', { type: 'overlay', overlay: 'help' })}
            </div>`
          : nothing
      }
    `;
  }
}

customElements.define('rh-menu', RhMenu);
