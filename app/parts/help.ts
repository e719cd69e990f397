/** The list of keys, as a modal dialog. */
import { html } from 'lit';
import { keyGroups } from '../key-list.ts';
import { act } from '../model/act.ts';
import { LightElement } from './light-element.ts';

export class RhHelp extends LightElement {
  override firstUpdated(): void {
    this.querySelector('dialog')?.showModal();
  }

  #close(): void {
    act(this, { type: 'overlay', overlay: 'none' });
  }

  override render() {
    return html`<dialog
      class="help"
      aria-labelledby="help-title"
      @close=${() => this.#close()}
      @click=${(event: MouseEvent) => event.target instanceof HTMLDialogElement && event.target.close()}
    >
      <div class="help-inner">
        <header>
          <h2 id="help-title">Keys</h2>
          <button class="icon-button" aria-label="Close" @click=${() => this.#close()}><rh-icon name="x"></rh-icon></button>
        </header>
        <div class="help-groups">
          ${keyGroups.map(
            (group) => html`<section>
              <h3>${group.title}</h3>
              <dl>
                ${group.keys.map(
                  ([keys, meaning]) => html`<div>
                    <dt>${keys.map((key) => html`<kbd>${key}</kbd>`)}</dt>
                    <dd>${meaning}</dd>
                  </div>`,
                )}
              </dl>
            </section>`,
          )}
        </div>
      </div>
    </dialog>`;
  }
}

customElements.define('rh-help', RhHelp);
