import { css, unsafeCSS } from 'lit';

export const timelineStyles = css`
  :host {
    --names: 116px;
    position: relative;
    display: block;
    min-height: var(--timeline-least);
    background: var(--paper);
    color: var(--ink);
    font: 400 var(--t-xs) / 1.3 var(--font-ui);
    font-variant-numeric: tabular-nums;
    user-select: none;
    contain: layout size;
  }
  .scroll {
    position: absolute;
    inset: 0 132px 0 0;
    overflow: hidden auto;
    scrollbar-width: thin;
    scrollbar-color: var(--rule-strong) transparent;
  }
  .content {
    position: relative;
  }
  .names {
    position: absolute;
    inset: 0 auto 0 6px;
    width: calc(var(--names) - 8px);
  }
  .axis {
    position: absolute;
    inset: 0 0 0 var(--names);
    touch-action: none;
    cursor: crosshair;
    overflow: clip;
  }
  .lanes {
    position: absolute;
    inset: 0;
    width: 100%;
    height: 100%;
  }
  .strip {
    position: sticky;
    top: 0;
    height: 24px;
    background: linear-gradient(var(--paper) 80%, transparent);
  }
  .strip svg {
    width: 100%;
    height: 100%;
  }
  .strip text {
    fill: var(--ink-3);
    font: 400 11px var(--font-code);
  }
  .tick {
    stroke: var(--rule);
  }
  .lane[data-kind='current'] {
    --lane: var(--accent);
    --area: 50%;
  }
  .lane[data-kind='other'] {
    --lane: var(--ink-3);
    --area: 34%;
  }
  .lane[data-kind='ghost'] {
    --lane: var(--ghost);
    --area: 55%;
  }
  .lane[data-compared] {
    --lane: var(--c4);
  }
  .area {
    fill: color-mix(in srgb, var(--lane) var(--area), transparent);
  }
  .area.future {
    fill: color-mix(in srgb, var(--lane) 18%, transparent);
  }
  .base,
  .fork {
    fill: none;
    stroke: var(--lane);
    stroke-width: 1.4;
  }
  [data-kind='ghost'] .base {
    stroke: var(--ink-3);
    stroke-width: 1;
    stroke-dasharray: 3 3;
  }
  .until {
    stroke: var(--ink-3);
    stroke-dasharray: 2 3;
  }
  .parted {
    stroke: var(--c2);
    stroke-width: 1.4;
    stroke-dasharray: 2 3;
  }
  ${unsafeCSS([1, 2, 3, 4, 5, 6].map((n) => `.s${n} { --star: var(--s${n}); }`).join('\n'))}
  .star-ticks {
    fill: var(--star);
  }
  .star-glyph {
    fill: var(--star);
    font: 600 10px var(--font-ui);
    paint-order: stroke;
    stroke: var(--paper);
    stroke-width: 3;
  }
  .violated {
    fill: var(--bad);
    stroke: var(--paper);
    stroke-width: 1.5;
  }
  .violation-name {
    fill: var(--bad);
    font: 500 11px var(--font-ui);
    paint-order: stroke;
    stroke: var(--paper);
    stroke-width: 3;
  }
  .thinned {
    position: absolute;
    background: repeating-linear-gradient(
      45deg,
      transparent 0 4px,
      color-mix(in srgb, var(--ink-3) 45%, transparent) 4px 5px
    );
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
    top: 20px;
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
    pointer-events: none;
  }
  .playhead:focus-visible ~ .strip .moment {
    outline: 2px solid var(--accent);
    outline-offset: 2px;
  }
  rh-timeline-tools {
    position: absolute;
    right: 12px;
    top: 0;
    height: var(--timeline-least);
    width: 108px;
  }
  @media (max-width: 760px) {
    :host {
      --names: 62px;
    }
    /* The width is time's: what leads back to the newest moment stands over it, in the corner. */
    .scroll {
      right: 0;
    }
    rh-timeline-tools {
      top: auto;
      bottom: 8px;
      right: 8px;
      width: auto;
      height: auto;
    }
  }
`;
