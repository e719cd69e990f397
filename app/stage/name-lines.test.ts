import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nameLines } from './name-lines.ts';

const widthOf = (text: string): number => Array.from(text).length * 7;

describe('a name where there is little room', () => {
  it('stays on one line when it fits', () => {
    expect(nameLines('server1', 100, 2, widthOf)).toEqual(['server1']);
  });

  it('is broken where its words end', () => {
    expect(nameLines('frankfurt-store-12', 75, 2, widthOf)).toEqual(['frankfurt-', 'store-12']);
    expect(nameLines('TransactionManager', 80, 2, widthOf)).toEqual(['Transaction', 'Manager']);
  });

  it('loses its middle rather than its end, where names differ', () => {
    expect(nameLines('frankfurt-store-12', 75, 1, widthOf)).toEqual(['frank…e-12']);
    const [one, two] = ['coordinator1', 'coordinator2'].map((name) => nameLines(name, 40, 1, widthOf)[0]);
    expect(one).not.toBe(two);
  });

  it('never takes more lines, nor a wider one, whatever the name', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.string({ minLength: 200, maxLength: 3_000 }), fc.string({ unit: 'binary' })),
        fc.integer({ min: 7, max: 200 }),
        fc.integer({ min: 1, max: 3 }),
        (name, room, most) => {
          const lines = nameLines(name, room, most, widthOf);
          expect(lines.length).toBeLessThanOrEqual(most);
          for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(room);
        },
      ),
    );
  });
});
