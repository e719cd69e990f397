/** How the fingerprints of a depth are shared out among explorers, so that all have as much to leave at the next one. */

/** All shares are equally large. */
export const shareCount = 1 << 10;

/** The least that anybody gets, of what would be an equal part. */
const least = 0.05;

/**
 * By share: whose it is. Of the worlds of the next depth most are found by several; who leaves more of this depth finds more that nobody
 * else does, and gets as much less of those.
 * @param left worlds of this depth that each leaves
 */
export function sharesFor(left: readonly number[]): Uint8Array {
  const all = left.reduce((sum, one) => sum + one, 0);
  const equal = 1 / left.length;
  const parts = left.map((one) => Math.max(least * equal, 2 * equal - (all === 0 ? equal : one / all)));
  const sum = parts.reduce((total, one) => total + one, 0);
  const shares = new Uint8Array(shareCount);
  let [from, before] = [0, 0];
  for (const [member, part] of parts.entries()) {
    before += part;
    const to = member === parts.length - 1 ? shareCount : Math.round((before / sum) * shareCount);
    shares.fill(member, from, to);
    from = to;
  }
  return shares;
}
