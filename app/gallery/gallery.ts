/** The first page: every notebook as a card with a running miniature, what was edited last, and a new one. */
import { html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { act } from '../model/act.ts';
import { page, select } from '../model/page.ts';
import { routeHash } from '../model/route.ts';
import type { GalleryEntry, RecentEntry } from '../model/state.ts';
import { tourNotebook } from '../model/tour-steps.ts';
import { LightElement } from '../parts/light-element.ts';
import '../parts/theme-toggle.ts';
import '../stage/miniature.ts';
import '../tour/offer.ts';
import { createMiniatures, type Miniatures } from './miniatures.ts';
import { ago } from './ago.ts';
import { blurb } from './blurb.ts';

export class RhGallery extends LightElement {
  readonly #gallery = select(this, (state) => state.gallery);
  readonly #recent = select(this, (state) => state.recent);
  #miniatures: Miniatures | null = null;

  override connectedCallback(): void {
    super.connectedCallback();
    document.title = 'Rehearsal';
    this.#miniatures = createMiniatures(page, () => this.requestUpdate());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#miniatures?.close();
    this.#miniatures = null;
  }

  override render() {
    const gallery = this.#gallery.value;
    return html`
      <div class="gallery">
        <header class="gallery-head">
          <p class="brand">Rehearsal<i>.</i></p>
          <span class="grow"></span>
          <nav class="gallery-nav" aria-label="To read">
            <a href="#/guide">Your first model</a>
            <a href="#/language">Language</a>
          </nav>
          <rh-theme-toggle></rh-theme-toggle>
        </header>
        <main>
          <section class="hero">
            <div>
              <h1>Rehearse a system before you build it.</h1>
              <p>
                Write the rules of a distributed system and watch it run while you type. Change a rule and the running
                cluster obeys: no restart, nothing lost.
              </p>
              <div class="hero-ways">
                <button class="primary" @click=${() => act(this, { type: 'new-notebook' })}>
                  <rh-icon name="plus"></rh-icon>New notebook
                </button>
                <a href="#/guide">Your first model in ten minutes</a>
              </div>
              ${gallery?.some(({ file }) => file === tourNotebook) === true ? html`<rh-tour-offer></rh-tour-offer>` : nothing}
            </div>
            <figure class="hero-picture" aria-hidden="true">
              <rh-miniature .frame=${this.#miniatures?.heroFrame() ?? null}></rh-miniature>
            </figure>
          </section>
          ${this.#recentList(this.#recent.value)}
          <section aria-labelledby="notebooks-title">
            <h2 id="notebooks-title">Notebooks</h2>
            ${
              gallery?.length === 0
                ? html`<p class="quiet">No notebooks here. Start with a new one.</p>`
                : html`<ul class="cards">
                    ${repeat(
                      gallery ?? [],
                      (entry) => entry.file,
                      (entry) => this.#card(entry),
                    )}
                  </ul>`
            }
          </section>
        </main>
      </div>
    `;
  }

  #card(entry: GalleryEntry) {
    const live = (): void => this.#miniatures?.watch(entry.file);
    return html`<li class="card" @pointerenter=${live} @focusin=${live}>
      <a href=${routeHash({ type: 'notebook', id: entry.file })}>
        <div class="card-picture" aria-hidden="true">
          <rh-miniature .frame=${this.#miniatures?.frameOf(entry.file) ?? null}></rh-miniature>
        </div>
        <div class="card-text">
          <h3>${entry.title}</h3>
          <p>${blurb(entry.description)}</p>
        </div>
      </a>
    </li>`;
  }

  #recentList(recent: readonly RecentEntry[]) {
    if (recent.length === 0) return nothing;
    return html`<section aria-labelledby="recent-title">
      <h2 id="recent-title">Edited here</h2>
      <ul class="recent">
        ${recent.slice(0, 6).map(
          ({ id, title, editedAt }) => html`<li>
            <a href=${routeHash({ type: 'notebook', id })}
              ><span>${title}</span><time datetime=${new Date(editedAt).toISOString()}>${ago(editedAt, Date.now())}</time></a
            >
          </li>`,
        )}
      </ul>
    </section>`;
  }
}

customElements.define('rh-gallery', RhGallery);
