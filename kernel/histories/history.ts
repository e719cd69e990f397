/**
 * A history: what clients asked for and what they were told, as a list of invocations and responses in the order in which
 * they happened. Nothing in it is about how the system works, so one history can be held against any model.
 *
 * It only grows. A copy of a world keeps the part it knows, whoever appends to it later.
 */

interface Moment {
  /** Names the operation in its history. */
  readonly id: number;
  /** The event during which it happened, and its virtual µs. */
  readonly step: number;
  readonly time: number;
}

export type HistoryEvent =
  | (Moment & {
      readonly type: 'invoke';
      /** Who asks. */
      readonly node: string;
      readonly op: string;
      /** The object it is about; null when nothing was said. */
      readonly key: string | null;
      /** Plain data. */
      readonly value: unknown;
    })
  /** It took effect, and this is what the client was told. Plain data. */
  | (Moment & { readonly type: 'ok'; readonly result: unknown })
  /** It did not take effect and never will. */
  | (Moment & { readonly type: 'fail' })
  /** Nobody will ever know: the client crashed or stopped waiting. It may take effect at any time from its invocation on. */
  | (Moment & { readonly type: 'unknown' });

export type Invocation = Extract<HistoryEvent, { readonly type: 'invoke' }>;
export type Response = Exclude<HistoryEvent, { readonly type: 'invoke' }>;

/** The first `length` of `events`. Others may share the list and know more of it. */
export interface History {
  readonly events: HistoryEvent[];
  readonly length: number;
}

export const emptyHistory: History = { events: [], length: 0 };

/** The history with one more event. Takes the list over when nobody has appended to it, else copies it. */
export function appended(history: History, event: HistoryEvent): History {
  const { events, length } = history;
  const isOwn = length > 0 && events.length === length;
  const list = isOwn ? events : events.slice(0, length);
  list.push(event);
  return { events: list, length: length + 1 };
}

/** One operation with what became of it. */
export interface Operation {
  readonly invoked: Invocation;
  /** Null while it is open, and for ever when its client crashed. */
  readonly returned: Response | null;
}

/** In the order of their invocations. */
export function operationsOf(history: History): readonly Operation[] {
  const operations = new Map<number, Operation>();
  for (let i = 0; i < history.length; i++) {
    const event = history.events[i] as HistoryEvent;
    if (event.type === 'invoke') operations.set(event.id, { invoked: event, returned: null });
    else {
      const known = operations.get(event.id);
      if (known !== undefined) operations.set(event.id, { ...known, returned: event });
    }
  }
  return [...operations.values()];
}
