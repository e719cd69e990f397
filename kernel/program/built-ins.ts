/**
 * What is built in belongs to all: to every cell, to every later program, and to the kernel itself. A cell that changes it would
 * outlive its edit. It is looked at after each cell that was run, and put back. Freezing it instead would refuse assignments to
 * fields that merely have the name of something inherited, as `toString`.
 */

export interface BuiltIns {
  /** Puts back what was changed since it was made. Returns the name of the first such thing; null when there is none. */
  mend(): string | null;
  /** What an object is called that is built in and not a function; null for any other. */
  nameOf(value: unknown): string | null;
}

type Properties = ReadonlyMap<PropertyKey, PropertyDescriptor>;

interface Owner {
  readonly name: string;
  readonly object: object;
  readonly properties: Properties;
}

const constructors = {
  Object,
  Array,
  String,
  Number,
  Boolean,
  BigInt,
  Symbol,
  Map,
  Set,
  WeakMap,
  WeakSet,
  Promise,
  RegExp,
  Error,
  TypeError,
  RangeError,
} as const;

/** As they are now. */
export function watchBuiltIns(): BuiltIns {
  const owners: Owner[] = [];
  const watch = (name: string, object: unknown): void => {
    if ((typeof object === 'object' && object !== null) || typeof object === 'function')
      owners.push({ name, object, properties: propertiesOf(object) });
  };
  for (const [name, constructor] of Object.entries(constructors)) {
    watch(name, constructor);
    watch(`${name}.prototype`, constructor.prototype);
  }
  watch('Function.prototype', Object.getPrototypeOf(Object));
  watch('Math', Math);
  watch('JSON', JSON);
  watch('Reflect', Reflect);
  for (const [name, iterator] of [
    ['the iterator of arrays', [].values()],
    ['the iterator of Maps', new Map().values()],
    ['the iterator of Sets', new Set().values()],
  ] as const) {
    watch(name, Object.getPrototypeOf(iterator));
    watch('iterators', Object.getPrototypeOf(Object.getPrototypeOf(iterator)));
  }
  return {
    mend() {
      let first: string | null = null;
      for (const owner of owners) {
        const changed = mended(owner);
        first ??= changed;
      }
      return first;
    },
    nameOf: (value) =>
      typeof value === 'function' ? null : (owners.find(({ object }) => object === value)?.name ?? null),
  };
}

function propertiesOf(object: object): Properties {
  return new Map(
    Reflect.ownKeys(object).flatMap((key) => {
      const property = Reflect.getOwnPropertyDescriptor(object, key);
      return property === undefined ? [] : [[key, property] as const];
    }),
  );
}

/** Looked at after every cell, and nearly always true: descriptors are asked for only where there is no other way. */
function isWhole({ object, properties }: Owner): boolean {
  if (Reflect.ownKeys(object).length !== properties.size) return false;
  for (const [key, was] of properties) {
    if ('value' in was) {
      if (!Object.is(Reflect.get(object, key), was.value)) return false;
    } else {
      const is = Reflect.getOwnPropertyDescriptor(object, key);
      if (is === undefined || is.get !== was.get || is.set !== was.set) return false;
    }
  }
  return true;
}

/** The name of what was changed, if anything was. */
function mended(owner: Owner): string | null {
  if (isWhole(owner)) return null;
  const { name, object, properties } = owner;
  let changed: string | null = null;
  const nameOf = (key: PropertyKey): string =>
    `${name}${typeof key === 'symbol' ? `[${String(key)}]` : `.${String(key)}`}`;
  for (const key of Reflect.ownKeys(object)) {
    if (properties.has(key)) continue;
    changed ??= nameOf(key);
    Reflect.deleteProperty(object, key);
  }
  for (const [key, was] of properties) {
    const is = Reflect.getOwnPropertyDescriptor(object, key);
    if (is !== undefined && Object.is(is.value, was.value) && is.get === was.get && is.set === was.set) continue;
    changed ??= nameOf(key);
    Reflect.defineProperty(object, key, was);
  }
  return changed;
}
