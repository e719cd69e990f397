/** What the views of tables and lists share. */
import { css } from 'lit';

export const viewStyles = css`
  :host {
    display: block;
    height: 100%;
    overflow: auto;
    background: var(--stage);
    color: var(--stage-ink);
    font: 400 var(--t-s) / 1.45 var(--font-ui);
    font-variant-numeric: tabular-nums;
    scrollbar-width: thin;
  }
  .empty {
    padding: 28px 20px;
    color: var(--ink-3);
    font-size: var(--t-m);
  }
  .code {
    font-family: var(--font-code);
    font-size: 11.5px;
  }
  button:focus-visible,
  input:focus-visible,
  [tabindex='0']:focus-visible {
    outline: 2px solid var(--accent);
    outline-offset: -2px;
  }
`;
