/** Beside a cell: what its explorations and fuzzings have come to. A click shows what was found, or the check. */
import { html } from 'lit';
import { act } from '../model/act.ts';
import type { Action } from '../model/actions.ts';
import { type Check, type FindingRef, idOf, marks, toneOf, verdictOf, wordsOf } from '../model/checks.ts';

export function checkBadge(host: EventTarget, check: Check) {
  const verdict = verdictOf(check);
  const words = wordsOf(check);
  const finding = verdict === 'violated' ? firstFinding(check) : null;
  const wish: Action = finding === null ? { type: 'stage-view', view: 'check' } : { type: 'open-finding', finding };
  const before = check.before === null ? '' : toneOf(check.before);
  return html`<button
    class="check-badge"
    data-tone=${toneOf(verdict)}
    data-verdict=${verdict}
    data-before=${before}
    aria-label="${check.name}: ${words}"
    title=${finding === null ? `${check.name}: ${words}. Show the checks` : `${check.name}: ${whatOf(check)}. Show the way there as a branch`}
    @click=${() => act(host, wish)}
  >
    <span aria-hidden="true">${marks[verdict]}</span> ${words}
  </button>`;
}

/** The first that nobody expected. */
export function firstFinding(check: Check): FindingRef | null {
  const id = idOf(check);
  if (check.type === 'explore') {
    const property = check.result?.violated?.property;
    return property === undefined ? null : { type: 'violation', check: id, property };
  }
  const index = check.result?.failures.findIndex(({ isExpected }) => !isExpected) ?? -1;
  return index < 0 ? null : { type: 'failure', check: id, index };
}

function whatOf(check: Check): string {
  return check.type === 'explore'
    ? `violates ${check.result?.violated?.property ?? ''}`
    : `fails ${check.result?.failures.find(({ isExpected }) => !isExpected)?.property ?? ''}`;
}
