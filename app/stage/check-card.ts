/** One exploration or fuzzing in the check view: what it has come to, what it found and the way there. */
import { html, nothing, type TemplateResult } from 'lit';
import type { Diagnostic } from '../../kernel/diagnostic.ts';
import type { StoryStep, Violation } from '../../kernel/exploration.ts';
import { type FuzzFailure, smallText } from '../../kernel/findings.ts';
import { act } from '../model/act.ts';
import { type Check, type FindingRef, idOf, isUnderWay, marks, toneOf, verdictOf } from '../model/checks.ts';
import { exerciseText, factsOf, neverFired, outcomeText, secondsText, verdictWords } from './check-words.ts';
import { formatTime } from './format.ts';

/** A story of more steps than these begins folded. */
const storyShown = 16;

export interface CardHost extends EventTarget {
  /** The text was put on the clipboard. */
  readonly copied: string | null;
  copy(text: string): void;
}

export function checkCard(host: CardHost, check: Check): TemplateResult {
  const verdict = verdictOf(check);
  const id = idOf(check);
  const { cell, range, name, from } = check;
  const more = outcomeText(check);
  return html`<li class="card" data-tone=${toneOf(verdict)} data-verdict=${verdict} data-id=${id}>
    <span class="sign" aria-hidden="true">${marks[verdict]}</span>
    <div class="head">
      <button class="name" title="Show the check" @click=${() => act(host, { type: 'reveal', cell, range })}>
        ${from === null ? name : html`${name} <span class="from">from ${formatTime(from.time)} on</span>`}
      </button>
      ${buttons(host, check, id)}
    </div>
    <div class="body">
      <p class="facts">
        <b>${verdictWords[verdict]}</b>
        ${more === '' ? nothing : html`<span>${more}</span>`}
        ${factsOf(check).map((fact) => html`<span>${fact}</span>`)}
        ${check.spentMs > 0 ? html`<span class="took">${secondsText(check.spentMs)}</span>` : nothing}
      </p>
      ${check.type === 'fuzz' ? progress(check) : nothing}
      ${check.type === 'explore' ? exploredBody(host, check, id) : fuzzedBody(host, check, id)}
      ${diagnostics(host, check.result?.diagnostics ?? [])}
    </div>
  </li>`;
}

function buttons(host: CardHost, check: Check, id: string): TemplateResult {
  const wish = (what: 'again' | 'cancel' | 'go-on') => () => act(host, { type: 'check', id, act: what });
  if (isUnderWay(check))
    return html`<button class="quiet" aria-label="Cancel: ${check.name}" @click=${wish('cancel')}>Cancel</button>`;
  return html`
    ${
      check.stage === 'paused' || (check.stage === 'cancelled' && check.result !== null)
        ? html`<button class="quiet" aria-label="Go on: ${check.name}" @click=${wish('go-on')}>Go on</button>`
        : nothing
    }
    <button class="quiet" aria-label="Run again: ${check.name}" @click=${wish('again')}>Run again</button>
  `;
}

function progress(check: Extract<Check, { readonly type: 'fuzz' }>): TemplateResult | typeof nothing {
  const { done = 0, of = 0 } = check.result?.seeds ?? {};
  if (!isUnderWay(check) || of === 0) return nothing;
  return html`<progress aria-label="Seeds of ${check.name}" max=${of} value=${done}></progress>`;
}

// ---------------------------------------------------------------- explorations

function exploredBody(host: CardHost, check: Extract<Check, { readonly type: 'explore' }>, id: string): unknown {
  const { result } = check;
  if (result === null) return nothing;
  const exercise = exerciseText(result.exercise);
  const silent = isUnderWay(check) ? [] : neverFired(result.exercise);
  return html`
    ${exercise.length === 0 ? nothing : html`<p class="facts coverage">${exercise.map((fact) => html`<span>${fact}</span>`)}</p>`}
    ${
      silent.length === 0
        ? nothing
        : html`<p class="never">
            never fired:
            ${silent.map(
              ({ rule, cell, range }) =>
                html`<button class="code" @click=${() => act(host, { type: 'reveal', cell, range })}>${rule}</button>`,
            )}
          </p>`
    }
    ${result.violations.map((violation) => violated(host, id, violation, check.stories[violation.property] ?? []))}
    ${result.witnessed.map((property) => witnessed(host, id, property, check.stories[property] ?? []))}
  `;
}

function violated(
  host: CardHost,
  id: string,
  { property, text, path, loop }: Violation,
  told: readonly StoryStep[],
): TemplateResult {
  return html`<section class="finding bad" aria-label="Violation of ${property}">
    <header>
      <h3>${property}</h3>
      ${opener(host, { type: 'violation', check: id, property }, `Show as a branch: the way to ${property}`)}
    </header>
    ${text === '' ? nothing : html`<p>${text}</p>`}
    ${wayOf(path, loop, told, false)}
  </section>`;
}

function witnessed(host: CardHost, id: string, property: string, told: readonly StoryStep[]): TemplateResult {
  return html`<section class="finding good" aria-label="Witness of ${property}">
    <header>
      <h3><span aria-hidden="true">★</span> ${property} <span class="word">can be reached</span></h3>
      ${opener(host, { type: 'witness', check: id, property }, `Show as a branch: the way to ${property}`)}
    </header>
    ${
      told.length === 0
        ? nothing
        : wayOf(
            told.map(({ text }) => text),
            null,
            told,
            true,
          )
    }
  </section>`;
}

function opener(host: CardHost, finding: FindingRef, label: string): TemplateResult {
  return html`<button class="primary" aria-label=${label} @click=${() => act(host, { type: 'open-finding', finding })}>
    Show as a branch
  </button>`;
}

/** Step by step, with what changed; what then goes round for ever is marked as that. */
function wayOf(
  path: readonly string[],
  loop: readonly string[] | null,
  told: readonly StoryStep[],
  isFolded: boolean,
): TemplateResult {
  const steps = path[0] === 'start' ? path.slice(1) : path;
  const more = path[0] === 'start' ? told.slice(1) : told;
  const count = steps.length;
  return html`<details class="way" ?open=${!isFolded && count + (loop?.length ?? 0) <= storyShown}>
    <summary>${count === 0 ? 'at once' : `${count} ${count === 1 ? 'step' : 'steps'}`}${loop !== null && loop.length > 0 ? `, then ${loop.length} round and round` : ''}</summary>
    <ol class="story">
      ${steps.map((step, at) => html`<li>${stepOf(step, more[at])}</li>`)}
    </ol>
    ${loop === null ? nothing : loopOf(loop, steps.length)}
  </details>`;
}

function stepOf(text: string, told: StoryStep | undefined): TemplateResult {
  const { body = '', changes = [], sent = [] } = told ?? {};
  return html`<span class="happened">${text}</span>${body === '' ? nothing : html` <span class="code carried">${body}</span>`}
    ${changes.map(
      ({ node, field, before, after }) =>
        html`<div class="change">
          ${field === '(up)' ? html`${node} ${after === 'true' ? 'is up' : 'is down'}` : html`${node}.${field} <span class="code"><s>${before ?? '∅'}</s> → <b>${after ?? '∅'}</b></span>`}
        </div>`,
    )}
    ${sent.map((message) => html`<div class="change">sends <span class="code">${message}</span></div>`)}`;
}

function loopOf(loop: readonly string[], from: number): TemplateResult {
  if (loop.length === 0)
    return html`<p class="loop-head"><span aria-hidden="true">↻</span> and there all may stay as it is, for ever</p>`;
  return html`<div class="loop" role="group" aria-label="What goes round for ever">
    <p class="loop-head"><span aria-hidden="true">↻</span> and then, round and round for ever:</p>
    <ol class="story" start=${from + 1}>
      ${loop.map((step) => html`<li>${step}</li>`)}
    </ol>
  </div>`;
}

// ---------------------------------------------------------------- fuzzings

function fuzzedBody(host: CardHost, check: Extract<Check, { readonly type: 'fuzz' }>, id: string): unknown {
  const { result } = check;
  if (result === null) return nothing;
  return html`
    ${
      result.neverFired.length === 0 || isUnderWay(check)
        ? nothing
        : html`<p class="never">never fired: ${result.neverFired.map((rule) => html`<span class="code">${rule}</span> `)}</p>`
    }
    ${result.failures.map((failure, index) => failed(host, check, id, failure, index))}
    ${
      result.witnessed.length === 0
        ? nothing
        : html`<p class="facts coverage"><span>★ reached: ${result.witnessed.join(', ')}</span></p>`
    }
  `;
}

function failed(host: CardHost, check: Check, id: string, failure: FuzzFailure, index: number): TemplateResult {
  const { property, text, seed, runs, before, after, deeds, scenario, time } = failure;
  const cell = `\`\`\`ts scenario\n${scenario.trimEnd()}\n\`\`\`\n`;
  return html`<section class="finding bad" aria-label="Failure of ${property}">
    <header>
      <h3>${property}</h3>
      ${opener(host, { type: 'failure', check: id, index }, `Show as a branch: the run that fails ${property}`)}
    </header>
    ${text === '' ? nothing : html`<p>${text}</p>`}
    <p class="facts">
      <span>seed ${seed}</span><span>at ${formatTime(time)}</span>
      <span>${runs} ${runs === 1 ? 'run fails' : 'runs fail'} so</span>
      <span>${after === null ? `${before.events} events` : smallText(before, after)}</span>
    </p>
    ${deeds.length === 0 ? nothing : html`<ol class="story">${deeds.map((deed) => html`<li>${deed}</li>`)}</ol>`}
    ${
      after === null
        ? nothing
        : html`<details class="way">
            <summary>the scenario that fails, as text</summary>
            <pre tabindex="0" aria-label="Scenario that fails"><code>${scenario.trimEnd()}</code></pre>
            <div class="row">
              <button @click=${() => act(host, { type: 'add', after: check.cell, kind: 'scenario', code: scenario.trimEnd() })}>
                Insert as a cell
              </button>
              <button @click=${() => host.copy(cell)}>${host.copied === cell ? 'Copied' : 'Copy as a cell'}</button>
            </div>
          </details>`
    }
  </section>`;
}

// ---------------------------------------------------------------- what is wrong with the check itself

function diagnostics(host: CardHost, all: readonly Diagnostic[]): unknown {
  return all.map(
    ({ severity, text, help, cell, range, code }) => html`<div class="diagnostic" data-severity=${severity}>
      <p>
        ${text} <span class="code">${code}</span>
        ${
          cell === null
            ? nothing
            : html`<button @click=${() => act(host, { type: 'reveal', cell, range })}>${range === null ? 'show' : `line ${range.line}`}</button>`
        }
      </p>
      ${help === '' ? nothing : html`<p class="help">${help}</p>`}
    </div>`,
  );
}
