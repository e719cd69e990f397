/** `class="unseen"`: what is only read aloud. For shadow roots, and for the page (`main.ts`). */
import { css } from 'lit';

export const unseenStyles = css`
  .unseen {
    position: absolute;
    width: 1px;
    height: 1px;
    margin: -1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
`;
