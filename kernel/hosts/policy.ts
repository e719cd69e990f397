/**
 * The content security policies of the two documents. The page runs only its own scripts; the kernel's
 * frame runs text (that is its purpose), in an opaque origin from which nothing can be reached.
 * Dev server, built page and `rehearsal open` all take them from here.
 */
import { createHash } from 'node:crypto';

const page: readonly (readonly [directive: string, sources: string])[] = [
  ['default-src', "'none'"],
  ['script-src', "'self' 'wasm-unsafe-eval'"],
  ['style-src', "'self' 'unsafe-inline'"],
  ['img-src', "'self' data: blob:"],
  ['font-src', "'self' data:"],
  ['connect-src', "'self'"],
  ['worker-src', "'self' blob:"],
  ['frame-src', "'self'"],
  ['manifest-src', "'self'"],
  ['object-src', "'none'"],
  ['base-uri', "'none'"],
  ['form-action', "'none'"],
];

const join = (directives: readonly (readonly [string, string])[]): string =>
  directives.map(([directive, sources]) => `${directive} ${sources}`).join('; ');

/** The page's policy as a meta element can carry it (`frame-ancestors` works only in a header). */
export const pagePolicy = join(page);

/** The page's policy as the server sends it. */
export const pagePolicyHeader = join([...page, ['frame-ancestors', "'self'"]]);

/** The dev server's client also talks to its web socket. */
export const devPolicyHeader = join(
  page.map(([directive, sources]) => [directive, directive === 'connect-src' ? `${sources} ws:` : sources] as const),
);

/** What the server adds to the frame's own meta policy: an opaque origin even when opened by itself. */
export const framePolicyHeader = "sandbox allow-scripts; frame-ancestors 'self'";

/**
 * The frame's policy. Its one script is named by hash. `'unsafe-eval'` is for the worker, which inherits the policy
 * and makes functions of cells; `default-src 'none'` is what denies it the network.
 */
export function framePolicy(script: string): string {
  const hash = createHash('sha256').update(script).digest('base64');
  return join([
    ['default-src', "'none'"],
    ['script-src', `'sha256-${hash}' 'unsafe-eval'`],
    ['worker-src', 'blob:'],
    ['base-uri', "'none'"],
    ['form-action', "'none'"],
  ]);
}
