/** The small buttons of a cell or a text: add below, move, delete. They show when it is chosen or pointed at. */
import { html } from 'lit';
import type { CellKey } from '../../kernel/diagnostic.ts';
import { act } from '../model/act.ts';
import type { Action } from '../model/actions.ts';
import type { IconName } from '../parts/icon.ts';

export function blockTools(from: EventTarget, key: CellKey, name: string) {
  const button = (label: string, icon: IconName, action: Action) =>
    html`<button class="icon-button small" aria-label=${`${label}: ${name}`} title=${label} @click=${() => act(from, action)}>
      <rh-icon name=${icon}></rh-icon>
    </button>`;
  return html`<div class="block-tools" role="toolbar" aria-label=${`Tools of ${name}`}>
    ${button('Move up', 'arrow-up', { type: 'move', key, by: -1 })}
    ${button('Move down', 'arrow-down', { type: 'move', key, by: 1 })}
    ${button('Add a cell below', 'plus', { type: 'add', after: key, kind: 'rules' })}
    ${button('Delete', 'trash', { type: 'delete', key })}
  </div>`;
}
