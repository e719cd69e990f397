/** The page's two helpers, started once and kept: the kernel that runs cells, the compiler that reads them. */
import { startCompiler } from '../../kernel/hosts/browser/compiler.ts';
import { openKernel, type KernelHost } from '../../kernel/hosts/browser/kernel.ts';
import type { CellCompiler } from './editing.ts';

export interface Machines {
  readonly kernel: KernelHost;
  readonly compiler: CellCompiler;
}

let started: Machines | null = null;

export function machines(): Machines {
  started ??= { kernel: openKernel(), compiler: startCompiler() };
  return started;
}
