/** What declarations require of the arguments that cells give them: what is wrong is said with its place and a way out. */
import { type Diagnostic, DiagnosticError, type DiagnosticCode, diagnostic } from '../diagnostic.ts';
import type { Place } from './declaration.ts';

export function fault(code: DiagnosticCode, text: string, help: string, place?: Place): DiagnosticError {
  return new DiagnosticError(
    diagnostic(code, text, { help, cell: place?.cell ?? null, range: place?.range ?? null }) satisfies Diagnostic,
  );
}

export function requireName(name: unknown, of: string, place: Place): void {
  if (typeof name === 'string' && name.trim() !== '') return;
  throw fault(
    'program/bad-argument',
    `${of}(…) needs a name, a string that is not empty, as its first argument.`,
    `Write ${of}('a name', …).`,
    place,
  );
}

/** A rule is named `kind.name`, so that a dot in a kind or message would make two rules look like one. */
export function requirePart(name: unknown, of: string, place: Place): void {
  requireName(name, of, place);
  if (typeof name !== 'string' || !name.includes('.')) return;
  throw fault(
    'program/bad-argument',
    `${of}('${name}', …) has a dot in its name.`,
    `Write ${of}('${name.replaceAll('.', '-')}', …): a dot stands between the kind and the name of a rule.`,
    place,
  );
}

/** Refuses what nobody would look at: a misspelt option. @param of what the options are given to, as `explore('x', …)` */
export function requireKnown(options: object, known: Readonly<Record<string, true>>, of: string, place?: Place): void {
  const unknown = Object.keys(options).find((name) => !Object.hasOwn(known, name));
  if (unknown === undefined) return;
  const names = Object.keys(known).join(', ');
  throw fault('program/bad-argument', `${of} has no option '${unknown}'.`, `Options: ${names}.`, place);
}

export function requireFunction<F extends (...args: never[]) => unknown>(value: F, what: string, place: Place): F {
  if (typeof value === 'function') return value;
  throw fault('program/bad-argument', `${what} needs a function.`, 'Give a function as its last argument.', place);
}

export function optionalNumber(value: unknown, what: string, place: Place): number | null {
  if (value === undefined) return null;
  if (isAmount(value)) return value;
  const given = typeof value === 'number' ? String(value) : 'not a number';
  throw fault('program/bad-argument', `${what} is ${given}.`, 'Give a number that is not negative.', place);
}

export function isAmount(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}
