/** `fuzz` as cells declare it, checked. */
import { fault, isAmount } from './arguments.ts';
import type { Place } from './declaration.ts';
import type { FaultKind, FuzzOptions } from './language.ts';

/** More runs than this are a slip. */
const seedLimit = 10_000_000;

const faultKinds: Readonly<Record<FaultKind, true>> = {
  crash: true,
  partition: true,
  cut: true,
  drop: true,
  duplicate: true,
  delay: true,
  clock: true,
};

export function checkedFuzzOptions(name: string, options: FuzzOptions, place: Place): FuzzOptions {
  const wrong = (what: string, help: string): never => {
    throw fault('program/bad-argument', `${what} in fuzz('${name}', …).`, help, place);
  };
  const given: Partial<FuzzOptions> | null | undefined = options;
  if (typeof given !== 'object' || given === null)
    throw fault(
      'program/bad-argument',
      `fuzz('${name}', …) needs options.`,
      "Write fuzz('a name', { scenario: '…' }).",
      place,
    );
  const { seeds, faults, kinds, down, until } = given;
  if (seeds !== undefined && !(Number.isInteger(seeds) && seeds >= 1 && seeds <= seedLimit))
    wrong(`seeds is ${String(seeds)}`, `Give a whole number from 1 to ${seedLimit}.`);
  if (down !== undefined && !(Number.isInteger(down) && down >= 0))
    wrong(`down is ${String(down)}`, 'Give a whole number from 0.');
  if (until !== undefined && !(isAmount(until) && until > 0))
    wrong(`until is ${String(until)}`, 'Give a positive number of virtual ms.');
  if (
    kinds !== undefined &&
    !(
      Array.isArray(kinds) && kinds.every((kind: { readonly kindName?: unknown }) => typeof kind?.kindName === 'string')
    )
  )
    wrong('kinds is no list of kinds of nodes', 'Give what node(…) returned: kinds: [server].');
  for (const [kind, mean] of Object.entries(faults ?? {})) {
    if (!Object.hasOwn(faultKinds, kind))
      wrong(`There is no fault '${kind}'`, `Faults: ${Object.keys(faultKinds).join(', ')}.`);
    if (!isAmount(mean))
      wrong(`The number of faults '${kind}' is ${String(mean)}`, 'Give the mean number in a run, from 0.');
  }
  return options;
}
