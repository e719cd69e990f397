/** What a card says of its notebook: the first sentences of its first paragraph, as many as tell something. */
const enough = 80;

export function blurb(description: string): string {
  let told = '';
  for (const sentence of description.match(/.+?(?:[.!?…](?=\s|$)|$)/gs) ?? []) {
    told += sentence;
    if (told.trim().length >= enough) break;
  }
  return told.trim();
}
