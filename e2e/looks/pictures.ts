/**
 * How the page looks, kept as small pictures in this folder.
 *
 * Problem: a panel that moved, a toolbar that went, a colour that changed must be seen, on whatever machine the tests run; how that
 * machine smooths letters must not. And a hundred pictures must not weigh on the repository, nor on the time the tests take.
 *
 * Approach: of a picture of the page, each `block` × `block` px become one, their mean. What is drawn is still there, at its place;
 * how its edges are smoothed is a little lighter or darker. A block differs when one of its colours does by more than `tolerance`; a
 * picture does when more than `mostBlocks` do, however large it is: what moved is as large on a large screen as on a small one.
 * The counting is done in a page of the browser, which reads and writes PNG.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { BrowserContext } from '@playwright/test';

const block = 6;
/** Of 255, of the mean of a block's red, green or blue. */
const tolerance = 24;
const mostBlocks = 30;

export interface Difference {
  /** Blocks that differ, of how many; all do where the sizes are not the same. */
  readonly blocks: number;
  readonly of: number;
  /** What they lie within, in px of the page; null where none differs. */
  readonly within: string | null;
}

export const differs = ({ blocks }: Difference): boolean => blocks > mostBlocks;

export interface Bench {
  /** A picture of the page as PNG, made small. */
  shrink(png: Buffer): Promise<Buffer>;
  /** Of two small pictures. */
  compare(one: Buffer, other: Buffer): Promise<Difference>;
  close(): Promise<void>;
}

const fileOf = (name: string): string => fileURLToPath(new URL(`${name}.png`, import.meta.url));

/** The picture that is kept under a name; null where there is none. */
export function kept(name: string): Buffer | null {
  return existsSync(fileOf(name)) ? readFileSync(fileOf(name)) : null;
}

export function keep(name: string, small: Buffer): void {
  mkdirSync(fileURLToPath(new URL('.', import.meta.url)), { recursive: true });
  writeFileSync(fileOf(name), small);
}

export async function openBench(context: BrowserContext): Promise<Bench> {
  const [looked] = context.pages();
  const page = await context.newPage();
  // A page behind another one is drawn a few times a second.
  await looked?.bringToFront();
  return {
    shrink: async (png) => Buffer.from(await page.evaluate(shrunk, { png: png.toString('base64'), block }), 'base64'),
    compare: (one, other) => {
      const pngs = [one.toString('base64'), other.toString('base64')] as const;
      return page.evaluate(compared, { pngs, block, tolerance });
    },
    close: () => page.close(),
  };
}

// ---------------------------------------------------------------- in the browser; each function stands alone

async function shrunk({ png, block }: { readonly png: string; readonly block: number }): Promise<string> {
  const bitmap = await createImageBitmap(await (await fetch(`data:image/png;base64,${png}`)).blob());
  const large = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d', { willReadFrequently: true });
  const [width, height] = [Math.floor(bitmap.width / block), Math.floor(bitmap.height / block)];
  const canvas = new OffscreenCanvas(width, height);
  const small = canvas.getContext('2d');
  if (large === null || small === null) throw new Error('no Canvas');
  large.drawImage(bitmap, 0, 0);
  const { data } = large.getImageData(0, 0, bitmap.width, bitmap.height);
  const means = small.createImageData(width, height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const sums = [0, 0, 0];
      for (let dy = 0; dy < block; dy++) {
        let at = ((y * block + dy) * bitmap.width + x * block) * 4;
        for (let dx = 0; dx < block; dx++, at += 4) {
          for (let c = 0; c < 3; c++) sums[c] = (sums[c] ?? 0) + (data[at + c] ?? 0);
        }
      }
      // In steps of eight: what is not looked at need not be kept.
      const to = (y * width + x) * 4;
      for (let c = 0; c < 3; c++) means.data[to + c] = Math.round((sums[c] ?? 0) / (block * block) / 8) * 8;
      means.data[to + 3] = 255;
    }
  }
  small.putImageData(means, 0, 0);
  const bytes = new Uint8Array(await (await canvas.convertToBlob({ type: 'image/png' })).arrayBuffer());
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
}

async function compared(wish: {
  readonly pngs: readonly [one: string, other: string];
  readonly block: number;
  readonly tolerance: number;
}): Promise<Difference> {
  const read = async (png: string): Promise<ImageData> => {
    const bitmap = await createImageBitmap(await (await fetch(`data:image/png;base64,${png}`)).blob());
    const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d');
    if (context === null) throw new Error('no Canvas');
    context.drawImage(bitmap, 0, 0);
    return context.getImageData(0, 0, bitmap.width, bitmap.height);
  };
  const [one, other] = [await read(wish.pngs[0]), await read(wish.pngs[1])];
  const of = one.width * one.height;
  if (one.width !== other.width || one.height !== other.height) {
    const size = ({ width, height }: ImageData): string => `${width * wish.block} × ${height * wish.block}`;
    return { blocks: of, of, within: `${size(one)} px, which were ${size(other)}` };
  }
  let [blocks, left, top, right, bottom] = [0, one.width, one.height, -1, -1];
  for (let i = 0; i < of; i++) {
    const far = [0, 1, 2].some(
      (c) => Math.abs((one.data[i * 4 + c] ?? 0) - (other.data[i * 4 + c] ?? 0)) > wish.tolerance,
    );
    if (!far) continue;
    const [x, y] = [i % one.width, Math.floor(i / one.width)];
    blocks += 1;
    [left, top, right, bottom] = [Math.min(left, x), Math.min(top, y), Math.max(right, x), Math.max(bottom, y)];
  }
  const px = (n: number): number => n * wish.block;
  const within = blocks === 0 ? null : `(${px(left)}, ${px(top)})–(${px(right + 1)}, ${px(bottom + 1)})`;
  return { blocks, of, within };
}
