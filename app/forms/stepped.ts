/** Keeps the digits that were written: 0.5 and 1 make 1.5, not 1.5000000000000002. */
export function stepped(text: string, by: number): string {
  const digits = /\.(\d+)/.exec(text)?.[1]?.length ?? 0;
  return digits === 0 && /^[+-]?\d+n?$/.test(text.trim())
    ? String(BigInt(text.trim().replace(/n$/, '')) + BigInt(by))
    : (Number(text) + by).toFixed(digits);
}
