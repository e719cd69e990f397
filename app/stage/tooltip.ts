/** What the pointer is told about a node or a message. */
import { html, nothing, type TemplateResult } from 'lit';
import type { Subject } from '../../kernel/explanation.ts';
import type { Frame, NodeView, TimerView } from '../../kernel/protocol.ts';
import { formatTime } from './format.ts';
import './hint.ts';

/** More timers than this are in the inspector. */
const mostTimers = 4;

export function nodeTip(frame: Frame, id: string, hints: boolean): TemplateResult | typeof nothing {
  const node = frame.nodes.find((view) => view.id === id);
  if (node === undefined) return nothing;
  const about = node.alive ? [node.role, node.detail].filter((part) => part !== '').join(' · ') : 'down';
  const timers = frame.timers.filter((timer) => timer.node === id).slice(0, mostTimers);
  return html`<div class="tooltip" role="tooltip">
    <b>${node.id}</b> ${about} ${timers.map((timer) => html`<div>${timerText(timer, frame.now)}</div>`)}
    ${roleSubject(node) === null ? nothing : html`<rh-hint-text .of=${roleSubject(node)}></rh-hint-text>`}
    ${hints ? html`<div class="hint">Click for its state, right click to act</div>` : nothing}
  </div>`;
}

/** What explains a node: the field that says its role. */
export const roleSubject = ({ id, alive, roleField }: NodeView): Subject | null =>
  alive && roleField !== undefined ? { type: 'field', node: id, field: roleField } : null;

export function messageTip(frame: Frame, id: number): TemplateResult | typeof nothing {
  const message = frame.messages.find((view) => view.id === id);
  if (message === undefined) return nothing;
  return html`<div class="tooltip" role="tooltip">
    <b>${message.type}</b> ${message.from} → ${message.to}${message.lost ? ' · will be lost' : ''}
    <div class="code">${message.text}</div>
    <rh-hint-text .of=${{ type: 'message', id }}></rh-hint-text>
    <div class="hint">sent ${formatTime(message.sentAt)}, arrives ${formatTime(message.arrivesAt)}</div>
  </div>`;
}

function timerText(timer: TimerView, now: number): string {
  return `${timer.type}${timer.key === '' ? '' : ` ${timer.key}`} in ${formatTime(Math.max(0, timer.firesAt - now))}`;
}
