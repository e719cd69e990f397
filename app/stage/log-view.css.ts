import { css } from 'lit';

export const logStyles = css`
  :host {
    display: flex;
    flex-direction: column;
    overflow: hidden;
  }
  .tools {
    display: flex;
    gap: 10px;
    align-items: center;
    padding: 8px 18px;
    border-bottom: 1px solid var(--stage-rule);
  }
  input {
    flex: 1;
    max-width: 320px;
    font: 400 var(--t-s) / 1.4 var(--font-ui);
    color: inherit;
    background: var(--raised);
    border: 1px solid var(--rule-strong, var(--stage-rule));
    border-radius: 5px;
    padding: 4px 8px;
  }
  input::placeholder {
    color: var(--ink-3);
    opacity: 1;
  }
  .count {
    color: var(--ink-3);
  }
  .tools button {
    all: unset;
    margin-left: auto;
    cursor: pointer;
    color: var(--accent);
    font-weight: 550;
    padding: 3px 6px;
    border-radius: 5px;
  }
  .rows {
    flex: 1;
    overflow-y: auto;
    overflow-x: hidden;
    padding: 4px 0;
    scrollbar-width: thin;
    overscroll-behavior: contain;
  }
  .row {
    display: grid;
    grid-template-columns: 62px clamp(84px, var(--nodes), 24%) minmax(80px, 190px) minmax(0, 1fr) auto;
    gap: 12px;
    padding: 2px 18px;
    cursor: pointer;
    font-size: var(--t-s);
  }
  .row:hover {
    background: color-mix(in srgb, var(--stage-ink) 5%, transparent);
  }
  .row.active {
    background: var(--accent-soft);
  }
  .row.active .time,
  .row.active .rivals {
    color: var(--ink-2);
  }
  .row > * {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .time {
    text-align: right;
    color: var(--ink-3);
  }
  .node {
    font-weight: 550;
  }
  .rule {
    color: var(--ink-2);
  }
  .text {
    font-family: var(--font-code);
    font-size: 11.5px;
  }
  .rivals {
    all: unset;
    justify-self: end;
    display: inline-flex;
    align-items: center;
    gap: 3px;
    cursor: pointer;
    padding: 0 5px;
    border-radius: 4px;
    color: var(--ink-3);
    font: 500 var(--t-xs) / 1.6 var(--font-ui);
  }
  .rivals:hover {
    color: var(--accent);
    background: var(--accent-soft);
  }
  .row[data-kind='note'] .text {
    font-family: var(--font-ui);
    font-size: var(--t-s);
    font-weight: 500;
  }
  .row[data-kind='crash'] .node,
  .row[data-kind='drop'] .text,
  .row[data-kind='lost'] .text {
    color: var(--bad);
  }
  @media (width < 620px) {
    .row {
      grid-template-columns: 62px min(var(--nodes), 30%) minmax(0, 1fr) auto;
      gap: 10px;
      padding: 2px 10px;
    }
    .row:not(.wordless) .rule,
    .row.wordless .text {
      display: none;
    }
  }
`;
