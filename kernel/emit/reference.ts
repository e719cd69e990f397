/**
 * The language reference, made of two sources that cannot drift from what is true: the doc comments and signatures of the
 * library itself, and chapters whose examples are notebooks, run by the tests.
 *
 * A chapter is Markdown. Each heading of level 2 names what it is about, as cells write it (`ctx.send`); what the library
 * says of it is put beneath the heading, before the chapter's own words and example.
 */
import ts from 'typescript';
import { anchor } from './anchor.ts';
import { splitBefore } from './headings.ts';

/** A declaration of the library, as its text says it. */
export interface Entry {
  /** As cells write it: `scenario`, `ctx.send`, `world.crash`, `zeta`. */
  readonly name: string;
  /** Its declaration, one text for each overload, without comments. */
  readonly signatures: readonly string[];
  /** What its comments say, as Markdown; empty when they say nothing. */
  readonly doc: string;
  /** The library module it is imported from; null when it is in scope everywhere. */
  readonly module: string | null;
}

export interface Library {
  readonly entries: ReadonlyMap<string, Entry>;
  /** Interfaces and types that signatures mention, by name: their text, comments included. */
  readonly types: ReadonlyMap<string, string>;
}

/** How cells write the members of an interface. */
const prefixes: Readonly<Record<string, string>> = {
  Language: '',
  GuardContext: 'ctx.',
  Context: 'ctx.',
  MessageContext: 'ctx.',
  Random: 'ctx.random.',
  NodeKind: 'kind.',
  World: 'world.',
  Actions: 'world.',
  Scene: 'world.',
  Views: 'View.',
};

/** Members that have members of their own are documented by these. */
const opened = new Set(['models']);

/**
 * @param language the text of `language.ts`
 * @param modules the library's modules by the name they are imported by, as text
 */
export function libraryOf(language: string, modules: ReadonlyMap<string, string>): Library {
  const entries = new Map<string, Entry>();
  const types = new Map<string, string>();
  const file = parse(language);
  for (const statement of file.statements) {
    if (!ts.isInterfaceDeclaration(statement) && !ts.isTypeAliasDeclaration(statement)) continue;
    const name = statement.name.text;
    const prefix = prefixes[name];
    if (prefix === undefined) types.set(name, withComments(file, statement));
    else if (ts.isInterfaceDeclaration(statement)) addMembers(entries, file, statement.members, prefix);
  }
  for (const [module, text] of modules) addModule(entries, parse(text), module);
  return { entries, types };
}

const parse = (text: string): ts.SourceFile => ts.createSourceFile('library.ts', text, ts.ScriptTarget.ESNext, true);

function addMembers(
  entries: Map<string, Entry>,
  file: ts.SourceFile,
  members: readonly ts.TypeElement[],
  prefix: string,
): void {
  for (const member of members) {
    // A call signature is the thing itself: `ctx.random()`.
    const name = member.name === undefined ? prefix.replace(/\.$/, '') : `${prefix}${member.name.getText(file)}`;
    if (opened.has(name) && ts.isPropertySignature(member) && member.type && ts.isTypeLiteralNode(member.type)) {
      addMembers(entries, file, member.type.members, `${name}.`);
    } else {
      add(entries, { name, signatures: [signature(file, member)], doc: docOf(member), module: null });
    }
  }
}

/** What a module exports as a value. What is in scope everywhere already lends its comment and is not told twice. */
function addModule(entries: Map<string, Entry>, file: ts.SourceFile, module: string): void {
  for (const statement of file.statements) {
    // What is marked so is the simulator's, though a cell could import it.
    if (!isExported(statement) || ts.getJSDocTags(statement).some(({ tagName }) => tagName.text === 'internal'))
      continue;
    const doc = docOf(statement);
    for (const [name, text] of valuesOf(file, statement)) {
      const global = entries.get(name) ?? entries.get(`models.${name}`);
      if (global?.module === null) {
        if (global.doc === '') entries.set(name, { ...global, doc });
      } else add(entries, { name, signatures: [text], doc, module });
    }
  }
}

const isExported = (statement: ts.Statement): boolean =>
  ts.canHaveModifiers(statement) &&
  (ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) ?? false);

function valuesOf(file: ts.SourceFile, statement: ts.Statement): readonly (readonly [string, string])[] {
  if (ts.isFunctionDeclaration(statement) && statement.name !== undefined) {
    const head = file.text.slice(statement.getStart(file), statement.body?.getStart(file) ?? statement.end);
    return [[statement.name.text, tidy(head.replace(/^export\s+/, ''))]];
  }
  if (!ts.isVariableStatement(statement)) return [];
  return statement.declarationList.declarations.map((one) => [
    one.name.getText(file),
    `const ${one.name.getText(file)}${one.type === undefined ? '' : `: ${one.type.getText(file)}`}`,
  ]);
}

/** Overloads, and members that one interface says more exactly than the one it extends, are one entry. */
function add(entries: Map<string, Entry>, entry: Entry): void {
  const before = entries.get(entry.name);
  if (before === undefined) return void entries.set(entry.name, entry);
  if (before.module !== entry.module) throw new Error(`'${entry.name}' is exported by two modules of the library.`);
  entries.set(entry.name, {
    ...before,
    signatures: [...before.signatures, ...entry.signatures],
    doc: [before.doc, entry.doc].filter((doc) => doc !== '').join('\n\n'),
  });
}

function docOf(node: ts.Node): string {
  const comments = ts.getJSDocCommentsAndTags(node).filter(ts.isJSDoc);
  return comments
    .map((comment) => {
      const text = ts.getTextOfJSDocComment(comment.comment) ?? '';
      const tags = (comment.tags ?? []).map(tagText);
      return [text, ...tags].filter((part) => part !== '').join('\n\n');
    })
    .join('\n\n');
}

function tagText(tag: ts.JSDocTag): string {
  const text = ts.getTextOfJSDocComment(tag.comment) ?? '';
  if (ts.isJSDocParameterTag(tag)) return `\`${tag.name.getText()}\`: ${text.replace(/^[-–—]\s*/, '')}.`;
  return tag.tagName.text === 'returns' ? `Returns ${text}.` : text;
}

const signature = (file: ts.SourceFile, member: ts.TypeElement): string =>
  tidy(member.getText(file).replace(/^readonly /, ''));

/** Over one line when it fits; the line breaks of a file that is indented otherwise when not. */
function tidy(text: string): string {
  const bare = text.trim().replace(/[;,]$/, '');
  const oneLine = bare.replace(/\s+/g, ' ').replace(/\( /g, '(').replace(/,? \)/g, ')');
  if (oneLine.length <= 110 && !bare.includes('//')) return oneLine;
  const lines = bare.split('\n');
  const indent = Math.min(...lines.slice(1).map((line) => line.search(/\S|$/)));
  return lines.map((line, i) => (i === 0 ? line : line.slice(indent))).join('\n');
}

function withComments(file: ts.SourceFile, statement: ts.Statement): string {
  const text = file.text.slice(ts.getJSDocCommentsAndTags(statement)[0]?.getStart(file) ?? statement.getStart(file));
  return text.slice(0, statement.end - (file.text.length - text.length)).replace(/^export /m, '');
}

// ---------------------------------------------------------------- chapters

/** A heading of level 2 with what follows it. */
export interface Section {
  /** What the heading names: several that belong together have one example. */
  readonly names: readonly string[];
  /** Everything beneath the heading, up to the next. */
  readonly body: string;
}

export interface Chapter {
  /** The heading of level 1, without its marks. */
  readonly title: string;
  readonly intro: string;
  readonly sections: readonly Section[];
}

/** Throws when a chapter has no title or a heading of level 2 names nothing. */
export function chapterOf(text: string): Chapter {
  const [head = '', ...rest] = splitBefore(text, '## ');
  const title = /^# (.+)$/m.exec(head)?.[1];
  if (title === undefined) throw new Error('A chapter begins with a heading of level 1.');
  const sections = rest.map((part) => {
    const [heading = '', ...lines] = part.split('\n');
    const names = [...heading.matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? '');
    if (names.length === 0) throw new Error(`'${heading}' names nothing: write what it is about between backquotes.`);
    return { names, body: lines.join('\n').trim() };
  });
  return { title, intro: head.replace(/^# .+$/m, '').trim(), sections };
}

// ---------------------------------------------------------------- the whole

/** The reference as Markdown. What chapters name and the library does not have is an error, and so is what no chapter names. */
export function referenceOf(library: Library, chapters: readonly Chapter[]): string {
  const told = new Set<string>();
  const shown = new Set<string>();
  const parts = chapters.map(({ title, intro, sections }) =>
    [`## ${title}`, intro, ...sections.map((section) => sectionText(library, section, told, shown))]
      .filter((part) => part !== '')
      .join('\n\n'),
  );
  const untold = [...library.entries.keys()].filter((name) => !told.has(name));
  if (untold.length > 0) throw new Error(`No chapter of the reference tells of ${untold.join(', ')}.`);
  const contents = chapters.map(({ title, sections }) => {
    const names = sections.flatMap((one) => one.names.map((name) => `[\`${name}\`](#${anchor(headingOf(one))})`));
    return `- [${title}](#${anchor(title)}): ${names.join(' · ')}`;
  });
  return `${[
    '<!-- Made by `npm run reference` of the doc comments of kernel/program/language.ts and stdlib/, and of stdlib/reference/. -->',
    '# The language of Rehearsal',
    'Everything that is in scope in a cell, with an example each. Every example is a small notebook of its own: the tests run it, and the page opens it.',
    contents.join('\n'),
    ...parts,
  ].join('\n\n')}\n`;
}

const headingOf = ({ names }: Section): string => names.map((name) => `\`${name}\``).join(', ');

function sectionText(library: Library, section: Section, told: Set<string>, shown: Set<string>): string {
  const entries = section.names.map((name) => {
    const entry = library.entries.get(name);
    if (entry === undefined) throw new Error(`The library has no '${name}'.`);
    if (told.has(name)) throw new Error(`Two sections tell of '${name}'.`);
    told.add(name);
    return entry;
  });
  const imported = entries.flatMap(({ name, module }) =>
    module === null ? [] : [`import { ${name} } from '${module}'`],
  );
  const signatures = entries.flatMap((entry) => entry.signatures);
  const types = mentioned(library.types, signatures.join('\n'), shown);
  return [
    `### ${headingOf(section)}`,
    ['```ts', ...imported, ...signatures, ...types.flatMap((text) => ['', text]), '```'].join('\n'),
    ...entries.flatMap(({ name, doc }) =>
      doc === '' ? [] : entries.length === 1 ? doc : `\`${name}\`: ${doc.charAt(0).toLowerCase()}${doc.slice(1)}`,
    ),
    section.body,
  ].join('\n\n');
}

/** The types that a text mentions and those that these mention, each the first time it occurs in the reference. */
function mentioned(types: Library['types'], text: string, shown: Set<string>): readonly string[] {
  return [...text.matchAll(/\b[A-Z]\w+\b/g)].flatMap(([name]) => {
    const declaration = types.get(name);
    if (declaration === undefined || shown.has(name)) return [];
    shown.add(name);
    return [declaration, ...mentioned(types, declaration, shown)];
  });
}
