/** What the forms share: controls in the page's manner, one below the other. */
import { css } from 'lit';

export const formStyles = css`
  :host {
    font: 400 var(--t-m) / 1.4 var(--font-ui);
    color: var(--ink);
  }
  input,
  select,
  textarea {
    box-sizing: border-box;
    min-width: 0;
    width: 100%;
    height: 28px;
    padding: 2px 8px;
    border: 1px solid var(--rule-strong);
    border-radius: 5px;
    background: var(--paper);
    color: var(--ink);
    font: 400 12px / 1.5 var(--font-code);
    font-variant-numeric: tabular-nums;
  }
  select {
    padding-right: 4px;
    text-overflow: ellipsis;
  }
  textarea {
    height: auto;
    resize: vertical;
    tab-size: 2;
  }
  input:focus-visible,
  select:focus-visible,
  textarea:focus-visible,
  button:focus-visible {
    outline: 2px solid var(--accent);
    outline-offset: -1px;
  }
  [aria-invalid='true'] {
    border-color: var(--bad);
  }
  .problem {
    margin: 3px 0 0;
    color: var(--bad);
    font: 450 var(--t-s) / 1.4 var(--font-ui);
    text-wrap: pretty;
  }
  .hint {
    margin: 0;
    color: var(--ink-3);
    font-size: var(--t-s);
    text-wrap: pretty;
  }
  button {
    all: unset;
    box-sizing: border-box;
    cursor: pointer;
    border-radius: 5px;
    font: 500 var(--t-m) / 1.4 var(--font-ui);
  }
  :host {
    --icon: 26px;
  }
  .icon {
    width: var(--icon);
    height: var(--icon);
    display: grid;
    place-items: center;
    color: var(--ink-3);
    font-size: 13px;
    flex: none;
  }
  .icon:hover {
    background: var(--sunken);
    color: var(--ink);
  }
  .icon[aria-pressed='true'] {
    background: var(--accent-soft);
    color: var(--accent);
  }
  .plain,
  .primary {
    padding: 4px 11px;
    min-height: 28px;
  }
  .plain:hover {
    background: var(--sunken);
  }
  .primary {
    background: var(--accent);
    color: var(--accent-ink);
  }
  .primary:hover {
    background: color-mix(in srgb, var(--accent) 88%, var(--ink));
  }
  [aria-disabled='true'] {
    opacity: 0.6;
    cursor: progress;
  }
  .add {
    display: inline-flex;
    align-items: center;
    gap: 5px;
    padding: 2px 7px 2px 5px;
    min-height: 24px;
    color: var(--accent);
    font-size: var(--t-s);
  }
  .add:hover {
    background: var(--accent-soft);
  }
  @media (pointer: coarse) {
    :host {
      --icon: 44px;
    }
    input,
    select,
    .primary,
    .plain {
      min-height: 36px;
      font-size: var(--t-finger);
    }
  }
`;

/** The head of a form over a field: its name, and what can be done with the form. */
export const fieldHeadStyles = css`
  header {
    display: flex;
    align-items: center;
    gap: 6px;
    min-height: 34px;
    padding: 0 4px 0 11px;
    color: var(--ink-2);
  }
  h2 {
    flex: 1;
    min-width: 0;
    margin: 0;
    font: 500 12px / 1.4 var(--font-code);
    overflow-wrap: anywhere;
  }
`;
