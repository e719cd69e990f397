/** What is asked of a run, in a word or two. */
import type { PropertyView } from '../../kernel/protocol.ts';

export const propertyKinds: Readonly<Record<PropertyView['kind'], string>> = {
  always: 'always',
  step: 'every step',
  reachable: 'reachable',
  eventually: 'eventually',
  leadsTo: 'leads to',
  linearizable: 'linearizable',
  isolated: 'isolated',
};
