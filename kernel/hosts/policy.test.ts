import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { frameDocument } from './browser/vite-plugin.ts';
import { framePolicy, pagePolicy, pagePolicyHeader } from './policy.ts';

test('the frame runs exactly the script it was built with, and neither page may load anything by default', async () => {
  const html = await frameDocument();
  const script = /<script>([\s\S]*?)<\/script>/.exec(html)?.[1] ?? '';
  const hash = createHash('sha256').update(script).digest('base64');
  expect(html).toContain(`script-src 'sha256-${hash}' 'unsafe-eval'`);
  expect(html).toContain(`content="${framePolicy(script)}"`);
  expect(framePolicy(script)).toMatch(/^default-src 'none'; /);
  expect(framePolicy(script)).not.toMatch(/connect-src|'unsafe-inline'|\*/);
});

test('the page runs only its own scripts', () => {
  expect(pagePolicy).toContain("default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; ");
  expect(pagePolicy).not.toMatch(/'unsafe-eval'|frame-ancestors|https?:/);
  expect(pagePolicyHeader).toBe(`${pagePolicy}; frame-ancestors 'self'`);
});
