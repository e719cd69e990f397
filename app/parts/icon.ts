/** `<rh-icon name="play">`: a Lucide icon drawn as a mask, so that it takes the text's colour and needs no markup. */
import { css, html, LitElement, unsafeCSS } from 'lit';
import arrowDown from 'lucide-static/icons/arrow-down.svg?url&inline';
import arrowUp from 'lucide-static/icons/arrow-up.svg?url&inline';
import help from 'lucide-static/icons/circle-question-mark.svg?url&inline';
import chevronDown from 'lucide-static/icons/chevron-down.svg?url&inline';
import chevronLeft from 'lucide-static/icons/chevron-left.svg?url&inline';
import chevronRight from 'lucide-static/icons/chevron-right.svg?url&inline';
import chevronUp from 'lucide-static/icons/chevron-up.svg?url&inline';
import circleAlert from 'lucide-static/icons/circle-alert.svg?url&inline';
import book from 'lucide-static/icons/book-open.svg?url&inline';
import check from 'lucide-static/icons/check.svg?url&inline';
import command from 'lucide-static/icons/command.svg?url&inline';
import disk from 'lucide-static/icons/hard-drive.svg?url&inline';
import download from 'lucide-static/icons/download.svg?url&inline';
import ellipsis from 'lucide-static/icons/ellipsis.svg?url&inline';
import fork from 'lucide-static/icons/git-fork.svg?url&inline';
import ghost from 'lucide-static/icons/ghost.svg?url&inline';
import fileOutput from 'lucide-static/icons/file-output.svg?url&inline';
import gauge from 'lucide-static/icons/gauge.svg?url&inline';
import hand from 'lucide-static/icons/hand.svg?url&inline';
import history from 'lucide-static/icons/history.svg?url&inline';
import keyboard from 'lucide-static/icons/keyboard.svg?url&inline';
import loader from 'lucide-static/icons/loader-circle.svg?url&inline';
import minus from 'lucide-static/icons/minus.svg?url&inline';
import monitor from 'lucide-static/icons/monitor.svg?url&inline';
import moon from 'lucide-static/icons/moon.svg?url&inline';
import pause from 'lucide-static/icons/pause.svg?url&inline';
import pencil from 'lucide-static/icons/pencil.svg?url&inline';
import play from 'lucide-static/icons/play.svg?url&inline';
import plus from 'lucide-static/icons/plus.svg?url&inline';
import projector from 'lucide-static/icons/projector.svg?url&inline';
import restart from 'lucide-static/icons/rotate-ccw.svg?url&inline';
import stepBack from 'lucide-static/icons/step-back.svg?url&inline';
import stepForward from 'lucide-static/icons/step-forward.svg?url&inline';
import star from 'lucide-static/icons/star.svg?url&inline';
import sun from 'lucide-static/icons/sun.svg?url&inline';
import trash from 'lucide-static/icons/trash-2.svg?url&inline';
import triangleAlert from 'lucide-static/icons/triangle-alert.svg?url&inline';
import undo from 'lucide-static/icons/undo-2.svg?url&inline';
import x from 'lucide-static/icons/x.svg?url&inline';
import zap from 'lucide-static/icons/zap.svg?url&inline';

const icons = {
  'arrow-down': arrowDown,
  'arrow-up': arrowUp,
  book,
  check,
  'chevron-down': chevronDown,
  'chevron-left': chevronLeft,
  'chevron-right': chevronRight,
  'chevron-up': chevronUp,
  'circle-alert': circleAlert,
  command,
  disk,
  download,
  ellipsis,
  hand,
  help,
  fork,
  ghost,
  'file-output': fileOutput,
  gauge,
  history,
  keyboard,
  loader,
  minus,
  monitor,
  moon,
  pause,
  pencil,
  play,
  plus,
  projector,
  restart,
  'step-back': stepBack,
  'step-forward': stepForward,
  star,
  sun,
  trash,
  'triangle-alert': triangleAlert,
  undo,
  x,
  zap,
} as const;

export type IconName = keyof typeof icons;

export class RhIcon extends LitElement {
  static override readonly properties = { name: { reflect: true } };
  declare name: IconName;

  static override readonly styles = [
    css`
      :host {
        display: inline-block;
        width: 1.15em;
        height: 1.15em;
        flex: none;
        background: currentColor;
        mask: var(--icon) center / contain no-repeat;
        vertical-align: -0.2em;
      }
      :host([name='loader']) {
        animation: turn 1s linear infinite;
      }
      @keyframes turn {
        to {
          rotate: 1turn;
        }
      }
      @media (prefers-reduced-motion: reduce) {
        :host([name='loader']) {
          animation: none;
        }
      }
    `,
    ...Object.entries(icons).map(
      ([name, url]) => css`
        :host([name='${unsafeCSS(name)}']) {
          --icon: url("${unsafeCSS(url)}");
        }
      `,
    ),
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    this.setAttribute('aria-hidden', 'true');
  }

  override render() {
    return html``;
  }
}

customElements.define('rh-icon', RhIcon);

declare global {
  interface HTMLElementTagNameMap {
    'rh-icon': RhIcon;
  }
}
