/** Putting blocks on the board: after a node, onto a wire, at the loose end of a wire. */

import { endsToNode } from "./connect";
import {
  addNode,
  type BoardNode,
  connect,
  type Document,
  disconnect,
  type EdgeId,
  edgeById,
  edgesFrom,
  freshNodeId,
  isAnnotation,
  type NodeData,
  type NodeId,
  nodeById,
  type Rect,
  reconnect,
  type XY,
} from "./document";
import { GAP_X, GAP_Y, nodeRect, nodeSize, overlaps } from "./geometry";
import { freeInput, handleName, type PortTable, portsOf } from "./ports";
import { makeRoom } from "./room";

export interface Placed {
  readonly doc: Document;
  readonly id: NodeId;
}

/** Place a block (or an annotation) with its top left corner at `at`. */
export function placeAt(
  doc: Document,
  type: string,
  data: NodeData,
  at: XY,
  parentId?: NodeId,
): Placed {
  const id = freshNodeId(doc, type);
  const node: BoardNode = { id, type, position: at, data, ...(parentId ? { parentId } : {}) };
  return { doc: addNode(doc, node), id };
}

/**
 * Place a block after another one and wire it.
 *
 * Where one wire leaves the other node, the block goes onto that wire; where none or several do, it
 * is wired to the node alone.
 */
export function placeAfter(
  doc: Document,
  table: PortTable,
  type: string,
  data: NodeData,
  after: NodeId,
): Placed {
  const node = nodeById(doc, after);
  if (!node) return placeAt(doc, type, data, { x: 0, y: 0 });
  const placed = placeAt(doc, type, data, besides(node), node.parentId);
  const leaving = edgesFrom(doc, after);
  const [only] = leaving;
  const spliced =
    only && leaving.length === 1 ? splice(placed.doc, table, placed.id, only.id) : null;
  const wired = spliced ?? wireTo(placed.doc, table, { source: after }, placed.id);
  return { doc: makeRoom(wired, placed.id), id: placed.id };
}

/** Place a block at the loose end of a wire that was dropped on empty canvas. */
export function placeAtWireEnd(
  doc: Document,
  table: PortTable,
  type: string,
  data: NodeData,
  from: { readonly source: NodeId; readonly sourceHandle?: string | null },
  at: XY,
): Placed {
  const placed = placeAt(doc, type, data, at);
  return { doc: wireTo(placed.doc, table, from, placed.id), id: placed.id };
}

function wireTo(
  doc: Document,
  table: PortTable,
  from: { readonly source: NodeId; readonly sourceHandle?: string | null },
  id: NodeId,
): Document {
  const node = nodeById(doc, id);
  if (!node) return doc;
  const { ends, answer } = endsToNode(doc, table, from, node);
  return answer.ok ? connect(doc, ends) : doc;
}

/**
 * Put a node onto a wire: source → node → target. The wire into the target keeps its id and port.
 *
 * @returns `null` where the node cannot go there: it has no free input or no output, or it is an
 *   end of the wire, or already wired
 */
export function splice(
  doc: Document,
  table: PortTable,
  id: NodeId,
  edgeId: EdgeId,
): Document | null {
  const node = nodeById(doc, id);
  const edge = edgeById(doc, edgeId);
  if (!node || !edge || isAnnotation(node)) return null;
  if (edge.source === id || edge.target === id) return null;
  if (doc.edges.some((each) => each.source === id || each.target === id)) return null;
  const { inputs, outputs } = portsOf(table, node);
  const input = freeInput(doc, table, node);
  const [output] = outputs;
  if (!input || !output) return null;
  const onward = reconnect(doc, edgeId, {
    source: id,
    sourceHandle: handleName(outputs, output),
    target: edge.target,
    targetHandle: edge.targetHandle,
  });
  return connect(onward, {
    source: edge.source,
    sourceHandle: edge.sourceHandle,
    target: id,
    targetHandle: handleName(inputs, input),
  });
}

/** Put a new block onto a wire, between its ends; `null` where it cannot go there. */
export function placeOnWire(
  doc: Document,
  table: PortTable,
  type: string,
  data: NodeData,
  edgeId: EdgeId,
  at: XY,
): Placed | null {
  const edge = edgeById(doc, edgeId);
  const parent = edge && sharedParent(doc, edge.source, edge.target);
  const placed = placeAt(doc, type, data, at, parent);
  const spliced = splice(placed.doc, table, placed.id, edgeId);
  return spliced && { doc: makeRoom(spliced, placed.id), id: placed.id };
}

/** Take wires away; used for both ends of a wire and for the keyboard. */
export const removeEdges = (doc: Document, ids: Iterable<EdgeId>): Document =>
  disconnect(doc, new Set(ids));

/** The place to the right of a node. */
const besides = (node: BoardNode): XY => ({
  x: node.position.x + nodeSize(node).width + GAP_X,
  y: node.position.y,
});

function sharedParent(doc: Document, a: NodeId, b: NodeId): NodeId | undefined {
  const parent = nodeById(doc, a)?.parentId;
  return parent === nodeById(doc, b)?.parentId ? parent : undefined;
}

/** A free spot near `at` for a node of that size: below what is there already. */
export function freeSpot(doc: Document, at: XY, size: { width: number; height: number }): XY {
  let spot = at;
  const rects = doc.nodes
    .filter((node) => node.type !== "frame")
    .map((node) => nodeRect(doc, node));
  for (let hit = covering(rects, spot, size); hit; hit = covering(rects, spot, size)) {
    spot = { x: spot.x, y: hit.y + hit.height + GAP_Y / 2 };
  }
  return spot;
}

const covering = (rects: readonly Rect[], at: XY, size: { width: number; height: number }) =>
  rects.find((rect) => overlaps(rect, { ...at, ...size }));
