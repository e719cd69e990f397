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

/** Small buttons within a view: words, or an icon. */
export const buttonStyles = css`
  button {
    all: unset;
    box-sizing: border-box;
    cursor: pointer;
    padding: 2px 6px;
    border-radius: 5px;
    color: var(--accent);
    font: 550 var(--t-s) / 1.45 var(--font-ui);
    white-space: nowrap;
  }
  button:hover {
    background: color-mix(in srgb, var(--accent) 12%, transparent);
  }
  button[aria-pressed='true'] {
    background: color-mix(in srgb, var(--accent) 18%, transparent);
  }
  button:disabled {
    cursor: default;
    color: var(--ink-3);
    background: none;
  }
  button.primary {
    background: var(--accent);
    color: var(--accent-ink);
    padding: 4px 11px;
  }
  button.primary:hover {
    background: color-mix(in srgb, var(--accent) 86%, var(--stage-ink));
  }
  .icon {
    display: inline-grid;
    place-items: center;
    box-sizing: border-box;
    width: 26px;
    height: 26px;
    padding: 0;
    color: var(--ink-2);
  }
  .here {
    padding: 2px 6px;
    color: var(--accent);
    font: 600 var(--t-xs) / 1.45 var(--font-ui);
  }
`;
