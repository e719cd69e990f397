/** Light, dark, or as the system has it: one button that goes round. */
import { html } from 'lit';
import { act } from '../model/act.ts';
import { select } from '../model/page.ts';
import type { Theme } from '../style/theme.ts';
import type { IconName } from './icon.ts';
import { LightElement } from './light-element.ts';

const next: Readonly<Record<Theme, Theme>> = { system: 'light', light: 'dark', dark: 'system' };
const icons: Readonly<Record<Theme, IconName>> = { system: 'monitor', light: 'sun', dark: 'moon' };

export class RhThemeToggle extends LightElement {
  readonly #theme = select(this, (state) => state.theme);

  override render() {
    const theme = this.#theme.value;
    const label = `Theme: ${theme === 'system' ? 'as the system has it' : theme}. Change to ${next[theme]}`;
    return html`<button
      class="icon-button"
      aria-label=${label}
      title=${label}
      @click=${() => act(this, { type: 'theme', theme: next[theme] })}
    >
      <rh-icon name=${icons[theme]}></rh-icon>
    </button>`;
  }
}

customElements.define('rh-theme-toggle', RhThemeToggle);
