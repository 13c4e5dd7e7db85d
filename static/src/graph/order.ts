/** Topological order: for the outline, the ribbon and the layout. */
import { type BoardNode, type Document, isAnnotation, type NodeId } from "./document";

/**
 * Return the ids of all blocks, each after everything that feeds it.
 *
 * Deterministic: of the nodes that are ready, one that continues from the node just listed comes
 * first, so chains stay together; otherwise document order decides. Nodes on a cycle come last.
 */
export function topologicalOrder(doc: Document): NodeId[] {
  const nodes = doc.nodes.filter((node) => !isAnnotation(node));
  const rank = new Map(nodes.map((node, index) => [node.id, index]));
  const waiting = new Map<NodeId, number>(nodes.map((node) => [node.id, 0]));
  const next = new Map<NodeId, NodeId[]>(nodes.map((node) => [node.id, []]));
  for (const { source, target } of doc.edges) {
    if (!rank.has(source) || !rank.has(target)) continue;
    waiting.set(target, (waiting.get(target) ?? 0) + 1);
    next.get(source)?.push(target);
  }
  const byRank = (a: NodeId, b: NodeId): number => (rank.get(b) ?? 0) - (rank.get(a) ?? 0);
  // A stack whose top is the earliest of what is ready; successors go on top of it.
  const ready = nodes
    .filter((node) => waiting.get(node.id) === 0)
    .map((node) => node.id)
    .sort(byRank);
  const order: NodeId[] = [];
  for (let id = ready.pop(); id !== undefined; id = ready.pop()) {
    order.push(id);
    const freed: NodeId[] = [];
    for (const target of next.get(id) ?? []) {
      const left = (waiting.get(target) ?? 0) - 1;
      waiting.set(target, left);
      if (left === 0) freed.push(target);
    }
    ready.push(...freed.sort(byRank));
  }
  const listed = new Set(order);
  for (const node of nodes) if (!listed.has(node.id)) order.push(node.id);
  return order;
}

/** All nodes that `from` can reach along wires, `from` included. */
export function reachable(doc: Document, from: NodeId): Set<NodeId> {
  const next = new Map<NodeId, NodeId[]>();
  for (const { source, target } of doc.edges) {
    const targets = next.get(source);
    if (targets) targets.push(target);
    else next.set(source, [target]);
  }
  const seen = new Set([from]);
  const stack = [from];
  for (let id = stack.pop(); id !== undefined; id = stack.pop()) {
    for (const target of next.get(id) ?? []) {
      if (seen.has(target)) continue;
      seen.add(target);
      stack.push(target);
    }
  }
  return seen;
}

export interface OutlineRow {
  readonly node: BoardNode;
  /** The sources of its input wires, in document order. */
  readonly inputs: readonly NodeId[];
}

/** The network as a list, for the outline view. */
export function outline(doc: Document): OutlineRow[] {
  const byId = new Map(doc.nodes.map((node) => [node.id, node]));
  return topologicalOrder(doc).flatMap((id) => {
    const node = byId.get(id);
    if (!node) return [];
    const inputs = doc.edges.filter((edge) => edge.target === id).map((edge) => edge.source);
    return [{ node, inputs }];
  });
}
