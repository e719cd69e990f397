/**
 * Whether nodes that are said to be alike are: the starts, the rules and what is asked are tried with nodes exchanged. What is
 * found is a diagnostic that names the culprit; not everything is tried, so nothing found is no proof.
 */
import { DiagnosticError, diagnostic } from '../diagnostic.ts';
import { callTurns, grant } from '../program/budget.ts';
import type { Place } from '../program/declaration.ts';
import type { World as WorldView } from '../program/language.ts';
import { wrongOf } from '../world/monitor.ts';
import type { PlannedProperty } from '../world/plan.ts';
import type { World } from '../world/world.ts';
import type { Words } from './codec.ts';
import { intAt } from './ints.ts';
import { GroupWord, groupWords } from './memo.ts';
import type { Space } from './space.ts';
import type { Symmetry, SymmetryGuard } from './symmetry.ts';

/** Results that are tried with every two neighbours exchanged; of later ones, one exchange. */
const triedInFull = 500;
/** Worlds in which properties are asked both ways; of later ones, one in so many. */
const askedAlways = 200;
const askedSpacing = 64;

export function createSymmetryGuard(
  x: Space,
  symmetry: Symmetry,
  base: World,
  asked: readonly PlannedProperty[],
  within: ((world: WorldView) => boolean) | undefined,
  show: (words: Words) => WorldView,
  act: (words: Words) => readonly Words[],
): SymmetryGuard {
  const { name } = x;
  const { exchange, permutations } = symmetry;
  const { neighbours } = permutations;
  const chancesTried = new Set<number>();
  let tried = 0;
  let worlds = 0;

  function exchangesFor(number: number): readonly number[] {
    return number < triedInFull ? neighbours : [neighbours[number % neighbours.length] as number];
  }

  function idsOf(permutation: number): string {
    const to = permutations.list[permutation] as Int32Array;
    return base.nodes
      .filter((_, place) => to[place] !== place)
      .map(({ id }) => id)
      .join(' and ');
  }

  function broken(text: string, place: Place | null, help: string): DiagnosticError {
    return new DiagnosticError(
      diagnostic('check/not-symmetric', text, { cell: place?.cell ?? null, range: place?.range ?? null, help }),
    );
  }

  function tryGroup(group: number): void {
    const local = intAt(x.memo.groups, group * groupWords + GroupWord.local);
    for (const permutation of exchangesFor(group)) {
      const rename = {
        local: (number: number) => exchange.local(number, permutation),
        item: (number: number) => exchange.item(number, permutation),
        timerKey: (key: string) => exchange.text(key, permutation),
      };
      const isAlike = x.lab.isAlike(group, rename) && (chancesTried.has(local) || x.lab.hasChances(local, rename));
      if (isAlike) continue;
      const first = intAt(x.memo.groups, group * groupWords + GroupWord.first);
      const rule = base.program.rules.get(base.names.list[x.memo.rules[first]?.[0] ?? -1] ?? '');
      const what = rule?.id ?? `what happens at '${x.lab.labelOf(group)}'`;
      throw broken(
        `${what} does not treat ${idsOf(permutation)} alike (${x.lab.labelOf(group)}), so '${name}' has no such symmetry.`,
        rule?.place ?? null,
        'A rule may pass ids on and compare them for equality: no order of ids or of ctx.nodes, no parts of a name. Or leave the kind out of symmetry.',
      );
    }
    chancesTried.add(local);
  }

  function textsOf(list: readonly Words[]): string {
    return list
      .map((words) => words.join())
      .toSorted()
      .join(';');
  }

  return {
    starts(starts) {
      for (const permutation of neighbours)
        if (textsOf(starts.map((words) => exchange.world(words, permutation))) !== textsOf(starts))
          throw broken(
            `${idsOf(permutation)} do not begin alike in '${name}': their states, links or first messages tell them apart.`,
            x.place,
            'Give all nodes of the kind the same start and the same links, or leave the kind out of symmetry.',
          );
    },
    results() {
      for (; tried * groupWords < x.memo.groups.length; tried++) tryGroup(tried);
    },
    world(words) {
      if (worlds++ >= askedAlways && worlds % askedSpacing !== 0) return;
      const permutation = neighbours[worlds % neighbours.length] as number;
      const other = exchange.world(words, permutation);
      for (const property of asked) {
        const isAlike = questionsOf(property).every((ask) => {
          const isWrong = (shown: Words): boolean => {
            grant(callTurns);
            return wrongOf(ask(show(shown)), property) !== null;
          };
          return isWrong(words) === isWrong(other);
        });
        if (!isAlike)
          throw broken(
            `'${property.name}' does not treat ${idsOf(permutation)} alike, so '${name}' cannot check it under symmetry.`,
            property.place,
            'Ask of all nodes of the kind, not of one by its name; or leave the kind out of symmetry.',
          );
      }
      if (within !== undefined && within(show(words)) !== within(show(other)))
        throw broken(
          `The bounds of '${name}' do not treat ${idsOf(permutation)} alike.`,
          x.place,
          'Let `within` ask of all nodes of the kind, not of one by its name.',
        );
    },
    action(words, ways) {
      for (const permutation of neighbours) {
        const others = act(exchange.world(words, permutation));
        if (textsOf(ways.map((way) => exchange.world(way, permutation))) !== textsOf(others))
          throw broken(
            `An action of the scenario of '${name}' does not treat ${idsOf(permutation)} alike.`,
            x.place,
            'It names one of them: let faults of the exploration do it (faults: { crash: 1 }), or leave the kind out of symmetry.',
          );
      }
    },
  };
}

/** What a property asks of single worlds. */
function questionsOf(property: PlannedProperty): readonly ((world: WorldView) => unknown)[] {
  switch (property.form) {
    case 'always':
    case 'reachable':
    case 'eventually':
      return [property.holds];
    case 'leadsTo':
      return [property.whenever, property.holds];
    default:
      return [];
  }
}
