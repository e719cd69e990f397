/** The last look at a finished picture before it enters the page: elements that run, load or link are taken out. */

const active = 'script, iframe, object, embed, foreignObject, a, use, link, meta, form, base, animate, set';

export function scrub(picture: Element): void {
  for (const element of picture.querySelectorAll(active)) element.remove();
  for (const element of picture.querySelectorAll('image, img')) {
    const source =
      element.getAttribute('href') ?? element.getAttribute('xlink:href') ?? element.getAttribute('src') ?? '';
    if (!source.startsWith('data:image/')) element.remove();
  }
}
