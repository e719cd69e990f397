/**
 * A probed cell: the same JavaScript with calls put in that tell what each line did. Only functions are probed, since only these run in
 * an event. Nothing is moved to another line, and each call gives back what it is given, so the cell does what it did before.
 *
 * It is made of what the compiler gave, not of the TypeScript: whoever has a program can probe it, however old it is, and what is probed
 * is what ran. The calls that the compiler put in are taken out first, and put in again where they belong among the new ones.
 *
 * Not probed: async functions and generators, which stop in the middle; default values of parameters; the heads of loops.
 */
import { type AnyNode, parse, type Program } from 'acorn';
import type { Range } from '../diagnostic.ts';
import { hashText } from '../hash.ts';
import type { CompiledCell } from './compiled.ts';
import { insert, type Insertion } from './instrument.ts';
import type { Span } from './names.ts';
import type { ProbedCell, Site, SiteId, SiteKind } from './probe-sites.ts';
import { mutators } from './mutators.ts';
import { boundNames, effects, isComparison, isLoop, isProbed, isSimple, isTold } from './probe-syntax.ts';
import { sourcePositions } from './source-positions.ts';
import { childrenOf, type FunctionNode, isFunction } from './walk.ts';

/** `first`: how many sites the cells before have. The cell must have compiled. */
export function probeCell(cell: CompiledCell, first: SiteId): ProbedCell {
  const { js, kept } = withoutInsertions(cell);
  const program = parse(js, { ecmaVersion: 2022, sourceType: 'module', allowReturnOutsideFunction: true });
  const { insertions, sites } = probesOf(js, program, cell, first);
  // The sort is stable: what the traversal met first stands first.
  const all = [...kept, ...insertions].toSorted((a, b) => a.at - b.at);
  const probed = insert(js, all);
  const positions = sourcePositions(js, cell.map, cell.source);
  const lines = cell.source.split(/\r\n|[\n\r]/);
  return {
    cell: { ...cell, ...probed, hash: hashText(probed.js) },
    sites,
    rangeOf(span) {
      const range = positions.range(span);
      return range.line === range.endLine ? range : endingWith(js.slice(span.start, span.end), lines, range);
    },
  };
}

/** `break` and the like are in no source map, so where a piece of several lines ends is known by what stands on its last line. */
function endingWith(js: string, lines: readonly string[], range: Range): Range {
  const last = js
    .slice(js.lastIndexOf('\n') + 1)
    .replace(/;$/, '')
    .trim();
  for (let endLine = Math.min(range.endLine, lines.length); endLine > range.line; endLine--) {
    const line = lines[endLine - 1] ?? '';
    const indent = line.length - line.trimStart().length;
    if (line.startsWith(last, indent)) return { ...range, endLine, endColumn: indent + last.length + 1 };
  }
  return range;
}

/** The JavaScript as esbuild gave it, and what was put in that is no tick. */
function withoutInsertions({ js, inserted }: CompiledCell): {
  readonly js: string;
  readonly kept: readonly Insertion[];
} {
  const kept: Insertion[] = [];
  let offset = 0;
  const lines = (js ?? '').split('\n').map((line, index) => {
    let [bare, copied, shift] = ['', 0, 0];
    for (const [column, length] of inserted[index + 1] ?? []) {
      const start = column + shift;
      const text = line.slice(start, start + length);
      bare += line.slice(copied, start);
      copied = start + length;
      shift += length;
      if (text.startsWith('$.at(') || text.startsWith('"use')) kept.push({ at: offset + column, text });
    }
    bare += line.slice(copied);
    offset += bare.length + 1;
    return bare;
  });
  return { js: lines.join('\n'), kept };
}

/** What comes after a statement in its block; blocks around it follow, up to the function. */
interface Following {
  readonly within: SiteId;
  /** Null at the end of a block. */
  readonly span: Span | null;
  /** Leaving it is what a `break` or `continue` does. */
  readonly leaves: { readonly by: 'loop' | 'switch' | 'label'; readonly label: string } | null;
  readonly outer: Following | null;
}

/** Where in the cell a node is. */
interface Place {
  /** The function or loop; −1 where nothing is probed. */
  readonly within: SiteId;
  readonly following: Following | null;
}

function probesOf(
  js: string,
  program: Program,
  { key: cell }: CompiledCell,
  first: SiteId,
): { readonly insertions: readonly Insertion[]; readonly sites: readonly Site[] } {
  const insertions: Insertion[] = [];
  const sites: Site[] = [];
  const nowhere: Place = { within: -1, following: null };
  const put = (at: number, text: string): void => void insertions.push({ at, text });

  function site(kind: SiteKind, span: Span, within: SiteId, more: Partial<Site> = {}): SiteId {
    const label = js.slice(span.start, span.end);
    const at = { start: span.start, end: span.end };
    sites.push({ cell, kind, label, span: at, within, role: 'held', names: [], skips: [], after: [], ...more });
    return first + sites.length - 1;
  }

  /** Puts a call around an expression, which is visited too. */
  function around(call: string, node: AnyNode, place: Place, end = '))', inside = visit): void {
    put(node.start, `$.probe.${call},(`);
    inside(node, place);
    put(node.end, end);
  }

  function visitAll(nodes: readonly AnyNode[], place: Place): void {
    for (const node of nodes) visit(node, place);
  }

  function visit(node: AnyNode, place: Place): void {
    if (isFunction(node)) return visitFunction(node, place);
    if (
      node.type === 'VariableDeclarator' &&
      node.id.type === 'Identifier' &&
      node.init != null &&
      isFunction(node.init)
    )
      return visitFunction(node.init, place, node.id.name);
    if (isLoop(node)) return visitLoop(node, node, place);
    if (node.type === 'PropertyDefinition' || node.type === 'StaticBlock') return visitAll(childrenOf(node), nowhere);
    const { within } = place;
    if (within < 0) {
      if (node.type === 'LabeledStatement') return visit(node.body, place);
      return visitAll(childrenOf(node), place);
    }
    switch (node.type) {
      case 'BlockStatement':
        return visitList(node.body, place);
      case 'VariableDeclaration':
        return visitVariables(node, place);
      case 'AssignmentExpression':
        return visitAssignment(node, place);
      case 'UpdateExpression': {
        const id = site('value', node.argument, within);
        if (node.prefix) return around(`value(${id}`, node, place, '))', passOver);
        put(node.start, `$.probe.stepped(${id},(`);
        visitAll(childrenOf(node), place);
        return put(node.end, `),${node.operator === '++' ? 1 : -1})`);
      }
      case 'UnaryExpression':
        if (node.operator !== 'delete' || node.argument.type !== 'MemberExpression') break;
        return changing(node, node.argument.object, place);
      case 'IfStatement': {
        const id = site('condition', node.test, within, { skips: [node.alternate ?? null, node.consequent] });
        around(`holds(${id}`, node.test, place);
        visit(node.consequent, place);
        if (node.alternate != null) visit(node.alternate, place);
        return;
      }
      case 'ConditionalExpression': {
        const id = site('condition', node.test, within, { skips: [node.alternate, node.consequent] });
        around(`holds(${id}`, node.test, place);
        return visitAll([node.consequent, node.alternate], place);
      }
      case 'LogicalExpression': {
        // `a && b` leaves b out when a does not hold; `a ?? b` when a is there, which the recorder knows by the label.
        const skips = node.operator === '&&' ? [null, node.right] : [node.right, null];
        const id = site('logical', node.left, within, { skips, label: node.operator });
        around(`holds(${id}`, node.left, place);
        return visit(node.right, place);
      }
      case 'BinaryExpression':
        if (!isComparison(node)) break;
        for (const side of [node.left, node.right]) {
          if (!isTold(side)) visit(side, place);
          else around(`value(${site('value', side, within, { role: 'compared' })}`, side, place);
        }
        return;
      case 'SwitchStatement':
        return visitSwitch(node, place);
      case 'ReturnStatement':
      case 'ThrowStatement': {
        const after = afterJump(place, null, null);
        const { argument } = node;
        if (argument == null || isFunction(argument)) return jump(node, after, place);
        const isReturn = node.type === 'ReturnStatement';
        const id = site(isReturn ? 'value' : 'throw', argument, within, { role: 'returned', after });
        return around(`${isReturn ? 'value' : 'thrown'}(${id}`, argument, place);
      }
      case 'BreakStatement':
      case 'ContinueStatement':
        return jump(node, afterJump(place, node.type, node.label?.name ?? null), place);
      case 'LabeledStatement': {
        const loop = loopOf(node);
        if (loop !== null) return visitLoop(node, loop, place);
        const leaves = { by: 'label', label: node.label.name } as const;
        return visit(node.body, { within, following: { within, span: null, leaves, outer: place.following } });
      }
      case 'CallExpression':
        return visitCall(node, place);
      default:
    }
    visitAll(childrenOf(node), place);
  }

  /** What is in a node, not the node itself. */
  function passOver(node: AnyNode, place: Place): void {
    visitAll(childrenOf(node), place);
  }

  function visitList(list: readonly AnyNode[], { within, following: outer }: Place): void {
    const end = list.at(-1)?.end ?? 0;
    for (const [index, node] of list.entries()) {
      const next = list[index + 1];
      const span = next === undefined ? null : { start: next.start, end };
      visit(node, { within, following: { within, span, leaves: null, outer } });
    }
  }

  function visitFunction(node: FunctionNode, place: Place, name = ''): void {
    const label = name !== '' ? name : 'id' in node && node.id != null ? node.id.name : '';
    const { body } = node;
    if (!isProbed(node)) {
      visitAll(node.params, nowhere);
      return visit(body, nowhere);
    }
    const head = { start: node.start, end: node.params.at(-1)?.end ?? node.start };
    const names: (SiteId | null)[] = [];
    const id = site('call', head, place.within, { label, names });
    const parameters = node.params.flatMap(boundNames);
    // What is called `_` is not used.
    for (const one of parameters) names.push(one.name.startsWith('_') ? null : site('value', one, id));
    const given = `[${parameters.map((one) => one.name).join(',')}]`;
    visitAll(node.params, nowhere);
    const inside: Place = { within: id, following: null };
    if (body.type === 'BlockStatement') {
      put(body.start + 1, `$.probe.enter(${id},${given});try{`);
      visitList(body.body, inside);
      return put(body.end - 1, '}finally{$.probe.leave()}');
    }
    put(body.start, `$.probe.call(${id},${given},()=>(`);
    if (isFunction(body)) visit(body, inside);
    else around(`value(${site('value', body, id, { role: 'returned' })}`, body, inside);
    put(body.end, '))');
  }

  /** `whole`: the loop with its labels. */
  function visitLoop(whole: AnyNode, loop: AnyNode, place: Place): void {
    if (!isLoop(loop)) return;
    const isInside = place.within >= 0;
    const { body } = loop;
    const heads: readonly AnyNode[] = childrenOf(loop).filter((child) => child !== body);
    const bound = loop.type === 'ForStatement' ? loop.init : 'left' in loop ? loop.left : null;
    const bindings = !isInside || bound == null ? [] : boundNames(bound);
    const names: SiteId[] = [];
    const head = { start: loop.start, end: body.start };
    const id = isInside ? site('loop', head, place.within, { skips: [body], label: '', names }) : -1;
    if (isInside) {
      for (const one of bindings) names.push(site('value', one, id));
      put(whole.start, `{$.probe.loop(${id});`);
    }
    const turn = isInside ? `$.probe.turn(${id},[${bindings.map((one) => one.name).join(',')}]);` : '';
    const visitHeads = (): void => {
      for (const one of heads) {
        const isOnce = 'right' in loop && one === loop.right;
        visit(one, isOnce ? place : nowhere);
      }
    };
    const labels = whole === loop ? [] : labelsOf(whole);
    const leaving = ['', ...labels].reduce<Following | null>(
      (outer, label) => ({ within: place.within, span: null, leaves: { by: 'loop', label }, outer }),
      place.following,
    );
    const inside: Place = { within: id, following: leaving };
    if (loop.type !== 'DoWhileStatement') visitHeads();
    if (body.type === 'BlockStatement') {
      put(body.start + 1, `$.tick();${turn}`);
      if (isInside) visitList(body.body, inside);
      else visitAll(body.body, place);
    } else {
      put(body.start, `{$.tick();${turn}`);
      visit(body, isInside ? inside : place);
      put(body.end, '}');
    }
    if (loop.type === 'DoWhileStatement') visitHeads();
    if (isInside) put(whole.end, `$.probe.over(${id});}`);
  }

  function visitVariables(node: Extract<AnyNode, { type: 'VariableDeclaration' }>, place: Place): void {
    const told: string[] = [];
    for (const { id, init } of node.declarations) {
      if (id.type === 'Identifier' && init != null) {
        if (isFunction(init)) visitFunction(init, place, id.name);
        else if (init.type === 'ClassExpression') visit(init, place);
        else around(`value(${site('value', id, place.within)}`, init, place);
        continue;
      }
      if (init != null) visit(init, place);
      // A declaration of several names cannot stand without a block, so something may come after it.
      if (node.kind !== 'var' && init != null)
        told.push(...boundNames(id).map((one) => `$.probe.value(${site('value', one, place.within)},${one.name});`));
    }
    put(node.end, told.join(''));
  }

  function visitAssignment(node: Extract<AnyNode, { type: 'AssignmentExpression' }>, place: Place): void {
    const { left, right } = node;
    const isNamed = isFunction(right) || right.type === 'ClassExpression';
    if (isNamed) return visitAll([left, right], place);
    if (left.type !== 'ObjectPattern' && left.type !== 'ArrayPattern')
      return around(`value(${site('value', left, place.within)}`, node, place, '))', passOver);
    visit(right, place);
  }

  /** A call or deletion that changes what stands at a path. */
  function changing(node: AnyNode, changed: AnyNode, place: Place): void {
    let path = changed;
    // `s.votes.get(term).add(id)` changes what is in s.votes.
    while (path.type === 'CallExpression' && path.callee.type === 'MemberExpression') path = path.callee.object;
    if (!isSimple(path)) return passOver(node, place);
    const id = site('value', path, place.within);
    around(`changed(${id}`, node, place, `),()=>(${js.slice(path.start, path.end)}))`, passOver);
  }

  function visitCall(node: Extract<AnyNode, { type: 'CallExpression' }>, place: Place): void {
    const { callee, arguments: given } = node;
    const member =
      callee.type === 'MemberExpression' && !callee.computed && callee.property.type === 'Identifier'
        ? callee.property.name
        : callee.type === 'Identifier'
          ? callee.name
          : '';
    const [start, end] = [given[0], given.at(-1)];
    const root = callee.type === 'MemberExpression' ? callee.object : callee;
    if (effects.has(member) && root.type === 'Identifier' && start !== undefined && end !== undefined) {
      visit(callee, place);
      const id = site('effect', node, place.within, { label: member });
      put(start.start, `...$.probe.effect(${id},${root.name},[`);
      visitAll(given, place);
      return put(end.end, '])');
    }
    if (callee.type === 'MemberExpression' && mutators.has(member) && callee.object.type !== 'Super')
      return changing(node, callee.object, place);
    if (member === 'assign' && start !== undefined && isSimple(start)) return changing(node, start, place);
    passOver(node, place);
  }

  function visitSwitch(node: Extract<AnyNode, { type: 'SwitchStatement' }>, place: Place): void {
    const spanOf = (list: readonly AnyNode[]): Span | null =>
      list[0] === undefined ? null : { start: list[0].start, end: list.at(-1)?.end ?? 0 };
    const skips = node.cases.map(({ consequent }) => spanOf(consequent));
    const id = site('switch', node.discriminant, place.within, { skips });
    around(`value(${id}`, node.discriminant, place);
    const { within } = place;
    const leaves = { by: 'switch', label: '' } as const;
    const inside: Place = { within, following: { within, span: null, leaves, outer: place.following } };
    for (const [index, { test, consequent }] of node.cases.entries()) {
      if (test != null) visit(test, nowhere);
      if (consequent[0] !== undefined) put(consequent[0].start, `$.probe.branch(${id},${index});`);
      visitList(consequent, inside);
    }
  }

  function jump(node: AnyNode, after: Site['after'], place: Place): void {
    if (after.length === 0) return visitAll(childrenOf(node), place);
    put(node.start, `{$.probe.jump(${site('jump', node, place.within, { after })});`);
    visitAll(childrenOf(node), place);
    put(node.end, '}');
  }

  visitAll(program.body, nowhere);
  return { insertions, sites };
}

/** What does not run after a jump out of where it stands; `by` null: out of the function. */
function afterJump(
  { following }: Place,
  by: 'BreakStatement' | 'ContinueStatement' | null,
  label: string | null,
): Site['after'] {
  const after: { within: SiteId; span: Span }[] = [];
  for (let at = following; at !== null; at = at.outer) {
    if (at.span !== null) after.push({ within: at.within, span: at.span });
    if (by === null || at.leaves === null) continue;
    if (
      label === null
        ? at.leaves.by !== 'label' && !(by === 'ContinueStatement' && at.leaves.by === 'switch')
        : at.leaves.label === label
    )
      break;
  }
  return after;
}

/** The loop that labels stand before; null for a labelled block. */
function loopOf(node: AnyNode): AnyNode | null {
  let at = node;
  while (at.type === 'LabeledStatement') at = at.body;
  return isLoop(at) ? at : null;
}

function labelsOf(node: AnyNode): readonly string[] {
  const labels: string[] = [];
  for (let at = node; at.type === 'LabeledStatement'; at = at.body) labels.push(at.label.name);
  return labels;
}
