/** How the table of a collection looks. */
import { css } from 'lit';

/** Of a row, in px; what is not shown has its place by it. */
export const rowHeight = 28;

export const sheetStyles = css`
  :host {
    display: block;
    box-sizing: border-box;
    max-width: 100%;
    border: 1px solid var(--rule-strong);
    border-radius: 6px;
    background: var(--stage);
    overflow: hidden;
    font: 400 var(--t-s) / 1.45 var(--font-ui);
  }
  header {
    display: flex;
    align-items: center;
    flex-wrap: wrap;
    gap: 2px 6px;
    padding: 2px 4px 2px 10px;
    background: var(--sunken);
    color: var(--ink-2);
  }
  nav {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 2px;
    font: 500 12px / 1.5 var(--font-code);
    min-width: 0;
    overflow-wrap: anywhere;
  }
  nav button {
    padding: 1px 3px;
    font: inherit;
    color: var(--accent);
  }
  header .size {
    flex: 1;
    color: var(--ink-3);
    white-space: nowrap;
  }
  .scroll {
    position: relative;
    max-height: 336px;
    overflow: auto;
    scrollbar-width: thin;
  }
  table {
    border-collapse: separate;
    border-spacing: 0;
    min-width: 100%;
  }
  th,
  td {
    height: ${rowHeight}px;
    box-sizing: border-box;
    padding: 3px 12px 3px 10px;
    text-align: left;
    vertical-align: top;
    border-bottom: 1px solid var(--stage-rule);
    font: 400 11.5px / 1.7 var(--font-code);
    max-width: 280px;
  }
  thead th {
    position: sticky;
    top: 0;
    z-index: 1;
    background: var(--stage);
    color: var(--ink-3);
    font: 500 var(--t-xs) / 1.7 var(--font-ui);
    white-space: nowrap;
  }
  .gap td {
    padding: 0;
    border: 0;
    height: auto;
  }
  .index {
    color: var(--ink-3);
    width: 1ch;
  }
  .key {
    color: var(--ink-2);
  }
  td[data-cell] {
    cursor: cell;
  }
  td:focus-visible,
  .scroll:focus-visible {
    outline: none;
    box-shadow: inset 0 0 0 2px var(--accent);
    border-radius: 3px;
  }
  td.edits {
    cursor: auto;
    padding: 1px 2px 2px;
  }
  td.starred {
    box-shadow: inset 2px 0 var(--star);
    background: color-mix(in srgb, var(--star) 13%, transparent);
  }
  td.starred:focus-visible {
    box-shadow: inset 0 0 0 2px var(--accent);
  }
  .line {
    display: block;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .deeper {
    color: var(--ink-2);
  }
  .deeper::before {
    content: '▸';
    color: var(--ink-3);
    font-size: 0.85em;
    margin-right: 0.4em;
  }
  .none {
    color: var(--ink-3);
  }
  td.tools {
    position: sticky;
    right: 0;
    padding: 0 4px;
    width: 1px;
    max-width: none;
    background: var(--stage);
    white-space: nowrap;
  }
  td.tools .icon {
    display: inline-grid;
    width: 24px;
    height: 26px;
    opacity: 0;
  }
  tr:hover td.tools .icon,
  tr:focus-within td.tools .icon {
    opacity: 1;
  }
  .foot {
    padding: 3px 6px;
  }
  .says {
    margin: 0;
    padding: 8px 10px;
    color: var(--ink-2);
  }
  @media (hover: none) {
    td.tools .icon {
      opacity: 1;
    }
  }
`;
