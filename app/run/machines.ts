/** The page's helpers, started once and kept: the kernel that runs cells, the compiler that reads them, the kernel that checks them. */
import { type Compiler, startCompiler } from '../../kernel/hosts/browser/compiler.ts';
import { type Checker, openChecker, openKernel, type KernelHost } from '../../kernel/hosts/browser/kernel.ts';
import type { CellCompiler } from './editing.ts';

export interface Machines {
  readonly kernel: KernelHost;
  /** Started at its first use. */
  readonly checker: Checker;
  /** Runs other seeds. Started at its first use. */
  readonly seeds: Checker;
  /** Started at its first use. */
  readonly compiler: CellCompiler;
  /** Starts the compiler ahead of its use. It takes a processor for a while, which a run that starts may want. */
  readonly wakeCompiler: () => void;
}

let started: Machines | null = null;

export function machines(): Machines {
  started ??= start();
  return started;
}

function start(): Machines {
  let compiler: Compiler | null = null;
  const wake = (): Compiler => (compiler ??= startCompiler());
  return {
    kernel: openKernel(),
    checker: openChecker(),
    seeds: openChecker(),
    compiler: { compile: (cells) => wake().compile(cells) },
    wakeCompiler: () => void wake(),
  };
}
