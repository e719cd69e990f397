/** Diagnostics for people: code, what is wrong, what to do, and the other places that have to do with it. */
import { html, nothing } from 'lit';
import type { Diagnostic } from '../../kernel/diagnostic.ts';
import { act } from '../model/act.ts';

export function diagnosticList(diagnostics: readonly Diagnostic[]) {
  if (diagnostics.length === 0) return nothing;
  // A list cannot be a status itself: its items would belong to no list.
  return html`<div role="status">
    <ul class="diagnostics">
      ${diagnostics.map(diagnosticItem)}
    </ul>
  </div>`;
}

function diagnosticItem(diagnostic: Diagnostic) {
  const { cell, range } = diagnostic;
  return html`<li class="diagnostic" data-severity=${diagnostic.severity}>
    <rh-icon name=${diagnostic.severity === 'error' ? 'circle-alert' : 'triangle-alert'}></rh-icon>
    <div>
      <p>
        ${
          cell !== null && range !== null
            ? html`<button
                class="text-button place"
                @click=${(event: Event) => act(event.currentTarget ?? window, { type: 'reveal', cell, range })}
              >
                line ${range.line}:${range.column}
              </button>`
            : nothing
        }
        <span>${diagnostic.text}</span>
        <code class="code-name">${diagnostic.code}</code>
      </p>
      ${diagnostic.help === '' ? nothing : html`<p class="help-text">${diagnostic.help}</p>`}
      ${mendOffer(diagnostic)}
      ${diagnostic.notes.map(
        (note) => html`<p class="note">
          ${note.text}
          ${
            note.cell !== null
              ? html`<button
                  class="text-button"
                  @click=${(event: Event) =>
                    note.cell !== null &&
                    act(event.currentTarget ?? window, { type: 'reveal', cell: note.cell, range: note.range })}
                >
                  show
                </button>`
              : nothing
          }
        </p>`,
      )}
    </div>
  </li>`;
}

function mendOffer({ cell, mend }: Diagnostic) {
  // Those that were saved by older versions have none.
  if (mend == null) return nothing;
  const insert = (event: Event): void =>
    act(event.currentTarget ?? window, { type: 'add', after: cell, kind: 'rules', code: mend.code });
  return html`<div class="mend">
    <pre><code>${mend.code}</code></pre>
    <button class="run-button" @click=${insert}><rh-icon name="plus"></rh-icon>${mend.title}</button>
  </div>`;
}
