/** The language reference and the guide: an index, a field to search it, the text, and each example as a notebook. */
import { html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { highlight } from '../editor/highlight.ts';
import { renderMarkdown } from '../notebook/markdown.ts';
import { act } from '../model/act.ts';
import { select } from '../model/page.ts';
import { routeHash } from '../model/route.ts';
import { LightElement } from '../parts/light-element.ts';
import '../parts/theme-toggle.ts';
import { type Document, guideOf, languageOf, matches, type Section } from './sections.ts';

type Name = 'language' | 'guide';

/** Read when they are asked for: the page begins without them. */
const texts: Readonly<Record<Name, () => Promise<Document>>> = {
  language: async () => languageOf((await import('../../stdlib/REFERENCE.md?raw')).default),
  guide: async () => guideOf((await import('../../notebooks/your-first-model.md?raw')).default),
};

export class RhDocument extends LightElement {
  readonly #route = select(this, ({ route }) => (route.type === 'document' ? route : null));
  /** What is shown, by name; null while it is on its way. */
  #shown: { readonly name: Name; readonly document: Document | null } | null = null;
  #rendered = new Map<string, readonly Node[]>();
  #wanted = '';
  #heading: string | null = null;

  override willUpdate(): void {
    const name = this.#route.value?.name;
    if (name === undefined || this.#shown?.name === name) return;
    this.#shown = { name, document: null };
    this.#rendered = new Map();
    this.#wanted = '';
    this.#heading = null;
    void texts[name]().then((document) => {
      if (this.#shown?.name !== name) return;
      this.#shown = { name, document };
      this.requestUpdate();
    });
  }

  /** To the heading in the address, once for each address. */
  override updated(): void {
    const route = this.#route.value;
    if (route === null || this.#shown?.document == null) return;
    document.title = `${this.#shown.document.title} · Rehearsal`;
    if (this.#heading === route.heading) return;
    this.#heading = route.heading;
    const target = route.heading === '' ? null : this.querySelector(`[data-anchor="${CSS.escape(route.heading)}"]`);
    if (target === null) this.ownerDocument.scrollingElement?.scrollTo({ top: 0 });
    else target.scrollIntoView({ block: 'start' });
  }

  #nodes(name: Name, markdown: string): readonly Node[] {
    const known = this.#rendered.get(markdown);
    if (known !== undefined) return known;
    const fragment = renderMarkdown(markdown);
    for (const link of fragment.querySelectorAll('a[href^="#"]')) {
      const to = link.getAttribute('href') ?? '';
      if (!to.startsWith('#/')) link.setAttribute('href', routeHash({ type: 'document', name, heading: to.slice(1) }));
    }
    for (const code of fragment.querySelectorAll('pre > code')) {
      colour(code);
      // A wide line is read with the arrow keys too.
      code.parentElement?.setAttribute('tabindex', '0');
    }
    const nodes = [...fragment.childNodes];
    this.#rendered.set(markdown, nodes);
    return nodes;
  }

  #section(name: Name, section: Section) {
    const { title, markdown, notebook, chapter } = section;
    const heading = titleWithCode(title);
    return html`<section class="document-section" data-anchor=${section.anchor} data-chapter=${chapter === null}>
      <header>
        ${chapter === null ? html`<h2>${heading}</h2>` : html`<h3>${heading}</h3>`}
        ${
          notebook === null
            ? nothing
            : html`<button
                class="text-button"
                title=${name === 'guide' ? 'The notebook as it stands after this step' : 'The example as a notebook that runs'}
                aria-label=${`Open as a notebook: ${title.replaceAll('`', '')}`}
                @click=${() => act(this, { type: 'new-notebook', text: notebook })}
              >
                <rh-icon name="play"></rh-icon>Open as a notebook
              </button>`
        }
      </header>
      ${this.#nodes(name, markdown)}
    </section>`;
  }

  #index(name: Name, sections: readonly Section[]) {
    const link = ({ chapter, title, anchor }: Section) =>
      html`<li data-chapter=${chapter === null}>
        <a href=${routeHash({ type: 'document', name, heading: anchor })}>${titleWithCode(title)}</a>
      </li>`;
    return html`<nav class="document-index" aria-label="Contents">
      ${
        name === 'language'
          ? html`<input
              type="search"
              placeholder="Search the language"
              aria-label="Search the language"
              .value=${this.#wanted}
              @input=${(event: Event & { currentTarget: HTMLInputElement }) => {
                this.#wanted = event.currentTarget.value.trim();
                this.requestUpdate();
              }}
            />`
          : nothing
      }
      <ul>
        ${repeat(sections, ({ anchor }) => anchor, link)}
      </ul>
      ${sections.length === 0 ? html`<p class="quiet">Nothing has these words.</p>` : nothing}
    </nav>`;
  }

  override render() {
    const shown = this.#shown;
    const document = shown?.document ?? null;
    const sections = (document?.sections ?? []).filter((one) => this.#wanted === '' || matches(one, this.#wanted));
    return html`<div class="document">
      <header class="gallery-head">
        <a class="brand" href="#/" aria-label="Rehearsal: all notebooks">Rehearsal<i>.</i></a>
        <span class="grow"></span>
        <nav class="gallery-nav" aria-label="To read">
          <a href="#/guide" aria-current=${shown?.name === 'guide' ? 'page' : nothing}>Your first model</a>
          <a href="#/language" aria-current=${shown?.name === 'language' ? 'page' : nothing}>Language</a>
        </nav>
        <rh-theme-toggle></rh-theme-toggle>
      </header>
      ${
        shown === null || document === null
          ? html`<p class="quiet" role="status">Loading…</p>`
          : html`<div class="document-columns">
              ${this.#index(shown.name, sections)}
              <main class="prose">
                <h1>${document.title}</h1>
                ${this.#wanted === '' ? this.#nodes(shown.name, document.intro) : nothing}
                ${repeat(
                  sections,
                  ({ anchor }) => anchor,
                  (section) => this.#section(shown.name, section),
                )}
              </main>
            </div>`
      }
    </div>`;
  }
}

/** `ctx.send`, `ctx.reply` as code, the rest as words. */
function titleWithCode(title: string) {
  return title.split('`').map((part, i) => (i % 2 === 1 ? html`<code>${part}</code>` : part));
}

function colour(code: Element): void {
  const tokens = highlight(code.textContent ?? '').map(({ text, type }) => {
    const token = document.createElement('span');
    if (type !== 'plain') token.className = `tok-${type}`;
    token.textContent = text;
    return token;
  });
  code.replaceChildren(...tokens);
}

customElements.define('rh-document', RhDocument);
