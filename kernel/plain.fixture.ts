/** Any plain data, for property tests. */
import fc from 'fast-check';
import type { Plain } from './plain.ts';

const key = fc.string({ maxLength: 4 }).filter((name) => name !== '__proto__');

export const { plain: plainData } = fc.letrec<{ plain: Plain }>((tie) => ({
  plain: fc.oneof(
    { depthSize: 'small' },
    fc.oneof(fc.string(), fc.double(), fc.boolean(), fc.bigInt(), fc.constant(null), fc.constant(undefined)),
    fc.array(tie('plain'), { maxLength: 4 }),
    fc.dictionary(key, tie('plain'), { maxKeys: 4 }),
    fc.array(fc.tuple(fc.string(), tie('plain')), { maxLength: 4 }).map((entries) => new Map(entries)),
    fc.array(tie('plain'), { maxLength: 4 }).map((members) => new Set(members)),
  ),
}));
