// @vitest-environment jsdom
import { describe, expect, it } from 'vitest';
import { renderMarkdown } from './markdown.ts';

function html(text: string): string {
  const host = document.createElement('div');
  host.append(renderMarkdown(text));
  return host.innerHTML;
}

function elements(text: string): readonly Element[] {
  const host = document.createElement('div');
  host.append(renderMarkdown(text));
  return [...host.querySelectorAll('*')];
}

describe('prose', () => {
  it('is rendered as Markdown', () => {
    expect(html('# A\n\nb *c* `d`\n\n- e\n')).toBe(
      '<h1>A</h1>\n<p>b <em>c</em> <code>d</code></p>\n<ul>\n<li>e</li>\n</ul>\n',
    );
  });

  it('shows a fence of another kind as code', () => {
    expect(html('```go\nx := 1 < 2\n```\n')).toBe('<pre><code>x := 1 &lt; 2\n</code></pre>\n');
  });

  it('sets a paragraph or a quotation that begins with Try this apart, with its opening words as a label', () => {
    for (const text of [
      '**Try this:** drag `300`.',
      '*Try this*: drag `300`.',
      'Try this: drag `300`.',
      '> **Try this:** drag `300`.',
    ]) {
      const host = document.createElement('div');
      host.append(renderMarkdown(text));
      const box = host.querySelector('.try');
      expect(box, text).not.toBeNull();
      expect(box?.textContent?.replace(/\s+/g, ' ').trim(), text).toBe('Try this drag 300.');
      expect(host.querySelectorAll('.try'), text).toHaveLength(1);
    }
  });

  it('leaves other prose alone, even when it has the words', () => {
    expect(html('You may try this at home.')).toBe('<p>You may try this at home.</p>\n');
  });

  it('opens links to elsewhere in another tab, without telling where from', () => {
    expect(html('[a](https://example.org)')).toBe(
      '<p><a href="https://example.org" target="_blank" rel="noopener noreferrer">a</a></p>\n',
    );
  });
});

const hostile = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '<svg onload=alert(1)><animate onbegin=alert(1) attributeName=x></svg>',
  '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
  '<math><mi xlink:href="javascript:alert(1)">x</mi></math>',
  '<form action="https://evil.example"><input name=q></form>',
  '<a href="javascript:alert(1)">x</a>',
  '[x](javascript:alert(1))',
  '[x](JaVaScRiPt:alert(1))',
  '[x](java&#115;cript:alert(1))',
  '[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)',
  '[x](vbscript:msgbox(1))',
  '![x](javascript:alert(1))',
  '![x](data:image/svg+xml;base64,PHN2ZyBvbmxvYWQ9YWxlcnQoMSk+)',
  '![x](https://evil.example/track.png)',
  '![x" onerror="alert(1)](data:image/png;base64,AAAA)',
  '[x](https://a.example "title\\" onmouseover=alert(1) \\"")',
  '<style>body{display:none}</style>',
  '<div id="rh-app" style="position:fixed">x</div>',
  '```<img src=x onerror=alert(1)>\n</code></pre><script>alert(1)</script>\n```',
  '`</code><script>alert(1)</script>`',
  '<noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript>',
  '> **Try this:** <img src=x onerror=alert(1)>',
  'Try this: <b onclick=alert(1)>x</b>',
  '<!--><img src=x onerror=alert(1)>-->',
  '&lt;script&gt;alert(1)&lt;/script&gt;',
];

const tags = /^(H[1-6]|P|BLOCKQUOTE|UL|OL|LI|HR|BR|EM|STRONG|S|B|CODE|PRE|A|IMG|TABLE|THEAD|TBODY|TR|TH|TD)$/;

describe('hostile prose', () => {
  it.each(hostile)('is shown as text and does nothing: %s', (text) => {
    for (const element of elements(text)) {
      expect(element.tagName).toMatch(tags);
      for (const { name, value } of element.attributes) {
        expect(name).toMatch(/^(href|title|alt|src|start|rel|target|class)$/);
        if (name === 'class') expect(value).toMatch(/^(try|try-label)$/);
        if (name === 'href') expect(value).toMatch(/^(https?:|mailto:|#|\.{0,2}\/)/);
        if (name === 'src') expect(value).toMatch(/^data:image\/(png|jpeg|gif|webp);base64,/);
      }
    }
  });

  it('loads no picture from anywhere: its description stands in', () => {
    expect(html('![a map](https://evil.example/track.png)')).toBe('<p>a map</p>\n');
  });
});
