/** What the search has found in one part, for the component that shows it. */
import type { ReactiveControllerHost } from 'lit';
import type { CellKey } from '../../kernel/diagnostic.ts';
import { partOf, textOf } from '../model/text.ts';
import { page, select } from '../model/page.ts';
import { findAll, patternOf, placesOf, type Search } from '../model/search.ts';
import type { PageState } from '../model/state.ts';

export interface FoundHere {
  readonly search: Search;
  /** Offsets of the part's text. */
  readonly places: readonly (readonly [start: number, end: number])[];
  /** Which of them is chosen; null when it is another part's. */
  readonly now: number | null;
}

/** Null when nothing is searched for. Made again when the search or this part's text has changed. */
export function foundIn(host: ReactiveControllerHost, key: () => CellKey): { readonly value: FoundHere | null } {
  let [search, part, known]: [Search | null, unknown, FoundHere | null] = [null, null, null];
  return select(host, ({ open }: PageState) => {
    if (open === null || open.search === null) return null;
    const here = partOf(open.notebook, key());
    if (here === undefined) return null;
    // Where the chosen one is depends on what is above.
    if (
      open.search === search &&
      here === part &&
      known !== null &&
      known.now === null &&
      open.selection.key !== here.key
    )
      return known;
    const pattern = patternOf(open.search);
    const places = typeof pattern === 'function' ? placesOf(pattern, textOf(here)) : [];
    const now = places.length === 0 ? null : chosenIn(open.search, here.key);
    if (open.search === search && here === part && known !== null && known.now === now) return known;
    [search, part] = [open.search, here];
    known = { search: open.search, places, now };
    return known;
  });
}

function chosenIn(search: Search, key: CellKey): number | null {
  const { open } = page.state;
  const all = open === null ? [] : foundOnce(open.notebook, search);
  const chosen = all[search.at];
  if (chosen?.key !== key) return null;
  return all.filter((other, i) => other.key === key && i < search.at).length;
}

let last: { readonly notebook: unknown; readonly search: Search; readonly all: ReturnType<typeof findAll> } | null =
  null;

/** Every part asks for the same. */
function foundOnce(notebook: Parameters<typeof findAll>[0], search: Search): ReturnType<typeof findAll> {
  if (last?.notebook !== notebook || last.search !== search)
    last = { notebook, search, all: findAll(notebook, search) };
  return last.all;
}

/** Scrolls until a place of the page is seen, when it is not. */
export function showInPane(
  pane: Element | null,
  { top, bottom }: { readonly top: number; readonly bottom: number },
): void {
  if (pane === null) return;
  const seen = pane.getBoundingClientRect();
  if (top < seen.top + 56 || bottom > seen.bottom - 24) pane.scrollBy({ top: top - seen.top - seen.height / 3 });
}
