/** An empty Canvas of a size in px, sharp on screens with more pixels than that. */
import { zoomOf } from '../parts/own-px.ts';
import type { Size } from './layout.ts';

/** Null where there is none to draw on. */
export function freshContext(
  canvas: HTMLCanvasElement | undefined,
  { width, height }: Size,
): CanvasRenderingContext2D | null {
  const context = canvas?.getContext('2d') ?? null;
  if (canvas === undefined || context === null) return null;
  const ratio = Math.min(3, Math.min(2, globalThis.devicePixelRatio) * zoomOf(canvas));
  if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
  }
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  return context;
}
