/** The keys, once: what the help lists. Those of commands come from the commands; here are those that belong to one place. */
import { shownChord } from './commands/chord.ts';
import { commands, groups } from './commands/commands.ts';

export interface KeyGroup {
  readonly title: string;
  readonly keys: readonly (readonly [keys: readonly string[], meaning: string])[];
}

const ofCommands: readonly KeyGroup[] = groups.flatMap((title) => {
  const keys = commands
    .filter((command) => command.group === title && command.keys.length > 0)
    .map((command) => [[...command.keys, ...(command.writingKeys ?? [])].map(shownChord), command.title] as const);
  return keys.length === 0 ? [] : [{ title, keys }];
});

export const keyGroups: readonly KeyGroup[] = [
  ...ofCommands,
  {
    title: 'While writing in a cell',
    keys: [
      [['Esc'], 'Leave it'],
      [[shownChord('Shift+Enter')], 'Apply and go to the next'],
      [
        ['Alt ↑', 'Alt ↓'],
        'Step the number at the caret, or through the texts that may stand there; with Shift by ten',
      ],
      [['Alt click'], 'On one of a few texts, or on true or false: the next; with Shift the one before'],
      [['Drag'], 'On a number or one of a few texts, sideways: move it, and the run follows'],
      [['F12', 'Shift F12'], 'To the definition; all references'],
      [['F2'], 'Rename, in every cell'],
      [['F8'], 'To the next thing that is wrong'],
      [[shownChord('Mod+Space')], 'Complete'],
    ],
  },
  {
    title: 'A hint: what has the focus tells of itself',
    keys: [
      [['Alt I'], 'Into it, to its links; Tab leaves it again'],
      [['Esc'], 'Close it, and nothing else'],
    ],
  },
  {
    title: 'The stage, with the focus in it',
    keys: [
      [['Shift F10', 'M'], 'What can be done to what has the focus: a node, a message, a timer'],
      [['Alt ↑', 'Alt ←'], 'Move a node; Del puts it back'],
    ],
  },
  {
    title: 'A table of states, with the focus in it',
    keys: [
      [['↑', '↓', '←', '→'], 'From cell to cell; Home, End, PgUp, PgDn and Ctrl further'],
      [['Enter', 'F2'], 'Edit the value, or open the collection; most values are simply typed'],
      [['S', 'W'], 'Star it; why it is what it is. Where letters are typed: with Alt'],
      [['Alt ↑', 'Alt ↓'], 'In a list: move the item'],
      [['Shift Del'], 'In a collection: delete the member'],
      [['Esc'], 'Out of the collection'],
    ],
  },
  {
    title: 'In a form, or a value that is edited',
    keys: [
      [['Enter', 'Esc'], 'Finish it; leave it'],
      [['Tab'], 'In a table: set it and go on beside; Enter goes on below'],
      [['Alt S'], 'Star the value that is being typed'],
    ],
  },
  {
    title: 'The timeline, with the focus in it',
    keys: [
      [['+', '−', '0'], 'Zoom in, zoom out, the whole run'],
      [['PgUp', 'PgDn'], 'A twentieth of what is shown'],
      [['↑', '↓'], 'Through the branches; Enter goes to one'],
      [['F2', 'Del'], 'Rename or delete a branch'],
      [['←', '→'], 'Through the marks; Enter goes to one, ↑ into its hint'],
      [['Del'], 'Undo the act a mark stands for'],
    ],
  },
  {
    title: 'The space-time diagram, with the focus in it',
    keys: [
      [['←', '→'], 'Along the lane of the chosen event'],
      [['↑', '↓'], 'To its cause; to the first thing it caused'],
      [['+', '−', '0'], 'Less time, more time; follow the run'],
      [['PgUp', 'PgDn'], 'Earlier, later'],
      [['Enter', 'F', 'R'], 'Go there; fork there; fork the race it was in'],
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
];
