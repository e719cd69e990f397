/** The names in scope in every cell, for the editor and for `rehearsal check`. Loaded beside language.ts. */
/* oxlint-disable typescript/no-explicit-any -- as in language.ts: cells read on without casts */
import type * as L from './language.ts';

declare global {
  type NodeId = L.NodeId;
  type Ms = L.Ms;
  type World = L.World;
  type StateOf<State> = L.StateOf<State>;
  type DeepReadonly<T> = L.DeepReadonly<T>;
  type Verdict = L.Verdict;
  type Actions = L.Actions;
  type Scene = L.Scene;
  type Delivery = L.Delivery;
  type LinkSpec = L.LinkSpec;
  type Context = L.Context;
  type GuardContext = L.GuardContext;
  type MessageContext = L.MessageContext;
  type Random = L.Random;
  type Labels = L.Labels;
  type Distribution = L.Distribution;
  type Access = L.Access;
  type ClientOperation<Value = any> = L.ClientOperation<Value>;
  type Model<State, Value = any> = L.Model<State, Value>;
  const message: L.Language['message'];
  const node: L.Language['node'];
  const scenario: L.Language['scenario'];
  const always: L.Language['always'];
  const step: L.Language['step'];
  const reachable: L.Language['reachable'];
  const eventually: L.Language['eventually'];
  const leadsTo: L.Language['leadsTo'];
  const linearizable: L.Language['linearizable'];
  const isolated: L.Language['isolated'];
  const models: L.Language['models'];
  const explore: L.Language['explore'];
  const fuzz: L.Language['fuzz'];
  const Operation: L.Language['Operation'];
  const constant: L.Language['constant'];
  const uniform: L.Language['uniform'];
  const exponential: L.Language['exponential'];
  const normal: L.Language['normal'];
  const pareto: L.Language['pareto'];
  const zipfian: L.Language['zipfian'];
  const latest: L.Language['latest'];
  const hotspot: L.Language['hotspot'];
  const poisson: L.Language['poisson'];
  const regular: L.Language['regular'];
  const closed: L.Language['closed'];
  const workload: L.Language['workload'];
  const series: L.Language['series'];
  const events: L.Language['events'];
  const history: L.Language['history'];
  const world: L.Language['world'];
  const Plot: L.Language['Plot'];
}
