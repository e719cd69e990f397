/** Names that are not names of cells, though one may think so: by what a model reaches them, for "write ctx.send". */

import { suggest } from './suggest.ts';

/** Members of `ctx`, which a rule is given. */
const ofContext: ReadonlySet<string> = new Set(
  'self now from peers nodes random send reply broadcast setTimer clearTimer choose count gauge observe note assert invoke complete fail abandon'.split(
    ' ',
  ),
);
/** Members of the world that a scenario or an action is given. */
const ofWorld: ReadonlySet<string> = new Set(
  'add load at crash restart partition cut heal network link edit fire fireTimer drop delay duplicate'.split(' '),
);

/** How to reach what a name that is defined nowhere seems to mean; null when it seems to mean nothing known. */
export function reachedBy(name: string): string | null {
  if (name === 'ctx')
    return 'ctx is given to a rule as its last parameter: (s, m, ctx) => … for a message or timer, (s, ctx) => … otherwise.';
  if (ofContext.has(name)) return `A rule has it from its ctx: write ctx.${name}.`;
  if (ofWorld.has(name))
    return `A scenario has it from its world, and an action from the world it is given: write world.${name} or w.${name}.`;
  if (name === 'w' || name === 's' || name === 'm')
    return `${name} is a parameter of a function and not known outside it. Does the function around it take it?`;
  return null;
}

/** What to write instead of a member that `ctx`, or the world of a scenario, does not have: from what JavaScript says of the call. */
export function memberMeant(thrown: string): string | null {
  const [, owner = '', member = ''] = /\b(ctx|world|w)\.(\w+) is not a function/.exec(thrown) ?? [];
  if (owner === '') return null;
  const members = owner === 'ctx' ? ofContext : ofWorld;
  const near = suggest(member, members);
  return near === null ? `It has ${[...members].join(', ')}.` : `Did you mean ${owner}.${near}?`;
}
