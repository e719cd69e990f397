/**
 * Which colour and form stands for a role or a message type. Well-known roles have their own; other names take the
 * next free sign and keep it. Colour is never the only signal: roles differ by their ring, messages by their form.
 */

/** The categorical colour tokens, `--c1` … `--c6`. */
export const colourCount = 6;

export type Ring = 'plain' | 'thick' | 'dashed' | 'double' | 'dotted';
export type Form = 'disc' | 'diamond' | 'square' | 'triangle';

export interface RoleSign {
  /** 1 … 6: the number of a categorical colour token. */
  readonly colour: number;
  readonly ring: Ring;
}

export interface MessageSign {
  readonly colour: number;
  readonly form: Form;
}

const knownRoles: ReadonlyMap<string, RoleSign> = new Map([
  ...signFor(
    { colour: 3, ring: 'thick' },
    'leader',
    'primary',
    'coordinator',
    'master',
    'committed',
    'active',
    'elected',
  ),
  ...signFor(
    { colour: 2, ring: 'dashed' },
    'candidate',
    'precandidate',
    'prepared',
    'preparing',
    'electing',
    'joining',
    'recovering',
  ),
  ...signFor(
    { colour: 1, ring: 'plain' },
    'follower',
    'backup',
    'replica',
    'working',
    'idle',
    'init',
    'ready',
    'normal',
  ),
  ...signFor({ colour: 4, ring: 'double' }, 'aborted', 'failed', 'error', 'stopped', 'dead', 'blocked'),
  ...signFor({ colour: 6, ring: 'dotted' }, 'learner', 'observer', 'witness', 'standby'),
]);

function signFor(sign: RoleSign, ...names: readonly string[]): readonly (readonly [string, RoleSign])[] {
  return names.map((name) => [name, sign]);
}

const rings: readonly Ring[] = ['plain', 'double', 'dashed', 'dotted', 'thick'];
const otherColours: readonly number[] = [5, 6, 1, 4, 2, 3];
const forms: readonly Form[] = ['disc', 'diamond', 'square', 'triangle'];

export type Outline = 'disc' | 'hexagon' | 'octagon' | 'block';

/** The outline of each kind: the kind with most nodes is drawn as discs, those that only ask as blocks. */
export function kindOutlines(kinds: readonly string[], asks: (kind: string) => boolean): ReadonlyMap<string, Outline> {
  const counts = new Map<string, number>();
  for (const kind of kinds) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  const outlines: readonly Outline[] = ['disc', 'hexagon', 'octagon'];
  const found = new Map<string, Outline>();
  const acting = [...counts].filter(([kind]) => !asks(kind)).toSorted(([, a], [, b]) => b - a);
  for (const [i, [kind]] of acting.entries()) found.set(kind, outlines[i % outlines.length] ?? 'disc');
  for (const kind of counts.keys()) if (asks(kind)) found.set(kind, acting.length === 0 ? 'disc' : 'block');
  return found;
}

/** Names in the order they were first met; a name's index never changes. */
export type Register = Map<string, number>;

/** The names of one notebook, kept as long as it is on the stage. */
export interface Signs {
  readonly roles: Register;
  readonly types: Register;
  /** Types that were on the network: those of timers have a sign too, and stand in no legend. */
  readonly sent: Set<string>;
}

export const noSigns = (): Signs => ({ roles: new Map(), types: new Map(), sent: new Set() });

/** Types of messages that are on the network, in the order of their signs from now on. */
export function noteSent(types: Iterable<string>, { types: register, sent }: Signs): void {
  for (const type of types) {
    indexIn(register, type);
    sent.add(type);
  }
}

/** For a legend: in the order of their signs. */
export const sentTypes = ({ types, sent }: Signs): readonly string[] =>
  [...types.keys()].filter((type) => sent.has(type));

function indexIn(register: Register, name: string): number {
  const known = register.get(name);
  if (known !== undefined) return known;
  const index = register.size;
  register.set(name, index);
  return index;
}

export function roleSign(role: string, register: Register): RoleSign {
  if (role === '') return { colour: 1, ring: 'plain' };
  const known = knownRoles.get(role.toLowerCase());
  if (known !== undefined) return known;
  const index = indexIn(register, role);
  return { colour: otherColours[index % otherColours.length] ?? 1, ring: rings[index % rings.length] ?? 'plain' };
}

/** Names that have their sign before any is seen, so that it does not depend on which is seen first. */
export function register(names: readonly string[], into: Register): void {
  for (const name of names) indexIn(into, name);
}

export function messageSign(type: string, register: Register): MessageSign {
  const index = indexIn(register, type);
  // The form moves on with each round of colours as well, so 12 types differ in both.
  const form = forms[(index + Math.floor(index / colourCount)) % forms.length] ?? 'disc';
  return { colour: (index % colourCount) + 1, form };
}
