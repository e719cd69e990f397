/** The address: `#/` is the gallery, `#/n/<id>` a notebook. */
import type { Route } from './state.ts';

export function parseRoute(hash: string): Route {
  const id = /^#\/n\/(.+)$/.exec(hash)?.[1];
  if (id === undefined) return { type: 'gallery' };
  try {
    return { type: 'notebook', id: decodeURIComponent(id) };
  } catch {
    return { type: 'gallery' };
  }
}

export const routeHash = (route: Route): string =>
  route.type === 'gallery' ? '#/' : `#/n/${route.id.split('/').map(encodeURIComponent).join('/')}`;
