/** The keyboard, when no field or editor has it. `key-list.ts` is what the help says of it. */
import type { Action } from './model/actions.ts';
import { forkHere } from './model/fork.ts';
import type { PageStore } from './model/page-store.ts';
import type { OpenNotebook } from './model/state.ts';
import { markBeside, markedMoments } from './timeline/marks.ts';
import { swapFroms } from './toolbar/swap-from.ts';

/** Two presses of `d` within this time delete. */
const chordMs = 600;

export function keysOf(target: Window, store: PageStore): () => void {
  let lastD = Number.NEGATIVE_INFINITY;

  function action(event: KeyboardEvent): Action | null {
    const open = store.state.open;
    if ((event.ctrlKey || event.metaKey) && !event.altKey) {
      if (event.key.toLowerCase() === 's') return { type: 'save' };
      return null;
    }
    if (event.key === 'Escape' && store.state.overlay !== 'none') return { type: 'overlay', overlay: 'none' };
    if (typing(event)) {
      if (event.key === 'Escape' && event.target instanceof HTMLTextAreaElement && open !== null && !inEditor(event)) {
        return { type: 'select', selection: { ...open.selection, mode: 'command' } };
      }
      return null;
    }
    if (event.key === '?') return { type: 'overlay', overlay: store.state.overlay === 'help' ? 'none' : 'help' };
    if (open === null || store.state.overlay === 'help') return null;
    const key = open.selection.key;
    if (event.altKey) {
      if (key !== null && event.key === 'ArrowUp') return { type: 'move', key, by: -1 };
      if (key !== null && event.key === 'ArrowDown') return { type: 'move', key, by: 1 };
      return null;
    }
    switch (event.key) {
      case ' ':
        return onControl(event) ? null : { type: 'toggle-play' };
      case 'ArrowLeft':
        return movesIn(event) ? null : { type: 'step', by: event.shiftKey ? -10 : -1 };
      case 'ArrowRight':
        return movesIn(event) ? null : { type: 'step', by: event.shiftKey ? 10 : 1 };
      case 'Home':
        return movesIn(event) ? null : { type: 'seek', to: 0 };
      case 'End':
        return movesIn(event) ? null : { type: 'seek', to: 'live' };
      case 'Enter':
        if (event.shiftKey && key !== null) return { type: 'select-next', by: 1 };
        return key === null || onControl(event) ? null : { type: 'select', selection: { key, mode: 'edit' } };
      case 'f':
        return forkHere(open);
      case ',':
        return toMark(open, -1);
      case '.':
        return toMark(open, 1);
      case '1':
      case '2':
      case '3': {
        const from = swapFroms[Number(event.key) - 1]?.[0];
        return from === undefined ? null : { type: 'swap-from', from };
      }
      case 'h':
        return { type: 'by-hand', on: open.choices === null };
      case 'j':
        return { type: 'select-next', by: 1 };
      case 'k':
        return { type: 'select-next', by: -1 };
      case 'a':
        return { type: 'add', after: before(store, key), kind: 'rules' };
      case 'b':
        return { type: 'add', after: key, kind: 'rules' };
      case 'm':
        return { type: 'add', after: key, kind: 'prose' };
      case 'z':
        return { type: 'undo-delete' };
      case 'd': {
        const twice = event.timeStamp - lastD < chordMs;
        lastD = twice ? Number.NEGATIVE_INFINITY : event.timeStamp;
        return twice && key !== null ? { type: 'delete', key } : null;
      }
      default:
        return null;
    }
  }

  const hear = (event: KeyboardEvent): void => {
    if (event.defaultPrevented && event.key !== 's') return;
    const wish = action(event);
    if (wish === null) return;
    event.preventDefault();
    store.dispatch(wish);
  };
  const save = (event: KeyboardEvent): void => {
    // Before any editor: the browser's own dialog must never come.
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 's') event.preventDefault();
  };
  const outside = (event: PointerEvent): void => {
    const { overlay } = store.state;
    if (overlay !== 'checks' && overlay !== 'menu') return;
    if (event.target instanceof Element && event.target.closest('rh-checks, rh-menu') === null) {
      store.dispatch({ type: 'overlay', overlay: 'none' });
    }
  };
  target.addEventListener('keydown', save, true);
  target.addEventListener('keydown', hear);
  target.addEventListener('pointerdown', outside);
  return () => {
    target.removeEventListener('keydown', save, true);
    target.removeEventListener('keydown', hear);
    target.removeEventListener('pointerdown', outside);
  };
}

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

/** To the next (1) or previous (−1) of the marks on the timeline. */
function toMark({ frame }: OpenNotebook, by: 1 | -1): Action | null {
  const marked = markedMoments(frame?.marks ?? [], frame?.ghost?.divergence ?? null);
  const mark = frame === null ? null : markBeside(marked, frame.step, by);
  return mark === null ? null : { type: 'seek', to: mark.step };
}

/** The key of the part before another; null at the start. */
function before(store: PageStore, key: string | null): string | null {
  const keys = (store.state.open?.notebook.parts ?? []).flatMap((part) =>
    part.type === 'front-matter' ? [] : [part.key],
  );
  const at = key === null ? 0 : keys.indexOf(key);
  return keys[at - 1] ?? null;
}
