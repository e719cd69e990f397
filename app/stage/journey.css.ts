import { css } from 'lit';

export const journeyStyles = css`
  i {
    font-style: normal;
    color: var(--star);
  }
  form {
    display: flex;
    gap: 4px;
  }
  input {
    width: 180px;
    min-width: 0;
    font: 400 11.5px / 1.5 var(--font-code);
    color: inherit;
    background: var(--raised);
    border: 1px solid var(--rule-strong, var(--stage-rule));
    border-radius: 5px;
    padding: 3px 8px;
  }
  input::placeholder {
    color: var(--ink-3);
    opacity: 1;
  }
  article {
    padding: 12px 18px 24px;
  }
  header form {
    float: right;
    margin: 0 0 6px 12px;
  }
  .which button[aria-pressed='true'] {
    color: var(--stage-ink);
  }
  header h3 {
    margin: 0;
    font: 650 var(--t-l) / 1.4 var(--font-ui);
    overflow-wrap: anywhere;
  }
  header p {
    display: flex;
    flex-wrap: wrap;
    gap: 2px 8px;
    align-items: baseline;
    margin: 2px 0 0;
    color: var(--ink-2);
  }
  .how {
    padding: 0;
    color: var(--ink-2);
    font-weight: 450;
    text-decoration: underline dotted;
    text-underline-offset: 3px;
  }
  .how[aria-disabled='true'] {
    text-decoration: none;
    cursor: default;
  }
  code {
    font: 400 11.5px / 1.5 var(--font-code);
    overflow-wrap: anywhere;
  }
  .told,
  .quiet {
    color: var(--ink-3);
  }
  .now {
    display: flex;
    flex-wrap: wrap;
    gap: 4px 10px;
    align-items: center;
    margin: 14px 0 0;
    font-size: var(--t-m);
  }
  .now b {
    font-weight: 600;
  }
  .nodes {
    display: flex;
    flex-wrap: wrap;
    gap: 4px;
  }
  .node {
    padding: 1px 9px;
    border: 1.5px solid var(--star);
    border-radius: 99px;
    background: var(--raised);
    color: var(--stage-ink);
    font-weight: 600;
  }
  ol {
    list-style: none;
    margin: 12px 0 0;
    padding: 0;
  }
  .stops {
    display: flex;
    flex-wrap: wrap;
    gap: 6px 0;
  }
  .stops li {
    position: relative;
    display: flex;
    flex-direction: column;
    padding: 0 22px 0 0;
  }
  .stops li:not(:last-child)::after {
    content: '→';
    position: absolute;
    right: 6px;
    bottom: 1px;
    color: var(--ink-3);
  }
  .stops b {
    margin-right: 6px;
    font: 600 var(--t-m) / 1.4 var(--font-ui);
  }
  .stops b.left {
    color: var(--ink-3);
    font-weight: 450;
  }
  .births li {
    display: flex;
    gap: 8px;
    padding: 1px 0;
    color: var(--ink-2);
  }
  .births b {
    color: var(--stage-ink);
    font-weight: 600;
  }
  .time {
    padding: 0;
    color: var(--ink-3);
    font: 400 var(--t-s) / 1.45 var(--font-ui);
    text-decoration: underline;
    text-decoration-color: color-mix(in srgb, currentColor 35%, transparent);
    text-underline-offset: 2px;
  }
  section {
    margin-top: 20px;
  }
  .tools {
    display: flex;
    flex-wrap: wrap;
    gap: 4px 12px;
    align-items: center;
    padding-bottom: 4px;
  }
  h4 {
    margin: 0;
    font: 600 var(--t-m) / 1.4 var(--font-ui);
  }
  .which {
    display: flex;
    gap: 2px;
  }
  .go {
    margin-left: auto;
  }
  table {
    width: 100%;
    border-collapse: collapse;
  }
  th {
    padding: 3px 12px 3px 0;
    color: var(--ink-3);
    font: 500 var(--t-xs) / 1.4 var(--font-ui);
    text-align: left;
    border-bottom: 1px solid var(--rule-strong, var(--stage-rule));
  }
  td {
    padding: 3px 12px 3px 0;
    vertical-align: top;
    border-bottom: 1px solid var(--stage-rule);
  }
  td:first-child button {
    padding: 0;
  }
  td:first-child {
    white-space: nowrap;
    padding-left: 6px;
  }
  th:first-child {
    padding-left: 6px;
  }
  .on {
    font-weight: 600;
  }
  .what span:not(:last-child)::after {
    content: ', ';
  }
  .what b {
    font-weight: 600;
  }
  [data-touch='kept'],
  [data-touch='made'],
  [data-touch='changed'] {
    color: var(--stage-ink);
    font-weight: 600;
  }
  [data-touch='lost'] {
    color: var(--bad);
  }
  .rule {
    padding: 0;
    text-align: left;
    white-space: normal;
  }
  .text {
    font: 400 11.5px / 1.5 var(--font-code);
    color: var(--ink-2);
  }
  tr.shown td {
    background: var(--accent-soft);
  }
  tr.shown .time,
  tr.shown .quiet {
    color: var(--ink-2);
  }
  tr.last:not(.shown) td {
    border-bottom: 2px solid var(--accent);
  }
  .teach {
    max-width: 62ch;
    padding: 18px;
    color: var(--ink-2);
    font-size: var(--t-m);
    line-height: 1.55;
  }
  .teach h3 {
    margin: 0 0 4px;
    font: 600 var(--t-l) / 1.4 var(--font-ui);
    color: var(--stage-ink);
  }
  .teach p {
    margin: 0 0 10px;
  }
  .teach input {
    width: 240px;
  }
  kbd {
    padding: 0 5px;
    border: 1px solid var(--rule-strong, var(--stage-rule));
    border-bottom-width: 2px;
    border-radius: 4px;
    background: var(--raised);
    font: 500 11px / 16px var(--font-ui);
  }
  @media (width < 620px) {
    header {
      display: flex;
      flex-direction: column;
    }
    header form {
      order: 1;
      margin: 8px 0 0;
    }
    header input {
      flex: 1;
    }
    article {
      padding-left: 12px;
      padding-right: 12px;
    }
    th:nth-child(5),
    td.text {
      display: none;
    }
  }
`;
