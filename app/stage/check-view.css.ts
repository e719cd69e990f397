/** How the check view looks. */
import { css } from 'lit';
import { buttonStyles, viewStyles } from './view.css.ts';

export const checkStyles = [
  viewStyles,
  buttonStyles,
  css`
    .tools {
      display: flex;
      align-items: center;
      justify-content: flex-end;
      gap: 8px;
      padding: 10px 18px 0;
    }
    h2 {
      margin: 0;
      padding: 16px 18px 4px;
      color: var(--ink-3);
      font: 600 var(--t-xs) / 1.4 var(--font-ui);
      letter-spacing: 0.02em;
    }
    ul {
      list-style: none;
      margin: 0;
      padding: 0;
    }
    ul:last-of-type {
      padding-bottom: 24px;
    }
    ul > li {
      display: grid;
      grid-template-columns: 22px minmax(0, 1fr) auto;
      gap: 2px 12px;
      padding: 9px 18px;
      border-bottom: 1px solid var(--stage-rule);
      align-items: baseline;
    }
    .sign {
      grid-row: span 2;
      width: 22px;
      height: 22px;
      border-radius: 99px;
      display: grid;
      place-items: center;
      font-weight: 700;
      align-self: start;
      color: var(--sign);
      background: color-mix(in srgb, var(--sign) 13%, transparent);
    }
    [data-tone='ok'] {
      --sign: var(--ok);
    }
    [data-tone='bad'] {
      --sign: var(--bad);
    }
    [data-tone='pending'] {
      --sign: var(--ink-3);
    }
    button.name {
      padding: 0;
      color: inherit;
      font: 600 var(--t-m) / 1.45 var(--font-ui);
      white-space: normal;
      overflow-wrap: anywhere;
    }
    button.name:hover,
    .at:hover {
      color: var(--accent);
      background: none;
      text-decoration: underline;
    }
    .from {
      color: var(--ink-2);
      font-weight: 500;
    }
    button.at {
      padding: 0;
      color: var(--ink-2);
      font-weight: 500;
    }
    .about {
      grid-column: 2 / -1;
      color: var(--ink-3);
    }
    .about b,
    .facts b {
      font-weight: 600;
      color: var(--sign);
    }
    /* What is wrong is explained at once to whoever looks; the rest, to whoever comes near. */
    li:not([data-tone='bad']):not(:hover):not(:focus-within) button.why[aria-expanded='false'] {
      opacity: 0;
    }
    button.why {
      padding: 0 2px;
      color: var(--accent);
      font: 500 var(--t-s) / 1.4 var(--font-ui);
    }
    rh-explanation {
      margin: 6px 0 4px;
    }
    .about p {
      margin: 3px 0 0;
      color: var(--stage-ink);
      overflow-wrap: anywhere;
    }
    .card .head {
      grid-column: 2 / -1;
      display: flex;
      gap: 4px;
      align-items: baseline;
    }
    .card .name {
      flex: 1;
    }
    .card .body {
      grid-column: 2 / -1;
      min-width: 0;
    }
    .quiet {
      color: var(--ink-2);
      font-weight: 500;
    }
    .facts {
      display: flex;
      flex-wrap: wrap;
      gap: 0 0;
      margin: 0;
      color: var(--ink-2);
    }
    .facts > *:not(:last-child)::after {
      content: '·';
      margin: 0 7px;
      color: var(--ink-3);
      font-weight: 400;
    }
    .coverage {
      color: var(--ink-3);
    }
    .never {
      margin: 2px 0 0;
      color: var(--ink-3);
    }
    .never .code {
      padding: 0 4px;
      color: inherit;
    }
    progress {
      appearance: none;
      display: block;
      width: 100%;
      max-width: 320px;
      height: 4px;
      margin: 7px 0 3px;
      border: 0;
      border-radius: 2px;
      background: var(--stage-rule);
      overflow: hidden;
    }
    progress::-webkit-progress-bar {
      background: var(--stage-rule);
    }
    progress::-webkit-progress-value {
      background: var(--accent);
    }
    progress::-moz-progress-bar {
      background: var(--accent);
    }
    .finding {
      margin: 9px 0 3px;
      padding: 9px 12px 10px;
      border-radius: var(--radius);
      background: color-mix(in srgb, var(--found) 6%, transparent);
      box-shadow: inset 2px 0 var(--found);
    }
    .finding.bad {
      --found: var(--bad);
    }
    .finding.good {
      --found: var(--ok);
      padding-block: 6px;
    }
    .card[data-verdict='expected'] .finding.bad {
      --found: var(--ink-3);
    }
    .finding header {
      display: flex;
      align-items: center;
      gap: 10px;
    }
    h3 {
      flex: 1;
      margin: 0;
      font: 600 var(--t-m) / 1.4 var(--font-ui);
      overflow-wrap: anywhere;
    }
    h3 .word {
      color: var(--ink-2);
      font-weight: 400;
    }
    .finding p {
      margin: 3px 0 0;
      overflow-wrap: anywhere;
    }
    .way {
      margin-top: 6px;
    }
    summary {
      width: fit-content;
      padding: 1px 4px;
      margin-left: -4px;
      border-radius: 4px;
      color: var(--ink-2);
      cursor: pointer;
    }
    summary:focus-visible {
      outline: 2px solid var(--accent);
    }
    .story {
      margin: 5px 0 0;
      padding: 0 0 0 30px;
      font-size: var(--t-m);
      line-height: 1.6;
    }
    .story li {
      padding-left: 4px;
      overflow-wrap: anywhere;
    }
    .happened {
      font-weight: 550;
    }
    .carried {
      color: var(--ink-2);
    }
    .change {
      color: var(--ink-2);
      font-size: var(--t-s);
      line-height: 1.5;
    }
    .change s {
      color: var(--ink-3);
      text-decoration: none;
    }
    .change b {
      color: var(--stage-ink);
      font-weight: 600;
    }
    .story li::marker {
      color: var(--ink-3);
      font-size: var(--t-s);
    }
    .loop {
      margin-top: 6px;
      border-left: 2px solid var(--found);
      border-radius: 0 0 0 8px;
      padding-left: 10px;
    }
    .finding .loop-head {
      margin-top: 6px;
      color: var(--found);
      font-weight: 600;
    }
    .loop .loop-head {
      margin-top: 0;
    }
    .loop .story {
      padding-left: 18px;
    }
    pre {
      margin: 8px 0;
      padding: 10px 12px;
      max-height: 340px;
      overflow: auto;
      border-radius: var(--radius);
      background: var(--raised);
      border: 1px solid var(--stage-rule);
      font: 400 12px / 1.5 var(--font-code);
      scrollbar-width: thin;
    }
    .row {
      display: flex;
      gap: 8px;
    }
    .diagnostic {
      margin-top: 6px;
      color: var(--ink-2);
    }
    .diagnostic[data-severity='error'] > p:first-child {
      color: var(--bad);
    }
    .diagnostic p {
      margin: 0;
      overflow-wrap: anywhere;
    }
    .diagnostic .code {
      color: var(--ink-3);
    }
  `,
];
