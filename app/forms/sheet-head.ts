/** Above the table of a collection: the way to it, how large it is, and what is done with all of it. */
import { html, nothing, type TemplateResult } from 'lit';
import type { Members, MembersWish } from '../../kernel/members.ts';
import { type Path, pathText } from '../../kernel/path.ts';
import { boxOf } from '../menu/open.ts';
import { act } from '../model/act.ts';
import '../parts/icon.ts';
import { formatNumber } from '../stage/format.ts';
import { counted } from './sheet-words.ts';

interface Leads {
  readonly go: (to: Path) => void;
  readonly close: () => void;
}

/** The field that a way begins with. */
export const fieldOfPath = (path: Path): string => (typeof path[0] === 'string' ? path[0] : '');

export function sheetHead(
  host: EventTarget,
  { node, path }: MembersWish,
  members: Members | null,
  { go, close }: Leads,
): TemplateResult {
  const [name, field] = [pathText(path), fieldOfPath(path)];
  const whole = ({ currentTarget }: { readonly currentTarget: HTMLElement }): void =>
    act(host, { type: 'form', form: { type: 'value', node, field, path, anchor: boxOf(currentTarget), read: null } });
  const star = (): void => {
    const at = members?.type === 'members' ? members.at : [];
    act(host, { type: 'star', place: { type: 'state', node, field, at } });
  };
  const size =
    members?.type === 'members' ? `${formatNumber(members.size)} ${counted(members.kind, members.size)}` : '';
  return html`<nav aria-label="Way to this collection" id="title"><span>${node}.</span>${path.map((_, i) => wayPart(path, i, go))}</nav>
    <span class="size">${size}</span>
    <button class="icon" aria-label="Star ${name} of ${node}" title="Star all of it, or let it go" @click=${star}><rh-icon name="star"></rh-icon></button>
    <button class="icon" aria-label="Edit ${name} of ${node} as a whole" title="Edit it as a whole, or as text" @click=${whole}>{ }</button>
    <button class="icon close" aria-label="Close ${name} of ${node}" title="Close it (Esc)" @click=${close}><rh-icon name="x"></rh-icon></button>`;
}

function wayPart(path: Path, i: number, go: Leads['go']): TemplateResult {
  const way = path.slice(0, i + 1);
  const text = pathText(way.slice(-1));
  const isLast = i === path.length - 1;
  return html`${i === 0 ? nothing : '›'}${isLast ? html`<span>${text}</span>` : html`<button @click=${() => go(way)}>${text}</button>`}`;
}
