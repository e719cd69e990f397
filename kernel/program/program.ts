/**
 * The definitions in force, joined from what all cells declare: kinds with their rules, messages,
 * scenarios, properties and checks. Immutable; an edit makes another one, and `changes` says how they differ.
 *
 * A rule is recognised by identity (`kind.name`) and by content (its text and the text of all it refers to, as
 * JavaScript), so a comment, a type or a moved cell changes nothing.
 */
import type { Guarded } from '../compile/compiled.ts';
import {
  type CellKey,
  type Diagnostic,
  type DiagnosticCode,
  diagnostic,
  type Note,
  type Range,
} from '../diagnostic.ts';
import type {
  Declaration,
  ExploreDeclaration,
  FuzzDeclaration,
  KindDeclaration,
  MessageDeclaration,
  MigrationDeclaration,
  Place,
  PropertyDeclaration,
  RuleDeclaration,
  ScenarioDeclaration,
  StatDeclaration,
} from './declaration.ts';

export type Rule = RuleDeclaration & {
  /** `kind.name` */
  readonly id: string;
  readonly content: string;
  /** Of what it asks and of what it does; null when these cannot be told apart. */
  readonly contents: Guarded<string> | null;
};

/** The rules of one form. */
export type RuleOf<Form extends Rule['form']> = Extract<Rule, { readonly form: Form }>;

type WithContent<D> = D & { readonly content: string };

export interface Kind extends WithContent<KindDeclaration> {
  readonly start: RuleOf<'start'> | null;
  /** By message name. */
  readonly on: ReadonlyMap<string, RuleOf<'on'>>;
  readonly when: readonly RuleOf<'when'>[];
  readonly may: readonly RuleOf<'may'>[];
  readonly migration: WithContent<MigrationDeclaration> | null;
}

export interface Program {
  readonly kinds: ReadonlyMap<string, Kind>;
  readonly messages: ReadonlyMap<string, MessageDeclaration>;
  readonly rules: ReadonlyMap<string, Rule>;
  readonly scenarios: readonly WithContent<ScenarioDeclaration>[];
  readonly properties: readonly WithContent<PropertyDeclaration>[];
  readonly explorations: readonly ExploreDeclaration[];
  readonly fuzzers: readonly FuzzDeclaration[];
  readonly stats: readonly StatDeclaration[];
}

/** What the graph knows of the statement that made a declaration: its content, and where it stands now. */
export type Locate = (
  cell: CellKey,
  statement: number,
) => { readonly content: string; readonly guarded: Guarded<string> | null; readonly range: Range };

export const emptyProgram: Program = {
  kinds: new Map(),
  messages: new Map(),
  rules: new Map(),
  scenarios: [],
  properties: [],
  explorations: [],
  fuzzers: [],
  stats: [],
};

/** Joins declarations. With any diagnostic of severity error the program may not be put in force. */
export function joinProgram(
  declarations: readonly Declaration[],
  locate: Locate,
): { readonly program: Program; readonly diagnostics: readonly Diagnostic[] } {
  const diagnostics: Diagnostic[] = [];
  const located = declarations.map((declared) => {
    const { content, range } = locate(declared.place.cell, declared.place.statement);
    return { ...declared, content, place: { ...declared.place, range } };
  });
  const of = <T extends Declaration['type']>(type: T): WithContent<Extract<Declaration, { readonly type: T }>>[] =>
    located.filter(
      (declared): declared is WithContent<Extract<Declaration, { readonly type: T }>> => declared.type === type,
    );
  const unique = <D extends { readonly place: Place }>(
    list: readonly D[],
    keyOf: (declared: D) => string,
    code: DiagnosticCode,
    what: string,
  ): D[] => {
    const byKey = groupBy(list, keyOf);
    for (const [key, group] of byKey) if (group.length > 1) diagnostics.push(...twice(group, code, `${what} '${key}'`));
    return [...byKey.values()].flatMap((group) => group.slice(0, 1));
  };

  const messages = unique(of('message'), ({ name }) => name, 'program/message-twice', 'The message');
  const kinds = unique(of('kind'), ({ name }) => name, 'program/kind-twice', 'The node kind');
  const rules = unique(
    of('rule').map(
      (rule): Rule => ({
        ...rule,
        id: `${rule.kind}.${rule.name}`,
        contents: locate(rule.place.cell, rule.place.statement).guarded,
      }),
    ),
    ({ id }) => id,
    'program/rule-twice',
    'The rule',
  );
  const migrations = unique(of('migration'), ({ kind }) => kind, 'program/rule-twice', 'The migration of');
  const scenarios = unique(of('scenario'), ({ name }) => name, 'program/name-twice', 'The scenario');
  const properties = unique(of('property'), ({ name }) => name, 'program/name-twice', 'The property');
  const explorations = unique(of('explore'), ({ name }) => name, 'program/name-twice', 'The exploration');
  const fuzzers = unique(of('fuzz'), ({ name }) => name, 'program/name-twice', 'The fuzzing');

  const stats = unique(of('stat'), ({ name }) => name, 'program/name-twice', 'The stat');

  const kindNames = new Set(kinds.map(({ name }) => name));
  for (const declared of [...rules, ...migrations]) {
    if (!kindNames.has(declared.kind)) {
      diagnostics.push(
        diagnostic('program/unknown-kind', `There is no node kind '${declared.kind}'.`, {
          cell: declared.place.cell,
          range: declared.place.range,
          help:
            kindNames.size === 0
              ? `Declare it: node('${declared.kind}', { state: () => ({ … }) }).`
              : `Declared kinds: ${[...kindNames].join(', ')}.`,
        }),
      );
    }
  }
  const scenarioNames = new Set(scenarios.map(({ name }) => name));
  for (const check of [...explorations, ...fuzzers]) {
    const wanted: unknown = (check.options as { readonly scenario?: unknown } | undefined)?.scenario;
    if (typeof wanted === 'string' && scenarioNames.has(wanted)) continue;
    diagnostics.push(
      diagnostic(
        'check/unknown-scenario',
        `'${check.name}' needs the scenario '${String(wanted)}', which does not exist.`,
        {
          severity: 'warning',
          cell: check.place.cell,
          range: check.place.range,
          help:
            scenarioNames.size === 0 ? 'Declare a scenario.' : `Declared scenarios: ${[...scenarioNames].join(', ')}.`,
        },
      ),
    );
  }

  const rulesOf = <F extends Rule['form']>(kind: string, form: F): RuleOf<F>[] =>
    rules.filter((rule): rule is RuleOf<F> => rule.kind === kind && rule.form === form);
  const program: Program = {
    kinds: new Map(
      kinds.map((kind): [string, Kind] => [
        kind.name,
        {
          ...kind,
          start: rulesOf(kind.name, 'start')[0] ?? null,
          on: new Map(rulesOf(kind.name, 'on').map((rule) => [rule.message, rule])),
          when: rulesOf(kind.name, 'when'),
          may: rulesOf(kind.name, 'may'),
          migration: migrations.find((migration) => migration.kind === kind.name) ?? null,
        },
      ]),
    ),
    messages: new Map(messages.map((declared) => [declared.name, declared])),
    rules: new Map(rules.map((rule) => [rule.id, rule])),
    scenarios,
    properties,
    explorations,
    fuzzers,
    stats,
  };
  return { program, diagnostics };
}

function groupBy<D>(list: readonly D[], keyOf: (declared: D) => string): Map<string, D[]> {
  const groups = new Map<string, D[]>();
  for (const declared of list) {
    const group = groups.get(keyOf(declared));
    if (group === undefined) groups.set(keyOf(declared), [declared]);
    else group.push(declared);
  }
  return groups;
}

function twice(group: readonly { readonly place: Place }[], code: DiagnosticCode, what: string): Diagnostic[] {
  return group.map(({ place }, index) => {
    const notes = group
      .filter((_, other) => other !== index)
      .map((other): Note => ({ text: 'also here', cell: other.place.cell, range: other.place.range }));
    return diagnostic(code, `${what} is declared ${group.length === 2 ? 'twice' : `${group.length} times`}.`, {
      cell: place.cell,
      range: place.range,
      notes,
      help: `${code === 'program/rule-twice' ? 'A kind has one rule of a name, and one for a message: join them' : 'Give one of them another name'}, or delete one. The last good program stays in force.`,
    });
  });
}

// ---------------------------------------------------------------- how two programs differ

export interface Changes {
  /** Identities of rules. */
  readonly added: readonly string[];
  readonly changed: readonly string[];
  readonly removed: readonly string[];
  /** Kinds whose declaration (state, durable fields) or migration has other content. */
  readonly kinds: readonly string[];
  readonly scenarios: readonly string[];
  readonly properties: readonly string[];
}

export function changes(before: Program, after: Program): Changes {
  const named = (list: readonly { readonly name: string; readonly content: string }[]): Map<string, string> =>
    new Map(list.map(({ name, content }) => [name, content]));
  const different = (a: ReadonlyMap<string, string>, b: ReadonlyMap<string, string>): string[] => [
    ...[...b].filter(([name, content]) => a.get(name) !== content).map(([name]) => name),
    ...[...a.keys()].filter((name) => !b.has(name)),
  ];
  const kindContent = (program: Program): Map<string, string> =>
    new Map([...program.kinds].map(([name, kind]) => [name, `${kind.content} ${kind.migration?.content ?? ''}`]));
  const moved = movedRules(before, after);
  return {
    added: [...after.rules.keys()].filter((id) => !before.rules.has(id)),
    changed: [...after.rules]
      .filter(([id, rule]) => moved.has(id) || (before.rules.has(id) && before.rules.get(id)?.content !== rule.content))
      .map(([id]) => id),
    removed: [...before.rules.keys()].filter((id) => !after.rules.has(id)),
    kinds: different(kindContent(before), kindContent(after)),
    scenarios: different(named(before.scenarios), named(after.scenarios)),
    properties: different(named(before.properties), named(after.properties)),
  };
}

/** `when` rules are asked in the order they stand in, so another order is a change: of those that have another one before them. */
function movedRules(before: Program, after: Program): ReadonlySet<string> {
  const moved = new Set<string>();
  for (const name of after.kinds.keys()) {
    const idsOf = (program: Program, other: Program): string[] =>
      (program.kinds.get(name)?.when ?? []).map(({ id }) => id).filter((id) => other.rules.get(id)?.form === 'when');
    const old = idsOf(before, after);
    for (const [index, id] of idsOf(after, before).entries()) if (old[index] !== id) moved.add(id);
  }
  return moved;
}

export function isUnchanged(difference: Changes): boolean {
  return Object.values(difference).every((list: readonly string[]) => list.length === 0);
}
