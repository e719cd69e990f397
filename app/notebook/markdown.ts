/**
 * Prose to HTML: the one place where text of a notebook becomes markup. Two walls: markdown-it renders with HTML
 * off, so tags in the text come out as text; DOMPurify then keeps a short list of elements and attributes. A
 * notebook may be a stranger's, so nothing may load, run or style itself: no images from elsewhere, no `style`,
 * no `id` that could shadow a global.
 */
import DOMPurify, { type Config } from 'dompurify';
import MarkdownIt from 'markdown-it';

const markdown = new MarkdownIt({ html: false, linkify: false, typographer: true });

const allowed: Config = {
  ALLOWED_TAGS: [
    ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'p', 'blockquote', 'ul', 'ol', 'li', 'hr', 'br'],
    ...['em', 'strong', 's', 'code', 'pre', 'a', 'img', 'table', 'thead', 'tbody', 'tr', 'th', 'td'],
  ],
  ALLOWED_ATTR: ['href', 'title', 'alt', 'src', 'start', 'rel', 'target'],
  ALLOW_DATA_ATTR: false,
  ALLOW_ARIA_ATTR: false,
  ALLOWED_URI_REGEXP: /^(?:https?:|mailto:|#|\.{0,2}\/|data:image\/(?:png|jpeg|gif|webp);base64,)/i,
  RETURN_DOM_FRAGMENT: true,
};

const tryThis = /^\s*try this\b\s*[:.—–-]?\s*/i;

/** The prose as nodes that are safe to put into the page. */
export function renderMarkdown(text: string): DocumentFragment {
  const fragment = DOMPurify.sanitize(markdown.render(text), { ...allowed, RETURN_DOM_FRAGMENT: true });
  for (const link of fragment.querySelectorAll('a[href]')) {
    const href = link.getAttribute('href') ?? '';
    if (!href.startsWith('#')) {
      link.setAttribute('target', '_blank');
      link.setAttribute('rel', 'noopener noreferrer');
    }
  }
  for (const image of fragment.querySelectorAll('img')) {
    // Pictures from the network would tell a stranger who reads; the page's policy blocks them too.
    if (!(image.getAttribute('src') ?? '').startsWith('data:image/')) image.replaceWith(image.alt);
  }
  for (const block of fragment.querySelectorAll('p, blockquote')) markTryThis(block);
  return fragment;
}

/** A paragraph or quotation that opens with *Try this* is set apart, its opening words as a label. */
function markTryThis(block: Element): void {
  if (block.parentElement?.classList.contains('try')) return;
  const first = block.tagName === 'BLOCKQUOTE' ? block.querySelector('p') : block;
  const lead = first?.firstChild;
  if (first === null || lead === null || lead === undefined || !tryThis.test(first.textContent ?? '')) return;
  const words = lead.textContent ?? '';
  if (!tryThis.test(words)) return;
  block.classList.add('try');
  const label = document.createElement('b');
  label.className = 'try-label';
  label.textContent = 'Try this';
  const rest = words.replace(tryThis, '');
  const after = lead.nextSibling;
  lead.replaceWith(label);
  if (rest !== '') label.after(` ${rest}`);
  else if (after?.nodeType === Node.TEXT_NODE)
    after.textContent = (after.textContent ?? '').replace(/^\s*[:.—–-]?\s*/, ' ');
}
