/**
 * When a hint is shown, and when no more. It comes once the pointer rests on a thing or the keyboard has come to it, and stays as long
 * as they do, also while the pointer is on the hint itself (WCAG 2.1, 1.4.13). What was ended by the reader does not come again
 * before they have been elsewhere. Time is not known here: `next` is what will be so, `waitMs` after `turn` became another one.
 */

/** What it is shown by. `press`: the reader asked for it, or has gone into it: the pointer does not end it. */
export type By = 'pointer' | 'focus' | 'press';

export interface Manner {
  /** The key of what is told; null: no hint. */
  readonly shown: string | null;
  readonly by: By;
  readonly next: { readonly key: string | null; readonly by: By; readonly waitMs: number } | null;
  readonly turn: number;
  readonly ended: { readonly key: string; readonly by: 'pointer' | 'focus' } | null;
}

export type Happening =
  /** The pointer has moved over a thing, or over nothing. */
  | { readonly type: 'over'; readonly key: string | null }
  | { readonly type: 'over-hint' }
  /** The keyboard has come to a thing, or to nothing that is about anything. */
  | { readonly type: 'focus'; readonly key: string | null }
  | { readonly type: 'press'; readonly key: string }
  /** The keyboard goes into the hint. */
  | { readonly type: 'enter' }
  /** The time of `next` is over. */
  | { readonly type: 'rested' }
  /** By Escape, or by doing something else. */
  | { readonly type: 'end' }
  /** There is no such thing any more. */
  | { readonly type: 'gone' };

/** The pointer rests so long, or the focus. */
export const restMs = 350;
/** On its way from the thing to the hint. */
export const graceMs = 250;

export const atRest: Manner = { shown: null, by: 'pointer', next: null, turn: 0, ended: null };

export function after(manner: Manner, happening: Happening): Manner {
  const { shown, by, next, ended } = manner;
  switch (happening.type) {
    case 'over':
      return over(
        ended?.by === 'pointer' && ended.key !== happening.key ? { ...manner, ended: null } : manner,
        happening.key,
      );
    case 'over-hint':
      return next === null ? manner : waiting(manner, null);
    case 'focus': {
      const { key } = happening;
      const here = ended?.by === 'focus' && ended.key !== key ? { ...manner, ended: null } : manner;
      if (key !== null && key === shown) return here;
      const left =
        by === 'focus' || next?.by === 'focus'
          ? waiting({ ...here, shown: by === 'focus' ? null : shown }, null)
          : here;
      return key === null || isEnded(here, key) ? left : waiting(left, { key, by: 'focus', waitMs: restMs });
    }
    case 'press': {
      const { key } = happening;
      if (shown === key && by === 'press') return after(manner, { type: 'end' });
      return waiting({ ...manner, shown: key, by: 'press', ended: null }, null);
    }
    case 'enter':
      return waiting({ ...manner, by: 'press' }, null);
    case 'rested':
      return next === null ? manner : waiting({ ...manner, shown: next.key, by: next.by }, null);
    case 'end': {
      const what = shown ?? next?.key ?? null;
      const how = shown === null ? (next?.by ?? by) : by;
      const over =
        what === null ? ended : { key: what, by: how === 'focus' ? ('focus' as const) : ('pointer' as const) };
      return waiting({ ...manner, shown: null, ended: over }, null);
    }
    case 'gone':
      return waiting({ ...manner, shown: null }, null);
  }
}

function over(manner: Manner, key: string | null): Manner {
  const { shown, by, next } = manner;
  if (shown === null) {
    if (key === null || isEnded(manner, key)) return next?.by === 'pointer' ? waiting(manner, null) : manner;
    // Each move begins the rest anew.
    return waiting(manner, { key, by: 'pointer', waitMs: restMs });
  }
  if (key === shown) return next === null ? manner : waiting(manner, null);
  if (by !== 'pointer')
    return key === null || by === 'press'
      ? next?.by === 'pointer'
        ? waiting(manner, null)
        : manner
      : waiting(manner, { key, by: 'pointer', waitMs: restMs });
  // On its way to the hint, over other things: what it is on when the time is over counts. Moves do not make it longer.
  const wanted = key !== null && isEnded(manner, key) ? null : key;
  if (next !== null && next.by === 'pointer')
    return next.key === wanted ? manner : { ...manner, next: { ...next, key: wanted } };
  return waiting(manner, { key: wanted, by: 'pointer', waitMs: graceMs });
}

const isEnded = ({ ended }: Manner, key: string): boolean => ended?.key === key;

const waiting = (manner: Manner, next: Manner['next']): Manner => ({ ...manner, next, turn: manner.turn + 1 });
