/** Room for what has been put among others, or has grown: its neighbours move on, right or down. */
import {
  type BoardNode,
  type Document,
  type NodeId,
  nodeById,
  type Rect,
  type Size,
  updateNodes,
  type XY,
} from "./document";
import { frameSizeFor, GAP_X, GAP_Y, nodeSize, overlaps } from "./geometry";

/**
 * Let the neighbours make room for a node: what it covers moves right or down, whichever is
 * shorter, and pushes on what it covers in turn. What has been moved once stays, and nothing moves
 * left or up, so this ends.
 */
export const makeRoom = (doc: Document, id: NodeId): Document => makeRoomFor(doc, [id]);

/**
 * Let the neighbours of a node that was smaller move on with its edges: what stood level with it and behind it
 * goes right, whole rows below it go down, each as far as it takes to be as far away as before, or as layout would
 * have it. The frame around them grows with them.
 */
export function makeRoomGrown(doc: Document, id: NodeId, before: Size): Document {
  const node = nodeById(doc, id);
  if (!node) return doc;
  const now = localRect(node);
  const was = { ...node.position, ...before };
  const [behind, below] = [right(was), bottom(was)];
  const others = besides(doc, node).map((each) => ({ id: each.id, rect: localRect(each) }));
  const level = others.filter(
    ({ rect }) => rect.x >= behind && rect.y < below && bottom(rect) > was.y,
  );
  const under = others.filter(({ rect }) => rect.y >= below);
  const x = Math.min(...level.map(({ rect }) => rect.x));
  const y = Math.min(
    ...under
      .filter(({ rect }) => rect.x < right(now) && right(rect) > now.x)
      .map(({ rect }) => rect.y),
  );
  const by = {
    x: Math.max(0, right(now) + Math.min(x - behind, GAP_X) - x),
    y: Math.max(0, bottom(now) + Math.min(y - below, GAP_Y) - y),
  };
  const moves = new Map<NodeId, XY>([
    ...(by.x > 0 ? level : []).map(({ id }): [NodeId, XY] => [id, { x: by.x, y: 0 }]),
    ...(by.y > 0 ? under : []).map(({ id }): [NodeId, XY] => [id, { x: 0, y: by.y }]),
  ]);
  const moved = updateNodes(doc, new Set(moves.keys()), (each) => {
    const { x, y } = moves.get(each.id) ?? { x: 0, y: 0 };
    return { ...each, position: { x: each.position.x + x, y: each.position.y + y } };
  });
  const roomy = makeRoomFor(moved, [id, ...moves.keys()]);
  return node.parentId === undefined ? roomy : withFrameAround(roomy, node.parentId);
}

/** A frame that its contents have outgrown is as large as they need, and has its own neighbours move on. */
function withFrameAround(doc: Document, id: NodeId): Document {
  const frame = nodeById(doc, id);
  if (!frame) return doc;
  const before = nodeSize(frame);
  const needed = frameSizeFor(doc, frame);
  const width = Math.max(before.width, needed.width);
  const height = Math.max(before.height, needed.height);
  if (width === before.width && height === before.height) return doc;
  const grown = updateNodes(doc, new Set([id]), (each) => ({ ...each, width, height }));
  return makeRoomGrown(grown, id, before);
}

/** Those that stay push what they cover. */
function makeRoomFor(doc: Document, ids: readonly NodeId[]): Document {
  const stay = new Set(ids);
  const [first] = ids;
  const node = first === undefined ? undefined : nodeById(doc, first);
  if (!node) return doc;
  const siblings = besides(doc, node);
  const waiting = new Map<NodeId, Rect>(
    siblings.filter(({ id }) => !stay.has(id)).map((each) => [each.id, localRect(each)]),
  );
  const standing: Rect[] = [node, ...siblings.filter(({ id }) => stay.has(id))].map(localRect);
  const moved = new Map<NodeId, XY>();
  // Grows while it is walked: each that had to move makes others move.
  for (const fixed of standing) {
    for (const [other, rect] of waiting) {
      if (!overlaps(fixed, rect)) continue;
      const next = clearOf(standing, rect);
      waiting.delete(other);
      standing.push(next);
      moved.set(other, { x: next.x, y: next.y });
    }
  }
  return updateNodes(doc, new Set(moved.keys()), (each) => ({
    ...each,
    position: moved.get(each.id) ?? each.position,
  }));
}

/** What stands where the node stands, on the canvas or in its frame; notes may be covered. */
const besides = (doc: Document, { id, parentId }: BoardNode): BoardNode[] =>
  doc.nodes.filter((each) => each.id !== id && each.parentId === parentId && each.type !== "note");

/** Move a rectangle right and down until it covers none of the others. */
function clearOf(others: readonly Rect[], rect: Rect): Rect {
  let at = rect;
  for (let hit = covered(others, at); hit; hit = covered(others, at)) {
    const right = hit.x + hit.width + GAP_X;
    const down = hit.y + hit.height + GAP_Y;
    at = right - at.x <= down - at.y ? { ...at, x: right } : { ...at, y: down };
  }
  return at;
}

const covered = (others: readonly Rect[], at: Rect): Rect | undefined =>
  others.find((other) => overlaps(other, at));

const localRect = (node: BoardNode): Rect => ({ ...node.position, ...nodeSize(node) });
const right = ({ x, width }: Rect): number => x + width;
const bottom = ({ y, height }: Rect): number => y + height;
