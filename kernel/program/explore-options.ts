/** `explore` as cells declare it, checked. */
import { fault, isAmount, requireKnown } from './arguments.ts';
import type { Place } from './declaration.ts';
import type { ExploreOptions, FaultBudget } from './language.ts';

const known: Readonly<Record<keyof ExploreOptions, true>> = {
  scenario: true,
  faults: true,
  symmetry: true,
  within: true,
  exact: true,
  stop: true,
  deadlock: true,
  limits: true,
  expect: true,
};
const faultKinds: Readonly<Record<keyof FaultBudget, true>> = {
  crash: true,
  restart: true,
  drop: true,
  duplicate: true,
};
const limitKinds: Readonly<Record<keyof NonNullable<ExploreOptions['limits']>, true>> = {
  states: true,
  memory: true,
  time: true,
};
const expectations: Readonly<Record<keyof NonNullable<ExploreOptions['expect']>, true>> = {
  states: true,
  violates: true,
  neverFires: true,
};

export function checkedExploreOptions(name: string, options: ExploreOptions, place: Place): ExploreOptions {
  const of = `explore('${name}', …)`;
  const wrong = (what: string, help: string): never => {
    throw fault('program/bad-argument', `${what} in ${of}.`, help, place);
  };
  const given: Partial<ExploreOptions> | null | undefined = options;
  if (typeof given !== 'object' || given === null)
    throw fault('program/bad-argument', `${of} needs options.`, "Write explore('a name', { scenario: '…' }).", place);
  requireKnown(given, known, of, place);
  const { faults, symmetry, within, exact, stop, deadlock, limits, expect } = given;
  for (const [kind, most] of entriesOf(faults, 'faults')) {
    if (!Object.hasOwn(faultKinds, kind))
      wrong(`There is no fault '${kind}'`, `Faults: ${Object.keys(faultKinds).join(', ')}.`);
    if (!(isAmount(most) && Number.isInteger(most)))
      wrong(
        `The number of faults '${kind}' is ${String(most)}`,
        'Give the most that may befall, a whole number from 0.',
      );
  }
  for (const [kind, most] of entriesOf(limits, 'limits')) {
    if (!Object.hasOwn(limitKinds, kind))
      wrong(`There is no limit of ${kind}`, `Limits: ${Object.keys(limitKinds).join(', ')}.`);
    if (!(isAmount(most) && most > 0)) wrong(`The limit of ${kind} is ${String(most)}`, 'Give a positive number.');
  }
  if (symmetry !== undefined && !(Array.isArray(symmetry) && symmetry.every(isKind)))
    wrong('symmetry is no list of kinds of nodes', 'Give what node(…) returned: symmetry: [server].');
  if (within !== undefined && typeof within !== 'function')
    wrong('within is no function', 'Write within: (world) => world.inFlight().length < 4.');
  if (exact !== undefined && typeof exact !== 'boolean') wrong(`exact is ${String(exact)}`, 'It is true or false.');
  if (stop !== undefined && stop !== 'first') wrong(`stop is ${String(stop)}`, "It is 'first', or left out.");
  if (deadlock !== undefined && typeof deadlock !== 'boolean' && typeof deadlock !== 'function')
    wrong(`deadlock is ${String(deadlock)}`, 'It is true, or a function of the world.');
  for (const [key] of entriesOf(expect, 'expect'))
    if (!Object.hasOwn(expectations, key))
      wrong(`Nothing is expected as '${key}'`, `Expectations: ${Object.keys(expectations).join(', ')}.`);
  const { states, violates, neverFires } = expect ?? {};
  if (states !== undefined && !(isAmount(states) && Number.isInteger(states)))
    wrong(`expect.states is ${String(states)}`, 'Give a whole number.');
  if (violates !== undefined && typeof violates !== 'string')
    wrong('expect.violates is no name', "Give the name of a property: expect: { violates: 'one leader' }.");
  if (neverFires !== undefined && !(Array.isArray(neverFires) && neverFires.every((rule) => typeof rule === 'string')))
    wrong('expect.neverFires is no list of rules', "Write expect: { neverFires: ['server.Vote'] }.");
  return options;

  function entriesOf(value: object | undefined, key: string): readonly (readonly [string, unknown])[] {
    if (value === undefined) return [];
    if (typeof value !== 'object' || value === null)
      wrong(`${key} is ${String(value)}`, 'Give an object, or leave it out.');
    return Object.entries(value);
  }
}

function isKind(kind: { readonly kindName?: unknown } | null | undefined): boolean {
  return typeof kind?.kindName === 'string';
}
