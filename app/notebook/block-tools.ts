/** The small buttons of a cell or a text: add below, move, delete. They show when it is chosen or pointed at. */
import { html, nothing } from 'lit';
import type { CellKey } from '../../kernel/diagnostic.ts';
import { act } from '../model/act.ts';
import type { Action } from '../model/actions.ts';
import type { IconName } from '../parts/icon.ts';

/** @param folded of a cell; null for a text, which cannot be */
export function blockTools(from: EventTarget, key: CellKey, name: string, folded: boolean | null = null) {
  const button = (label: string, keys: string, icon: IconName, action: Action) =>
    html`<button class="icon-button small" aria-label=${`${label}: ${name}`} title=${`${label} (${keys})`} @click=${() => act(from, action)}>
      <rh-icon name=${icon}></rh-icon>
    </button>`;
  return html`<div class="block-tools" role="toolbar" aria-label=${`Tools of ${name}`}>
    ${button('Move up', 'Alt ↑', 'arrow-up', { type: 'move', key, by: -1 })}
    ${button('Move down', 'Alt ↓', 'arrow-down', { type: 'move', key, by: 1 })}
    ${button('Add a cell below', 'b', 'plus', { type: 'add', after: key, kind: 'rules' })}
    ${
      folded === null
        ? nothing
        : button(folded ? 'Unfold' : 'Fold', 'o', folded ? 'chevron-down' : 'chevron-up', { type: 'fold', key })
    }
    ${button('Delete', 'd d', 'trash', { type: 'delete', key })}
  </div>`;
}
