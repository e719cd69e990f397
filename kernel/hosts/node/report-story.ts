/** A counterexample as a story: step by step what happened, what was sent, what changed; at the end, what is wrong then. */
import type { StoryStep } from '../../exploration.ts';
import type { ViolationResult } from './check-result.ts';

/** Without a margin. */
export function storyLines({ property, text, path, loop, story, isExpected }: ViolationResult): readonly string[] {
  const steps = path.length - 1;
  const head = `${property} is violated${isExpected ? ', as expected,' : ''} after ${steps} ${steps === 1 ? 'step' : 'steps'}:`;
  const told = path.flatMap((line, at) => stepLines(at, line, story[at]));
  const round =
    loop === null
      ? []
      : loop.length === 0
        ? ['   and so it can stay for ever']
        : ['   and then, round and round:', ...loop.map((line) => `     ${line}`)];
  return [head, ...told, ...round, `   ${property}: ${text === '' ? 'it does not hold here' : text}`];
}

function stepLines(at: number, line: string, step: StoryStep | undefined): readonly string[] {
  const { body = '', changes = [], sent = [] } = step ?? {};
  return [
    `${String(at).padStart(4)}  ${line}${body === '' ? '' : `  ${body}`}`,
    ...changes.map(
      ({ node, field, before, after }) => `        ${node}.${field}: ${before ?? '(none)'} → ${after ?? '(none)'}`,
    ),
    ...sent.map((message) => `        sent ${message}`),
  ];
}
