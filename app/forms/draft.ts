/**
 * A value while it is being edited. Atoms are texts as they were typed, so what is not valid is kept and can be mended; members
 * have names of their own, so that a form keeps its fields when others come and go.
 */
import type { Shape } from '../../kernel/shape.ts';
import { canonical, type Plain } from '../../kernel/plain.ts';
import type { FormCode, FormProblem } from './problem.ts';
import { alternatives, entryOf, fieldOf, itemOf, type Kind, keyOf, kindsOf, ofKind, optionsOf } from './shape.ts';

export type Draft =
  | { readonly kind: 'string' | 'number' | 'bigint'; readonly text: string }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'null' | 'undefined' }
  | { readonly kind: 'array' | 'set'; readonly items: readonly Member[] }
  | { readonly kind: 'map'; readonly entries: readonly (Member & { readonly key: Draft })[] }
  | {
      readonly kind: 'object';
      readonly fields: readonly (Member & { readonly name: string; readonly isNamed: boolean })[];
    };

/** `id` is its own among its siblings. `isNamed`: its name was given by the model, not by the form. */
export interface Member {
  readonly id: number;
  readonly value: Draft;
}

type Entry = Member & { readonly key: Draft };
type Field = Member & { readonly name: string; readonly isNamed: boolean };

/** A way into a draft, by the ids of members; `key` is the key of a map's entry. */
export type Way = readonly (number | 'key')[];

export function draftOf(value: Plain): Draft {
  const members = (all: Iterable<Plain>): Member[] => [...all].map((member, id) => ({ id, value: draftOf(member) }));
  if (typeof value === 'string') return { kind: 'string', text: value };
  if (typeof value === 'number') return { kind: 'number', text: Object.is(value, -0) ? '-0' : String(value) };
  if (typeof value === 'bigint') return { kind: 'bigint', text: String(value) };
  if (typeof value === 'boolean') return { kind: 'boolean', value };
  if (value === null) return { kind: 'null' };
  if (value === undefined) return { kind: 'undefined' };
  if (Array.isArray(value)) return { kind: 'array', items: members(value) };
  if (value instanceof Set) return { kind: 'set', items: members(value) };
  if (value instanceof Map) {
    const entries = [...value].map(([key, member], id) => ({ id, key: draftOf(key), value: draftOf(member) }));
    return { kind: 'map', entries };
  }
  const fields = Object.entries(value).map(([name, member], id) => ({
    id,
    name,
    isNamed: true,
    value: draftOf(member),
  }));
  return { kind: 'object', fields };
}

// ---------------------------------------------------------------- back to a value

export interface Problem extends FormProblem {
  readonly way: Way;
}

export type Finished = { readonly value: Plain } | { readonly problems: readonly Problem[] };

/** The value that a draft stands for, or all that is wrong with it. */
export function finish(draft: Draft): Finished {
  const problems: Problem[] = [];
  const value = finishAt(draft, [], problems);
  return problems.length > 0 ? { problems } : { value };
}

function finishAt(draft: Draft, way: Way, problems: Problem[]): Plain {
  const wrong = (code: FormCode, text: string, help: string, at: Way = way): void =>
    void problems.push({ way: at, code, text, help });
  switch (draft.kind) {
    case 'string':
      return draft.text;
    case 'number': {
      const number = numberOf(draft.text);
      if (number === null && draft.text.trim() === '')
        wrong('form/missing', 'A number is missing.', 'Type one, such as 2.5.');
      else if (number === null)
        wrong('form/not-a-number', `${quoted(draft.text)} is no number.`, 'Type one, such as 2.5.');
      return number ?? 0;
    }
    case 'bigint': {
      const text = draft.text.trim().replace(/n$/, '');
      if (/^[+-]?\d+$/.test(text)) return BigInt(text);
      if (text === '') wrong('form/missing', 'A whole number is missing.', 'Type one, such as 12.');
      else wrong('form/not-whole', `${quoted(draft.text)} is no whole number.`, 'Type one, such as 12.');
      return 0n;
    }
    case 'boolean':
      return draft.value;
    case 'null':
      return null;
    case 'undefined':
      return undefined;
    case 'array':
      return draft.items.map(({ id, value }) => finishAt(value, [...way, id], problems));
    case 'set': {
      const members = draft.items.map(({ id, value }) => ({ id, value: finishAt(value, [...way, id], problems) }));
      for (const { id, value } of repeated(members))
        wrong('form/twice', `${textOf(value)} is in the set twice.`, 'Change one, or remove it.', [...way, id]);
      return new Set(members.map(({ value }) => value));
    }
    case 'map': {
      const entries = draft.entries.map(({ id, key, value }) => ({
        id,
        value: finishAt(key, [...way, id, 'key'], problems),
        held: finishAt(value, [...way, id], problems),
      }));
      for (const { id, value } of repeated(entries))
        wrong('form/twice', `The key ${textOf(value)} is there twice.`, 'Change one, or remove it.', [
          ...way,
          id,
          'key',
        ]);
      return new Map(entries.map(({ value, held }) => [value, held]));
    }
    case 'object': {
      const names = new Set<string>();
      for (const { id, name } of draft.fields) {
        if (names.has(name))
          wrong('form/twice', `The field ${quoted(name)} is there twice.`, 'Change one, or remove it.', [
            ...way,
            id,
            'key',
          ]);
        if (name === '')
          wrong('form/name', 'A field needs a name.', 'Type one, or remove the field.', [...way, id, 'key']);
        if (name === '__proto__')
          wrong('form/name', 'A field cannot be named __proto__.', 'Type another name.', [...way, id, 'key']);
        names.add(name);
      }
      return Object.fromEntries(
        draft.fields.map(({ id, name, value }) => [name, finishAt(value, [...way, id], problems)]),
      );
    }
  }
}

/** Members that equal an earlier one. */
function repeated<T extends { readonly value: Plain }>(members: readonly T[]): readonly T[] {
  const seen = new Set<string>();
  return members.filter(({ value }) => {
    const text = canonical(value);
    return seen.has(text) || (seen.add(text), false);
  });
}

/** What JavaScript writes for a number, and what people type. */
export function numberOf(text: string): number | null {
  const plain = text.trim().replaceAll('_', '');
  if (/^[+-]?Infinity$|^NaN$/.test(plain)) return Number(plain);
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(plain) ? Number(plain) : null;
}

const quoted = (text: string): string => (text === '' ? 'The empty text' : `‘${text}’`);

function textOf(value: Plain): string {
  return typeof value === 'string' ? quoted(value) : canonical(value);
}

// ---------------------------------------------------------------- changing

/** The part of a draft at a way; null when it leads nowhere. */
export function partAt(draft: Draft, way: Way): Draft | null {
  const [first, ...rest] = way;
  if (first === undefined) return draft;
  const member = membersOf(draft).find(({ id }) => id === first);
  if (member === undefined) return null;
  if (rest[0] === 'key') return 'key' in member ? partAt(member.key, rest.slice(1)) : null;
  return partAt(member.value, rest);
}

function membersOf(draft: Draft): readonly (Member | Entry | Field)[] {
  if ('items' in draft) return draft.items;
  if ('entries' in draft) return draft.entries;
  return 'fields' in draft ? draft.fields : [];
}

/** The names on a way: of fields, and keys that are texts. A key itself stands under what holds it. */
export function namesAlong(draft: Draft, way: Way): readonly string[] {
  const [first, ...rest] = way;
  if (first === undefined) return [];
  const member = membersOf(draft).find(({ id }) => id === first);
  if (member === undefined || rest[0] === 'key') return [];
  const name = nameOf(member);
  return [...(name === null ? [] : [name]), ...namesAlong(member.value, rest)];
}

function nameOf(member: ReturnType<typeof membersOf>[number]): string | null {
  if ('name' in member) return member.name;
  return 'key' in member && member.key.kind === 'string' ? member.key.text : null;
}

/** With another part at a way. */
export function withPart(draft: Draft, way: Way, part: Draft): Draft {
  const [first, ...rest] = way;
  if (first === undefined) return part;
  const change = <M extends Member>(member: M): M =>
    member.id === first ? { ...member, value: withPart(member.value, rest, part) } : member;
  if ('items' in draft) return { ...draft, items: draft.items.map(change) };
  if ('fields' in draft) return { ...draft, fields: draft.fields.map(change) };
  if (!('entries' in draft)) return draft;
  if (rest[0] !== 'key') return { ...draft, entries: draft.entries.map(change) };
  const entries = draft.entries.map((entry) =>
    entry.id === first ? { ...entry, key: withPart(entry.key, rest.slice(1), part) } : entry,
  );
  return { ...draft, entries };
}

/** With another name for a field. */
export function renamed(draft: Draft, way: Way, id: number, name: string): Draft {
  const holder = partAt(draft, way);
  if (holder === null || !('fields' in holder)) return draft;
  const fields = holder.fields.map((field) => (field.id === id ? { ...field, name } : field));
  return withPart(draft, way, { ...holder, fields });
}

/** Without a member of the collection at a way. */
export function without(draft: Draft, way: Way, id: number): Draft {
  const holder = partAt(draft, way);
  if (holder === null) return draft;
  const others = <M extends Member>(members: readonly M[]): readonly M[] =>
    members.filter((member) => member.id !== id);
  if ('items' in holder) return withPart(draft, way, { ...holder, items: others(holder.items) });
  if ('entries' in holder) return withPart(draft, way, { ...holder, entries: others(holder.entries) });
  return 'fields' in holder ? withPart(draft, way, { ...holder, fields: others(holder.fields) }) : draft;
}

/**
 * With one more member in the collection at a way, as its shape has it. `name`: of a field that the model names. `nodes`: the names of
 * nodes there are.
 * @returns the draft and the new member's id
 */
export function withMember(
  draft: Draft,
  way: Way,
  shape: Shape,
  name: string | null = null,
  nodes: readonly string[] = [],
): { readonly draft: Draft; readonly id: number } {
  const holder = partAt(draft, way);
  const id = holder === null ? 0 : Math.max(-1, ...membersOf(holder).map((member) => member.id)) + 1;
  if (holder === null) return { draft, id };
  if ('items' in holder) {
    const items = [
      ...holder.items,
      {
        id,
        value: fresh(
          holder.items.map(({ value }) => value),
          itemOf(shape),
          nodes,
        ),
      },
    ];
    return { draft: withPart(draft, way, { ...holder, items }), id };
  }
  if ('entries' in holder) {
    const key = fresh(
      holder.entries.map((one) => one.key),
      keyOf(shape),
      nodes,
    );
    const entry = {
      id,
      key,
      value: alike(
        holder.entries.map(({ value }) => value),
        entryOf(shape),
        nodes,
      ),
    };
    return { draft: withPart(draft, way, { ...holder, entries: [...holder.entries, entry] }), id };
  }
  if (!('fields' in holder)) return { draft, id };
  const field = { id, name: name ?? '', isNamed: name !== null, value: blank(fieldOf(shape, name ?? ''), nodes) };
  return { draft: withPart(draft, way, { ...holder, fields: [...holder.fields, field] }), id };
}

/** The next of several that differ: one that is not there yet, where only some can be. */
function fresh(others: readonly Draft[], shape: Shape, nodes: readonly string[]): Draft {
  const isNode = alternatives(shape).some((one) => one.t === 'atom' && one.isNode === true);
  const options = optionsOf(shape, 'string') ?? (isNode ? nodes : []);
  const had = new Set(others.map((one) => ('text' in one ? one.text : '')));
  const free = options.find((option) => typeof option === 'string' && !had.has(option)) ?? options[0];
  return typeof free === 'string' ? { kind: 'string', text: free } : alike(others, shape, nodes);
}

/** Of the shape, or where that is not known, of the kind of those that are there. */
function alike(others: readonly Draft[], shape: Shape, nodes: readonly string[]): Draft {
  const [first] = others;
  return shape.t === 'any' && first !== undefined ? emptyOf(first) : blank(shape, nodes);
}

function emptyOf(draft: Draft): Draft {
  switch (draft.kind) {
    case 'string':
      return { kind: 'string', text: '' };
    case 'number':
    case 'bigint':
      return { kind: draft.kind, text: '0' };
    case 'boolean':
      return { kind: 'boolean', value: false };
    case 'null':
    case 'undefined':
      return { kind: draft.kind };
    case 'array':
    case 'set':
      return { kind: draft.kind, items: [] };
    case 'map':
      return { kind: 'map', entries: [] };
    case 'object':
      return { kind: 'object', fields: draft.fields.map((field) => ({ ...field, value: emptyOf(field.value) })) };
  }
}

// ---------------------------------------------------------------- from a shape

/** The plainest value of a shape. `nodes`: those there are; the name of a node is that of the first. */
export function blank(shape: Shape, nodes: readonly string[] = []): Draft {
  const [first = 'string'] = kindsOf(shape);
  return blankOf(shape, first, nodes);
}

/** The plainest value of that kind which a shape allows. */
export function blankOf(shape: Shape, kind: Kind, nodes: readonly string[] = []): Draft {
  const own = ofKind(shape, kind);
  switch (kind) {
    case 'string': {
      const [option] = optionsOf(own, 'string') ?? [];
      const isNode = alternatives(own).some((one) => one.t === 'atom' && one.isNode === true);
      return { kind, text: typeof option === 'string' ? option : isNode ? (nodes[0] ?? '') : '' };
    }
    case 'number':
    case 'bigint': {
      const [option] = optionsOf(own, kind) ?? [];
      return { kind, text: typeof option === 'number' || typeof option === 'bigint' ? String(option) : '0' };
    }
    case 'boolean': {
      const only = alternatives(own).find((one) => one.t === 'literal');
      return { kind, value: only?.t === 'literal' && only.value === true };
    }
    case 'null':
    case 'undefined':
      return { kind };
    case 'array':
    case 'set':
      return { kind, items: [] };
    case 'map':
      return { kind, entries: [] };
    case 'object': {
      const [first] = alternatives(own);
      const fields = first?.t === 'object' ? first.fields.filter(({ optional }) => !optional) : [];
      return {
        kind,
        fields: fields.map(({ name, shape: inner }, id) => ({ id, name, isNamed: true, value: blank(inner, nodes) })),
      };
    }
  }
}

/** Of another kind: what can be kept of the text is kept. */
export function recast(draft: Draft, shape: Shape, kind: Kind): Draft {
  if (draft.kind === kind) return draft;
  const fresh = blankOf(shape, kind);
  const isText = 'text' in draft && 'text' in fresh && optionsOf(ofKind(shape, kind), fresh.kind) === null;
  return isText && draft.text !== '' ? { ...fresh, text: draft.text } : fresh;
}
