/**
 * Whether an object was made of another one in the same event. What a rule computes leaves no trace of what it read, so this is judged
 * by what the two have in common, and said to be no more than that: made of it, not the thing itself.
 *
 * - It has all that the other has, and perhaps more (`{ ...m, term }`), or nothing but what the other has (`{ key: m.key, value: m.value }`);
 *   what they share must tell: two fields, or a text.
 * - It stands where the other stood before the event, which stands there no more, and shares a field with it (`{ ...txn, status }`).
 */
import { equal } from '../plain.ts';

export function isMadeOf(made: object, source: object, isInItsPlace: boolean): boolean {
  const [kind, other] = [collectionOf(made), collectionOf(source)];
  if (kind !== other) return false;
  if (kind !== null) return isInItsPlace && sharesMember(kind(made), kind(source));
  const [own, of] = [Object.entries(made), Object.entries(source)];
  const shared = own.filter(
    ([field, value]) => Object.hasOwn(source, field) && equal(value, Reflect.get(source, field)),
  );
  if (shared.length === 0) return false;
  if (isInItsPlace) return true;
  const isWhole = shared.length === of.length || shared.length === own.length;
  return isWhole && (shared.length > 1 || shared.some(([, value]) => tells(value)));
}

/** A text is seldom the same by chance; a number or yes and no often are. */
function tells(value: unknown): boolean {
  return typeof value === 'bigint' || (typeof value === 'string' && value.length > 1);
}

type Members = (value: object) => readonly unknown[];

const ofList: Members = (value) => (Array.isArray(value) ? value : []);
const ofSet: Members = (value) => (value instanceof Set ? [...value] : []);
const ofMap: Members = (value) => (value instanceof Map ? [...value.values()] : []);

/** Null for a record. */
function collectionOf(value: object): Members | null {
  if (Array.isArray(value)) return ofList;
  if (value instanceof Set) return ofSet;
  return value instanceof Map ? ofMap : null;
}

function sharesMember(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.some((one) => b.some((other) => equal(one, other)));
}
