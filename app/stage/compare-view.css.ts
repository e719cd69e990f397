import { css } from 'lit';

export const compareStyles = css`
  :host {
    display: grid;
    grid-template: auto minmax(min(260px, 62%), 1fr) fit-content(42%) / minmax(0, 1fr) minmax(0, 1fr);
    overflow: hidden;
  }
  .parts {
    grid-column: 1 / -1;
    display: flex;
    align-items: center;
    gap: 8px;
    padding: 7px 10px 7px 18px;
    border-bottom: 1px solid var(--stage-rule);
    background: color-mix(in srgb, var(--accent) 4%, var(--stage));
  }
  .parts p {
    flex: 1;
    margin: 0;
    font-size: var(--t-m);
  }
  .parts p button {
    padding: 0;
    font-size: inherit;
    text-decoration: underline;
    text-underline-offset: 2px;
  }
  .side {
    display: grid;
    grid-template-rows: auto minmax(0, 1fr);
    min-width: 0;
    min-height: 0;
  }
  .side.b {
    border-left: 1px solid var(--stage-rule);
  }
  .side header {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr) auto auto;
    align-items: center;
    gap: 2px 8px;
    padding: 8px 14px 0 18px;
  }
  .letter {
    display: grid;
    place-items: center;
    width: 22px;
    height: 22px;
    border-radius: 5px;
    background: var(--accent);
    color: var(--accent-ink);
    font: 650 var(--t-s) / 1 var(--font-ui);
  }
  .b .letter {
    background: var(--stage);
    color: var(--accent);
    box-shadow: inset 0 0 0 1.5px var(--accent);
  }
  h3 {
    margin: 0;
    font: 600 var(--t-m) / 1.35 var(--font-ui);
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .side p {
    grid-column: 1 / -1;
    margin: 2px 0 0;
    font-size: var(--t-m);
    line-height: 1.4;
    overflow-wrap: anywhere;
  }
  .over {
    color: var(--ink-3);
    white-space: nowrap;
  }
  .beneath {
    grid-column: 1 / -1;
    display: grid;
    grid-template: minmax(0, 1fr) / minmax(0, 1fr);
    min-height: 0;
    border-top: 1px solid var(--stage-rule);
  }
  .inspects {
    grid-template-columns: 288px minmax(0, 1fr);
  }
  .beneath rh-inspector {
    position: static;
    width: auto;
    max-height: none;
    border-width: 0 1px 0 0;
    border-radius: 0;
    box-shadow: none;
  }
  .differences {
    background: var(--raised);
    overflow: auto;
    scrollbar-width: thin;
    padding-bottom: 12px;
  }
  @media (width < 620px) {
    .inspects {
      grid-template-columns: minmax(0, 1fr);
    }
    /* There is room for one of them: the inspector was asked for. */
    rh-inspector + .differences {
      display: none;
    }
  }
  .verdict {
    margin: 0;
    padding: 12px 18px;
    color: var(--ink-2);
    font-size: var(--t-m);
  }
  table {
    width: 100%;
    border-collapse: collapse;
    table-layout: fixed;
  }
  caption,
  h4 {
    margin: 0;
    padding: 10px 18px 4px;
    text-align: left;
    font: 600 var(--t-s) / 1.4 var(--font-ui);
    color: var(--stage-ink);
  }
  th,
  td {
    padding: 3px 14px 3px 18px;
    text-align: left;
    vertical-align: top;
    border-top: 1px solid var(--stage-rule);
    font: 400 var(--t-s) / 1.5 var(--font-code);
    overflow: hidden;
    text-overflow: ellipsis;
  }
  thead th {
    color: var(--ink-3);
    font: 500 var(--t-xs) / 1.5 var(--font-ui);
    white-space: nowrap;
  }
  /* The values of B stand beneath its picture. */
  th:first-child {
    width: 24%;
  }
  thead th:nth-child(2) {
    width: 26%;
  }
  tbody th button {
    padding: 0 2px;
    margin-left: -2px;
    color: var(--stage-ink);
  }
  .events {
    display: grid;
    grid-template-columns: minmax(0, 1fr) minmax(0, 1fr);
  }
  .events ol {
    list-style: none;
    margin: 0;
    padding: 0;
    min-width: 0;
  }
  .events ol + ol {
    border-left: 1px solid var(--stage-rule);
  }
  .events li {
    display: flex;
    gap: 8px;
    align-items: baseline;
    padding: 2px 12px 2px calc(18px + var(--depth, 0) * 14px);
    border-top: 1px solid var(--stage-rule);
    overflow-wrap: anywhere;
  }
  .events li button {
    flex: none;
    width: 62px;
    text-align: right;
    font-variant-numeric: tabular-nums;
  }
  small {
    color: var(--ink-3);
    font-size: var(--t-xs);
  }
  .none {
    color: var(--ink-3);
  }
  /* A phone: one under the other, and all of it scrolls. */
  @media (width < 620px) {
    :host {
      display: block;
      overflow: auto;
    }
    .parts {
      position: sticky;
      top: 0;
      z-index: 6;
      background: var(--stage);
    }
    .side {
      height: 300px;
    }
    .side.b {
      border-left: 0;
      border-top: 1px solid var(--stage-rule);
    }
    .differences {
      overflow: visible;
    }
    th:first-child,
    thead th:nth-child(2) {
      width: 33%;
    }
  }
`;
