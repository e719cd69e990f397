/** The address: `#/` is the gallery, `#/n/<id>` a notebook, `#/language` and `#/guide` what there is to read, with a heading after it. */
import type { Route } from './state.ts';

export function parseRoute(hash: string): Route {
  const document = /^#\/(language|guide)(?:\/([^/]*))?$/.exec(hash);
  if (document !== null) {
    return {
      type: 'document',
      name: document[1] === 'guide' ? 'guide' : 'language',
      heading: decoded(document[2] ?? '') ?? '',
    };
  }
  const id = decoded(/^#\/n\/(.+)$/.exec(hash)?.[1] ?? '');
  return id === null || id === '' ? { type: 'gallery' } : { type: 'notebook', id };
}

/** Null when it is not what an address may hold. */
function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

export function routeHash(route: Route): string {
  switch (route.type) {
    case 'gallery':
      return '#/';
    case 'notebook':
      return `#/n/${route.id.split('/').map(encodeURIComponent).join('/')}`;
    case 'document':
      return `#/${route.name}${route.heading === '' ? '' : `/${encodeURIComponent(route.heading)}`}`;
  }
}
