/** The name of a heading in an address, as GitHub makes it: of `ctx.send` it is `ctxsend`. */
export const anchor = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replace(/\s/g, '-');
