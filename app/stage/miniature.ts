/** `<rh-miniature>`: the picture alone, for a card of the gallery: names and no other texts, no controls, nothing to focus. */
import { css, html, LitElement, type TemplateResult } from 'lit';
import type { Frame } from '../../kernel/protocol.ts';
import type { Playback } from '../model/state.ts';
import './topology.ts';

const playing: Playback = { playing: true, speed: 0.1, playhead: 'live' };

export class RhMiniature extends LitElement {
  static override readonly properties = { frame: { attribute: false }, playback: { attribute: false } };
  declare frame: Frame | null;
  /** At which speed messages glide on between frames; playing at 0.1 when not given. */
  declare playback: Playback | null;

  static override readonly styles = css`
    :host {
      display: block;
      height: 100%;
    }
  `;

  constructor() {
    super();
    this.frame = null;
    this.playback = null;
  }

  override render(): TemplateResult {
    return html`<rh-topology quiet .playback=${this.playback ?? playing} .frame=${this.frame}></rh-topology>`;
  }
}

customElements.define('rh-miniature', RhMiniature);

declare global {
  interface HTMLElementTagNameMap {
    'rh-miniature': RhMiniature;
  }
}
