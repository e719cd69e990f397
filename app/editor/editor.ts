/**
 * The editor of one cell. Its model lives as long as the cell: the same name always, never disposed and made again,
 * or stale diagnostics would return. The editor is as high as its text, up to a limit, then it scrolls.
 */
import type { editor as MonacoEditor, IRange } from 'monaco-editor/editor';
import type { CellKey, Diagnostic, Range } from '../../kernel/diagnostic.ts';
import type { WarmLine } from '../model/heat.ts';
import { newGesture } from '../model/gesture.ts';
import { changeBetween, type Splice } from '../model/text.ts';
import { monaco } from './monaco.ts';
import type { Move, WithinGesture } from './mover.ts';
import { attachMoving } from './moving.ts';
import { keepLiterals } from './typed-literals.ts';

/** Higher editors scroll: full height would defeat the drawing of only what is seen. */
const maxHeight = 620;
const markerOwner = 'rehearsal';

export interface EditorEvents {
  focused(): void;
  blurred(): void;
  /** Escape with nothing else open. */
  left(): void;
  applied(goOn: boolean): void;
  /** Heights or scrolling changed: what lies beside the lines has to follow. */
  moved(): void;
}

export interface CellEditor {
  /** Takes a text from outside; the cursor stays. */
  setText(text: string): void;
  setMarkers(diagnostics: readonly Diagnostic[]): void;
  /** What was found, as offsets of the text; `now`: the one that is chosen, which comes into view. */
  setFound(places: readonly (readonly [start: number, end: number])[], now: number | null): void;
  /** Lines that ran lately, marked in the margin. */
  setHeat(lines: readonly WarmLine[]): void;
  /** Rules that never fired, to be greyed. */
  setUnfired(ranges: readonly Range[]): void;
  /** What did not run in the event shown, to be dimmed; and the lines that did. */
  setProbed(skipped: readonly Range[], lines: readonly number[]): void;
  focus(): void;
  format(): void;
  /** Where the caret is on one. */
  stepLiteral(by: 1 | -1): void;
  /** Where the caret is, as an offset of the text. */
  caret(): number;
  /** As if the author typed it at the cursor. */
  type(text: string): void;
  reveal(range: Range | null): void;
  /** Marks the line until something else is done with the text; the keyboard stays where it is. */
  point(range: Range | null): void;
  /** The top of a line in px from the editor's, and whether it can be seen. */
  lineTop(line: number): number | null;
  /** Where a line ends, in px from the editor's top left; null when that cannot be seen. */
  lineEnd(line: number): { readonly top: number; readonly left: number } | null;
  dispose(): void;
}

/** Keys are a notebook's own, so each opening of a notebook has a folder of its own. */
let folder = 0;

export function newFolder(): void {
  folder += 1;
}

export const cellUri = (key: CellKey) => monaco.Uri.parse(`file:///cells/${folder}/${key}.ts`);

/** The cell of a model's address; null when it is another's. */
export const keyOfUri = (path: string): CellKey | null => {
  const [, inFolder, key] = /^\/cells\/(\d+)\/(.+)\.ts$/.exec(path) ?? [];
  return key !== undefined && Number(inFolder) === folder ? key : null;
};

const normal = (text: string): string => text.replaceAll('\r\n', '\n');

export interface Edit {
  readonly key: CellKey;
  readonly text: string;
  readonly gesture: number | null;
  /** Edits of one command, or of one drag, have the same number. */
  readonly group: number;
  /** Null when several places of the text changed. */
  readonly splice: Splice | null;
}

type OnEdit = (edit: Edit) => void;

let edited: OnEdit = () => {};
let composed: (key: CellKey, group: number) => void = () => {};
/** What an input method composes now, as a group of edits. */
let composing: number | null = null;
let applying = false;
/** The gesture that is making an edit now. */
let gesture: Pick<Move, 'gesture' | 'isOneStep'> | null = null;

const withinGesture: WithinGesture = (move, act) => {
  gesture = move;
  try {
    act();
  } finally {
    gesture = null;
  }
};

/** What a command edits, it edits at once, in however many models. */
let command = 0;
let isSameCommand = false;

function groupOfEdit(): number {
  if (gesture?.isOneStep === true) return -gesture.gesture;
  if (composing !== null) return composing;
  if (!isSameCommand) {
    command += 1;
    isSameCommand = true;
    queueMicrotask(() => {
      isSameCommand = false;
    });
  }
  return command;
}

/**
 * Hears of every edit of a cell by its author: a rename also edits cells that have no editor yet. `whenComposed`: an input method
 * is done with the edits of a group.
 */
export function onEdit(listener: OnEdit, whenComposed: typeof composed): void {
  edited = listener;
  composed = whenComposed;
}

/** The model of a cell, made at first need. All cells have one, so that their names are known to each other. */
export function modelOf(key: CellKey, text: string): MonacoEditor.ITextModel {
  const uri = cellUri(key);
  const model = monaco.editor.getModel(uri);
  if (model !== null) return model;
  const made = monaco.editor.createModel(normal(text), 'typescript', uri);
  keepLiterals(made);
  made.setEOL(monaco.editor.EndOfLineSequence.LF);
  made.onDidChangeContent(({ changes }) => {
    if (applying || keyOfUri(uri.path) !== key) return;
    const [first] = changes;
    const splice =
      first === undefined || changes.length > 1
        ? null
        : { start: first.rangeOffset, removes: first.rangeLength, inserted: normal(first.text) };
    edited({ key, text: made.getValue(), gesture: gesture?.gesture ?? null, group: groupOfEdit(), splice });
  });
  made.updateOptions({
    tabSize: 2,
    insertSpaces: true,
    bracketColorizationOptions: { enabled: false, independentColorPoolPerBracketType: false },
  });
  return made;
}

export function setModelText(key: CellKey, text: string): void {
  const model = modelOf(key, text);
  const next = normal(text);
  const before = model.getValue();
  if (before === next) return;
  // The least of it: cursors and what is marked elsewhere stay where they are.
  const { start, removed, inserted } = changeBetween(before, next);
  const range = monaco.Range.fromPositions(model.getPositionAt(start), model.getPositionAt(start + removed.length));
  applying = true;
  model.pushEditOperations([], [{ range, text: inserted }], () => null);
  applying = false;
}

/** As `setModelText`, for a cell that has a model already. */
export function followText(key: CellKey, text: string): void {
  if (monaco.editor.getModel(cellUri(key)) !== null) setModelText(key, text);
}

const toMonaco = (range: Range): IRange => ({
  startLineNumber: range.line,
  startColumn: range.column,
  endLineNumber: range.endLine,
  endColumn: range.endColumn,
});

export function createCellEditor(
  host: HTMLElement,
  key: CellKey,
  text: string,
  name: string,
  events: EditorEvents,
): CellEditor {
  const model = modelOf(key, text);
  const editor = monaco.editor.create(host, {
    model,
    ariaLabel: `Code of ${name}`,
    automaticLayout: true,
    fontFamily: "'JetBrains Mono Variable', 'JetBrains Mono', ui-monospace, monospace",
    fontSize: 12.5,
    lineHeight: 20,
    fontLigatures: false,
    minimap: { enabled: false },
    overviewRulerLanes: 0,
    overviewRulerBorder: false,
    hideCursorInOverviewRuler: true,
    scrollBeyondLastLine: false,
    scrollbar: { alwaysConsumeMouseWheel: false, vertical: 'auto', horizontal: 'hidden', verticalScrollbarSize: 8 },
    wordWrap: 'on',
    wrappingIndent: 'indent',
    lineNumbersMinChars: 2,
    lineDecorationsWidth: 10,
    glyphMargin: false,
    folding: false,
    renderLineHighlight: 'none',
    guides: { indentation: false },
    padding: { top: 6, bottom: 6 },
    fixedOverflowWidgets: true,
    stickyScroll: { enabled: false },
    contextmenu: true,
    quickSuggestions: { other: true, comments: false, strings: false },
    occurrencesHighlight: 'singleFile',
    unicodeHighlight: { ambiguousCharacters: false },
    tabFocusMode: false,
  });

  editor.onDidCompositionStart(() => {
    composing = -newGesture();
  });
  editor.onDidCompositionEnd(() => {
    const group = composing;
    composing = null;
    if (group !== null) composed(key, group);
  });
  const resize = (): void => {
    const height = Math.min(maxHeight, editor.getContentHeight());
    if (host.clientHeight !== height) host.style.height = `${height}px`;
    events.moved();
  };
  const unfired = editor.createDecorationsCollection();
  const heat = editor.createDecorationsCollection();
  const found = editor.createDecorationsCollection();
  const probed = editor.createDecorationsCollection();
  const pointed = editor.createDecorationsCollection();

  editor.onDidContentSizeChange(resize);
  editor.onDidScrollChange(() => events.moved());
  editor.onDidFocusEditorWidget(() => {
    pointed.clear();
    events.focused();
  });
  editor.onDidBlurEditorWidget(() => events.blurred());
  editor.addAction({
    id: 'rehearsal.leave',
    label: 'Leave the cell',
    keybindings: [monaco.KeyCode.Escape],
    precondition:
      '!suggestWidgetVisible && !findWidgetVisible && !renameInputVisible && !parameterHintsVisible && !editorHasMultipleSelections && !inSnippetMode && !markersNavigationVisible && !editorHoverVisible && !referenceSearchVisible',
    run: () => events.left(),
  });
  editor.addAction({
    id: 'rehearsal.apply',
    label: 'Apply now',
    keybindings: [monaco.KeyMod.CtrlCmd | monaco.KeyCode.Enter],
    run: () => events.applied(false),
  });
  editor.addAction({
    id: 'rehearsal.apply-and-go-on',
    label: 'Apply and go to the next cell',
    keybindings: [monaco.KeyMod.Shift | monaco.KeyCode.Enter],
    run: () => events.applied(true),
  });
  const moving = attachMoving(editor, model, withinGesture);
  resize();
  // Asking for the last line's colours gives all lines theirs now, so that the still text does not flicker.
  monaco.editor.colorizeModelLine(model, model.getLineCount());

  return {
    setText: (next) => setModelText(key, next),
    setMarkers(diagnostics) {
      monaco.editor.setModelMarkers(
        model,
        markerOwner,
        diagnostics.flatMap((d) => {
          if (d.range === null) return [];
          const severity = d.severity === 'error' ? monaco.MarkerSeverity.Error : monaco.MarkerSeverity.Warning;
          const message = [d.text, d.help, d.mend?.code ?? ''].filter((part) => part !== '').join('\n');
          return [{ ...toMonaco(d.range), message, severity, code: d.code, source: 'rehearsal' }];
        }),
      );
    },
    setFound(places, now) {
      found.set(
        places.map(([start, end], i) => ({
          range: monaco.Range.fromPositions(model.getPositionAt(start), model.getPositionAt(end)),
          options: { inlineClassName: i === now ? 'found-now' : 'found' },
        })),
      );
      const chosen = now === null ? undefined : places[now];
      if (chosen !== undefined) editor.revealPositionInCenterIfOutsideViewport(model.getPositionAt(chosen[0]));
    },
    setHeat(lines) {
      heat.set(
        lines.map(({ line, count, level }) => ({
          range: new monaco.Range(line, 1, line, 1),
          options: {
            linesDecorationsClassName: `heat heat-${level}`,
            linesDecorationsTooltip: `Ran ${count === 1 ? 'once' : `${count} times`} in the latest events`,
          },
        })),
      );
    },
    setUnfired(ranges) {
      unfired.set(ranges.map((range) => ({ range: toMonaco(range), options: { inlineClassName: 'rule-unfired' } })));
    },
    setProbed(skipped, lines) {
      probed.set([
        ...skipped.map((range) => ({ range: toMonaco(range), options: { inlineClassName: 'probe-skipped' } })),
        ...lines.map((line) => ({
          range: new monaco.Range(line, 1, line, 1),
          options: { linesDecorationsClassName: 'probe-ran' },
        })),
      ]);
    },
    focus: () => editor.focus(),
    format: () => void editor.getAction('editor.action.formatDocument')?.run(),
    stepLiteral: (by) => void editor.getAction(by > 0 ? 'rehearsal.move-up' : 'rehearsal.move-down')?.run(),
    caret() {
      const at = editor.getPosition();
      return at === null ? 0 : model.getOffsetAt(at);
    },
    type: (typed) => editor.trigger('keyboard', 'type', { text: typed }),
    reveal(range) {
      if (range !== null) {
        editor.setSelection(toMonaco(range));
        editor.revealRangeInCenterIfOutsideViewport(toMonaco(range));
      }
      editor.focus();
    },
    point(range) {
      pointed.set(
        range === null ? [] : [{ range: toMonaco(range), options: { isWholeLine: true, className: 'line-pointed' } }],
      );
      if (range !== null) editor.revealRangeInCenterIfOutsideViewport(toMonaco(range));
    },
    lineTop(line) {
      if (line > model.getLineCount()) return null;
      const top = editor.getTopForLineNumber(line) - editor.getScrollTop();
      return top < 0 || top > host.clientHeight - 20 ? null : top;
    },
    lineEnd(line) {
      if (line > model.getLineCount()) return null;
      // It wraps: the end is in its last row.
      const end = editor.getScrolledVisiblePosition({ lineNumber: line, column: model.getLineMaxColumn(line) });
      if (end === null || end.top < 0 || end.top > host.clientHeight - 20) return null;
      return { top: end.top, left: end.left + host.offsetLeft };
    },
    dispose() {
      moving.dispose();
      editor.dispose();
    },
  };
}
