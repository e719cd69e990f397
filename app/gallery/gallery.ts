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
import { ComingBack, type LeftBy } from './coming-back.ts';
import { createMiniatures, type Hero, type Miniatures, newFile } from './miniatures.ts';
import { ago } from './ago.ts';
import { blurb } from './blurb.ts';
import { membersText } from './members.ts';

/** Of what was edited here the latest are shown at first. */
const firstRecent = 6;

/** The link by which the gallery was left, and how far it was scrolled: whoever comes back is where they were. */
let leftBy: LeftBy | null = null;

export class RhGallery extends LightElement {
  static override readonly properties = { isWhole: { state: true } };
  /** Whether all that was edited here is listed. */
  declare isWhole: boolean;

  readonly #gallery = select(this, (state) => state.gallery);
  readonly #recent = select(this, (state) => state.recent);
  #miniatures: Miniatures | null = null;
  #comingBack = new ComingBack(null);
  /** Remembered while it is there: once it has gone the page is another. */
  #scrolled = 0;

  constructor() {
    super();
    this.isWhole = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    document.title = 'Rehearsal';
    this.#miniatures = createMiniatures(page, () => this.requestUpdate());
    this.#comingBack = new ComingBack(leftBy);
    addEventListener('scroll', this.#onScroll, { passive: true });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener('scroll', this.#onScroll);
    this.#miniatures?.close();
    this.#miniatures = null;
    const { route } = page.state;
    leftBy = route.type === 'gallery' ? null : { href: routeHash(route), scrolled: this.#scrolled };
  }

  readonly #onScroll = (): void => {
    this.#scrolled = document.documentElement.scrollTop;
  };

  /** As soon as the link is there again. */
  override updated(): void {
    const linkTo = (href: string) => this.querySelector<HTMLElement>(`main a[href="${CSS.escape(href)}"]`);
    const to = this.#comingBack.take(this.#gallery.value.status !== 'reading', (href) => linkTo(href) !== null);
    if (to === null) return;
    document.documentElement.scrollTop = to.scrolled;
    linkTo(to.href)?.focus({ preventScroll: true });
  }

  override render() {
    const { entries } = this.#gallery.value;
    const hero = this.#miniatures?.hero() ?? null;
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
              ${entries.some(({ file }) => file === tourNotebook) ? html`<rh-tour-offer></rh-tour-offer>` : nothing}
            </div>
            <figure class="hero-picture" aria-hidden="true">
              <rh-miniature .frame=${hero?.frame ?? null}></rh-miniature>
              ${hero === null ? nothing : html`<figcaption>${this.#caption(hero)}</figcaption>`}
            </figure>
          </section>
          ${this.#recentList(this.#recent.value)}
          <section aria-labelledby="notebooks-title">
            <h2 id="notebooks-title">Notebooks</h2>
            ${this.#trouble()}
            ${
              entries.length === 0
                ? nothing
                : html`<ul class="cards">
                    ${repeat(
                      entries,
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

  /** What is to be said where there are no notebooks, or perhaps not all. */
  #trouble() {
    const gallery = this.#gallery.value;
    if (gallery.status === 'failed')
      return html`<div class="no-cards" role="alert">
        <p>${gallery.why} ${gallery.entries.length > 0 ? 'These are the notebooks that it had before.' : 'What you edited in this browser is kept, and can be opened.'}</p>
        <button class="run-button" @click=${() => act(this, { type: 'read-gallery' })}>Try again</button>
      </div>`;
    if (gallery.status === 'reading' || gallery.entries.length > 0) return nothing;
    return html`<div class="no-cards">
      <p>
        This folder has no notebooks yet. A notebook is a Markdown file whose name ends in <code>.sim.md</code>. A new one
        begins with two nodes that run: the picture above is theirs.
      </p>
      <button class="run-button" @click=${() => act(this, { type: 'new-notebook' })}>
        <rh-icon name="plus"></rh-icon>New notebook
      </button>
      <a href="#/guide">Your first model in ten minutes</a>
    </div>`;
  }

  #caption({ file, frame }: Hero) {
    const title = this.#gallery.value.entries.find((entry) => entry.file === file)?.title;
    return html`<b>${title ?? (file === newFile ? 'A new notebook' : file)}</b> ${membersText(frame.nodes)}`;
  }

  #card(entry: GalleryEntry) {
    const isBlank = this.#miniatures?.isBlank(entry.file) === true;
    const live = (): void => this.#miniatures?.watch(entry.file);
    return html`<li class="card" @pointerenter=${live} @focusin=${live}>
      <a href=${routeHash({ type: 'notebook', id: entry.file })}>
        <div class="card-picture" aria-hidden="true">
          ${
            isBlank
              ? html`<p class="quiet">No picture: nothing of it runs yet.</p>`
              : html`<rh-miniature .frame=${this.#miniatures?.frameOf(entry.file) ?? null}></rh-miniature>`
          }
        </div>
        <div class="card-text">
          <h3>${entry.title}</h3>
          <p>${blurb(entry.description)}</p>
        </div>
      </a>
    </li>`;
  }

  /** The first that was not there has the keyboard: the button is gone. */
  #showWhole(): void {
    this.isWhole = true;
    void this.updateComplete.then(() => this.querySelectorAll<HTMLElement>('.recent a')[firstRecent]?.focus());
  }

  #recentList(recent: readonly RecentEntry[]) {
    if (recent.length === 0) return nothing;
    const shown = this.isWhole ? recent : recent.slice(0, firstRecent);
    return html`<section aria-labelledby="recent-title">
      <h2 id="recent-title">Edited here</h2>
      <ul class="recent">
        ${shown.map(
          ({ id, title, editedAt }) => html`<li>
            <a href=${routeHash({ type: 'notebook', id })}
              ><span title=${title}>${title}</span><time datetime=${new Date(editedAt).toISOString()}>${ago(editedAt, Date.now())}</time></a
            >
          </li>`,
        )}
        ${
          shown.length === recent.length
            ? nothing
            : html`<li>
                <button class="text-button" @click=${() => this.#showWhole()}>${recent.length - shown.length} more</button>
              </li>`
        }
      </ul>
    </section>`;
  }
}

customElements.define('rh-gallery', RhGallery);
