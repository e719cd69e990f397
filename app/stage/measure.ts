/** Widths of texts in the page's typefaces, at size 1; remembered, because they are asked for in every frame. */

const fonts = {
  ui: "600 100px 'Inter Variable', Inter, system-ui, sans-serif",
  code: "500 100px 'JetBrains Mono Variable', 'JetBrains Mono', monospace",
} as const;

type FontName = keyof typeof fonts;

const context = document.createElement('canvas').getContext('2d');
let widths = new Map<string, number>();
/** Texts come from models and can be without end. */
const mostRemembered = 5_000;

export function measureText(text: string, font: FontName): number {
  const key = `${font}\n${text}`;
  const known = widths.get(key);
  if (known !== undefined) return known;
  // Without a Canvas: about right for both faces.
  let width = text.length * 0.58;
  if (context !== null) {
    context.font = fonts[font];
    width = context.measureText(text).width / 100;
  }
  if (widths.size >= mostRemembered) widths.clear();
  widths.set(key, width);
  return width;
}

/** The same face at a size, as CSS. */
measureText.font = (font: FontName, size: number): string => fonts[font].replace('100px', `${size}px`);

// Widths measured before the faces were loaded belong to other faces.
void document.fonts.ready.then(() => {
  widths = new Map();
});
