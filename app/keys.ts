/**
 * The keyboard: presses become commands (`commands/commands.ts`). While one writes, the editor has the keys, but for those
 * commands that are there for writing too; they are taken before the editor hears of them. What an input method has is nobody's:
 * a key that chooses among candidates is no command.
 */
import { chordOf, isComposing } from './commands/chord.ts';
import { type Command, commands } from './commands/commands.ts';
import type { Action } from './model/actions.ts';
import type { PageStore } from './model/page-store.ts';
import { escaped } from './parts/escape.ts';

/** The second press of `d d` comes within this time. */
const chordMs = 600;

const byKeys = new Map(commands.flatMap((command) => command.keys.map((keys) => [keys, command] as const)));
/** What is taken before an editor hears of it. */
const forWriting = new Map(
  commands.flatMap((command) => {
    const { keys, isForWriting = false, writingKeys = [] } = command;
    return [...(isForWriting ? keys : []), ...writingKeys].map((chord) => [chord, command] as const);
  }),
);

export function keysOf(target: Window, store: PageStore): () => void {
  let last = { chord: '', at: Number.NEGATIVE_INFINITY };
  /** The button of the bar that the mouse pressed, while it has the focus by that. */
  let byMouse: EventTarget | null = null;

  /** What is pressed, or what it ends when it is pressed soon after another. */
  function pressed(event: KeyboardEvent): Command | undefined {
    const chord = chordOf(event);
    const isSoon = event.timeStamp - last.at < chordMs;
    const sequence = isSoon ? byKeys.get(`${last.chord} ${chord}`) : undefined;
    last = sequence === undefined ? { chord, at: event.timeStamp } : { chord: '', at: Number.NEGATIVE_INFINITY };
    return sequence ?? byKeys.get(chord);
  }

  function action(event: KeyboardEvent): Action | null {
    const { open, overlay } = store.state;
    if (event.key === 'Escape' && overlay !== 'none') return { type: 'overlay', overlay: 'none' };
    if (typing(event)) {
      if (event.key === 'Escape' && event.target instanceof HTMLTextAreaElement && open !== null && !inEditor(event)) {
        return { type: 'select', selection: { ...open.selection, mode: 'command' } };
      }
      return null;
    }
    if (event.repeat && event.key === 'd') return null;
    const command = pressed(event);
    if (event.key === 'Escape' && open !== null && store.state.layout.scale === 'room')
      return { type: 'layout', layout: { scale: 'desk' } };
    if (event.key === 'Escape' && store.state.tour.status === 'on') return { type: 'tour', act: 'leave' };
    if (command === undefined || command.isForWriting === true) return null;
    if ((overlay === 'help' || overlay === 'palette') && command.id !== 'help') return null;
    // Whoever pressed a button of the bar with the mouse, or has chosen a view, wants to play and not to press it again.
    const isFree =
      chordOf(event) === 'Space' &&
      (origin(event) === byMouse || isWithin(event, '[role="tab"][aria-selected="true"]'));
    if (/^(Space|Enter)$/.test(chordOf(event)) && onControl(event) && !isFree) return null;
    if (/^(Shift\+)?(Arrow(Left|Right)|Home|End)$/.test(chordOf(event)) && movesIn(event)) return null;
    return command.action(store.state);
  }

  const hear = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || isComposing(event)) return;
    if (event.key === 'Escape' && store.state.overlay === 'none' && !typing(event) && escaped())
      return event.preventDefault();
    const wish = action(event);
    if (wish === null) return;
    event.preventDefault();
    store.dispatch(wish);
  };
  /** Before any editor, and before the browser: its own dialogs must never come. */
  const intercept = (event: KeyboardEvent): void => {
    if (isComposing(event)) {
      // Forms, lists and dialogs need not know of it. The editor does: it tells the text by it.
      if (!inEditor(event)) event.stopPropagation();
      return;
    }
    // Whatever else is pressed while a literal is dragged waits.
    if (document.documentElement.classList.contains('moving-literal')) return;
    const command = forWriting.get(chordOf(event));
    if (command === undefined) return;
    const { open, overlay } = store.state;
    // A field has a history and a format of its own.
    if (/^(undo|redo|split|format)$/.test(command.id) && (open === null || (typing(event) && !inText(event)))) return;
    if ((overlay === 'help' || overlay === 'palette') && !/^(palette|save)$/.test(command.id)) return;
    // Else it is the browser's.
    if (command.id === 'tour-card' && store.state.tour.status !== 'on') return;
    event.preventDefault();
    event.stopPropagation();
    const wish = command.action(store.state);
    if (wish !== null) store.dispatch(wish);
  };
  const focused = (event: FocusEvent): void => {
    if (origin(event) !== byMouse) byMouse = null;
  };
  const outside = (event: PointerEvent): void => {
    const isInBar = event.target instanceof Element && event.target.closest('rh-toolbar') !== null;
    byMouse = isInBar ? (event.composedPath().find((one) => one instanceof HTMLButtonElement) ?? null) : null;
    const { overlay } = store.state;
    if (overlay !== 'checks' && overlay !== 'menu') return;
    if (event.target instanceof Element && event.target.closest('rh-checks, rh-menu') === null) {
      store.dispatch({ type: 'overlay', overlay: 'none' });
    }
  };
  target.addEventListener('keydown', intercept, true);
  target.addEventListener('keydown', hear);
  target.addEventListener('pointerdown', outside);
  target.addEventListener('focusin', focused);
  return () => {
    target.removeEventListener('keydown', intercept, true);
    target.removeEventListener('keydown', hear);
    target.removeEventListener('pointerdown', outside);
    target.removeEventListener('focusin', focused);
  };
}

/** In the text of the notebook: a cell's code or a text being written, not a field above it. */
const inText = (event: Event): boolean =>
  event.target instanceof Element &&
  !(event.target instanceof HTMLInputElement) &&
  event.target.closest('.monaco-editor, .prose-editor') !== null;

const inEditor = (event: Event): boolean =>
  event.target instanceof Element && event.target.closest('.monaco-editor') !== null;

/** The innermost element, through shadow roots. */
const origin = (event: Event): EventTarget | null => event.composedPath()[0] ?? null;

function typing(event: Event): boolean {
  const target = origin(event);
  return (
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement ||
    (target instanceof HTMLInputElement && target.type !== 'checkbox') ||
    (target instanceof HTMLElement && target.isContentEditable) ||
    inEditor(event)
  );
}

/** Arrows, Home and End mean something to the control that has them. */
const movesIn = (event: Event): boolean =>
  isWithin(event, '[role="slider"], [role="separator"], [role="tab"], [role="menuitem"], [role="toolbar"]');

/** Space and Enter mean something to the control that has them. */
const onControl = (event: Event): boolean => movesIn(event) || isWithin(event, 'button, a[href], summary');

function isWithin(event: Event, selector: string): boolean {
  const target = origin(event);
  return target instanceof Element && target.closest(selector) !== null;
}
