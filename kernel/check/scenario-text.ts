/** A schedule as the text of a scenario, to be pasted into the notebook: a test that fails until the model is mended. */
import type { Distribution, KeyDistribution, LinkSpec, Workload } from '../program/language.ts';
import { timerParts } from '../world/effect.ts';
import { keyOf, listed, literal, numeral, quoted } from '../literal.ts';
import type { Deed, Done, Schedule } from './schedule.ts';

/** What the notebook calls its kinds and messages. */
export interface NamesInCells {
  /** The name of the constant that holds the kind, as `server`. */
  kind(name: string): string;
  message(name: string): string;
}

export function scenarioText(
  title: string,
  { seed, until, nodes, start, loads, deeds }: Schedule,
  names: NamesInCells,
): string {
  const lines: string[] = [];
  for (let from = 0; from < nodes.length; ) {
    const kind = nodes[from]?.kind ?? '';
    let to = from + 1;
    while (nodes[to]?.kind === kind) to += 1;
    const group = nodes.slice(from, to);
    const isUneven = group.some(({ given }) => Object.keys(given).length > 0);
    const which = isUneven
      ? listed(
          '{ ',
          group.map(({ id, given }) => `${keyOf(id)}: ${literal(given)}`),
          ' }',
          '  ',
        )
      : listed(
          '[',
          group.map(({ id }) => quoted(id)),
          ']',
          '  ',
        );
    lines.push(`world.add(${names.kind(kind)}, ${which})`);
    from = to;
  }
  const words = wordsFor(nodes, names);
  for (const done of start) lines.push(doneText('world', done, words));
  for (const { kind, workload } of loads) lines.push(`world.load(${names.kind(kind)}, ${workloadText(workload)})`);
  for (const deed of deeds) lines.push(deedText(deed, words));
  return `scenario(${quoted(title)}, { seed: ${seed}, until: ${numeral(until)} }, (world) => {\n${lines
    .map((line) => `  ${line}\n`)
    .join('')}})`;
}

interface Words {
  readonly names: NamesInCells;
  readonly nodes: readonly string[];
  readonly kindOf: (node: string) => string;
}

type Named = readonly { readonly id: string; readonly kind: string }[];

function wordsFor(nodes: Named, names: NamesInCells): Words {
  const kindOf = new Map(nodes.map(({ id, kind }) => [id, kind]));
  return { names, kindOf: (node) => kindOf.get(node) ?? '', nodes: nodes.map(({ id }) => id) };
}

/** One action, as it stands in a scenario's function. `nodes`: all there are. */
export const scenarioLine = (deed: Pick<Deed, 'at' | 'name' | 'done'>, nodes: Named, names: NamesInCells): string =>
  deedText(deed, wordsFor(nodes, names));

function deedText({ at, name, done }: Pick<Deed, 'at' | 'name' | 'done'>, words: Words): string {
  const title = name === '' ? '' : `${quoted(name)}, `;
  const act = doneText('w', done, words);
  const line = `world.at(${numeral(at)}, ${title}(w) => ${act})`;
  return line.length <= 96 ? line : `world.at(${numeral(at)}, ${title}(w) =>\n    ${act})`;
}

/** One line, in simple words, for lists. */
export function deedLine({ at, name, done }: Deed): string {
  return `${Number(at.toFixed(3))} ms  ${doneLine(done)}${name === '' ? '' : `  (${name})`}`;
}

function doneLine(done: Done): string {
  switch (done.type) {
    case 'crash':
    case 'restart':
      return `${done.type} ${done.node}`;
    case 'cut':
      return `cut ${done.text}`;
    case 'heal':
      return `heal${done.pairs === null ? '' : ` ${done.pairs.map((pair) => pair.join(' | ')).join(', ')}`}`;
    case 'network':
      return done.link === null ? 'another network' : `another link ${done.link.join(' → ')}`;
    case 'send':
      return `send ${done.message.type} to ${done.to}`;
    case 'fireTimer':
      return `${timerParts(done.key).type} of ${done.node} fires`;
    case 'drop':
    case 'duplicate':
      return `${done.type} ${done.message} ${done.from} → ${done.to}`;
    case 'delay':
      return `delay ${done.message} ${done.from} → ${done.to} by ${done.ms} ms`;
    case 'edit':
      return `edit ${done.node}`;
    case 'fire':
      return `${done.rule} on ${done.node}`;
    case 'note':
      return `note ${done.text}`;
  }
}

function doneText(world: string, done: Done, { names, kindOf, nodes }: Words): string {
  const call = (act: string, ...parts: readonly string[]): string => `${world}.${act}(${parts.join(', ')})`;
  switch (done.type) {
    case 'crash':
    case 'restart':
      return call(done.type, quoted(done.node));
    case 'cut': {
      const groups = done.pairs.length === 1 ? null : groupsOf(done.pairs, nodes);
      return groups === null ? each(done.pairs, 'cut') : call('partition', ...groups.map(literal));
    }
    case 'heal':
      return done.pairs === null ? call('heal') : each(done.pairs, 'heal');
    case 'network':
      return done.link === null
        ? call('network', linkText(done.spec))
        : call('link', ...done.link.map(quoted), linkText(done.spec));
    case 'send': {
      const { type, body } = done.message;
      const isEmpty = typeof body === 'object' && body !== null && Object.keys(body).length === 0;
      const message = `${names.message(type)}(${isEmpty ? '' : literal(body)})`;
      return call('send', quoted(done.to), message, ...(done.from === null ? [] : [quoted(done.from)]));
    }
    case 'fireTimer': {
      const { type, key } = timerParts(done.key);
      return call('fireTimer', quoted(done.node), names.message(type), ...(key === null ? [] : [quoted(key)]));
    }
    case 'drop':
    case 'duplicate':
      return call(done.type, names.message(done.message), quoted(done.from), quoted(done.to));
    case 'delay':
      return call('delay', names.message(done.message), quoted(done.from), quoted(done.to), numeral(done.ms));
    case 'edit':
      return call(
        'edit',
        names.kind(kindOf(done.node)),
        quoted(done.node),
        `(s) => { Object.assign(s, ${literal(done.fields)}) }`,
      );
    case 'fire':
      return call('fire', quoted(done.node), quoted(done.rule));
    case 'note':
      return call('note', quoted(done.text));
  }

  function each(pairs: readonly (readonly [string, string])[], act: string): string {
    const calls = pairs.map((pair) => call(act, ...pair.map(quoted)));
    return calls.length === 1 ? (calls[0] ?? '') : `{ ${calls.join('; ')} }`;
  }
}

/** The groups that nothing passes between; null when these pairs are not all the links between some groups. */
function groupsOf(
  pairs: readonly (readonly [string, string])[],
  nodes: readonly string[],
): readonly (readonly string[])[] | null {
  const cut = new Set(pairs.flatMap(([a, b]) => [`${a} ${b}`, `${b} ${a}`]));
  const groups: string[][] = [];
  for (const node of nodes) {
    const joined = groups.filter((group) => group.some((other) => !cut.has(`${node} ${other}`)));
    const rest = groups.filter((group) => !joined.includes(group));
    groups.splice(0, groups.length, ...rest, [...joined.flat(), node]);
  }
  const between = groups.reduce((sum, group) => sum + group.length * (nodes.length - group.length), 0);
  return groups.length > 1 && between === cut.size ? groups : null;
}

function linkText(spec: LinkSpec): string {
  const members = Object.entries(spec).map(
    ([key, value]: readonly [string, unknown]) =>
      `${key}: ${key === 'latency' ? distributionText(value as Distribution) : literal(value)}`,
  );
  return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`;
}

function distributionText(distribution: Distribution): string {
  const { kind, ...numbers } = distribution;
  return `${kind}(${Object.values(numbers).map(numeral).join(', ')})`;
}

function workloadText(workload: Workload): string {
  const members = Object.entries(workload).flatMap(([key, value]: readonly [string, unknown]) => {
    if (key === 'isWorkload') return [];
    if (key === 'keys') return `keys: ${keysText(value as Workload['keys'])}`;
    if (key === 'arrivals') return `arrivals: ${arrivalsText(value as Workload['arrivals'])}`;
    return `${key}: ${literal(value)}`;
  });
  return `workload(${listed('{ ', members, ' }', '  ')})`;
}

function keysText(keys: KeyDistribution): string {
  switch (keys.kind) {
    case 'uniform':
      return `uniform(${keys.low}, ${keys.high})`;
    case 'zipfian':
      return `zipfian(${keys.count}, ${literal({ theta: keys.theta, scrambled: keys.scrambled })})`;
    case 'latest':
      return `latest(${keys.count}, ${literal(keys.counts === undefined ? { theta: keys.theta } : { theta: keys.theta, counts: keys.counts })})`;
    case 'hotspot':
      return `hotspot(${keys.count}, ${literal({ hotKeys: keys.hotKeys, hotOperations: keys.hotOperations })})`;
  }
}

function arrivalsText(arrivals: Workload['arrivals']): string {
  switch (arrivals.kind) {
    case 'poisson':
      return `poisson(${arrivals.perSecond})`;
    case 'regular':
      return `regular(${arrivals.everyMs})`;
    case 'closed':
      return `closed(${arrivals.clients}, { think: ${distributionText(arrivals.thinkMs)} })`;
  }
}
