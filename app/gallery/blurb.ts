/** What a card says of its notebook: the first sentences of its first paragraph, as many as tell something. */
const enough = 70;
/** A sentence that makes more of it than a card has room for is left out. */
const most = 170;

export function blurb(description: string): string {
  let told = '';
  for (const sentence of description.match(/.+?(?:[.!?…](?=\s|$)|$)/gs) ?? []) {
    if (told !== '' && told.length + sentence.length > most) break;
    told += sentence;
    if (told.trim().length >= enough) break;
  }
  return told.trim();
}
