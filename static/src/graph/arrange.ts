/** Lining nodes up: align, distribute. Positions are compared on the canvas, frames included. */
import {
  absolutePosition,
  type Document,
  moveNodes,
  type NodeId,
  type Rect,
  type XY,
} from "./document";
import { bounds, nodeRect } from "./geometry";

export type Alignment = "left" | "centre" | "right" | "top" | "middle" | "bottom";
export type Axis = "x" | "y";

/** Line nodes up with the edge or the middle of the box around them. */
export function align(doc: Document, ids: ReadonlySet<NodeId>, to: Alignment): Document {
  const items = rectsOf(doc, ids);
  const box = bounds(items.map(({ rect }) => rect));
  if (!box || items.length < 2) return doc;
  return moveTo(
    doc,
    items.map(({ id, rect }) => [id, aligned(rect, box, to)]),
  );
}

function aligned(rect: Rect, box: Rect, to: Alignment): XY {
  switch (to) {
    case "left":
      return { x: box.x, y: rect.y };
    case "centre":
      return { x: box.x + (box.width - rect.width) / 2, y: rect.y };
    case "right":
      return { x: box.x + box.width - rect.width, y: rect.y };
    case "top":
      return { x: rect.x, y: box.y };
    case "middle":
      return { x: rect.x, y: box.y + (box.height - rect.height) / 2 };
    case "bottom":
      return { x: rect.x, y: box.y + box.height - rect.height };
  }
}

/** Make the gaps between three or more nodes equal; the outermost two stay. */
export function distribute(doc: Document, ids: ReadonlySet<NodeId>, axis: Axis): Document {
  const extent = axis === "x" ? "width" : "height";
  const items = rectsOf(doc, ids).sort((a, b) => a.rect[axis] - b.rect[axis]);
  const [first] = items;
  const last = items.at(-1);
  if (!first || !last || items.length < 3) return doc;
  const room = last.rect[axis] + last.rect[extent] - first.rect[axis];
  const filled = items.reduce((sum, { rect }) => sum + rect[extent], 0);
  const gap = (room - filled) / (items.length - 1);
  let at = first.rect[axis];
  const places = items.map(({ id, rect }): [NodeId, XY] => {
    const place = { x: rect.x, y: rect.y, [axis]: at };
    at += rect[extent] + gap;
    return [id, place];
  });
  return moveTo(doc, places);
}

function rectsOf(doc: Document, ids: ReadonlySet<NodeId>): { id: NodeId; rect: Rect }[] {
  return doc.nodes
    .filter((node) => ids.has(node.id))
    .map((node) => ({ id: node.id, rect: nodeRect(doc, node) }));
}

/** Move nodes to places on the canvas, written in their frames' own terms. */
function moveTo(doc: Document, places: readonly (readonly [NodeId, XY])[]): Document {
  const positions = new Map<NodeId, XY>();
  for (const [id, place] of places) {
    const node = doc.nodes.find((each) => each.id === id);
    if (!node) continue;
    const now = absolutePosition(doc, node);
    positions.set(id, {
      x: node.position.x + place.x - now.x,
      y: node.position.y + place.y - now.y,
    });
  }
  return moveNodes(doc, positions);
}
