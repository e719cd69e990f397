/** The list of keys, as a modal dialog. */
import { html } from 'lit';
import { keyGroups } from '../key-list.ts';
import { act } from '../model/act.ts';
import { select } from '../model/page.ts';
import { canResume, placeText } from '../model/tour.ts';
import { LightElement } from './light-element.ts';

export class RhHelp extends LightElement {
  readonly #at = select(this, ({ tour }) => tour);

  override firstUpdated(): void {
    this.querySelector('dialog')?.showModal();
  }

  #tour(): void {
    const { status } = this.#at.value;
    this.#close();
    act(this, { type: 'tour', act: status === 'on' ? 'to-card' : canResume(this.#at.value) ? 'resume' : 'start' });
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
          <span class="grow"></span>
          <button class="text-button" @click=${() => this.#tour()}>
            ${canResume(this.#at.value) ? `Go on with the tour (${placeText(this.#at.value)})` : 'The two-minute tour'}
          </button>
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
