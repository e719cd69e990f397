import { css } from 'lit';

export const spaceTimeStyles = css`
  :host {
    position: relative;
    display: grid;
    grid-template: auto minmax(0, 1fr) auto auto / minmax(0, 1fr);
    width: 100%;
    height: 100%;
    overflow: hidden;
    background: var(--stage);
    color: var(--stage-ink);
    font: 400 var(--t-s) / 1.45 var(--font-ui);
    font-variant-numeric: tabular-nums;
  }
  .tools {
    display: flex;
    align-items: center;
    gap: 2px;
    min-width: 0;
    padding: 4px 10px;
    border-bottom: 1px solid var(--stage-rule);
  }
  .tools .said {
    flex: 1;
    min-width: 0;
    margin: 0;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
    color: var(--ink-2);
  }
  .plane {
    grid-row: 2;
    position: relative;
    min-height: 0;
    overflow: hidden;
    cursor: grab;
    touch-action: none;
    outline: none;
  }
  .plane.over {
    cursor: pointer;
  }
  .plane.dragged {
    cursor: grabbing;
  }
  .plane:focus-visible::after {
    content: '';
    position: absolute;
    inset: 0;
    outline: 2px solid var(--accent);
    outline-offset: -2px;
    pointer-events: none;
  }
  canvas {
    position: absolute;
    inset: 0;
    width: 100%;
    height: 100%;
    display: block;
  }
  .lanes {
    position: absolute;
    inset: 0 auto 0 0;
    margin: 0;
    padding: 0;
    list-style: none;
    pointer-events: none;
  }
  .lanes li {
    position: absolute;
    left: 12px;
    right: 6px;
    translate: 0 -50%;
    white-space: nowrap;
    font: 550 var(--t-s) / 15px var(--font-ui);
  }
  .lanes li span {
    display: block;
  }
  .lanes li.down {
    color: var(--bad);
    text-decoration: line-through;
  }
  .lanes li.chosen {
    color: var(--accent);
  }
  rh-legend {
    grid-row: 3;
    position: relative;
    border-top: 1px solid var(--stage-rule);
  }
  rh-log-actions {
    grid-row: 4;
  }
  .empty {
    position: absolute;
    inset: 45% 0 auto;
    margin: 0;
    text-align: center;
    color: var(--ink-3);
    font-size: var(--t-m);
    pointer-events: none;
  }
`;
