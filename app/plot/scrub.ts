/**
 * The last look at a finished picture before it enters the page: elements that run, load or link are taken out, and
 * groups that Plot has named get the role that may have a name.
 */

const active = 'script, iframe, object, embed, foreignObject, a, use, link, meta, form, base, animate, set';

export function scrub(picture: Element): void {
  for (const element of picture.querySelectorAll(active)) element.remove();
  for (const element of picture.querySelectorAll('image, img')) {
    const source =
      element.getAttribute('href') ?? element.getAttribute('xlink:href') ?? element.getAttribute('src') ?? '';
    if (!source.startsWith('data:image/')) element.remove();
  }
  for (const group of picture.querySelectorAll('g[aria-label]:not([role])')) group.setAttribute('role', 'group');
}
