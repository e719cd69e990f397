/** A problem beneath the field that has it: what is wrong, how to mend it, its code. */
import { css, html, nothing, type TemplateResult } from 'lit';
import type { FormProblem } from './problem.ts';

export const problemStyles = css`
  .problem {
    margin: 3px 0 0;
    color: var(--bad);
    font: 450 var(--t-s) / 1.4 var(--font-ui);
    text-wrap: pretty;
    overflow-wrap: anywhere;
  }
  .problem .help {
    color: var(--ink-2);
  }
  .problem code {
    color: var(--ink-3);
    font: 400 var(--t-xs) / 1.4 var(--font-code);
    white-space: nowrap;
  }
`;

/** `id`: what the field is described by. */
export function problemLine(problem: FormProblem | null | undefined, id: string): TemplateResult | typeof nothing {
  if (problem == null) return nothing;
  return html`<p class="problem" id=${id} role="alert">
    ${problem.text} <span class="help">${problem.help}</span> <code>${problem.code}</code>
  </p>`;
}
