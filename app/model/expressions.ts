/**
 * The expressions of the search. The engine is large (a fifth of the page's first script) and most readers never write an
 * expression, so this file is loaded when one is wanted (`app/effects.ts`).
 */
import { RE2JS } from 're2js';
import { type Expressions, inWord, type Match } from './search.ts';

/**
 * By an engine whose time is linear in the text, whatever the expression: the browser's own takes for ever over `(a+)+$`, and nothing
 * can stop it (decision 97). Of its size is asked nothing: repetitions are bounded by the engine.
 */
export const expressions: Expressions = ({ text, matchCase, wholeWord }) => {
  // The engine would take it for the letter.
  if (namedBack.test(text)) return unsupported;
  const flags = RE2JS.MULTILINE | (matchCase ? 0 : RE2JS.CASE_INSENSITIVE);
  let compiled: RE2JS;
  /** Of whole words: all but one with which the text begins. */
  let later: RE2JS;
  try {
    later = compiled = RE2JS.compile(RE2JS.translateRegExp(text), flags);
    if (wholeWord) {
      compiled = RE2JS.compile(RE2JS.translateRegExp(`(?:\\A|${besides})(${text})(?:\\z|${besides})`), flags);
      later = RE2JS.compile(RE2JS.translateRegExp(`${besides}(${text})(?:\\z|${besides})`), flags);
    }
  } catch (error) {
    return isUnsupported.test(text)
      ? unsupported
      : (error instanceof Error ? error.message : String(error))
          .replace(/^error parsing regexp: /, '')
          .replace(/\(\?m\)(?:\(\?i\))?/, '');
  }
  const names = compiled.namedGroups();
  /** The group that holds the match. */
  const whole = wholeWord ? 1 : 0;
  const count = compiled.groupCount() - whole;
  return function* (within) {
    let matcher = compiled.matcher(within);
    for (let from = 0; from <= within.length && matcher.find(from); ) {
      const [start, end] = [matcher.start(whole), matcher.end(whole)];
      if (start < end) {
        const groups = Array.from({ length: count + 1 }, (_, i) => matcher.group(whole + i));
        const group: Match['group'] = (of) => groups[typeof of === 'number' ? of : (names[of] ?? -1) - whole];
        yield { text: within.slice(start, end), start, end, group };
      }
      if (!wholeWord) from = start < end ? end : end + sign(within.codePointAt(end));
      else {
        // What follows a word may precede the next one, and so may the last sign of what was found: `-` is twice in `--`.
        from = start < end ? end - sign(within.codePointAt(end - 2)) : end;
        matcher = later.matcher(within);
      }
    }
  };
};

/** Its length in a text: signs of some alphabets have two, and none is found by half. */
const sign = (codePoint: number | undefined): number => (codePoint !== undefined && codePoint > 0xffff ? 2 : 1);

/**
 * What is beside a whole word; the engine looks neither ahead nor behind. So of the ways in which the expression can match, the
 * engine itself takes one that ends where a word ends: `set|setTimer` finds `setTimer`.
 */
const besides = `[^${inWord}]`;

const unsupported = 'An expression cannot look ahead or behind, nor back at a group.';
const namedBack = /(?<!\\)(?:\\\\)*\\k</;
const isUnsupported = /\(\?<?[=!]|\\[1-9]|\\k</;
