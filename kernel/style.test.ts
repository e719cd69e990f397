/**
 * The habits of this repository that a machine can check: who may import whom, no cycles, calls that have a better
 * replacement, tests that test. Each finding says what to do instead.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));

interface Source {
  /** Path from the root, with slashes. */
  readonly path: string;
  readonly text: string;
  readonly tree: ts.SourceFile;
  readonly imports: readonly string[];
}

const sources: readonly Source[] = ['kernel', 'stdlib', 'app', 'e2e'].flatMap((folder) => read(folder));
const isTest = (path: string): boolean => /\.(test|spec|bench|fixture)\.ts$|\/testing\.ts$|^e2e\//.test(path);

function read(folder: string): readonly Source[] {
  const entries = readdirSync(join(root, folder), { withFileTypes: true, recursive: true });
  return entries
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => {
      const path = relative(root, join(entry.parentPath, entry.name)).replaceAll('\\', '/');
      const text = readFileSync(join(root, path), 'utf8');
      const imports = ts.preProcessFile(text, true, true).importedFiles.map(({ fileName }) => resolve(path, fileName));
      return { path, text, tree: ts.createSourceFile(path, text, ts.ScriptTarget.ESNext, true), imports };
    });
}

/** Path from the root for a relative import, the package's name for any other. Type imports count like all others. */
function resolve(from: string, specifier: string): string {
  if (!specifier.startsWith('.')) return specifier;
  return join(dirname(from), specifier.replace(/\?\w+$/, '')).replaceAll('\\', '/');
}

// ---------------------------------------------------------------- who may import whom

/** Words that every stage shares: at the kernel's root, but not what joins the stages. */
const common = /^kernel\/(?!session|library)[\w-]+\.ts$/;
const language = /^kernel\/program\/((load-|view-)?language|globals\.d)\.ts$/;
const inside = (...folders: readonly string[]): RegExp => new RegExp(`^(${folders.join('|')})/`);

/** A test may take the whole kernel to set its scene. */
const inTests = inside('kernel', 'stdlib');

/** What files under `from` may import besides each other and packages: the arrows of the kernel's design. */
const mayImport: readonly { readonly from: RegExp; readonly what: readonly RegExp[] }[] = [
  { from: /^kernel\/(?!session|library)[\w.-]+\.ts$/, what: [common, /^kernel\/compile\/compiled\.ts$/] },
  { from: inside('kernel/notebook'), what: [common] },
  { from: inside('kernel/compile'), what: [common, inside('kernel/notebook'), language] },
  { from: inside('kernel/imports'), what: [common, inside('kernel/notebook'), /^kernel\/compile\/compiled\.ts$/] },
  { from: inside('kernel/graph'), what: [common, inside('kernel/notebook', 'kernel/compile')] },
  { from: inside('kernel/program'), what: [common, inside('kernel/compile', 'stdlib')] },
  { from: inside('kernel/histories'), what: [common, language] },
  { from: inside('kernel/world'), what: [common, inside('kernel/program', 'kernel/histories', 'stdlib')] },
  {
    from: inside('kernel/trace'),
    what: [common, inside('kernel/program', 'kernel/histories', 'kernel/world'), /^stdlib\/sketch\.ts$/],
  },
  {
    from: inside('kernel/probe'),
    what: [common, inside('kernel/compile', 'kernel/program', 'kernel/world', 'kernel/trace')],
  },
  {
    from: inside('kernel/check', 'kernel/emit'),
    what: [common, inside('kernel/program', 'kernel/histories', 'kernel/world', 'kernel/trace', 'stdlib')],
  },
  {
    from: /^kernel\/(session\/[\w.-]+|(session|library)[\w.-]*)\.ts$/,
    what: [/^kernel\/(?!hosts\/)/, inside('stdlib')],
  },
  { from: inside('kernel/hosts'), what: [inside('kernel', 'stdlib')] },
  { from: inside('stdlib'), what: [language] },
  // What the page makes of a plot is compared with what the kernel recorded.
  { from: /^app\/plot\/[\w-]+\.test\.ts$/, what: [inside('app', 'kernel/program'), common] },
  {
    from: inside('app'),
    what: [
      common,
      inside('kernel/notebook', 'kernel/imports', 'kernel/trace'),
      language,
      /^kernel\/compile\/(compiled|typescript-(module|shapes|literals))\.ts$/,
      /^kernel\/hosts\/browser\/(kernel|compiler)\.ts$/,
      /^kernel\/emit\/(anchor|guide|headings)\.ts$/,
      /^stdlib\/REFERENCE\.md$/,
    ],
  },
  { from: inside('e2e'), what: [inside('kernel', 'app')] },
];

test('every file imports only what its stage may know', () => {
  const findings = sources.flatMap(({ path, imports }) => {
    const rule = mayImport.find(({ from }) => from.test(path));
    if (rule === undefined) return [`${path} is in no folder of the design`];
    const own = rule.from;
    return imports
      .filter((target) => /^(kernel|stdlib|app|e2e)\//.test(target))
      .filter((target) => !own.test(target) && !rule.what.some((allowed) => allowed.test(target)))
      .filter((target) => !(isTest(path) && inTests.test(target)))
      .map((target) => `${path} imports ${target}`);
  });
  expect(findings).toEqual([]);
});

test('nothing outside the tests imports a test, a fixture or a benchmark', () => {
  const findings = sources
    .filter(({ path }) => !isTest(path))
    .flatMap(({ path, imports }) => imports.filter(isTest).map((target) => `${path} imports ${target}`));
  expect(findings).toEqual([]);
});

test('the kernel (hosts aside) and the library import no host packages', () => {
  const findings = sources
    .filter(({ path }) => /^(kernel|stdlib)\//.test(path) && !path.startsWith('kernel/hosts/') && !isTest(path))
    .flatMap(({ path, imports }) =>
      imports.filter((name) => /^(node:|lit|monaco|comlink|vite)/.test(name)).map((name) => `${path} imports ${name}`),
    );
  expect(findings).toEqual([]);
});

test('no file imports itself in a circle, not even by a type', () => {
  expect(cycles(new Map(sources.map(({ path, imports }) => [path, imports])))).toEqual([]);
});

/** One cycle for each file from which the search comes back to a file it is inside of. */
function cycles(imports: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const found: string[] = [];
  const done = new Set<string>();
  function visit(path: string, trail: readonly string[]): void {
    const start = trail.indexOf(path);
    if (start >= 0) found.push([...trail.slice(start), path].join(' → '));
    if (start >= 0 || done.has(path)) return;
    for (const target of imports.get(path) ?? []) visit(target, [...trail, path]);
    done.add(path);
  }
  for (const path of imports.keys()) visit(path, []);
  return found;
}

test('the search for circles finds one', () => {
  const circle = new Map([
    ['a', ['b']],
    ['b', ['c']],
    ['c', ['b']],
  ]);
  expect(cycles(circle)).toEqual(['b → c → b']);
});

// ---------------------------------------------------------------- calls with a better replacement

interface Ban {
  /** `name` or `object.member`, as it stands in an expression. */
  readonly what: readonly string[];
  readonly instead: string;
  readonly where: RegExp;
  readonly except: RegExp | null;
}

const pure = /^(kernel\/(?!hosts\/)|stdlib\/)/;

/** What `style/page.css` draws larger on the stage for a room. */
const largerInARoom = /^app\/(custom|forms|menu|stage|timeline)\//;

const bans: readonly Ban[] = [
  {
    what: ['Date.now', 'Date', 'performance', 'Temporal'],
    instead: 'virtual time, or the wallClock of the host',
    where: pure,
    except: /^kernel\/program\/plot|^kernel\/plain\.ts$/,
  },
  {
    what: ['Math.random', 'crypto'],
    instead: 'the counter-based draws of kernel/world/random.ts',
    where: pure,
    except: null,
  },
  {
    what: ['setTimeout', 'setInterval', 'queueMicrotask', 'requestAnimationFrame'],
    instead: 'the page sets the pace: return and be asked again',
    where: pure,
    except: null,
  },
  {
    what: ['console'],
    instead: 'a Diagnostic, or a line in the log',
    where: /^(kernel|stdlib|app)\//,
    except: /^kernel\/hosts\/node\//,
  },
  {
    what: [
      'Math.exp',
      'Math.log',
      'Math.log1p',
      'Math.log2',
      'Math.log10',
      'Math.expm1',
      'Math.pow',
      'Math.sin',
      'Math.cos',
      'Math.tan',
      'Math.atan2',
      'Math.cbrt',
      'Math.hypot',
    ],
    instead: 'stdlib/elementary.ts: engines differ in the last bit, digests must not',
    where: /^(kernel\/(program|world|trace|check)|stdlib)\//,
    except: null,
  },
  {
    what: ['eval', 'Function'],
    instead: 'kernel/compile/function.ts, the one place that makes functions of text',
    where: /^(kernel|stdlib|app)\//,
    except: /^kernel\/compile\/(function|forbidden)\.ts$/,
  },
  {
    what: [
      'innerHTML',
      'outerHTML',
      'insertAdjacentHTML',
      'unsafeHTML',
      'unsafeSVG',
      'unsafeStatic',
      'setHTMLUnsafe',
      'parseHTMLUnsafe',
      'document.write',
    ],
    instead: 'a Lit template, or the sanitising app/notebook/markdown.ts',
    where: /^app\//,
    except: /^app\/(notebook\/markdown|parts\/icon)\.ts$/,
  },
  {
    what: ['localStorage', 'sessionStorage'],
    instead: 'app/storage',
    where: /^app\//,
    except: /^app\/(storage\/|style\/|model\/layout\.ts$)/,
  },
  {
    what: ['innerWidth', 'innerHeight', 'window.innerWidth', 'window.innerHeight'],
    instead: 'screenFor of app/parts/own-px.ts: for a room it is drawn larger',
    where: largerInARoom,
    except: null,
  },
];

test('what has a better replacement is not called', () => {
  const findings = sources
    .filter(({ path }) => !isTest(path))
    .flatMap(({ path, tree }) => {
      const banned = bans.filter(({ where, except }) => where.test(path) && !except?.test(path));
      return banned.length === 0 ? [] : expressions(tree).flatMap((found) => explain(path, tree, found, banned));
    });
  expect(findings).toEqual([]);
});

test('what is drawn larger for a room is measured by tokens that know of it, not by parts of the viewport', () => {
  const findings = sources
    .filter(({ path }) => largerInARoom.test(path))
    .flatMap(({ path, text }) =>
      [...text.matchAll(/\b\d+(vw|vh|vmin|vmax)\b/g)].map(
        ([unit]) => `${path} has ${unit}; use instead: --screen-width, --screen-height`,
      ),
    );
  expect(findings).toEqual([]);
});

interface Expression {
  readonly names: readonly string[];
  readonly node: ts.Node;
}

function explain(
  path: string,
  tree: ts.SourceFile,
  { names, node }: Expression,
  banned: readonly Ban[],
): readonly string[] {
  const ban = banned.find(({ what }) => what.some((name) => names.includes(name)));
  if (ban === undefined) return [];
  const line = tree.getLineAndCharacterOfPosition(node.getStart(tree)).line + 1;
  return [`${path}:${line} uses ${names[0]}; use instead: ${ban.instead}`];
}

/** Every use of a name or a member as a value: types, strings, comments, declarations and object keys are none. */
function expressions(tree: ts.SourceFile): readonly Expression[] {
  const found: Expression[] = [];
  function visit(node: ts.Node): void {
    if (ts.isTypeNode(node) || ts.isImportDeclaration(node) || ts.isInterfaceDeclaration(node)) return;
    if (ts.isPropertyAccessExpression(node)) {
      const member = node.name.text;
      found.push({
        names: [ts.isIdentifier(node.expression) ? `${node.expression.text}.${member}` : member, `.${member}`],
        node,
      });
      if (htmlMembers.has(member)) found.push({ names: [member], node });
      visit(node.expression);
      return;
    }
    if (ts.isIdentifier(node) && isUse(node)) found.push({ names: [node.text], node });
    ts.forEachChild(node, visit);
  }
  visit(tree);
  return found;
}

const htmlMembers = new Set(['innerHTML', 'outerHTML', 'insertAdjacentHTML', 'setHTMLUnsafe', 'parseHTMLUnsafe']);

function isUse(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAssignment(parent) || ts.isPropertySignature(parent) || ts.isPropertyDeclaration(parent))
    return parent.name !== node;
  if (ts.isMethodDeclaration(parent) || ts.isMethodSignature(parent) || ts.isBindingElement(parent)) return false;
  return (
    !(ts.isVariableDeclaration(parent) || ts.isParameter(parent) || ts.isFunctionDeclaration(parent)) ||
    parent.name !== node
  );
}

test('a banned call is found where it is a call and nowhere else', () => {
  const text = 'const x: Date = f({ console: 1 }); // Math.random()\n"Date.now"; Math.random(); el.innerHTML = x;';
  const tree = ts.createSourceFile('x.ts', text, ts.ScriptTarget.ESNext, true);
  const names = expressions(tree).flatMap((one) => one.names);
  expect(names).toContain('Math.random');
  expect(names).toContain('innerHTML');
  expect(names).not.toContain('Date');
  expect(names).not.toContain('console');
});

// ---------------------------------------------------------------- tests that test, code that is finished

test('every test file expects something and leaves nothing out', () => {
  const findings = sources
    .filter(({ path }) => /\.(test|spec)\.ts$/.test(path))
    .flatMap(({ path, tree }) => {
      const names = expressions(tree).flatMap((one) => one.names);
      const left = names.filter((name) => /^(test|it|describe)\.(only|skip|todo|fixme|fails)$/.test(name));
      return [
        ...(names.includes('expect') ? [] : [`${path} expects nothing`]),
        ...left.map((name) => `${path} has ${name}`),
      ];
    });
  expect(findings).toEqual([]);
});

test('no file says that it is unfinished', () => {
  // In two halves, so that this file does not say it of itself.
  const words = [
    ['TO', 'DO'],
    ['FIX', 'ME'],
    ['XX', 'X'],
  ].map((halves) => halves.join(''));
  const unfinished = new RegExp(`\\b(${words.join('|')})\\b`);
  expect(sources.filter(({ text }) => unfinished.test(text)).map(({ path }) => path)).toEqual([]);
});

test('no file has grown beyond what one reads in one go', () => {
  const limit = 700;
  const long = sources.filter(({ text }) => text.split('\n').length > limit).map(({ path }) => path);
  expect(long).toEqual([]);
});
