/** What Monaco ships without types: its services, the inside of its TypeScript worker, the grammar of TypeScript. */
declare module 'monaco-editor/editor/standalone/browser/standaloneServices' {
  export const StandaloneServices: { initialize(overrides: Readonly<Record<string, object>>): unknown };
}

declare module 'monaco-editor/languages/features/typescript/tsWorker' {
  import type { worker } from 'monaco-editor/editor';
  import type * as ts from 'typescript';

  export class TypeScriptWorker {
    constructor(ctx: worker.IWorkerContext, createData: unknown);
    protected readonly _ctx: worker.IWorkerContext;
    getLanguageService(): ts.LanguageService;
    getScriptVersion(fileName: string): string;
    protected _getScriptText(fileName: string): string | undefined;
    getCompletionsAtPosition(fileName: string, position: number): Promise<ts.CompletionInfo | undefined>;
    getCompletionEntryDetails(
      fileName: string,
      position: number,
      entry: string,
    ): Promise<ts.CompletionEntryDetails | undefined>;
    getFormattingEditsForRange(
      fileName: string,
      start: number,
      end: number,
      options: ts.FormatCodeOptions,
    ): Promise<readonly ts.TextChange[]>;
    getCodeFixesAtPosition(
      fileName: string,
      start: number,
      end: number,
      errorCodes: number[],
      formatOptions: ts.FormatCodeOptions,
    ): Promise<readonly ts.CodeFixAction[]>;
    getQuickInfoAtPosition(fileName: string, position: number): Promise<ts.QuickInfo | undefined>;
    findRenameLocations(
      fileName: string,
      position: number,
      findInStrings: boolean,
      findInComments: boolean,
      providePrefixAndSuffixTextForRename: boolean,
    ): Promise<readonly ts.RenameLocation[] | undefined>;
    getReferencesAtPosition(fileName: string, position: number): Promise<readonly ts.ReferenceEntry[] | undefined>;
    getDocumentHighlights(
      fileName: string,
      position: number,
      filesToSearch: string[],
    ): Promise<readonly ts.DocumentHighlights[] | undefined>;
  }
}

declare module 'monaco-editor/languages/features/typescript/lib/typescriptServices' {
  import type * as ts from 'typescript';
  export const typescript: typeof ts;
}

declare module 'monaco-editor/internal/common/initialize' {
  import type { worker } from 'monaco-editor/editor';
  export function initialize(create: (ctx: worker.IWorkerContext, createData: unknown) => object): void;
}

declare module 'monaco-editor/languages/definitions/typescript/typescript' {
  import type { languages } from 'monaco-editor/editor';
  export const conf: languages.LanguageConfiguration;
  export const language: languages.IMonarchLanguage & {
    readonly tokenizer: { readonly common: readonly languages.IMonarchLanguageRule[] };
  };
}
