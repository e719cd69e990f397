/**
 * The built compiler and the built kernel, driven without the page: for tests and measurements of what the page does not
 * show. Speaks Comlink's messages by hand (`APPLY`, `RAW`), for the page offers no handle on purpose.
 */
import type { Page } from '@playwright/test';
import type { CellSource, CompiledCell } from '../kernel/compile/compiled.ts';
import type { ReplyTo, Request } from '../kernel/protocol.ts';

export interface RawKernel {
  compile(cells: readonly CellSource[]): Promise<readonly CompiledCell[]>;
  request<R extends Request>(request: R): Promise<ReplyTo<R>>;
  /** Waits until the compiler has practised, as it does in a page that is left alone for some seconds. */
  practised(): Promise<void>;
  /** Milliseconds that each of `rounds` compiles of slightly different texts took, as the page sees it. */
  timeCompiles(code: string, rounds: number): Promise<readonly number[]>;
}

/** Addresses of built files, found as the page finds them: from index.html and the scripts it names. */
async function assets(page: Page, names: readonly string[]): Promise<readonly string[]> {
  const get = async (path: string): Promise<string> => (await page.request.get(path)).text();
  const html = await get('');
  const scripts = await Promise.all([...html.matchAll(/assets\/[\w.-]+\.js/g)].map(([path]) => get(path)));
  const text = [html, ...scripts].join('\n');
  return names.map((name) => {
    const found = new RegExp(`${name}-[\\w-]+\\.(js|wasm)`).exec(text)?.[0];
    if (found === undefined) throw new Error(`The page names no file ${name}-….`);
    return `assets/${found}`;
  });
}

/** Starts both beside whatever the page is showing. The page must be one of the app's. */
export async function startRawKernel(page: Page): Promise<RawKernel> {
  const [kernel = '', compiler = '', wasm = ''] = await assets(page, [
    '_virtual_kernel-worker',
    'compiler-worker',
    'esbuild',
  ]);
  await page.evaluate(
    async ({ kernel, compiler, wasm }) => {
      interface Endpoint {
        postMessage(message: unknown): void;
        addEventListener(type: 'message', listener: (event: MessageEvent) => void): void;
      }

      /** Calls a function of an object that Comlink exposes. */
      function caller(endpoint: Endpoint): (name: string, argument: unknown) => Promise<unknown> {
        const waiting = new Map<string, (data: { readonly type: string; readonly value: unknown }) => void>();
        endpoint.addEventListener('message', ({ data }) => {
          waiting.get(data.id)?.(data);
          waiting.delete(data.id);
        });
        return (name, argument) =>
          new Promise((resolve, reject) => {
            const id = crypto.randomUUID();
            waiting.set(id, ({ type, value }) =>
              type === 'RAW' ? resolve(value) : reject(new Error(JSON.stringify(value))),
            );
            endpoint.postMessage({ id, type: 'APPLY', path: [name], argumentList: [{ type: 'RAW', value: argument }] });
          });
      }

      const worker = new Worker(compiler, { type: 'module' });
      const compile = caller(worker);
      await compile('start', new URL(wasm, document.baseURI).href);

      const { default: source } = await import(new URL(kernel, document.baseURI).href);
      const frame = document.createElement('iframe');
      frame.setAttribute('sandbox', 'allow-scripts');
      frame.style.display = 'none';
      frame.src = 'kernel.html';
      const ready = new Promise<void>((resolve) => {
        addEventListener('message', function hear(event) {
          if (event.source !== frame.contentWindow) return;
          removeEventListener('message', hear);
          resolve();
        });
      });
      document.body.append(frame);
      await ready;
      const { port1, port2 } = new MessageChannel();
      frame.contentWindow?.postMessage({ source }, '*', [port2]);
      port1.start();
      const request = caller(port1);
      Object.assign(window, {
        rawCompile: (cells: unknown) => compile('compile', cells),
        rawPractised: () => compile('practised', null),
        rawRequest: (one: unknown) => request('request', one),
      });
    },
    { kernel, compiler, wasm },
  );
  return {
    compile: (cells) => page.evaluate((all) => (window as unknown as RawWindow).rawCompile(all), cells),
    practised: () => page.evaluate(() => (window as unknown as RawWindow).rawPractised()),
    timeCompiles: (code, rounds) =>
      page.evaluate(
        async ([text, count]) => {
          const samples: number[] = [];
          for (let i = 0; i < count; i++) {
            const cell = { key: 'c', kind: 'rules', slug: null, code: `${text}const edit = ${i}\n` } as const;
            const started = performance.now();
            const [compiled] = await (window as unknown as RawWindow).rawCompile([cell]);
            samples.push(performance.now() - started);
            if (compiled?.js === null) throw new Error(compiled.diagnostics[0]?.text);
          }
          return samples;
        },
        [code, rounds] as const,
      ),
    request<R extends Request>(request: R): Promise<ReplyTo<R>> {
      const asked = page.evaluate(
        (one) => (window as unknown as RawWindow).rawRequest(one as Request),
        request as unknown,
      );
      return asked as Promise<ReplyTo<R>>;
    },
  };
}

interface RawWindow {
  rawCompile(cells: readonly CellSource[]): Promise<readonly CompiledCell[]>;
  rawPractised(): Promise<void>;
  rawRequest(request: Request): Promise<unknown>;
}
