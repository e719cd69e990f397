import { css } from 'lit';

export const timelineStyles = css`
  :host {
    position: relative;
    display: block;
    height: 100%;
    min-height: 84px;
    background: var(--paper);
    color: var(--ink);
    font: 400 var(--t-xs) / 1.3 var(--font-ui);
    font-variant-numeric: tabular-nums;
    user-select: none;
    contain: layout size;
  }
  .axis {
    position: absolute;
    inset: 0 132px 0 16px;
    touch-action: none;
    cursor: crosshair;
    overflow: hidden;
  }
  svg {
    position: absolute;
    inset: 0;
    width: 100%;
    height: 100%;
    overflow: visible;
  }
  .tick {
    stroke: var(--rule);
  }
  .tick-name {
    fill: var(--ink-3);
    font: 400 11px var(--font-code);
  }
  .past {
    fill: color-mix(in srgb, var(--accent) 50%, transparent);
  }
  .future {
    fill: color-mix(in srgb, var(--accent) 18%, transparent);
  }
  .base {
    stroke: var(--accent);
    stroke-width: 1.4;
  }
  .ahead {
    stroke: var(--rule-strong, var(--rule));
    stroke-dasharray: 2 4;
  }
  .until {
    stroke: var(--ink-3);
    stroke-dasharray: 2 3;
  }
  .until-name {
    fill: var(--ink-3);
    font: 450 10.5px var(--font-ui);
  }
  .playhead {
    position: absolute;
    top: 0;
    bottom: 0;
    left: 0;
    width: 0;
    cursor: ew-resize;
    outline: none;
    will-change: transform;
  }
  .playhead::before {
    content: '';
    position: absolute;
    left: -0.75px;
    top: 22px;
    bottom: 0;
    width: 1.5px;
    background: var(--ink);
  }
  .playhead::after {
    content: '';
    position: absolute;
    inset: 0 -7px;
  }
  .moment {
    position: absolute;
    top: 3px;
    left: 0;
    padding: 2px 7px;
    border-radius: 4px;
    background: var(--ink);
    color: var(--paper);
    font: 500 11px / 1.4 var(--font-code);
    white-space: nowrap;
    transform: translateX(var(--shift, -50%));
  }
  .playhead:focus-visible .moment {
    outline: 2px solid var(--accent);
    outline-offset: 2px;
  }
  .marks {
    position: absolute;
    inset: 0;
    pointer-events: none;
  }
  .mark {
    all: unset;
    position: absolute;
    top: 28px;
    width: 20px;
    height: 20px;
    margin-left: -10px;
    display: grid;
    place-items: center;
    pointer-events: auto;
    cursor: pointer;
    border-radius: 5px;
  }
  .mark:hover {
    background: color-mix(in srgb, var(--ink) 8%, transparent);
  }
  .mark:focus-visible {
    outline: 2px solid var(--accent);
    background: var(--paper);
  }
  .mark svg {
    position: static;
    width: 14px;
    height: 14px;
  }
  .mark .several {
    position: absolute;
    right: -4px;
    top: -5px;
    min-width: 12px;
    padding: 0 3px;
    box-sizing: border-box;
    border-radius: 99px;
    background: var(--ink-2);
    color: var(--paper);
    font: 600 9px / 13px var(--font-ui);
    text-align: center;
  }
  .start,
  .swap,
  .input {
    fill: var(--accent);
  }
  .action {
    fill: var(--ink-2);
  }
  .end {
    fill: var(--ink-3);
  }
  .stroke {
    fill: none;
    stroke-width: 2.4;
    stroke-linecap: round;
  }
  .fault {
    stroke: var(--bad);
  }
  .heal {
    stroke: var(--ok);
  }
  .violation {
    fill: var(--bad);
  }
  .bang {
    stroke: var(--paper);
    stroke-width: 1.8;
    stroke-linecap: round;
  }
  .tools {
    position: absolute;
    right: 12px;
    top: 0;
    bottom: 0;
    width: 108px;
    display: flex;
    flex-direction: column;
    justify-content: center;
    gap: 6px;
  }
  .tools button {
    all: unset;
    box-sizing: border-box;
    cursor: pointer;
    text-align: center;
    border: 1px solid var(--rule);
    border-radius: var(--radius, 6px);
    background: var(--raised);
    color: var(--ink-2);
    font: 550 var(--t-s) / 24px var(--font-ui);
    height: 26px;
  }
  .tools button:hover:not(:disabled) {
    border-color: var(--accent);
  }
  .tools button:focus-visible {
    outline: 2px solid var(--accent);
  }
  .tools button:disabled {
    cursor: default;
    color: var(--ink-3);
  }
  .tools .live:disabled {
    background: var(--accent-soft);
    color: var(--accent);
    border-color: transparent;
  }
  .tools .live::before {
    content: '';
    display: inline-block;
    width: 7px;
    height: 7px;
    margin-right: 6px;
    border-radius: 99px;
    background: currentColor;
  }
  .zoom {
    display: grid;
    grid-template-columns: 1fr 1fr 1.3fr;
    gap: 4px;
  }
  .tip {
    text-align: center;
    color: var(--ink-3);
    white-space: nowrap;
    overflow: hidden;
    text-overflow: ellipsis;
  }
  .popover {
    position: fixed;
    inset: auto;
    margin: 0;
    padding: 0;
    border: 1px solid var(--rule-strong, var(--rule));
    border-radius: 8px;
    background: var(--raised);
    color: var(--ink);
    box-shadow: var(--shadow, 0 6px 24px rgb(0 0 0 / 12%));
    width: max-content;
    max-width: min(320px, calc(100vw - 24px));
    max-height: 50vh;
    overflow: auto;
    font: 400 var(--t-s) / 1.45 var(--font-ui);
    pointer-events: none;
  }
  .popover div {
    padding: 7px 12px;
  }
  .popover div + div {
    border-top: 1px solid var(--rule);
  }
  .popover b {
    font-weight: 600;
  }
  .popover time {
    color: var(--ink-3);
    margin-left: 6px;
  }
  .popover p {
    margin: 1px 0 0;
    color: var(--ink-2);
    overflow-wrap: anywhere;
  }
  .popover .kind {
    color: var(--ink-3);
  }
  @media (width < 620px) {
    .axis {
      right: 84px;
    }
    .tools {
      width: 64px;
      right: 10px;
    }
    .zoom,
    .tip {
      display: none;
    }
  }
`;
