import { css, unsafeCSS } from 'lit';

/** A category: `--tone` for shapes, `--tone-text` for text. */
const categories = [1, 2, 3, 4, 5, 6].map(
  (n) => `.tone-${n} { --tone: var(--c${n}); --tone-text: var(--c${n}-text); }`,
);
const meanings = ['ok', 'bad', 'warn'].map(
  (name) => `.tone-${name} { --tone: var(--${name}); --tone-text: var(--${name}); }`,
);

export const customViewStyles = css`
  ${unsafeCSS([...categories, ...meanings].join('\n'))}
  :host {
    display: block;
    color: var(--ink);
    font: 400 var(--t-s) / 1.45 var(--font-ui);
    font-variant-numeric: tabular-nums;
    overflow: auto;
    scrollbar-width: thin;
    contain: content;
  }
  p {
    margin: 0;
  }
  .empty,
  .more,
  .note {
    color: var(--ink-3);
  }
  .more {
    padding-top: var(--u);
    font-size: var(--t-xs);
  }

  /* Words */
  .words {
    display: inline-flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 2px var(--u);
  }
  .word {
    all: unset;
    position: relative;
    box-sizing: border-box;
    display: inline-block;
    max-width: 26ch;
    padding: 1px 3px;
    margin: -1px 0;
    border-radius: var(--radius-s);
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
    vertical-align: bottom;
  }
  p .word {
    max-width: 100%;
    white-space: normal;
    overflow-wrap: anywhere;
  }
  button.word {
    cursor: pointer;
    text-decoration: underline dotted 1px color-mix(in srgb, currentcolor 45%, transparent);
    text-underline-offset: 3px;
  }
  button.word:hover {
    background: color-mix(in srgb, var(--tone, var(--accent)) 22%, transparent);
  }
  button.word:focus-visible,
  .acts:focus-visible rect {
    outline: 2px solid var(--accent);
    outline-offset: -1px;
  }
  .word.tone-strong {
    font-weight: 650;
  }
  .word.tone-faint {
    color: var(--ink-3);
  }
  .word[class*='tone-']:not(.tone-strong, .tone-faint) {
    margin: 0;
    color: var(--tone-text);
    background: color-mix(in srgb, var(--tone) 15%, transparent);
  }
  .tone-ok::before {
    content: '✓ ' / 'good: ';
  }
  .tone-bad::before {
    content: '✕ ' / 'bad: ';
  }
  .tone-warn::before {
    content: '! ' / 'warning: ';
    font-weight: 700;
  }
  .part::before {
    content: none !important;
  }
  .word.down {
    color: var(--ink-3);
    text-decoration: line-through;
  }
  .word.down::after {
    content: ' ✕' / '';
    color: var(--bad);
  }
  .word[aria-pressed='true'] {
    box-shadow: inset 0 0 0 1.5px var(--accent);
  }
  .word.starred {
    box-shadow:
      inset 0 -2px var(--star),
      0 0 0 2px color-mix(in srgb, var(--star) 24%, transparent);
  }
  .word.starred[aria-pressed='true'] {
    box-shadow:
      inset 0 -2px var(--star),
      0 0 0 2px var(--accent);
  }

  /* Tables and lanes */
  table {
    border-collapse: separate;
    border-spacing: 0;
  }
  th {
    font-weight: 500;
    text-align: left;
  }
  thead th {
    color: var(--ink-3);
    font-size: var(--t-xs);
    white-space: nowrap;
  }
  .rows th,
  .rows td {
    padding: 3px var(--u4) 3px 4px;
    border-bottom: 1px solid var(--rule);
    vertical-align: top;
  }
  /* Over the text of the words beneath, which have room at their sides. */
  .rows thead th {
    padding-left: 7px;
  }
  tbody th {
    position: sticky;
    left: 0;
    z-index: 1;
    background: var(--ground, var(--raised));
  }
  .across {
    overflow-x: auto;
    scrollbar-width: thin;
  }
  .lanes {
    border-spacing: 3px 2px;
  }
  .lanes thead th,
  .gap {
    padding: 0 2px;
    text-align: center;
    color: var(--ink-3);
  }
  .lanes th {
    padding-right: var(--u3);
    vertical-align: middle;
    white-space: nowrap;
  }
  .lanes td {
    position: relative;
    padding: 0;
    vertical-align: middle;
  }
  .lanes.marked tbody td,
  .lanes.marked tbody th {
    padding-bottom: 15px;
  }
  .lanes .words {
    flex-wrap: nowrap;
  }
  .word.boxed {
    display: block;
    min-width: 26px;
    max-width: 16ch;
    margin: 0;
    padding: 3px 6px;
    border: 1px solid color-mix(in srgb, var(--tone, var(--rule-strong)) 60%, transparent);
    background: color-mix(in srgb, var(--tone, var(--ink-3)) 13%, transparent);
    font: 500 11.5px / 1.4 var(--font-code);
    text-align: center;
    text-decoration: none;
  }
  .word.boxed.tone-faint {
    background: none;
    border-style: dashed;
  }
  .gone {
    color: var(--ink-3);
  }
  .mark {
    position: absolute;
    top: -1px;
    bottom: 0;
    right: -2.5px;
    width: 2px;
    z-index: 2;
    pointer-events: none;
  }
  .lanes th .mark {
    right: 0;
  }
  .mark i {
    position: absolute;
    inset: 0 0 2px;
    background: var(--accent);
    border-radius: 1px;
  }
  .mark small {
    position: absolute;
    right: 5px;
    bottom: 0;
    color: var(--accent);
    font: 600 10px / 13px var(--font-ui);
    white-space: nowrap;
  }
  .lanes th .mark small {
    right: auto;
    left: 5px;
  }

  /* Bars */
  .bars {
    display: grid;
    grid-template-columns: fit-content(40%) minmax(80px, 1fr) max-content;
    gap: var(--u) var(--u3);
    align-items: center;
    margin: 0;
    padding: 0;
    list-style: none;
  }
  .bars li {
    display: contents;
  }
  .track {
    display: flex;
    height: 18px;
    border-radius: var(--radius-s);
    background: color-mix(in srgb, var(--ink-3) 14%, transparent);
    overflow: hidden;
  }
  .track[data-over='true'] {
    box-shadow: inset -3px 0 var(--bad);
  }
  .part {
    min-width: 0;
    overflow: hidden;
    background: color-mix(in srgb, var(--tone, var(--accent)) 55%, transparent);
    border-right: 1px solid var(--ground, var(--raised));
    font: 500 var(--t-xs) / 18px var(--font-ui);
    white-space: nowrap;
  }
  .part:last-child {
    border-right: 0;
  }
  .part span {
    padding-left: var(--u);
  }
  .track {
    position: relative;
  }
  .before {
    position: absolute;
    inset-block: 0;
    width: 0;
    border-left: 2px dashed var(--ink-2);
    transform: translateX(-1px);
  }
  .was {
    color: var(--ink-3);
  }
  .amount {
    color: var(--ink-2);
    text-align: right;
  }

  /* Trees: from the top down, lines between */
  .tree,
  .tree ul {
    display: flex;
    justify-content: safe center;
    margin: 0;
    padding: 0;
    list-style: none;
  }
  .tree ul {
    padding-top: 18px;
  }
  .tree li {
    position: relative;
    display: flex;
    flex-direction: column;
    align-items: center;
    padding: 0 6px;
  }
  .tree ul > li::before,
  .tree ul > li::after {
    content: '';
    position: absolute;
    top: -10px;
    height: 10px;
    border-top: 1px solid var(--rule-strong);
  }
  .tree ul > li::before {
    left: 0;
    right: 50%;
    border-right: 1px solid var(--rule-strong);
  }
  .tree ul > li::after {
    left: 50%;
    right: 0;
  }
  .tree ul > li:first-child::before {
    border-top-color: transparent;
  }
  .tree ul > li:last-child::after {
    border-top-color: transparent;
  }
  .tree ul {
    position: relative;
  }
  .tree li > ul::before {
    content: '';
    position: absolute;
    top: 0;
    left: 50%;
    height: 8px;
    border-left: 1px solid var(--rule-strong);
  }
  .page {
    flex-wrap: nowrap;
    padding: 3px 8px;
    border: 1px solid var(--rule-strong);
    border-radius: var(--radius);
    background: var(--raised);
    font: 500 11.5px / 1.5 var(--font-code);
  }

  /* Graphs */
  .graph {
    display: block;
    max-width: 100%;
    height: auto;
    overflow: visible;
    font: 550 12px / 1 var(--font-ui);
  }
  .figure rect {
    fill: color-mix(in srgb, var(--tone, var(--ink-3)) 15%, var(--ground, var(--raised)));
    stroke: var(--tone, var(--rule-strong));
    stroke-width: 1.25;
  }
  .figure text {
    fill: var(--tone-text, var(--ink));
  }
  .figure.tone-strong text {
    font-weight: 700;
  }
  .figure.tone-faint text {
    fill: var(--ink-3);
  }
  .figure.down rect {
    stroke-dasharray: 3 3;
    stroke: var(--bad);
  }
  .figure.starred rect {
    stroke: var(--star);
    stroke-width: 3;
  }
  .figure.selected rect {
    stroke: var(--accent);
    stroke-width: 2.5;
  }
  .acts {
    cursor: pointer;
    outline: none;
  }
  .acts:hover rect {
    filter: brightness(0.94);
  }
  .line {
    fill: none;
    stroke: var(--tone, var(--ink-3));
    stroke-width: 1.25;
    opacity: 0.85;
  }
  marker path {
    fill: context-stroke;
  }
  .round {
    fill: none;
    stroke: var(--rule-strong);
  }
  .along {
    fill: var(--ink-2);
    font: 500 10.5px / 1 var(--font-ui);
    paint-order: stroke;
    stroke: var(--ground, var(--raised));
    stroke-width: 4px;
  }

  /* Several in one */
  .stack {
    display: flex;
    flex-direction: column;
    gap: var(--u4);
  }
  .stack.beside {
    flex-direction: row;
    flex-wrap: wrap;
  }
  .stack.beside > section {
    flex: 1 1 auto;
    min-width: min(100%, 180px);
  }
  section {
    min-width: 0;
    max-width: 100%;
    overflow-x: auto;
    scrollbar-width: thin;
  }
  h4 {
    margin: 0 0 var(--u);
    font: 600 var(--t-s) / 1.4 var(--font-ui);
    color: var(--ink-2);
  }
`;
