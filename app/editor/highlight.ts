/**
 * Colours TypeScript for the still text that stands in until an editor is there: one pass of a regular expression,
 * the same classes that the editor's theme uses. It may be wrong about odd code; the editor then puts it right.
 */
export type TokenClass = 'comment' | 'string' | 'number' | 'keyword' | 'type' | 'function' | 'plain';

export interface Token {
  readonly text: string;
  readonly type: TokenClass;
}

export const keywords =
  'as async await break case catch class const continue default delete do else export extends false finally for from function if import in instanceof interface let new null of readonly return satisfies switch this throw true try type typeof undefined var void while yield';

const pattern = new RegExp(
  [
    String.raw`(?<comment>\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$))`,
    String.raw`(?<string>'(?:[^'\\\n]|\\.)*'?|"(?:[^"\\\n]|\\.)*"?|\`(?:[^\`\\]|\\[\s\S])*\`?)`,
    String.raw`(?<number>\b(?:0[xobXOB][\da-fA-F_]+|\d[\d_]*(?:\.\d[\d_]*)?(?:e[+-]?\d+)?)n?\b)`,
    `(?<keyword>(?<!\\.)\\b(?:${keywords.replaceAll(' ', '|')})\\b)`,
    String.raw`(?<function>[A-Za-z_$][\w$]*(?=\s*(?:<[\w\s,|'{}:;[\]]*>)?\())`,
    String.raw`(?<type>(?<!\.)\b[A-Z][\w$]*)`,
    String.raw`(?<word>[A-Za-z_$][\w$]*)`,
  ].join('|'),
  'g',
);

const classes: readonly TokenClass[] = ['comment', 'string', 'number', 'keyword', 'function', 'type'];

/** The tokens' texts, joined, are the code. */
export function highlight(code: string): readonly Token[] {
  const tokens: Token[] = [];
  let end = 0;
  for (const match of code.matchAll(pattern)) {
    const type = classes.find((name) => match.groups?.[name] !== undefined) ?? 'plain';
    if (match.index > end) tokens.push({ text: code.slice(end, match.index), type: 'plain' });
    tokens.push({ text: match[0], type });
    end = match.index + match[0].length;
  }
  if (end < code.length) tokens.push({ text: code.slice(end), type: 'plain' });
  return tokens;
}
