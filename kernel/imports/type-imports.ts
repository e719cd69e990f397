/**
 * Where a cell imports types from. `import type` is gone from the JavaScript, but the type checker wants the notebook. This is a rough
 * net over the text: what it finds too much, in a comment, is read and used by nobody.
 */

const declaration = /(?:^|[;\n])[ \t]*import\s+type\s[^;'"]*?\bfrom\s*(['"])([^'"\n]+)\1/g;

export function typeImports(source: string): readonly string[] {
  return [...source.matchAll(declaration)].flatMap(([, , from]) => (from === undefined ? [] : [from]));
}
