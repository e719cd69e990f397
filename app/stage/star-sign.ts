/** A star as it is drawn beside what carries it: its colour and, where there is room, its name. */
import { css, html, nothing, type TemplateResult, unsafeCSS } from 'lit';
import { type StarSign, starsText } from '../model/stars.ts';

export const starStyles = css`
  ${unsafeCSS([1, 2, 3, 4, 5, 6].map((n) => `.s${n} { --star: var(--s${n}); }`).join('\n'))}
  .stars {
    display: inline-flex;
    align-items: baseline;
    gap: 3px;
    font: 600 var(--t-xs) / 1.3 var(--font-ui);
    white-space: nowrap;
  }
  .star {
    color: var(--star);
  }
  .star.made {
    opacity: 0.75;
    text-decoration: underline dotted;
    text-underline-offset: 2px;
  }
  .star i {
    font-style: normal;
    font-size: 1.15em;
  }
`;

/** `named`: with their names. Nothing when there are none. */
export function starSigns(signs: readonly StarSign[], named: boolean): TemplateResult | typeof nothing {
  if (signs.length === 0) return nothing;
  const text = starsText(signs);
  return html`<span class="stars" role="img" aria-label=${text} title=${text}>
    ${signs.map(
      ({ colour, name, isMade }) =>
        html`<span class="star s${colour} ${isMade ? 'made' : ''}" aria-hidden="true"><i>${isMade ? '☆' : '★'}</i>${named ? ` ${name}` : nothing}</span>`,
    )}
  </span>`;
}
