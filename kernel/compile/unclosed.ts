/**
 * What is still open at the end of a text, as the characters that close it. While somebody types `heart.on(Beat, (s) => {`
 * all that follows would belong to the open block; what is appended to a cell (`typescript-module.ts`) must not.
 *
 * A scan, not a parse: of odd regular expressions it may be wrong. Then the text, which is broken anyway, stays so.
 */

type Opener = '(' | '[' | '{' | '`' | '${';

const closerOf: Readonly<Record<Opener, string>> = { '(': ')', '[': ']', '{': '}', '`': '`', '${': '}' };

/** What a regular expression can stand behind; behind anything else a slash divides. */
const beforeRegex =
  /(?:^|[(,=:[!&|?{};+\-*%<>~^]|\b(?:return|typeof|case|in|of|void|delete|throw|new|await|yield))\s*$/;
const regex = /\/(?:[^\\/[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\//y;
const string = /'(?:[^'\\\n]|\\[\s\S])*'?|"(?:[^"\\\n]|\\[\s\S])*"?/y;
const lineComment = /\/\/[^\n]*/y;

/** Empty for a text in which nothing is open. */
export function unclosed(code: string): string {
  const open: Opener[] = [];
  let at = 0;

  /** Goes behind what the pattern finds here; false when it finds nothing. */
  function skip(pattern: RegExp): boolean {
    pattern.lastIndex = at;
    if (!pattern.test(code)) return false;
    at = pattern.lastIndex;
    return true;
  }

  while (at < code.length) {
    const [char, pair] = [code.charAt(at), code.slice(at, at + 2)];
    const top = open.at(-1);
    if (top === '`') {
      if (char === '\\') at += 1;
      else if (char === '`') open.pop();
      else if (pair === '${') {
        open.push('${');
        at += 1;
      }
      at += 1;
      continue;
    }
    if (pair === '/*') {
      const end = code.indexOf('*/', at + 2);
      if (end < 0) return `*/${closers(open)}`;
      at = end + 2;
      continue;
    }
    if (skip(string) || skip(lineComment)) continue;
    if (char === '/' && beforeRegex.test(code.slice(Math.max(0, at - 40), at)) && skip(regex)) continue;
    if (char === '(' || char === '[' || char === '{' || char === '`') open.push(char);
    else if (top !== undefined && char === closerOf[top]) open.pop();
    at += 1;
  }
  return closers(open);
}

const closers = (open: readonly Opener[]): string =>
  open
    .toReversed()
    .map((opener) => closerOf[opener])
    .join('');
