import { afterEach, beforeEach, expect, it, vi } from 'vitest';

/** As much of a page as the theme asks for. */
function fakePage() {
  const root = { dataset: {} as Record<string, string> };
  const probe = { hidden: false, style: { colorScheme: '', color: '' }, isConnected: true };
  vi.stubGlobal('document', { documentElement: root, createElement: () => probe, head: { append: () => {} } });
  vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener: () => {} }));
  return { root, probe };
}

let fake: ReturnType<typeof fakePage>;

beforeEach(() => {
  vi.resetModules();
  fake = fakePage();
});
afterEach(() => void vi.unstubAllGlobals());

it('who asks for colours is answered as the page is about to be; a listener that fails leaves no theme half put on', async () => {
  const { applyTheme, isDark, onThemeChange } = await import('./theme.ts');
  const told: boolean[] = [];
  onThemeChange(() => told.push(isDark()));
  applyTheme('dark');
  expect([told, fake.root.dataset['theme'], fake.probe.style.colorScheme]).toEqual([[true], 'dark', '']);
  onThemeChange(() => {
    throw new Error('no editor');
  });
  expect(() => applyTheme('light')).toThrow('no editor');
  expect([fake.root.dataset['theme'], isDark(), fake.probe.style.colorScheme]).toEqual(['light', false, '']);
  expect(() => applyTheme('system')).toThrow('no editor');
  expect(fake.root.dataset['theme']).toBeUndefined();
});
