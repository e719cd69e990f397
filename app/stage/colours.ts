/** The colour tokens as a Canvas needs them: resolved for the present theme. */
import { colour } from '../style/theme.ts';
import type { Colours } from './paint.ts';
import type { PartitionColours } from './partition-paint.ts';
import { stateColour } from './partition-state.ts';
import type { SpaceColours } from './space-paint.ts';

export function canvasColours(): Colours {
  return {
    series: ['', colour('--c1'), colour('--c2'), colour('--c3'), colour('--c4'), colour('--c5'), colour('--c6')],
    stars: ['', colour('--s1'), colour('--s2'), colour('--s3'), colour('--s4'), colour('--s5'), colour('--s6')],
    ink: colour('--ink-2'),
    bad: colour('--bad'),
    ground: colour('--stage'),
  };
}

export function spaceColours(): SpaceColours {
  return {
    ...canvasColours(),
    rule: colour('--stage-rule'),
    faint: colour('--ink-3'),
    strong: colour('--rule-strong'),
    accent: colour('--accent'),
    warn: colour('--warn'),
  };
}

export function partitionColours(): PartitionColours {
  const { series, stars, ink, bad, ground } = canvasColours();
  const [faint, rule, accent, warn] = [
    colour('--ink-3'),
    colour('--rule-strong'),
    colour('--accent'),
    colour('--warn'),
  ];
  return { ink, faint, rule, ground, accent, warn, bad, stars, of: (state) => series[stateColour(state)] ?? ink };
}
