/** Beside a cell: what its explorations and fuzzings have come to. A click shows what was found, or the check. */
import { html } from 'lit';
import { act } from '../model/act.ts';
import { explains } from '../hint/explains.ts';
import type { Action } from '../model/actions.ts';
import { type Check, firstFinding, marks, toneOf, verdictOf, wordsOf } from '../model/checks.ts';
import { checkTold } from './badge-told.ts';

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
    ${explains(() => checkTold(check))}
    @click=${() => act(host, wish)}
  >
    <span aria-hidden="true">${marks[verdict]}</span> ${words}
  </button>`;
}
