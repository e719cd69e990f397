/**
 * The expected results of a notebook: what `rehearsal check` found when a person last looked at it and accepted it. They are kept
 * beside the notebook, as YAML in the order of the notebook, so that a change shows as a few lines in a diff.
 *
 * Nothing in them depends on the machine or the hour: no wall time, and nothing of what was ended before its end.
 */
import { parseDocument, stringify } from 'yaml';
import type {
  Difference,
  ExplorationResult,
  FileResult,
  FuzzResult,
  PropertyResult,
  ScenarioResult,
} from './check-result.ts';
import { limits } from './run-scenarios.ts';
import { formatMs } from './verdicts.ts';

/** Facts by name, in the order of the notebook; a fact may have facts of its own. */
export type Facts = ReadonlyMap<string, Fact>;
export type Fact = string | number | Facts;

export interface Expected {
  readonly facts: Facts;
  /** What was ended before its end: nothing of it is compared. Each a section and a name. */
  readonly unfinished: readonly (readonly [section: string, name: string])[];
}

const suffix = '.sim.md';

/** `notebooks/raft.expected.yaml` of `notebooks/raft.sim.md`. */
export function expectedFileOf(file: string): string {
  return `${file.endsWith(suffix) ? file.slice(0, -suffix.length) : file}.expected.yaml`;
}

/** What a check found, as it is expected from then on. */
export function expectedOf({ scenarios, properties, explorations, fuzzings }: FileResult): Expected {
  const unfinished: [string, string][] = [];
  const section = <R extends { readonly name: string }>(
    name: string,
    results: readonly R[],
    isWhole: (result: R) => boolean,
    fact: (result: R) => Fact,
  ): [string, Fact] => {
    const whole = results.filter(isWhole);
    unfinished.push(...results.filter((one) => !whole.includes(one)).map((one): [string, string] => [name, one.name]));
    return [name, new Map(whole.map((one) => [one.name, fact(one)]))];
  };
  const facts = new Map([
    section('scenarios', scenarios, isScenarioWhole, scenarioFact),
    section('properties', properties, () => true, propertyFact),
    section('explorations', explorations, ({ isWhole }) => isWhole, explorationFact),
    section('fuzzings', fuzzings, ({ isWhole }) => isWhole, fuzzFact),
  ]);
  return { facts: withoutEmpty(facts), unfinished };
}

/** One without `until` that was ended by the number of its events ended wherever its slice of time did. */
function isScenarioWhole({ until, events }: ScenarioResult): boolean {
  return until !== null || events < limits.events;
}

function scenarioFact({ verdict, seed, events, now, digest }: ScenarioResult): Fact {
  return factsOf({ verdict, seed, events, ended: formatMs(now), digest });
}

function propertyFact({ verdict, at }: PropertyResult): Fact {
  return at === null ? verdict : `${verdict} at ${formatMs(at.time)}, event ${at.step}, in ${at.scenario}`;
}

function explorationFact(found: ExplorationResult): Fact {
  const { verdict, states, transitions, depth, violations, witnessed, neverFired } = found;
  const ways = violations.map(({ property, path, loop }): [string, string] => [
    property,
    loop === null ? steps(path.length) : `${steps(path.length)}, then ${loop.length === 0 ? 'at rest' : 'for ever'}`,
  ]);
  return factsOf({
    verdict,
    states,
    transitions,
    depth,
    violated: new Map(byName(ways)),
    witnessed: witnessed.toSorted().join(', '),
    'never fired': neverFired.join(', '),
  });
}

function fuzzFact({ status, seeds, events, faults, states, rules, failures, witnessed }: FuzzResult): Fact {
  const failed = failures.map(({ property, first, runs, after }): [string, Fact] => [
    property,
    factsOf({
      runs,
      'first seed': first,
      'made small': after === null ? 'no' : `${after.deeds} acts, ${after.nodes} nodes, ${after.events} events`,
    }),
  ]);
  return factsOf({
    verdict: status,
    seeds: `${seeds.from} to ${seeds.from + seeds.of - 1}`,
    events,
    faults,
    states,
    rules: `${rules.fired} of ${rules.of}`,
    failures: new Map(byName(failed)),
    witnessed: witnessed.toSorted().join(', '),
  });
}

const steps = (count: number): string => (count === 1 ? '1 step' : `${count} steps`);

/** In whatever order several threads came across them. */
const byName = <T>(entries: readonly [string, T][]): [string, T][] =>
  entries.toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));

const factsOf = (facts: Readonly<Record<string, Fact>>): Facts => withoutEmpty(new Map(Object.entries(facts)));

const withoutEmpty = (facts: Facts): Facts =>
  new Map([...facts].filter(([, fact]) => fact !== '' && !(fact instanceof Map && fact.size === 0)));

// ---------------------------------------------------------------- what is different

/** All that is not as expected, in the order of what was found. What was ended before its end is not looked at. */
export function differences(was: Facts, { facts, unfinished }: Expected): readonly Difference[] {
  const leaveOut = new Set(unfinished.map(([section, name]) => `${section} ${name}`));
  return ['scenarios', 'properties', 'explorations', 'fuzzings'].flatMap((section) => {
    const [before, after] = [below(was, section), below(facts, section)];
    const names = [...new Set([...after.keys(), ...before.keys()])].filter(
      (name) => !leaveOut.has(`${section} ${name}`),
    );
    return names.flatMap((name) => {
      const title = `${singular[section]} ${name}`;
      const [old, now] = [before.get(name), after.get(name)];
      if (old === undefined) return [{ of: title, fact: null, was: null, is: summary(now) }];
      if (now === undefined) return [{ of: title, fact: null, was: summary(old), is: null }];
      return between(title, null, old, now);
    });
  });
}

const singular: Readonly<Record<string, string>> = {
  scenarios: 'scenario',
  properties: 'property',
  explorations: 'explore',
  fuzzings: 'fuzz',
};

function between(of: string, fact: string | null, was: Fact | undefined, is: Fact | undefined): readonly Difference[] {
  if (typeof was === 'object' || typeof is === 'object') {
    const [before, after] = [mapOf(was), mapOf(is)];
    return [...new Set([...after.keys(), ...before.keys()])].flatMap((name) =>
      between(of, fact === null ? name : `${fact} ${name}`, before.get(name), after.get(name)),
    );
  }
  const [before, after] = [textOf(was), textOf(is)];
  return before === after ? [] : [{ of, fact, was: before, is: after }];
}

const textOf = (fact: string | number | undefined): string | null => (fact === undefined ? null : String(fact));
const below = (facts: Facts, name: string): Facts => mapOf(facts.get(name));
const mapOf = (fact: Fact | undefined): Facts => (typeof fact === 'object' ? fact : new Map<string, Fact>());

/** The first of its facts, the verdict. */
function summary(fact: Fact | undefined): string {
  return typeof fact === 'object' ? summary([...fact.values()][0]) : String(fact ?? '');
}

// ---------------------------------------------------------------- as a file

const head = `# What \`rehearsal check\` finds in this notebook. A change is shown as a difference; \`rehearsal check --accept\` writes it here.\n`;

export function writeExpected(facts: Facts): string {
  return `${head}${stringify(facts, { lineWidth: 0 })}`;
}

/** What was left out is taken from what was there before: it is still expected of a check that comes to its end. */
export function keepUnfinished(was: Facts, { facts, unfinished }: Expected): Facts {
  const kept = new Map(facts);
  for (const [section, name] of unfinished) {
    const old = below(was, section).get(name);
    if (old !== undefined) kept.set(section, new Map([...below(kept, section), [name, old]]));
  }
  return kept;
}

/** Null when the text is not what `writeExpected` writes, or as a person might have changed it. */
export function readExpected(text: string): Facts | null {
  const document = parseDocument(text, { logLevel: 'silent' });
  if (document.errors.length > 0) return null;
  const facts: unknown = document.toJS({ mapAsMap: true });
  if (facts === null) return new Map();
  return isFacts(facts) && [...facts.values()].every((section) => section instanceof Map) ? facts : null;
}

function isFacts(value: unknown): value is Facts {
  return (
    value instanceof Map &&
    [...value].every(
      ([name, fact]: readonly [unknown, unknown]) =>
        typeof name === 'string' && (typeof fact === 'string' || typeof fact === 'number' || isFacts(fact)),
    )
  );
}
