/** Taking nodes away, with the wires around them healed. */
import {
  absolutePosition,
  type BoardEdge,
  type BoardNode,
  childrenOf,
  type Document,
  edgesFrom,
  edgesInto,
  isAnnotation,
  type NodeId,
  nodeById,
} from "./document";
import { topologicalOrder } from "./order";

/**
 * Remove nodes and heal: what fed a removed node feeds what it fed.
 *
 * A wire that is healed keeps its id and its place in the order, so the operands of a concat stay
 * in order. Of several inputs (an add) the one furthest from the network's input is continued: that
 * is the trunk, and the other is the shortcut. The frame of an unfolded composite takes its contents
 * with it; any other frame leaves them where they are.
 */
export function removeNodes(doc: Document, ids: Iterable<NodeId>): Document {
  const doomed = new Set<NodeId>();
  for (const id of ids) {
    doomed.add(id);
    const node = nodeById(doc, id);
    if (node?.type !== "frame" || typeof node.data.block !== "string") continue;
    for (const child of childrenOf(doc, id)) doomed.add(child.id);
  }
  const known = doc.nodes.filter((node) => doomed.has(node.id));
  if (known.length === 0) return doc;
  const depth = new Map(topologicalOrder(doc).map((id, index) => [id, index]));
  let healed = doc;
  for (const node of known) if (!isAnnotation(node)) healed = bypass(healed, node, depth);
  return {
    ...healed,
    nodes: healed.nodes
      .filter((node) => !doomed.has(node.id))
      .map((node) =>
        node.parentId !== undefined && doomed.has(node.parentId) ? outOfFrame(doc, node) : node,
      ),
  };
}

/** Let a node's wires pass it by. */
function bypass(doc: Document, node: BoardNode, depth: ReadonlyMap<NodeId, number>): Document {
  const depthOf = (edge: BoardEdge): number => depth.get(edge.source) ?? -1;
  const incoming = edgesInto(doc, node.id);
  const trunk = incoming.reduce<BoardEdge | undefined>(
    (best, edge) => (best && depthOf(best) >= depthOf(edge) ? best : edge),
    undefined,
  );
  const outgoing = new Set(edgesFrom(doc, node.id));
  const edges: BoardEdge[] = [];
  const rest = doc.edges.filter((edge) => edge.target !== node.id && edge.source !== node.id);
  for (const edge of doc.edges) {
    if (!outgoing.has(edge)) {
      if (edge.target !== node.id) edges.push(edge);
      continue;
    }
    // A wire onto itself, or beside one that is there already, would be of no use.
    if (!trunk || trunk.source === edge.target) continue;
    if (rest.some((each) => each.source === trunk.source && each.target === edge.target)) continue;
    const { sourceHandle: _handle, ...kept } = edge;
    const handle = trunk.sourceHandle ? { sourceHandle: trunk.sourceHandle } : {};
    edges.push({ ...kept, source: trunk.source, ...handle });
  }
  return { ...doc, edges };
}

/** A node of a vanishing frame stays where it is on the canvas. */
export function outOfFrame(doc: Document, node: BoardNode): BoardNode {
  const { parentId: _parent, ...rest } = node;
  return { ...rest, position: absolutePosition(doc, node) };
}
