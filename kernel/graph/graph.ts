/** The public face of the reactive graph. */
export {
  contentKey,
  emptyGraph,
  type Graph,
  type GraphNode,
  guardedKeys,
  type InForce,
  lookupIn,
  type Module,
} from './nodes.ts';
export { type Environment, type Evaluated, type Update, update } from './update.ts';
