/**
 * Logarithm, exponential and power with the same bits in every engine.
 *
 * ECMAScript leaves the precision of `Math.log`, `Math.exp` and `Math.pow` to the engine, so a run that
 * sampled latencies with them could differ between two browsers. These use only `+ − × ÷` and the bits of
 * a double, which IEEE 754 fixes. Source: Sun's fdlibm, `e_log.c` and `e_exp.c` (error below 1 ulp).
 */

const scratch = new DataView(new ArrayBuffer(8));

const LN2_HIGH = 6.9314718036912381649e-1;
const LN2_LOW = 1.90821492927058770002e-10;
const TWO_54 = 18014398509481984;

/** 2 to an integer power in −1022 … 1023. */
function powerOfTwo(exponent: number): number {
  scratch.setUint32(0, (exponent + 1023) << 20);
  scratch.setUint32(4, 0);
  return scratch.getFloat64(0);
}

/** Natural logarithm. `ln(0)` is −Infinity; of a negative number NaN. */
export function ln(x: number): number {
  if (!(x > 0)) return x === 0 ? -Infinity : NaN;
  if (x === Infinity) return x;
  let k = 0;
  if (x < 2.2250738585072014e-308) {
    k = -54;
    x *= TWO_54;
  }
  // x = 2^k × m with m in [√½, √2): then ln x = k ln 2 + ln m, and ln m by a polynomial in s = f/(2+f).
  scratch.setFloat64(0, x);
  const high = scratch.getUint32(0);
  k += (high >>> 20) - 1023;
  const fraction = high & 0xfffff;
  const carry = (fraction + 0x95f64) & 0x100000;
  scratch.setUint32(0, fraction | (carry ^ 0x3ff00000));
  k += carry >>> 20;
  const f = scratch.getFloat64(0) - 1;
  const s = f / (2 + f);
  const z = s * s;
  const w = z * z;
  const even = w * (3.999999999940941908e-1 + w * (2.222219843214978396e-1 + w * 1.531383769920937332e-1));
  const odd =
    z *
    (6.66666666666673513e-1 +
      w * (2.857142874366239149e-1 + w * (1.818357216161805012e-1 + w * 1.479819860511658591e-1)));
  const half = 0.5 * f * f;
  return k * LN2_HIGH - (half - (s * (half + (even + odd)) + k * LN2_LOW) - f);
}

/** e to the power x. */
export function exp(x: number): number {
  if (Number.isNaN(x)) return x;
  if (x > 709.782712893384) return Infinity;
  if (x < -745.1332191019411) return 0;
  // x = k ln 2 + r with |r| ≤ ½ ln 2: then e^x = 2^k e^r, and e^r by a rational function of r.
  const k = Math.floor(x * 1.442695040888963387 + 0.5);
  const high = x - k * LN2_HIGH;
  const low = k * LN2_LOW;
  const r = high - low;
  const t = r * r;
  const c =
    r -
    t *
      (1.66666666666666019037e-1 +
        t *
          (-2.77777777770155933842e-3 +
            t * (6.61375632143793436117e-5 + t * (-1.6533902205465251539e-6 + t * 4.13813679705723846039e-8))));
  const y = 1 - (low - (r * c) / (2 - c) - high);
  if (k > 1023) return y * 2 * powerOfTwo(k - 1);
  return k >= -1022 ? y * powerOfTwo(k) : y * powerOfTwo(k + 54) * powerOfTwo(-54);
}

/** x to the power y, for x ≥ 0. Its relative error grows as |y ln x| ulp: for sampling, not for accounting. */
export function power(x: number, y: number): number {
  if (y === 0 || x === 1) return 1;
  return exp(y * ln(x));
}
