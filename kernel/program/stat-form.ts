/** `stat` as cells declare it, checked; and what the cells of a notebook tell, held against what they declare. */
import type { CompiledCell, StatUse } from '../compile/compiled.ts';
import { type Diagnostic, diagnostic } from '../diagnostic.ts';
import { fault, requireName } from './arguments.ts';
import type { Place, StatDeclaration } from './declaration.ts';
import type { StatSpec } from './language.ts';

const kinds: readonly StatSpec['type'][] = ['counter', 'gauge', 'histogram'];

/** The method of `ctx` that tells a stat of a kind. */
const methodOf: Readonly<Record<StatSpec['type'], StatUse['method']>> = {
  counter: 'count',
  gauge: 'gauge',
  histogram: 'observe',
};

export function checkedStat(name: string, spec: StatSpec, place: Place): Omit<StatDeclaration, 'type' | 'place'> {
  requireName(name, 'stat', place);
  const wrong = (what: string, help: string): never => {
    throw fault('program/bad-argument', `${what} in stat('${name}', …).`, help, place);
  };
  const given: Partial<StatSpec> | null | undefined = spec;
  if (typeof given !== 'object' || given === null || given.type === undefined || !kinds.includes(given.type))
    return wrong('There is no type', `Give { type: 'counter', help: '…' }; types are ${kinds.join(', ')}.`);
  const { type, unit, labels = [], help } = given;
  if (typeof help !== 'string' || help.trim() === '')
    wrong('There is no help', "Say in a sentence what it tells: help: 'Requests that were answered.'");
  if (!Array.isArray(labels) || !labels.every((label) => typeof label === 'string' && label !== ''))
    wrong('labels is no list of names', "Write labels: ['op', 'status'].");
  if (!/^[a-z][\w-]*\.[a-z][a-z0-9]*(_[a-z0-9]+)*$/.test(name))
    wrong(
      'The name is not service.entity_measure_unit',
      'Write small letters with underscores after one dot: kv.requests_total.',
    );
  if (type === 'counter') {
    if (unit !== undefined) wrong('A counter has a unit', 'Let its name say what is counted: kv.sent_bytes_total.');
    if (!name.endsWith('_total'))
      wrong('The name of a counter does not end in _total', `Call it ${name}_total, or let it be a gauge.`);
  } else if (typeof unit !== 'string' || unit === '') {
    wrong('There is no unit', "Give the end of its name: unit: 'ms'.");
  } else if (!name.endsWith(`_${unit}`)) {
    wrong(`The name does not end in its unit, ${unit}`, `Call it ${name}_${unit}, or give another unit.`);
  }
  return { name, kind: type, unit: unit ?? '', labels, help: help ?? '' };
}

/**
 * A notebook that declares a stat declares all that it tells, each by one name, with its labels. An error only where a stat
 * would mean two things.
 */
export function statFaults(declared: readonly StatDeclaration[], cells: Iterable<CompiledCell>): readonly Diagnostic[] {
  if (declared.length === 0) return [];
  const byName = new Map(declared.map((stat) => [stat.name, stat]));
  const told = new Set<string>();
  const faults: Diagnostic[] = [];
  for (const { key: cell, stats = [] } of cells) {
    for (const { name, method, labels, range } of stats) {
      told.add(name);
      const stat = byName.get(name);
      const at = { cell, range };
      if (stat === undefined) {
        const help = `Declare it: stat('${name}', { type: … }). Declared: ${[...byName.keys()].join(', ')}.`;
        faults.push(
          diagnostic('program/stat', `The stat '${name}' is declared nowhere.`, { ...at, severity: 'warning', help }),
        );
        continue;
      }
      const notes = [{ text: 'declared here', cell: stat.place.cell, range: stat.place.range }];
      if (method !== methodOf[stat.kind])
        faults.push(
          diagnostic('program/stat', `'${name}' is a ${stat.kind}, and ctx.${method}(…) tells of another type.`, {
            ...at,
            notes,
            help: `Write ctx.${methodOf[stat.kind]}('${name}', …), or declare another type.`,
          }),
        );
      const isOther = labels !== null && labels.toSorted().join() !== stat.labels.toSorted().join();
      if (isOther)
        faults.push(
          diagnostic(
            'program/stat',
            `'${name}' is told with ${listed(labels)}, and declared with ${listed(stat.labels)}.`,
            {
              ...at,
              notes,
              severity: 'warning',
              help: 'Let both have the same labels.',
            },
          ),
        );
    }
  }
  for (const { name, place } of declared) {
    if (!told.has(name))
      faults.push(
        diagnostic('program/stat', `No rule tells the stat '${name}'.`, {
          cell: place.cell,
          range: place.range,
          severity: 'warning',
          help: 'Tell it with ctx.count, ctx.gauge or ctx.observe, or delete the declaration.',
        }),
      );
  }
  return faults;
}

function listed(labels: readonly string[]): string {
  return labels.length === 0 ? 'no labels' : `the label${labels.length === 1 ? '' : 's'} ${labels.join(', ')}`;
}
