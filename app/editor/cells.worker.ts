/**
 * The TypeScript service, taught that cells share one scope. To each cell's text it appends, unseen, exports of the
 * cell's names and imports of the other cells' (`cellModules`); imports hoist, so no position has to be mapped, and
 * completion, hover, definition and rename work as they are. What lies in a suffix is kept from the reader.
 */
import { TypeScriptWorker } from 'monaco-editor/languages/features/typescript/tsWorker';
import { typescript as ts } from 'monaco-editor/languages/features/typescript/lib/typescriptServices';
import { initialize } from 'monaco-editor/internal/common/initialize';
import type * as typescript from 'typescript';
import { literalsOf } from '../../kernel/compile/typescript-literals.ts';
import { shapesOf } from '../../kernel/compile/typescript-shapes.ts';
import {
  cellModules,
  importedModules,
  type TypedNotebook,
  typeDiagnostics,
} from '../../kernel/compile/typescript-module.ts';
import type { CellKey, Diagnostic } from '../../kernel/diagnostic.ts';
import type { CellKind } from '../../kernel/notebook/notebook.ts';
import type { Shapes } from '../../kernel/shape.ts';
import type { TypedLiteral } from '../../kernel/typed-literal.ts';

/** `file:///cells/<folder>/<key>.ts`; a folder for each opening of a notebook. */
const address = /^file:\/\/\/cells\/(\d+)\/(.+)\.ts$/;
const keyOf = (fileName: string): CellKey | null => address.exec(fileName)?.[2] ?? null;

const latestFolder = (fileName: string): string => address.exec(fileName)?.[1] ?? '';

/** `(alias) const heart: …` and, below, `import heart`: of the suffix. */
function withoutAlias(parts: typescript.SymbolDisplayPart[]): typescript.SymbolDisplayPart[] {
  const text = parts.map((part) => part.text).join('');
  const plain = text.replaceAll(/^\(alias\) /gm, '').replace(/\nimport [\w$]+$/, '');
  return plain === text ? parts : [{ text: plain, kind: 'text' }];
}

/** Over what Monaco asks for: function expressions stay as the language's own documents write them. */
const formatting = { InsertSpaceAfterFunctionKeywordForAnonymousFunctions: false } as const;

// oxlint-disable no-underscore-dangle -- Monaco's own names begin so
class CellsWorker extends TypeScriptWorker {
  #made = '';
  #modules: ReturnType<typeof cellModules> = new Map();
  /** Our own count for each cell: a cell that comes back has a model whose versions begin anew. */
  #versions = new Map<string, { readonly text: string; readonly version: number }>();

  #kinds: Readonly<Record<CellKey, CellKind>> = {};

  /** Names of plots and views are their own. A model does not know its cell's kind, so `types.ts` tells. */
  async setKinds(kinds: Readonly<Record<CellKey, CellKind>>): Promise<void> {
    if (JSON.stringify(kinds) === JSON.stringify(this.#kinds)) return;
    this.#kinds = kinds;
    this.#made = '';
  }

  /** What is imported from other notebooks, by path in the folder of the cells. It goes up a version when any of it changes. */
  #imported: { readonly files: ReadonlyMap<string, string>; readonly version: number } = {
    files: new Map(),
    version: 0,
  };

  /** Other notebooks have no models. Called by `types.ts`. */
  async setImported(imported: readonly TypedNotebook[]): Promise<void> {
    const files = importedModules(ts, imported);
    const before = this.#imported;
    const isSame =
      files.size === before.files.size && [...files].every(([path, text]) => before.files.get(path) === text);
    if (!isSame) this.#imported = { files, version: before.version + 1 };
  }

  #importedText(fileName: string): string | undefined {
    const path = /^file:\/\/\/cells\/\d+\/(.+)$/.exec(fileName)?.[1];
    return path === undefined ? undefined : this.#imported.files.get(path);
  }

  /** All cells with their suffixes, made again when a text has changed. */
  #cells(): ReturnType<typeof cellModules> {
    const all = this._ctx
      .getMirrorModels()
      .map((model) => ({ model, folder: Number(address.exec(model.uri.toString())?.[1] ?? -1) }));
    // The notebook that is open; models of an earlier one may still be about to go.
    const latest = Math.max(...all.map(({ folder }) => folder));
    const models = all.flatMap(({ model, folder }) => (folder === latest ? [model] : []));
    const made = models.map((model) => `${model.uri.toString()} ${model.version}`).join('\n');
    if (made === this.#made) return this.#modules;
    this.#made = made;
    const cells = models.flatMap((model) => {
      const key = keyOf(model.uri.toString());
      if (key === null) return [];
      const kind = this.#kinds[key];
      return [{ key, code: model.getValue(), ...(kind === undefined ? {} : { kind }) }];
    });
    this.#modules = cellModules(ts, cells);
    for (const [key, { text }] of this.#modules) {
      const before = this.#versions.get(key);
      if (before?.text !== text) this.#versions.set(key, { text, version: (before?.version ?? 0) + 1 });
    }
    return this.#modules;
  }

  #moduleOf(fileName: string) {
    const key = keyOf(fileName);
    return key === null ? undefined : this.#cells().get(key);
  }

  protected override _getScriptText(fileName: string): string | undefined {
    return this.#moduleOf(fileName)?.text ?? this.#importedText(fileName) ?? super._getScriptText(fileName);
  }

  override getScriptVersion(fileName: string): string {
    if (this.#importedText(fileName) !== undefined) return `imported ${this.#imported.version}`;
    const key = keyOf(fileName);
    if (key === null || this.#cells().get(key) === undefined) return super.getScriptVersion(fileName);
    return `${latestFolder(fileName)}.${this.#versions.get(key)?.version ?? 0}.${this.#imported.version}`;
  }

  /** Whether a place is in what the reader sees. */
  #shown(fileName: string, start: number): boolean {
    const module = this.#moduleOf(fileName);
    return module === undefined || start < module.suffixStart;
  }

  /** The cell's type errors. Called by `types.ts`. */
  async cellDiagnostics(fileName: string): Promise<readonly Diagnostic[]> {
    const key = keyOf(fileName);
    const module = this.#moduleOf(fileName);
    if (key === null || module === undefined) return [];
    const service = this.getLanguageService();
    const raw = [...service.getSyntacticDiagnostics(fileName), ...service.getSemanticDiagnostics(fileName)];
    return typeDiagnostics(ts, key, module, raw);
  }

  /** What the model's types say of its states and messages. Called by `types.ts`. */
  async shapes(): Promise<Shapes> {
    const { program, files } = this.#program();
    return program === undefined ? { kinds: {}, messages: {} } : shapesOf(ts, program, files);
  }

  /** By file, without those of the suffixes. Called by `types.ts`. */
  async literals(): Promise<Readonly<Record<string, readonly TypedLiteral[]>>> {
    const { program, files } = this.#program();
    const found = program === undefined ? [] : [...literalsOf(ts, program, files)];
    return Object.fromEntries(
      found.map(([name, literals]) => [name, literals.filter(({ start }) => this.#shown(name, start))]),
    );
  }

  /** The cells as one program. */
  #program(): {
    readonly program: typescript.Program | undefined;
    readonly files: readonly typescript.SourceFile[];
  } {
    const program = this.getLanguageService().getProgram();
    const files = this._ctx.getMirrorModels().flatMap((model) => {
      const name = model.uri.toString();
      return this.#moduleOf(name) === undefined ? [] : (program?.getSourceFile(name) ?? []);
    });
    return { program, files };
  }

  /** Without `(alias)` and the import that the author never wrote. */
  override async getQuickInfoAtPosition(fileName: string, position: number): Promise<typescript.QuickInfo | undefined> {
    const info = await super.getQuickInfoAtPosition(fileName, position);
    return info?.displayParts === undefined ? info : { ...info, displayParts: withoutAlias(info.displayParts) };
  }

  override async getCompletionEntryDetails(
    fileName: string,
    position: number,
    entry: string,
  ): Promise<typescript.CompletionEntryDetails | undefined> {
    const details = await super.getCompletionEntryDetails(fileName, position, entry);
    return details === undefined ? details : { ...details, displayParts: withoutAlias(details.displayParts) };
  }

  /** What comes from another cell is of the sort it is there, not an import. */
  override async getCompletionsAtPosition(
    fileName: string,
    position: number,
  ): Promise<typescript.CompletionInfo | undefined> {
    const info = await super.getCompletionsAtPosition(fileName, position);
    const module = this.#moduleOf(fileName);
    if (info === undefined || module === undefined) return info;
    const suffix = module.text.slice(module.suffixStart);
    const types = new Set([...suffix.matchAll(/\btype ([\w$]+)/g)].map(([, name]) => name));
    const sorted = info.entries.map((entry) =>
      entry.kind !== ts.ScriptElementKind.alias
        ? entry
        : {
            ...entry,
            kind: types.has(entry.name) ? ts.ScriptElementKind.interfaceElement : ts.ScriptElementKind.variableElement,
          },
    );
    return { ...info, entries: sorted };
  }

  override async getFormattingEditsForRange(
    fileName: string,
    start: number,
    end: number,
    options: typescript.FormatCodeOptions,
  ): Promise<readonly typescript.TextChange[]> {
    const edits = await super.getFormattingEditsForRange(fileName, start, end, { ...options, ...formatting });
    const shownEnd = this.#moduleOf(fileName)?.suffixStart ?? Number.POSITIVE_INFINITY;
    return edits.filter(({ span }) => span.start + span.length <= shownEnd);
  }

  /** Those that stay within the cells. */
  override async getCodeFixesAtPosition(
    ...asked: Parameters<TypeScriptWorker['getCodeFixesAtPosition']>
  ): Promise<readonly typescript.CodeFixAction[]> {
    const fixes = await super.getCodeFixesAtPosition(...asked);
    return fixes.filter(({ changes }) =>
      changes.every((change) => change.textChanges.every(({ span }) => this.#shown(change.fileName, span.start))),
    );
  }

  override async findRenameLocations(
    fileName: string,
    position: number,
    inStrings: boolean,
    inComments: boolean,
  ): Promise<readonly typescript.RenameLocation[] | undefined> {
    // Without `providePrefixAndSuffixText` a rename goes through the imports to every cell.
    const locations = await super.findRenameLocations(fileName, position, inStrings, inComments, false);
    // What is defined in another notebook is renamed there.
    if (locations?.some((location) => this.#importedText(location.fileName) !== undefined) === true) return undefined;
    return locations?.filter((location) => this.#shown(location.fileName, location.textSpan.start));
  }

  override async getReferencesAtPosition(
    fileName: string,
    position: number,
  ): Promise<readonly typescript.ReferenceEntry[] | undefined> {
    const entries = await super.getReferencesAtPosition(fileName, position);
    return entries?.filter((entry) => this.#shown(entry.fileName, entry.textSpan.start));
  }

  override async getDocumentHighlights(
    fileName: string,
    position: number,
    files: string[],
  ): Promise<readonly typescript.DocumentHighlights[] | undefined> {
    const highlights = await super.getDocumentHighlights(fileName, position, files);
    return highlights?.map((one) => ({
      ...one,
      highlightSpans: one.highlightSpans.filter((span) => this.#shown(one.fileName, span.textSpan.start)),
    }));
  }
}

// oxlint-disable-next-line unicorn/prefer-add-event-listener -- Monaco replaces this handler by its own
self.onmessage = () => initialize((ctx, createData) => new CellsWorker(ctx, createData));
