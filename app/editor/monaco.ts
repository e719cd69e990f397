/**
 * Monaco, set up for cells: its workers, TypeScript with the library of the language, and the page's colours. Only
 * reached by a dynamic import, so that the page paints without it. The kinds of a language's tokens are the
 * library's; calls are told from other names, as in the still text that stands in (`highlight.ts`).
 */
import 'monaco-editor/features/register.all';
import * as monaco from 'monaco-editor/editor';
import EditorWorker from 'monaco-editor/editor/editor.worker?worker';
import { conf, language } from 'monaco-editor/languages/definitions/typescript/typescript';
import { typescriptDefaults } from 'monaco-editor/languages/features/typescript/register';
import { cellOptions } from '../../kernel/compile/typescript-module.ts';
import globals from '../../kernel/program/globals.d.ts?raw';
import libraryTypes from '../../kernel/program/language.ts?raw';
import loadTypes from '../../kernel/program/load-language.ts?raw';
import viewTypes from '../../kernel/program/view-language.ts?raw';
import { colour, isDark, onThemeChange } from '../style/theme.ts';
import CellsWorker from './cells.worker.ts?worker';
import { installResourceNames } from './resource-names.ts';

const standardLibrary = import.meta.glob<string>(['../../stdlib/*.ts', '!../../stdlib/*.{test,bench,fixture}.ts'], {
  query: '?raw',
  import: 'default',
  eager: true,
});

self.MonacoEnvironment = {
  getWorker: (_id, label) => (label === 'typescript' ? new CellsWorker() : new EditorWorker()),
};

installResourceNames();
monaco.languages.register({ id: 'typescript', extensions: ['.ts'] });
monaco.languages.setLanguageConfiguration('typescript', conf);
monaco.languages.setMonarchTokensProvider('typescript', {
  ...language,
  tokenizer: {
    ...language.tokenizer,
    common: [
      // A member may have a keyword's name.
      [/(\.)([A-Za-z_$][\w$]*)(?=\s*\()/, ['delimiter', 'identifier.function']],
      [/(\.)([A-Za-z_$][\w$]*)/, ['delimiter', 'identifier']],
      [/[a-z_$][\w$]*(?=\s*\()/, { cases: { '@keywords': 'keyword', '@default': 'identifier.function' } }],
      ...language.tokenizer.common,
    ],
  },
});

// The options of `rehearsal check`, so that both find the same; the editor has names of its own for the library. By
// name, because Monaco's typings know fewer of TypeScript's options than its worker does.
const compilerOptions: Readonly<Record<string, string | number | boolean | string[] | Record<string, string[]>>> = {
  ...cellOptions,
  lib: ['esnext'],
  allowNonTsExtensions: true,
  baseUrl: 'file:///',
  paths: { 'rehearsal/*': ['file:///stdlib/*.ts'] },
};
typescriptDefaults.setCompilerOptions(compilerOptions);
typescriptDefaults.setEagerModelSync(true);
// Diagnostics come from our own loop, the edited cell first (`types.ts`).
typescriptDefaults.setModeConfiguration({
  completionItems: true,
  hovers: true,
  definitions: true,
  references: true,
  rename: true,
  signatureHelp: true,
  documentHighlights: true,
  documentSymbols: false,
  documentRangeFormattingEdits: true,
  onTypeFormattingEdits: false,
  codeActions: true,
  inlayHints: false,
  diagnostics: false,
});
typescriptDefaults.setExtraLibs([
  { filePath: 'file:///kernel/program/language.ts', content: libraryTypes },
  { filePath: 'file:///kernel/program/load-language.ts', content: loadTypes },
  { filePath: 'file:///kernel/program/view-language.ts', content: viewTypes },
  { filePath: 'file:///kernel/program/globals.d.ts', content: globals },
  ...Object.entries(standardLibrary).map(([path, content]) => ({
    filePath: path.replace(/^.*\/stdlib\//, 'file:///stdlib/'),
    content,
  })),
]);

const hex = (token: `--${string}`): string => {
  const parts = colour(token).match(/[\d.]+/g) ?? [];
  return `#${parts
    .slice(0, 3)
    .map((part) => Math.round(Number(part)).toString(16).padStart(2, '0'))
    .join('')}`;
};

function defineTheme(): void {
  const rule = (token: string, name: `--${string}`) => ({ token, foreground: hex(name).slice(1) });
  monaco.editor.defineTheme('rehearsal', {
    base: isDark() ? 'vs-dark' : 'vs',
    inherit: true,
    rules: [
      rule('', '--ink'),
      rule('keyword', '--code-keyword'),
      rule('string', '--code-string'),
      rule('string.escape', '--code-string'),
      rule('regexp', '--code-string'),
      rule('number', '--code-number'),
      rule('comment', '--code-comment'),
      rule('type', '--code-type'),
      rule('type.identifier', '--code-type'),
      rule('identifier.function', '--code-function'),
      rule('delimiter', '--ink-2'),
    ],
    colors: {
      'editor.background': hex('--raised'),
      'editor.foreground': hex('--ink'),
      'editorLineNumber.foreground': hex('--ink-3'),
      'editorLineNumber.activeForeground': hex('--ink-2'),
      'editorCursor.foreground': hex('--accent'),
      'editor.selectionBackground': `${hex('--accent')}24`,
      'editor.inactiveSelectionBackground': `${hex('--accent')}1c`,
      'editor.lineHighlightBackground': '#00000000',
      'editor.lineHighlightBorder': '#00000000',
      'editorIndentGuide.background1': hex('--rule'),
      'editorIndentGuide.activeBackground1': hex('--rule-strong'),
      'editorBracketMatch.background': `${hex('--accent')}22`,
      'editorBracketMatch.border': '#00000000',
      'editorError.foreground': hex('--bad'),
      'editorWarning.foreground': hex('--warn'),
      'editorWidget.background': hex('--raised'),
      'editorWidget.foreground': hex('--ink'),
      'editorWidget.border': hex('--rule-strong'),
      'editorHoverWidget.background': hex('--raised'),
      'editorHoverWidget.border': hex('--rule-strong'),
      'editorSuggestWidget.background': hex('--raised'),
      'editorSuggestWidget.border': hex('--rule-strong'),
      'editorSuggestWidget.foreground': hex('--ink'),
      'editorSuggestWidget.selectedBackground': hex('--accent-soft'),
      'editorSuggestWidget.selectedForeground': hex('--ink'),
      'editorSuggestWidget.highlightForeground': hex('--accent'),
      'editorSuggestWidget.focusHighlightForeground': hex('--accent'),
      'peekView.border': hex('--accent'),
      'peekViewTitle.background': hex('--sunken'),
      'peekViewTitleLabel.foreground': hex('--ink'),
      'peekViewTitleDescription.foreground': hex('--ink-2'),
      'peekViewResult.background': hex('--raised'),
      'peekViewResult.fileForeground': hex('--ink'),
      'peekViewResult.lineForeground': hex('--ink-2'),
      'peekViewResult.selectionBackground': hex('--accent-soft'),
      'peekViewResult.selectionForeground': hex('--ink'),
      'peekViewResult.matchHighlightBackground': `${hex('--c2')}55`,
      'peekViewEditor.background': hex('--sunken'),
      'peekViewEditorGutter.background': hex('--sunken'),
      'peekViewEditor.matchHighlightBackground': `${hex('--c2')}55`,
      'list.activeSelectionBackground': hex('--accent-soft'),
      'list.activeSelectionForeground': hex('--ink'),
      'list.inactiveSelectionBackground': hex('--accent-soft'),
      'list.inactiveSelectionForeground': hex('--ink'),
      'list.focusBackground': hex('--accent-soft'),
      'list.focusForeground': hex('--ink'),
      'list.focusOutline': '#00000000',
      'list.hoverBackground': hex('--sunken'),
      'list.hoverForeground': hex('--ink'),
      'list.highlightForeground': hex('--accent'),
      'badge.background': hex('--sunken'),
      'badge.foreground': hex('--ink-2'),
      'textLink.foreground': hex('--accent'),
      'textLink.activeForeground': hex('--accent'),
      'textCodeBlock.background': hex('--sunken'),
      'editorHoverWidget.foreground': hex('--ink'),
      'editorHoverWidget.statusBarBackground': hex('--sunken'),
      'editor.wordHighlightBackground': `${hex('--ink-3')}22`,
      'editor.wordHighlightStrongBackground': `${hex('--ink-3')}33`,
      'editor.wordHighlightTextBackground': `${hex('--ink-3')}22`,
      'menu.background': hex('--raised'),
      'menu.foreground': hex('--ink'),
      'menu.selectionBackground': hex('--accent-soft'),
      'menu.selectionForeground': hex('--ink'),
      'menu.separatorBackground': hex('--rule'),
      'menu.border': hex('--rule'),
      'widget.shadow': '#00000022',
      'input.foreground': hex('--ink'),
      'input.background': hex('--paper'),
      'input.border': hex('--rule-strong'),
      focusBorder: hex('--accent'),
      'scrollbarSlider.background': `${hex('--ink-3')}44`,
      'scrollbar.shadow': '#00000000',
    },
  });
  monaco.editor.setTheme('rehearsal');
}

defineTheme();
onThemeChange(defineTheme);
// Widths were measured before the typeface was there.
void document.fonts.ready.then(() => monaco.editor.remeasureFonts());

export { monaco };
