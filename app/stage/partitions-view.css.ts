import { css } from 'lit';

export const partitionsStyles = css`
  :host {
    display: grid;
    grid-template: auto minmax(0, 1fr) auto / minmax(0, 1fr);
    height: 100%;
    overflow: hidden;
    background: var(--stage);
    color: var(--stage-ink);
    font: 400 var(--t-s) / 1.45 var(--font-ui);
    font-variant-numeric: tabular-nums;
    container-type: inline-size;
  }
  .tools {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px 14px;
    padding: 6px 14px;
    border-bottom: 1px solid var(--stage-rule);
  }
  label {
    display: inline-flex;
    align-items: center;
    gap: 6px;
    color: var(--ink-2);
  }
  select {
    max-width: 220px;
    padding: 2px 4px;
    border: 1px solid var(--rule-strong);
    border-radius: 5px;
    background: var(--raised);
    color: var(--stage-ink);
    font: 500 var(--t-s) / 1.4 var(--font-ui);
  }
  .key {
    display: flex;
    flex-wrap: wrap;
    gap: 2px 12px;
    margin: 0 0 0 auto;
    padding: 0;
    list-style: none;
    color: var(--ink-2);
  }
  .key li {
    display: inline-flex;
    align-items: center;
    gap: 5px;
  }
  .main {
    display: grid;
    grid-template: minmax(0, 1fr) / minmax(0, 1fr) auto;
    min-height: 0;
  }
  .scroll {
    position: relative;
    min-width: 0;
    overflow: hidden auto;
    outline: none;
    scrollbar-width: thin;
  }
  .scroll:focus-visible {
    outline: 2px solid var(--accent);
    outline-offset: -2px;
  }
  canvas {
    display: block;
    position: sticky;
    top: 0;
  }
  .sums {
    overflow: auto;
    scrollbar-width: thin;
    padding: 14px;
    border-left: 1px solid var(--stage-rule);
  }
  table {
    border-collapse: collapse;
  }
  th,
  td {
    padding: 2px 8px;
    text-align: right;
    white-space: nowrap;
  }
  thead th {
    color: var(--ink-3);
    font-weight: 500;
    border-bottom: 1px solid var(--stage-rule);
  }
  th[scope='row'],
  thead th:first-child {
    padding-left: 0;
    text-align: left;
    font-weight: 550;
  }
  tfoot td,
  tfoot th {
    border-top: 1px solid var(--stage-rule);
    color: var(--ink-2);
  }
  tr.down th {
    color: var(--bad);
    text-decoration: line-through;
  }
  td.none {
    color: var(--ink-3);
  }
  .said {
    min-height: 18px;
    margin: 0;
    padding: 6px 14px;
    border-top: 1px solid var(--stage-rule);
    color: var(--ink-2);
  }
  .said b {
    color: var(--stage-ink);
    font-weight: 600;
  }
  .said .warn {
    color: var(--warn);
  }
  .empty {
    max-width: 46em;
    padding: 28px 20px;
    color: var(--ink-3);
    font-size: var(--t-m);
  }
  .empty code {
    font: 400 12px / 1.5 var(--font-code);
    color: var(--ink-2);
  }
  @container (width < 620px) {
    .main {
      grid-template: minmax(0, 1fr) auto / minmax(0, 1fr);
    }
    .sums {
      max-height: 180px;
      border-left: 0;
      border-top: 1px solid var(--stage-rule);
      padding: 8px 14px;
    }
  }
`;
