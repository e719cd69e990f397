import { css } from 'lit';

export const cardStyles = css`
  :host {
    display: block;
    min-width: 0;
    border: 1px solid var(--stage-rule);
    border-radius: 8px;
    background: var(--raised);
    overflow: hidden;
    font-variant-numeric: tabular-nums;
  }
  article {
    display: flex;
    flex-direction: column;
    height: 100%;
    padding: 9px 0 0;
    box-sizing: border-box;
  }
  button {
    all: unset;
    box-sizing: border-box;
    cursor: pointer;
    border-radius: 3px;
  }
  button:focus-visible,
  .curve:focus-visible {
    outline: 2px solid var(--accent);
    outline-offset: -2px;
  }
  h3 {
    margin: 0;
    padding: 0 12px;
    font: 450 11.5px / 1.4 var(--font-code);
    overflow-wrap: anywhere;
  }
  h3 button {
    color: var(--ink-2);
  }
  h3 button:not(:disabled):hover {
    color: var(--accent);
    text-decoration: underline;
    text-underline-offset: 2px;
  }
  h3 button:disabled {
    cursor: default;
  }
  .help {
    margin: 1px 0 2px;
    padding: 0 12px;
    color: var(--ink-3);
    font: 400 var(--t-s) / 1.4 var(--font-ui);
    text-wrap: pretty;
  }
  .value {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    column-gap: 6px;
    margin: 0;
    padding: 0 12px;
    font-size: 19px;
    font-weight: 600;
    letter-spacing: -0.01em;
  }
  small {
    font-size: var(--t-xs);
    font-weight: 450;
    letter-spacing: 0;
    color: var(--ink-3);
  }
  .kind {
    margin-left: auto;
  }
  .picture {
    display: flex;
    align-items: flex-start;
    margin-top: auto;
    padding-top: 4px;
  }
  .curve {
    flex: 1;
    min-width: 0;
    cursor: crosshair;
    touch-action: none;
  }
  svg {
    display: block;
    width: 100%;
    height: 52px;
  }
  .fill {
    fill: color-mix(in srgb, var(--accent) 18%, transparent);
  }
  .seeds.old {
    opacity: 0.45;
  }
  .band {
    fill: color-mix(in srgb, var(--ink-3) 30%, transparent);
  }
  .median {
    fill: none;
    stroke: var(--ink-2);
    stroke-width: 1;
    vector-effect: non-scaling-stroke;
  }
  .line {
    fill: none;
    stroke: var(--accent);
    stroke-width: 1.4;
    vector-effect: non-scaling-stroke;
  }
  .line.was {
    stroke: var(--ink-3);
    stroke-dasharray: 3 3;
  }
  .at {
    stroke: var(--stage-ink);
    stroke-width: 1;
    vector-effect: non-scaling-stroke;
  }
  .chosen {
    fill: color-mix(in srgb, var(--c2) 42%, transparent);
  }
  .range {
    display: flex;
    justify-content: space-between;
    gap: 8px;
    padding: 3px 12px 6px;
    color: var(--ink-3);
    font-size: var(--t-xs);
    white-space: nowrap;
  }
  .bars {
    flex: none;
    width: 56px;
    margin: 0 10px 0 6px;
  }
  .bars rect {
    fill: color-mix(in srgb, var(--accent) 62%, transparent);
  }
  dl {
    display: flex;
    flex-wrap: wrap;
    justify-content: space-between;
    gap: 2px 8px;
    margin: 0;
    padding: 5px 12px 7px;
    border-top: 1px solid var(--stage-rule);
    font-size: var(--t-xs);
  }
  dl div {
    display: flex;
    gap: 4px;
    white-space: nowrap;
  }
  dt {
    color: var(--ink-3);
  }
  dd {
    margin: 0;
  }
  .parts {
    list-style: none;
    margin: 0;
    padding: 3px 6px 5px;
    border-top: 1px solid var(--stage-rule);
    font-size: var(--t-xs);
  }
  .part {
    position: relative;
    display: flex;
    justify-content: space-between;
    gap: 8px;
    width: 100%;
    padding: 2px 6px;
    isolation: isolate;
  }
  .part:hover,
  .more:hover {
    background: var(--sunken);
  }
  .bar {
    position: absolute;
    inset: 1px auto 1px 0;
    z-index: -1;
    border-radius: 2px;
    background: color-mix(in srgb, var(--accent) 13%, transparent);
  }
  .labels {
    min-width: 0;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
    font-family: var(--font-code);
  }
  .more {
    padding: 2px 6px;
    color: var(--accent);
    font-weight: 550;
  }
`;
