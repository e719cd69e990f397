/** The form of each kind of mark: told apart without colour. Drawn about the origin, 14 px across. */
import { css, type SVGTemplateResult, svg } from 'lit';
import type { Marked } from './marks.ts';

export const markNames: Readonly<Record<Marked['kind'], string>> = {
  start: 'Start',
  swap: 'Edit',
  fault: 'Fault',
  heal: 'Healed',
  action: 'Action',
  input: 'By hand',
  note: 'Note',
  violation: 'Violation',
  error: 'Error',
  end: 'End',
  divergence: 'First difference',
};

export const glyphStyles = css`
  .start,
  .swap,
  .input {
    fill: var(--accent);
  }
  .action {
    fill: var(--ink-2);
  }
  .end {
    fill: var(--ink-3);
  }
  .stroke {
    fill: none;
    stroke-width: 2.4;
    stroke-linecap: round;
  }
  .fault {
    stroke: var(--bad);
  }
  .note {
    stroke: var(--ink-2);
  }
  .heal {
    stroke: var(--ok);
  }
  .divergence {
    stroke: var(--c2);
  }
  .violation {
    fill: var(--bad);
  }
  .bang {
    stroke: var(--paper);
    stroke-width: 1.8;
    stroke-linecap: round;
  }
`;

export function markGlyph(kind: Marked['kind']): SVGTemplateResult {
  switch (kind) {
    case 'start':
      return svg`<path class="start" d="M-4 -5.5L5.5 0L-4 5.5Z"></path>`;
    case 'swap':
      return svg`<path class="swap" d="M0 -6.5L6.5 0L0 6.5L-6.5 0Z"></path>`;
    case 'fault':
      return svg`<path class="fault stroke" d="M-4.5 -4.5L4.5 4.5M4.5 -4.5L-4.5 4.5"></path>`;
    case 'heal':
      return svg`<path class="heal stroke" d="M0 -5V5M-5 0H5"></path>`;
    case 'action':
      return svg`<circle class="action" r="3.5"></circle>`;
    case 'input':
      return svg`<path class="input" d="M-5 -4H5L0 5Z"></path>`;
    case 'note':
      return svg`<path class="note stroke" d="M4.6 -2.6A5 5 0 1 0 5 1.4M5 -5.4V-2H1.6"></path>`;
    case 'violation':
      return svg`<circle class="violation" r="6"></circle><path class="bang" d="M0 -3.2V0.6M0 2.8V3"></path>`;
    case 'error':
      return svg`<path class="violation" d="M0 -6.5L6.5 5L-6.5 5Z"></path><path class="bang" d="M0 -2.6V1.2M0 3.2V3.4"></path>`;
    case 'divergence':
      return svg`<circle class="divergence stroke" r="4.8"></circle>`;
    case 'end':
      return svg`<rect class="end" x="-4" y="-4" width="8" height="8"></rect>`;
  }
}
