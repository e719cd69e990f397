/** The keys, once: what the help lists. `keys.ts` obeys them. */

export interface KeyGroup {
  readonly title: string;
  readonly keys: readonly (readonly [keys: readonly string[], meaning: string])[];
}

const mac = /Mac|iPhone|iPad/.test(navigator.platform);
export const modifier = mac ? '⌘' : 'Ctrl';

export const keyGroups: readonly KeyGroup[] = [
  {
    title: 'The run',
    keys: [
      [['Space'], 'Play or pause'],
      [['←', '→'], 'One event back or forward'],
      [['Shift ←', 'Shift →'], 'Ten events back or forward'],
      [['Home', 'End'], 'To the start; to the present'],
      [[',', '.'], 'To the previous or next mark'],
      [['F'], 'Fork: a branch from here'],
      [['H'], 'Choose by hand what happens next'],
      [['Shift F10'], 'What can be done to what has the focus: a node, a message, a timer'],
      [['1', '2', '3'], 'Edits from now, from here, from the start'],
    ],
  },
  {
    title: 'The timeline, with the focus in it',
    keys: [
      [['+', '−', '0'], 'Zoom in, zoom out, the whole run'],
      [['PgUp', 'PgDn'], 'A twentieth of what is shown'],
      [['↑', '↓'], 'Through the branches; Enter goes to one'],
      [['F2', 'Del'], 'Rename or delete a branch'],
      [['←', '→'], 'Through the marks; Enter goes to one'],
      [['Del'], 'Undo the act a mark stands for'],
    ],
  },
  {
    title: 'An event chosen in the log',
    keys: [
      [['Enter'], 'Go there'],
      [['F', 'R'], 'Fork there; fork the race it was in'],
      [['N', 'E'], 'Next event of its node, of its rule; with Shift the one before'],
    ],
  },
  {
    title: 'A cell',
    keys: [
      [['Enter'], 'Write in the chosen cell'],
      [['Esc'], 'Leave it'],
      [['Alt ↑', 'Alt ↓'], 'Step the number at the caret; with Shift by ten'],
      [['Shift Enter'], 'Apply and go to the next'],
      [[`${modifier} Enter`], 'Apply now'],
    ],
  },
  {
    title: 'The notebook',
    keys: [
      [['j', 'k'], 'Next, previous'],
      [['a', 'b'], 'Add a rules cell above, below'],
      [['m'], 'Add a paragraph below'],
      [['Alt ↑', 'Alt ↓'], 'Move it'],
      [['d d'], 'Delete it'],
      [['z'], 'Undo the deletion'],
      [[`${modifier} S`], 'Save now'],
    ],
  },
  { title: 'The page', keys: [[['?'], 'This list']] },
];
