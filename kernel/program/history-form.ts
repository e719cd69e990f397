/** `linearizable` and `isolated` as cells declare them, checked. */
import { isPlain } from '../plain.ts';
import { fault, requireFunction } from './arguments.ts';
import type { HistoryForm, Place } from './declaration.ts';
import type { IsolatedOptions, IsolationLevel, LinearizableOptions, Model } from './language.ts';

/** In the order of what they forbid. */
const levels: Readonly<Record<IsolationLevel, true>> = {
  'read-uncommitted': true,
  'read-committed': true,
  'read-atomic': true,
  snapshot: true,
  serializable: true,
  'strict-serializable': true,
};

export function linearizableForm<State>(
  name: string,
  model: Model<State>,
  options: LinearizableOptions,
  place: Place,
): HistoryForm {
  const what = `linearizable('${name}', …)`;
  const given: Partial<Model<State>> | null | undefined = model;
  if (typeof given !== 'object' || given === null || typeof given.apply !== 'function' || !('init' in given)) {
    throw fault(
      'program/bad-argument',
      `${what} needs a model.`,
      'Give one of the ready ones, models.register(), or { init, apply(state, operation) { return { state, result } } }.',
      place,
    );
  }
  if (!isPlain(model.init))
    throw fault(
      'program/bad-argument',
      `The init of the model in ${what} is not plain data.`,
      'Give a value, not a function.',
      place,
    );
  const { only, key } = options;
  if (only !== undefined && !(Array.isArray(only) && only.length > 0 && only.every((op) => typeof op === 'string')))
    throw fault(
      'program/bad-argument',
      `only in ${what} is not a list of names.`,
      "Write only: ['read', 'write'].",
      place,
    );
  if (key !== undefined && key !== null) requireFunction(key, `key in ${what}`, place);
  return {
    form: 'linearizable',
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a model is only ever given the states it made
    model: model as unknown as Model<unknown>,
    only: only ?? null,
    key: key === undefined ? (operation) => operation.key : key,
  };
}

export function isolatedForm(name: string, level: IsolationLevel, options: IsolatedOptions, place: Place): HistoryForm {
  if (!Object.hasOwn(levels, level)) {
    throw fault(
      'program/bad-argument',
      `isolated('${name}', …) was given the level ${JSON.stringify(level)}.`,
      `Levels: ${Object.keys(levels).join(', ')}.`,
      place,
    );
  }
  return { form: 'isolated', level, op: options.op ?? 'transaction', initial: options.initial ?? null };
}
