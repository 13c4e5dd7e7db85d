/** Numbers that weight a map: where they enter the block that joins the two. */
import { type Document, type NodeId, nodeById, reconnect } from "../graph/document";
import type { Placed } from "../graph/place";
import { portsOf } from "../graph/ports";
import type { Editor } from "../state/editor.svelte";

/**
 * One number for each channel weights a map: where a block that joins the two is put behind such
 * numbers, they enter as its weights, and the map's place stays free.
 */
export function weighting(editor: Editor, placed: Placed): Placed {
  const { doc, id } = placed;
  const node = nodeById(doc, id);
  const wires = doc.edges.filter(({ target }) => target === id);
  const [wire] = wires;
  if (!node || !wire || wires.length !== 1) return placed;
  const { gate, inputs } = portsOf(editor.ports, node);
  const weights = inputs.at(-1);
  if (!gate || !weights || !perChannel(editor, doc, wire.source)) return placed;
  return { doc: reconnect(doc, wire.id, { ...wire, targetHandle: weights.name }), id };
}

/** Whether a block gives one number for each channel, as far as it, or else what feeds it, is known. */
function perChannel(editor: Editor, doc: Document, id: NodeId): boolean {
  const seen = new Set<NodeId>();
  for (let at: NodeId | undefined = id; at !== undefined && !seen.has(at); ) {
    const shape = editor.node(at)?.shape;
    if (shape) return shape.slice(2).every((side) => side === 1);
    seen.add(at);
    const feeding: NodeId = at;
    at = doc.edges.find(({ target }) => target === feeding)?.source;
  }
  return false;
}
