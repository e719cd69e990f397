/** The notebook's parts in order, each by its key, so that an editor stays with its cell when parts move. */
import { html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { CellKey } from '../../kernel/diagnostic.ts';
import type { CellKind } from '../../kernel/notebook/notebook.ts';
import { act } from '../model/act.ts';
import { blocksOf, notebookDiagnostics } from '../model/open.ts';
import { sameData, select } from '../model/page.ts';
import { tourNotebook } from '../model/tour-steps.ts';
import { LightElement } from '../parts/light-element.ts';
import './cell.ts';
import { diagnosticList } from './diagnostic.ts';
import '../tour/offer.ts';
import './prose.ts';

const kinds: readonly (CellKind | 'prose')[] = ['prose', 'rules', 'scenario', 'check', 'plot', 'view'];

export class RhNotebook extends LightElement {
  readonly #blocks = select(this, ({ open }) => (open === null ? [] : blocksOf(open)), sameKeys);
  readonly #wrong = select(this, ({ open }) => (open === null ? [] : notebookDiagnostics(open)), sameData);

  readonly #isToured = select(this, ({ open }) => open?.id === tourNotebook);

  override render() {
    const blocks = this.#blocks.value;
    return html`<div class="notebook">
      ${this.#isToured.value ? html`<rh-tour-offer></rh-tour-offer>` : nothing}
      ${diagnosticList(this.#wrong.value)}
      ${repeat(
        blocks,
        (block) => block.key,
        (block) =>
          block.type === 'cell'
            ? html`<rh-cell .key=${block.key}></rh-cell>`
            : html`<rh-prose .key=${block.key}></rh-prose>`,
      )}
      <div class="add-row" role="group" aria-label="Add at the end">
        ${kinds.map(
          (kind) => html`<button
            class="add-button"
            @click=${() => act(this, { type: 'add', after: blocks.at(-1)?.key ?? null, kind })}
          >
            <rh-icon name="plus"></rh-icon>${kind === 'prose' ? 'text' : kind}
          </button>`,
        )}
      </div>
    </div>`;
  }
}

/** Each part follows its own text; the list cares only for which there are, and in which order. */
function sameKeys(a: readonly { readonly key: CellKey }[], b: readonly { readonly key: CellKey }[]): boolean {
  return a.length === b.length && a.every((part, i) => part.key === b[i]?.key);
}

customElements.define('rh-notebook', RhNotebook);
