import { css, unsafeCSS } from 'lit';

const colours = [1, 2, 3, 4, 5, 6].map(
  (n) => `.role${n} { --role: var(--c${n}); --role-text: var(--c${n}-text, var(--c${n})); }`,
);

export const topologyStyles = css`
  :host {
    position: relative;
    display: block;
    width: 100%;
    height: 100%;
    overflow: hidden;
    background: var(--stage);
    color: var(--stage-ink);
    font-family: var(--font-ui);
    contain: strict;
  }
  ${unsafeCSS(colours.join('\n'))}
  svg,
  canvas {
    position: absolute;
    inset: 0;
    width: 100%;
    height: 100%;
    display: block;
  }
  canvas {
    pointer-events: none;
  }
  .ground {
    fill: transparent;
  }
  .link {
    stroke: color-mix(in srgb, var(--stage-rule) 90%, var(--stage-ink));
    stroke-width: 1.2;
  }
  .broken {
    stroke: var(--bad);
    stroke-width: 1.4;
    stroke-dasharray: 3 5;
    opacity: 0.55;
  }
  .break rect {
    fill: var(--stage);
  }
  .break path {
    stroke: var(--bad);
    stroke-width: 2.2;
    stroke-linecap: round;
  }
  .group {
    fill: color-mix(in srgb, var(--stage-ink) 4%, transparent);
    stroke: var(--rule-strong);
    stroke-width: 1;
  }
  .group-name {
    fill: var(--ink-3);
    font: 550 12px var(--font-ui);
    text-anchor: middle;
  }
  .node.dragged {
    cursor: grabbing;
  }
  .corner {
    all: unset;
    position: absolute;
    z-index: 3;
    top: 8px;
    left: 10px;
    padding: 3px 8px;
    border-radius: 6px;
    cursor: pointer;
    background: var(--raised);
    color: var(--accent);
    box-shadow: inset 0 0 0 1px var(--stage-rule);
    font: 550 var(--t-s) / 1.45 var(--font-ui);
  }
  .corner:focus-visible {
    outline: 2px solid var(--accent);
  }
  .island {
    fill: color-mix(in srgb, var(--bad) 4%, transparent);
    stroke: var(--bad);
    stroke-width: 1.5;
    stroke-dasharray: 2 6;
    stroke-linecap: round;
    opacity: 0.85;
  }
  .island-name {
    fill: var(--bad);
    font: 550 12px var(--font-ui);
    text-anchor: middle;
  }
  .node {
    cursor: pointer;
    outline: none;
  }
  :host([quiet]) .node,
  :host([quiet]) .over {
    cursor: inherit;
    pointer-events: none;
  }
  .body {
    fill: var(--raised);
    stroke: var(--role);
  }
  .inner {
    fill: none;
    stroke: var(--role);
  }
  .halo {
    fill: color-mix(in srgb, var(--accent) 10%, transparent);
    stroke: var(--accent);
    stroke-width: 1.5;
  }
  .node:focus-visible .body {
    outline: 2px solid var(--accent);
    outline-offset: 7px;
    border-radius: 99px;
  }
  .node:hover .body {
    fill: color-mix(in srgb, var(--role) 9%, var(--raised));
  }
  .name,
  .role,
  .count,
  .badge text,
  .lost {
    text-anchor: middle;
    pointer-events: none;
    user-select: none;
  }
  .name {
    fill: var(--stage-ink);
    font-weight: 600;
  }
  /* A name beneath its figure may lie on a link. */
  :host([quiet]) .name {
    paint-order: stroke;
    stroke: var(--stage);
    stroke-width: 3;
    stroke-linejoin: round;
    font-weight: 550;
  }
  :host([quiet]) .within {
    stroke: none;
  }
  .role {
    fill: var(--role-text);
    font-weight: 500;
  }
  .count {
    fill: var(--stage-ink);
    font-weight: 650;
    font-variant-numeric: tabular-nums;
  }
  .lost {
    fill: var(--bad);
  }
  .share {
    fill: none;
    stroke: var(--role);
    stroke-width: 6;
  }
  .badge rect {
    fill: var(--raised);
    stroke: var(--role);
    stroke-width: 1.2;
  }
  .badge text {
    fill: var(--role-text);
    font-weight: 600;
    font-variant-numeric: tabular-nums;
  }
  .shadow {
    fill: color-mix(in srgb, var(--role) 7%, transparent);
    stroke: color-mix(in srgb, var(--role) 50%, var(--ghost));
    stroke-width: 1.4;
    stroke-dasharray: 3 4;
  }
  .was rect {
    fill: var(--stage);
    stroke: var(--ink-3);
    stroke-width: 1;
    stroke-dasharray: 2 3;
  }
  .was text {
    fill: var(--ink-2);
    font-weight: 500;
    text-anchor: middle;
    pointer-events: none;
    user-select: none;
  }
  .differs {
    fill: none;
    stroke: var(--warn);
    stroke-width: 1.5;
    stroke-dasharray: 1.5 5;
    stroke-linecap: round;
  }
  .differs-sign circle {
    fill: var(--stage);
    stroke: var(--warn);
    stroke-width: 1.4;
  }
  .differs-sign path {
    fill: none;
    stroke: var(--warn);
    stroke-width: 1.6;
    stroke-linecap: round;
  }
  ${unsafeCSS([1, 2, 3, 4, 5, 6].map((n) => `.s${n} { --star: var(--s${n}); }`).join('\n'))}
  .star-tag rect {
    fill: var(--raised);
    stroke: var(--star);
    stroke-width: 1.5;
  }
  .star-tag text {
    fill: var(--star);
    text-anchor: middle;
    pointer-events: none;
    user-select: none;
  }
  .star-tag .star-name {
    fill: var(--stage-ink);
    text-anchor: start;
    font-weight: 600;
  }
  .down .body {
    fill: color-mix(in srgb, var(--ghost) 22%, var(--stage));
    stroke: var(--ghost);
  }
  .down .name,
  .down .role {
    fill: var(--ink-3);
  }
  .cross {
    stroke: var(--bad);
    stroke-linecap: round;
    fill: none;
  }
  .empty {
    position: absolute;
    inset: 45% 0 auto;
    text-align: center;
    color: var(--ink-3);
    font-size: var(--t-m);
    margin: 0;
  }
`;
