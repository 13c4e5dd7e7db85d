/** Copied nodes as text, so that they travel between tabs and into mails. */
import {
  absolutePosition,
  type BoardEdge,
  type BoardNode,
  type Document,
  freshEdgeId,
  freshNodeId,
  isAnnotation,
  type NodeId,
  type XY,
} from "./document";
import { parseBoard } from "./format";
import { bounds, nodeRect } from "./geometry";
import { type Form, layout } from "./layout";
import type { PortTable } from "./ports";
import { isHeap, withNotesAbove } from "./untouched";

/** Copy nodes, the contents of copied frames, and the wires among them; `null` for none. */
export function copy(doc: Document, ids: ReadonlySet<NodeId>): Document | null {
  const nodes = doc.nodes.filter(
    (node) => ids.has(node.id) || (node.parentId !== undefined && ids.has(node.parentId)),
  );
  if (nodes.length === 0) return null;
  const taken = new Set(nodes.map((node) => node.id));
  return {
    version: 1,
    nodes: nodes.map((node) => (inside(node, taken) ? node : lifted(doc, node))),
    edges: doc.edges.filter((edge) => taken.has(edge.source) && taken.has(edge.target)),
  };
}

/** What is on the clipboard is a small board: it can be saved as a file as it is. */
export const toText = (clip: Document): string => JSON.stringify(clip, null, 1);

/** Read a board from clipboard text, laid out where it tells no places; `null` where the text is something else. */
export function fromText(text: string, table: PortTable, form: Form): Document | null {
  if (!text.trimStart().startsWith("{")) return null;
  const parsed = parseBoard(text);
  if (!parsed.ok || parsed.doc.nodes.length === 0) return null;
  return isHeap(parsed.doc) ? layout(withNotesAbove(parsed.doc), table, form) : parsed.doc;
}

export interface Pasted {
  readonly doc: Document;
  readonly ids: readonly NodeId[];
}

/**
 * Add a copy of the clip's nodes and wires under fresh ids.
 *
 * @param at where the top left corner of the whole comes to lie
 */
export function paste(doc: Document, clip: Document, at: XY): Pasted {
  const corner = bounds(clip.nodes.map((node) => nodeRect(clip, node))) ?? { x: 0, y: 0 };
  const names = new Map<NodeId, NodeId>();
  let grown: Document = doc;
  for (const node of clip.nodes) {
    const id = freshNodeId(grown, node.type);
    names.set(node.id, id);
    grown = { ...grown, nodes: [...grown.nodes, { ...node, id }] };
  }
  const added = new Set(names.values());
  const nodes = grown.nodes.map((node) =>
    added.has(node.id) ? moved(node, names, { x: at.x - corner.x, y: at.y - corner.y }) : node,
  );
  let result: Document = { ...grown, nodes };
  for (const edge of clip.edges) {
    const source = names.get(edge.source);
    const target = names.get(edge.target);
    if (source === undefined || target === undefined) continue;
    const copied: BoardEdge = { ...edge, id: freshEdgeId(result), source, target };
    result = { ...result, edges: [...result.edges, copied] };
  }
  return { doc: result, ids: [...added] };
}

/** Types in the clip that the lab does not offer. */
export const foreignTypes = (clip: Document, allowed: ReadonlySet<string>): string[] => [
  ...new Set(
    clip.nodes.filter((node) => !isAnnotation(node) && !allowed.has(node.type)).map((n) => n.type),
  ),
];

const inside = (node: BoardNode, taken: ReadonlySet<NodeId>): boolean =>
  node.parentId !== undefined && taken.has(node.parentId);

/** A node copied without its frame lies on the canvas itself. */
function lifted(doc: Document, node: BoardNode): BoardNode {
  const { parentId: _parent, ...rest } = node;
  return { ...rest, position: absolutePosition(doc, node) };
}

function moved(node: BoardNode, names: ReadonlyMap<NodeId, NodeId>, by: XY): BoardNode {
  const parentId = node.parentId === undefined ? undefined : names.get(node.parentId);
  if (parentId !== undefined) return { ...node, parentId };
  return { ...node, position: { x: node.position.x + by.x, y: node.position.y + by.y } };
}
