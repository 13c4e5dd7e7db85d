/** Notes and frames, and composites unfolded into a frame and folded back. */
import {
  type BoardEdge,
  type BoardNode,
  childrenOf,
  type Document,
  freshNodeId,
  type Json,
  type NodeData,
  type NodeId,
  nodeById,
  type XY,
} from "./document";
import { bounds, FRAME_PADDING, FRAME_TITLE, frameSizeFor, nodeRect, nodeSize } from "./geometry";
import { pieceIn } from "./naming";
import { outOfFrame } from "./remove";
import { makeRoomGrown } from "./room";

export interface Framed {
  readonly doc: Document;
  readonly id: NodeId;
}

export function addNote(doc: Document, text: string, at: XY): Framed {
  const id = freshNodeId(doc, "note");
  const note: BoardNode = { id, type: "note", position: at, data: { text } };
  return { doc: { ...doc, nodes: [...doc.nodes, note] }, id };
}

/** Draw a frame around nodes that lie on the canvas itself; `null` where there are none. */
export function frameAround(doc: Document, ids: ReadonlySet<NodeId>, title: string): Framed | null {
  const inside = doc.nodes.filter(
    (node) => ids.has(node.id) && node.parentId === undefined && node.type !== "frame",
  );
  const box = bounds(inside.map((node) => nodeRect(doc, node)));
  if (!box) return null;
  const corner = { x: box.x - FRAME_PADDING, y: box.y - FRAME_TITLE - FRAME_PADDING };
  const frame: BoardNode = {
    id: freshNodeId(doc, "frame"),
    type: "frame",
    position: corner,
    data: { title },
    width: box.width + 2 * FRAME_PADDING,
    height: box.height + FRAME_TITLE + 2 * FRAME_PADDING,
  };
  const taken = new Set(inside);
  const nodes = doc.nodes.map((node) =>
    taken.has(node)
      ? {
          ...node,
          parentId: frame.id,
          position: { x: node.position.x - corner.x, y: node.position.y - corner.y },
        }
      : node,
  );
  // A frame comes before its contents: it is drawn first, and so lies below them.
  return { doc: { ...doc, nodes: [frame, ...nodes] }, id: frame.id };
}

/** Take a frame away and leave its contents where they are. */
export function removeFrame(doc: Document, id: NodeId): Document {
  const nodes = doc.nodes
    .filter((node) => node.id !== id)
    .map((node) => (node.parentId === id ? outOfFrame(doc, node) : node));
  return { ...doc, nodes };
}

/** What an unfolded composite's frame remembers: the block it was, and its parameters. */
export interface Folded {
  readonly block: string;
  readonly parameters: NodeData;
}

/** Return the composite that a frame stands for; `null` for a frame drawn by hand. */
export function foldedBlock(frame: BoardNode): Folded | null {
  const { block, parameters } = frame.data;
  if (frame.type !== "frame" || typeof block !== "string") return null;
  return { block, parameters: isRecord(parameters) ? parameters : {} };
}

/**
 * Take over the server's board with one composite unfolded: the frame lies where the composite
 * lay, is as large as its contents need, and is sealed with what is inside; its neighbours make room.
 *
 * @param name what the composite is called on screen
 */
export function acceptUnfolded(
  before: Document,
  unfolded: Document,
  id: NodeId,
  name: string,
): Framed | null {
  const known = new Set(before.nodes.map((node) => node.id));
  const frame = unfolded.nodes.find(
    (node) => node.type === "frame" && (!known.has(node.id) || node.id === id),
  );
  const composite = nodeById(before, id);
  if (!frame || !composite) return null;
  const sized = { ...frame, position: composite.position, ...frameSizeFor(unfolded, frame) };
  const { title: _title, ...remembered } = frame.data;
  const { label } = composite.data;
  // A title repeats the label; without one the frame is named as the composite was.
  const title: NodeData = typeof label === "string" ? { title: label } : {};
  const data: NodeData = { ...remembered, ...title, seal: sealOf(unfolded, frame.id) };
  const sealed = { ...sized, data };
  const nodes = unfolded.nodes.map((node) => {
    if (node === frame) return sealed;
    return node.parentId === frame.id ? named(node, id, name) : node;
  });
  const doc = makeRoomGrown({ ...unfolded, nodes }, frame.id, nodeSize(composite));
  return { doc, id: frame.id };
}

/**
 * The server labels a piece with its composite's name, or its id where that has none, and its own. That follows
 * from its id, and so from then on in the page's language; an id that had to give way to another does not tell.
 */
function named(piece: BoardNode, id: NodeId, name: string): BoardNode {
  const { label, ...data } = piece.data;
  const own = pieceIn(id, piece.id);
  if (typeof label !== "string") return piece;
  if (own !== null && label.endsWith(` ${own}`)) return { ...piece, data };
  if (!label.startsWith(`${id} `)) return piece;
  return { ...piece, data: { ...data, label: name + label.slice(id.length) } };
}

/** Whether a frame can be folded back: it was a composite, and nothing inside was changed. */
export function canFold(doc: Document, id: NodeId): boolean {
  const frame = nodeById(doc, id);
  return !!frame && !!foldedBlock(frame) && frame.data.seal === sealOf(doc, id);
}

/** Fold a frame back into the composite that it was; the document itself where it cannot be. */
export function fold(doc: Document, id: NodeId): Framed | null {
  const frame = nodeById(doc, id);
  const folded = frame && foldedBlock(frame);
  if (!frame || !folded || !canFold(doc, id)) return null;
  const inside = new Set(childrenOf(doc, id).map((node) => node.id));
  // The frame took the composite's id, so the composite gets it back.
  const whole = id;
  const composite: BoardNode = {
    id: whole,
    type: folded.block,
    position: frame.position,
    ...(frame.parentId === undefined ? {} : { parentId: frame.parentId }),
    data:
      typeof frame.data.title === "string"
        ? { ...folded.parameters, label: frame.data.title }
        : folded.parameters,
  };
  const edges: BoardEdge[] = [];
  const fed = new Set<NodeId>();
  for (const edge of doc.edges) {
    const enters = inside.has(edge.target);
    const leaves = inside.has(edge.source);
    if (enters && leaves) continue;
    if (!enters && !leaves) edges.push(edge);
    else if (leaves) edges.push(withoutHandle({ ...edge, source: whole }, "sourceHandle"));
    else if (!fed.has(edge.source)) {
      // The input feeds both the first convolution and the shortcut: outside it is one wire.
      fed.add(edge.source);
      edges.push(withoutHandle({ ...edge, target: whole }, "targetHandle"));
    }
  }
  const nodes = doc.nodes.flatMap((node) => {
    if (node.id === id) return [composite];
    return inside.has(node.id) ? [] : [node];
  });
  return { doc: { ...doc, nodes, edges }, id: whole };
}

/** A fingerprint of what is inside a frame: blocks, parameters and wires, not positions. */
function sealOf(doc: Document, frame: NodeId): string {
  const inside = childrenOf(doc, frame);
  const ids = new Set(inside.map((node) => node.id));
  const wires = doc.edges.filter((edge) => ids.has(edge.source) || ids.has(edge.target));
  const sources = new Set(wires.filter((e) => !ids.has(e.source)).map((e) => e.source));
  const parts: Json[] = [
    ...inside.map((node): Json => [node.id, node.type, sorted(node.data)]),
    // Where a wire comes from or goes to outside does not matter, but how many sources there are does.
    ...wires.map(
      (edge): Json => [
        ids.has(edge.source) ? edge.source : null,
        ids.has(edge.target) ? [edge.target, edge.targetHandle ?? null] : null,
      ],
    ),
  ];
  const texts = parts.map((part) => JSON.stringify(part)).sort();
  return digest(`${sources.size}\n${[...new Set(texts)].join("\n")}`);
}

const sorted = (data: NodeData): Json =>
  Object.entries(data)
    .filter(([key]) => key !== "label")
    .sort(([a], [b]) => (a < b ? -1 : 1));

/** FNV-1a, 32 bits: tells an edited frame from an untouched one; it guards against no one. */
function digest(text: string): string {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193) >>> 0;
  }
  return hash.toString(16).padStart(8, "0");
}

function withoutHandle(edge: BoardEdge, key: "sourceHandle" | "targetHandle"): BoardEdge {
  const { [key]: _handle, ...rest } = edge;
  return rest as BoardEdge;
}

const isRecord = (value: Json | undefined): value is { readonly [key: string]: Json } =>
  typeof value === "object" && value !== null && !Array.isArray(value);
