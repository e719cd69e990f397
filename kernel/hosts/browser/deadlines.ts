/** How long a kernel may think about each request before it counts as hung, in milliseconds of a page that is awake. */
import type { RequestType } from '../../protocol.ts';

export type Deadlines = Readonly<Record<RequestType, number>>;

export const deadlines: Deadlines = {
  // Evaluates every cell, perhaps for the first time; the run itself is rebuilt by `advance`, in pieces.
  open: 1_500,
  swap: 700,
  restart: 700,
  advance: 700,
  look: 1_500,
  input: 700,
  plot: 700,
  explore: 1_500,
  // Goes the way again and looks at each world on it.
  story: 3_000,
  fuzz: 1_500,
  // Reads the whole trace.
  export: 20_000,
  digest: 10_000,
  next: 700,
  branch: 1_500,
  'undo-input': 1_500,
  // Runs a stretch again, up to the act.
  'scenario-line': 1_500,
  choices: 1_500,
  value: 1_500,
  members: 1_500,
  messages: 1_500,
  find: 700,
  // Makes rows again that were thinned away.
  'space-time': 3_000,
  partitions: 1_500,
  compare: 3_000,
  // One order of the rivals is played to its end at a time.
  race: 3_000,
  // Cells are put together once more, with probes.
  probe: 3_000,
  watch: 3_000,
  limit: 700,
  star: 1_500,
  // Looks at a whole state between two looks at the clock, and goes to the moment that is shown.
  stars: 3_000,
  // Runs a stretch between two looks at the clock, and asks a property once more.
  explain: 3_000,
  // Searches once more for what its monitor found over the whole run.
  history: 3_000,
  stat: 3_000,
  heat: 3_000,
};

/** While a hanging event is being looked for, one stride or one event may take this long. */
export const careful = { strideSteps: 64, strideMs: 250, stepMs: 200, openMs: 700 } as const;
