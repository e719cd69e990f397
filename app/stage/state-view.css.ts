/** How the tables of states look. */
import { css } from 'lit';

export const stateStyles = css`
  section {
    padding: 4px 0 14px;
  }
  h3 {
    position: sticky;
    left: 0;
    margin: 0;
    padding: 10px 18px 6px;
    font: 600 var(--t-m) / 1.3 var(--font-ui);
    width: max-content;
  }
  h3 span {
    color: var(--ink-3);
    font-weight: 450;
  }
  table {
    border-collapse: separate;
    border-spacing: 0;
    min-width: 100%;
  }
  th,
  td {
    padding: 4px 14px 4px 0;
    text-align: left;
    vertical-align: top;
    border-bottom: 1px solid var(--stage-rule);
    font: 400 11.5px / 1.5 var(--font-code);
  }
  td {
    max-width: 300px;
  }
  thead th {
    color: var(--ink-3);
    font: 500 var(--t-xs) / 1.4 var(--font-ui);
    border-bottom-color: var(--rule-strong, var(--stage-rule));
    white-space: nowrap;
  }
  th:first-child {
    position: sticky;
    left: 0;
    background: var(--stage);
    padding-left: 18px;
    z-index: 1;
  }
  tbody th {
    white-space: nowrap;
  }
  tbody th button {
    all: unset;
    cursor: pointer;
    font: 600 var(--t-s) / 1.5 var(--font-ui);
    white-space: nowrap;
    border-radius: 3px;
  }
  tbody th button:hover {
    color: var(--accent);
  }
  tr.selected th:first-child {
    box-shadow: inset 3px 0 var(--accent);
  }
  tr.down {
    color: var(--ink-3);
  }
  tr.down th button::after {
    content: ' ✕ down';
    color: var(--bad);
    font-weight: 450;
  }
  td.changed {
    animation: flash 900ms ease-out;
  }
  @keyframes flash {
    from {
      background: color-mix(in srgb, var(--c2) 24%, transparent);
    }
  }
  @media (prefers-reduced-motion: reduce) {
    td.changed {
      animation: none;
      box-shadow: inset 0 -2px var(--c2);
    }
  }
  td {
    position: relative;
    padding-right: 22px;
  }
  .tools {
    position: absolute;
    top: 2px;
    right: 1px;
    display: flex;
    border-radius: 4px;
    background: var(--stage);
    opacity: 0;
  }
  .tools button {
    all: unset;
    width: 20px;
    height: 22px;
    display: grid;
    place-items: center;
    border-radius: 4px;
    color: var(--ink-3);
    font-size: 12px;
    cursor: pointer;
  }
  .tools button:hover {
    background: var(--sunken);
    color: var(--ink);
  }
  td:hover .tools,
  td:focus-visible .tools,
  .tools:focus-within {
    opacity: 1;
  }
  td[data-cell] {
    cursor: cell;
  }
  td:focus-visible,
  td:has(.tools :focus-visible) {
    outline: none;
    box-shadow: inset 0 0 0 2px var(--accent);
    border-radius: 3px;
  }
  td .tools button:focus-visible {
    outline: none;
    color: var(--ink);
  }
  .durable {
    margin-left: 4px;
    color: var(--ink-3);
    font-size: 11px;
    vertical-align: -1px;
  }
  td.edits {
    cursor: auto;
    padding: 1px 2px 2px 0;
    overflow: visible;
  }
  @media (hover: none) {
    .tools {
      opacity: 1;
      background: none;
    }
    .tools button:not(.pencil) {
      display: none;
    }
  }
  td.starred {
    box-shadow: inset 2px 0 var(--star);
    padding-left: 7px;
  }
  :host {
    container-type: inline-size;
  }
  tr.inside > td {
    max-width: none;
    padding: 2px 0 8px;
  }
  rh-sheet {
    position: sticky;
    left: 18px;
    width: max-content;
    min-width: min(420px, calc(100cqi - 30px));
    max-width: calc(100cqi - 30px);
  }
  tr.group {
    background: color-mix(in srgb, var(--ink-3) 7%, transparent);
  }
  tr.group th:first-child {
    background: color-mix(in srgb, var(--ink-3) 7%, var(--stage));
  }
  tr.group .role {
    color: var(--ink-3);
    font-weight: 450;
  }
  tr.group rh-icon {
    margin-right: 4px;
    font-size: 11px;
    color: var(--ink-3);
  }
  .summary {
    color: var(--ink-2);
    font-family: var(--font-ui);
  }
  tr.more th {
    color: var(--ink-3);
    font-weight: 400;
  }
  tr.more td,
  tr.more th {
    border-bottom: 0;
  }
  .none,
  .was {
    color: var(--ink-3);
  }
  .was {
    display: block;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
    text-decoration-color: var(--ink-3);
  }
  .stranded {
    padding: 8px 10px;
    max-width: 420px;
    color: var(--ink-2);
    font: 450 var(--t-s) / 1.4 var(--font-ui);
  }
`;
