/** An explorer's part in a crew: what it hands over, what it does with the others, and what all have found. */
import type { Exploration, Violation } from '../exploration.ts';
import { type Core, endAtLimit, type Retelling } from './course.ts';
import type { Seat } from './crew.ts';
import { handOver, type Handover, takeOver } from './handover.ts';
import { goOnTogether, joinCrew, type Member, ownStates } from './member.ts';
import type { Seen } from './seen.ts';
import { together } from './together.ts';
import { createTelling, foremost, violationsOf } from './violations.ts';

export interface Sharing {
  /** What it has found so far, for others to go on from: the fingerprints, and the rest. Null when that cannot be. */
  handOver(): { readonly seen: Seen; readonly handover: Handover } | null;
  /** Goes on as one of a crew, from what it has handed over itself (null) or from what another has. Gives its part. */
  goOnTogether(seat: Seat, handover: Handover | null): Exploration;
  /**
   * What a whole crew has found, of the parts that its members gave; asked of the one that handed over. Which of several shortest ways
   * is told must not depend on who came first: one alone looks again for what several have found. Its verdict is `exploring` when
   * `isSpent` before that is done. Null: it is not looked for, and told as it was found.
   */
  join(parts: readonly Exploration[], isSpent: (() => boolean) | null): Exploration;
  /** Looks again for what a crew has found; null when there was no need. */
  readonly retelling: Retelling | null;
}

export function createSharing(core: Core): Sharing {
  const { course, limits } = core;
  /** Violations found before others helped: they are the ones that one alone tells. */
  let foundAlone = 0;
  let retelling: Retelling | null = null;

  function takeSeat(seat: Seat, handover: Handover | null): Member {
    if (handover !== null) {
      // Whatever it did before was to warm up.
      Object.assign(course, { verdict: 'exploring', limitedBy: null, orderMatters: false, telling: createTelling() });
      course.diagnostics.length = 0;
      course.search = null;
      course.explored = core.createExplored();
      course.search = takeOver(course.explored, handover);
    }
    if (course.search === null) throw new RangeError('it has not begun');
    return joinCrew(course.search, seat);
  }

  function violationsAlone(): readonly Violation[] {
    if (course.explored === null) return [];
    return violationsOf(course.telling, course.explored, core.properties(), []).slice(0, foundAlone);
  }

  return {
    handOver() {
      const search = core.begin();
      // One for which the order of members matters has fingerprints of another kind than the others.
      const handover = search === null || course.orderMatters ? null : handOver(search);
      if (search === null || handover === null) return null;
      const { space, findings } = search.explored;
      foundAlone = findings.violations.length;
      return { seen: space.seen, handover };
    },
    goOnTogether(seat, handover) {
      const startedAt = core.now();
      try {
        const member = takeSeat(seat, handover);
        const isWhole = goOnTogether(
          member,
          limits,
          () => core.isLate(startedAt),
          (limit) => endAtLimit(course, limit),
        );
        const { states } = member.search.explored.space;
        course.uncounted = states - ownStates(member);
        const isViolated = member.search.explored.findings.violations.length > 0;
        course.verdict = !isWhole ? 'limited' : isViolated ? 'violated' : 'holds';
      } catch (error) {
        seat.fail();
        core.fail(error);
      }
      return core.exploration();
    },
    join(parts, isSpent) {
      const whole = together(parts, core.properties());
      const alone = violationsAlone();
      const found = whole.violations.filter(({ property }) => !alone.some((one) => one.property === property));
      let told: readonly Violation[] = found;
      if (found.length > 0 && isSpent !== null && whole.verdict === 'violated') {
        retelling ??= core.retell(new Set(found.map(({ property }) => property)));
        const { verdict, violations } = retelling.advance(isSpent);
        if (verdict === 'exploring') return { ...whole, verdict };
        if (violations.length === found.length) told = violations;
        else retelling = null;
      }
      const violations = [...alone, ...told];
      if (whole.verdict === 'limited') course.verdict = 'limited';
      else core.conclude(violations, whole.states, whole.exercise);
      return { ...whole, ...foremost(violations, core.expected), ...pick(course) };
    },
    get retelling() {
      return retelling;
    },
  };
}

function pick({ verdict, diagnostics }: Core['course']): Pick<Exploration, 'verdict' | 'diagnostics'> {
  return { verdict, diagnostics };
}
