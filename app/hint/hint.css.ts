import { css } from 'lit';

export const hintStyles = css`
  :host {
    position: fixed;
    z-index: 40;
    box-sizing: border-box;
    width: max-content;
    max-width: min(340px, calc(var(--screen-width) - 16px));
    overflow: auto;
    scrollbar-width: thin;
    padding: 7px 11px 8px;
    border-radius: var(--radius);
    background: var(--ink);
    color: var(--paper);
    box-shadow: var(--shadow);
    font: 400 var(--t-s) / 1.45 var(--font-ui);
    font-variant-numeric: tabular-nums;
    overflow-wrap: anywhere;
    cursor: default;
    user-select: text;
    transition:
      opacity 120ms,
      display 120ms allow-discrete;
  }
  @starting-style {
    :host(:not([hidden])) {
      opacity: 0;
    }
  }
  :host([hidden]) {
    display: none;
    opacity: 0;
    pointer-events: none;
  }
  @media (prefers-reduced-motion: reduce) {
    :host {
      transition: none;
    }
  }
  .part + .part {
    margin-top: 6px;
    padding-top: 6px;
    border-top: 1px solid color-mix(in srgb, var(--paper) 25%, transparent);
  }
  p {
    margin: 0;
  }
  .kind,
  .lead,
  .note {
    opacity: 0.75;
  }
  /* How a mouse does more. */
  @media (hover: none) {
    .note {
      display: none;
    }
  }
  b {
    font-weight: 600;
  }
  .value {
    font: 400 11.5px / 1.5 var(--font-code);
    display: -webkit-box;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 4;
    overflow: hidden;
  }
  .was {
    display: -webkit-box;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 2;
    overflow: hidden;
  }
  .links {
    display: flex;
    flex-wrap: wrap;
    gap: 2px 14px;
    margin-top: 3px;
  }
  button {
    all: unset;
    cursor: pointer;
    padding: 2px 0;
    text-decoration: underline;
    text-underline-offset: 2px;
    font-weight: 550;
    border-radius: 3px;
  }
  button:hover {
    text-decoration-thickness: 2px;
  }
  button:focus-visible {
    outline: 2px solid var(--paper);
    outline-offset: 2px;
  }
  kbd {
    margin-left: auto;
    align-self: center;
    opacity: 0.75;
    font: 500 10px / 1.4 var(--font-ui);
  }
`;
