/**
 * Automatic layout, in three forms: `snake` in rows that run to and fro, `right` in one row, `down`
 * in one column. Pure and deterministic: it depends on the network alone, not on where things
 * were, except that the whole stays at its top left corner.
 */
import {
  type BoardNode,
  childrenOf,
  type Document,
  type NodeId,
  type Size,
  updateNodes,
  type XY,
} from "./document";
import {
  bounds,
  FRAME_PADDING,
  FRAME_TITLE,
  GAP_X,
  GAP_Y,
  NODE_HEIGHT,
  NODE_WIDTH,
  nodeSize,
} from "./geometry";
import { type Item, type Link, layers } from "./layered";
import { topologicalOrder } from "./order";
import { extentOf, type Row, rowsOf } from "./rows";

export type Form = "snake" | "down" | "right";

/** Contents of a frame stay in one row up to this many ranks, also in a snake. */
const FRAME_ROW = 8;

interface Plan {
  /** Top left corners, relative to the group's own. */
  readonly places: ReadonlyMap<NodeId, XY>;
  readonly size: Size;
}

/**
 * Lay the whole board out. Frames are laid out on their own and stand in the network as one piece;
 * notes stay where they are.
 *
 * @param corner where the top left corner of the network comes to lie
 */
export function layout(doc: Document, form: Form, corner: XY = cornerOf(doc)): Document {
  const frames = new Map<NodeId, Plan>();
  const { places } = planGroup(doc, undefined, form, frames);
  const positions = new Map<NodeId, XY>();
  for (const [id, place] of places)
    positions.set(id, { x: place.x + corner.x, y: place.y + corner.y });
  for (const plan of frames.values())
    for (const [id, place] of plan.places) positions.set(id, place);
  return updateNodes(doc, new Set(positions.keys()), (node) => placed(node, positions, frames));
}

/** The top left corner of the network, notes aside. */
export function cornerOf(doc: Document): XY {
  const rects = doc.nodes
    .filter((node) => node.type !== "note" && node.parentId === undefined)
    .map((node) => ({ ...node.position, ...nodeSize(node) }));
  return bounds(rects) ?? { x: 0, y: 0 };
}

function placed(
  node: BoardNode,
  positions: ReadonlyMap<NodeId, XY>,
  frames: ReadonlyMap<NodeId, Plan>,
): BoardNode {
  const { x, y } = positions.get(node.id) ?? node.position;
  const size = frames.get(node.id)?.size;
  const resized = size && (size.width !== node.width || size.height !== node.height);
  if (x === node.position.x && y === node.position.y && !resized) return node;
  return { ...node, position: { x, y }, ...(size ?? {}) };
}

/** Plan what lies in one frame, or on the canvas itself; plans of frames inside go to `frames`. */
function planGroup(
  doc: Document,
  parent: NodeId | undefined,
  form: Form,
  frames: Map<NodeId, Plan>,
): Plan {
  const members = doc.nodes.filter((node) => node.parentId === parent && node.type !== "note");
  const sizes = new Map<NodeId, Size>();
  for (const node of members) {
    if (node.type !== "frame") sizes.set(node.id, nodeSize(node));
    else sizes.set(node.id, planFrame(doc, node, form, frames).size);
  }
  const owner = ownersOf(doc, members);
  const nets = networks(doc, members, owner);
  const down = form === "down";
  const places = new Map<NodeId, XY>();
  let [width, height] = [0, 0];
  let at = 0;
  for (const net of nets) {
    const items = net.ids.map((id): Item => {
      const size = sizes.get(id) ?? { width: NODE_WIDTH, height: NODE_HEIGHT };
      const gate = doc.nodes.some((node) => node.id === id && node.type === "multiply");
      return down
        ? { id, along: size.height, across: size.width, gate }
        : { id, along: size.width, across: size.height, gate };
    });
    const inRow = form !== "snake" || (parent !== undefined && items.length <= FRAME_ROW);
    const rows = rowsOf(
      layers(items, net.links, down ? GAP_X : GAP_Y),
      net.links,
      inRow,
      down ? GAP_Y : GAP_X,
    );
    const flat = flatten(rows, down ? GAP_X : GAP_Y, frames);
    for (const [id, { along, across }] of flat.places) {
      places.set(id, down ? { x: at + across, y: along } : { x: along, y: at + across });
    }
    const size = down
      ? { width: flat.across, height: flat.along }
      : { width: flat.along, height: flat.across };
    width = down ? at + size.width : Math.max(width, size.width);
    height = down ? Math.max(height, size.height) : at + size.height;
    at += (down ? size.width : size.height) + (down ? GAP_X : GAP_Y);
  }
  return { places, size: { width, height } };
}

/** Plan a frame's contents, below its title and inside its margin. */
function planFrame(doc: Document, frame: BoardNode, form: Form, frames: Map<NodeId, Plan>): Plan {
  if (childrenOf(doc, frame.id).length === 0) {
    const plan = { places: new Map<NodeId, XY>(), size: nodeSize(frame) };
    frames.set(frame.id, plan);
    return plan;
  }
  const inner = planGroup(doc, frame.id, form, frames);
  const places = new Map(
    [...inner.places].map(([id, { x, y }]): [NodeId, XY] => [
      id,
      { x: x + FRAME_PADDING, y: y + FRAME_TITLE + FRAME_PADDING },
    ]),
  );
  const size = {
    width: inner.size.width + 2 * FRAME_PADDING,
    height: inner.size.height + FRAME_TITLE + 2 * FRAME_PADDING,
  };
  const plan = { places, size };
  frames.set(frame.id, plan);
  return plan;
}

/** For every node of the document: the member of the group that it is, or lies in. */
function ownersOf(doc: Document, members: readonly BoardNode[]): Map<NodeId, NodeId> {
  const parents = new Map(doc.nodes.map((node) => [node.id, node.parentId]));
  const top = new Set(members.map((node) => node.id));
  const owner = new Map<NodeId, NodeId>();
  for (const { id } of doc.nodes) {
    let up: NodeId | undefined = id;
    for (let hops = 0; up !== undefined && !top.has(up) && hops < doc.nodes.length; hops += 1) {
      up = parents.get(up);
    }
    if (up !== undefined && top.has(up)) owner.set(id, up);
  }
  return owner;
}

interface Net {
  /** In topological order. */
  readonly ids: readonly NodeId[];
  readonly links: readonly Link[];
}

/** The connected networks among the members; all that is wired to nothing is one net of its own. */
function networks(
  doc: Document,
  members: readonly BoardNode[],
  owner: ReadonlyMap<NodeId, NodeId>,
): Net[] {
  const links = doc.edges.flatMap((edge): Link[] => {
    const [source, target] = [owner.get(edge.source), owner.get(edge.target)];
    return source !== undefined && target !== undefined && source !== target
      ? [{ source, target }]
      : [];
  });
  const order = memberOrder(doc, members, owner);
  const net = new Map<NodeId, NodeId>(order.map((id) => [id, id]));
  const root = (id: NodeId): NodeId => {
    let up = id;
    for (let next = net.get(up); next !== undefined && next !== up; next = net.get(up)) up = next;
    return up;
  };
  for (const { source, target } of links) net.set(root(target), root(source));
  const groups = new Map<NodeId, NodeId[]>();
  for (const id of order) {
    const there = groups.get(root(id));
    if (there) there.push(id);
    else groups.set(root(id), [id]);
  }
  const wired = [...groups.values()].filter((ids) => ids.length > 1);
  const alone = [...groups.values()].filter((ids) => ids.length === 1).flat();
  const chain = alone
    .slice(1)
    .map((id, index): Link => ({ source: alone[index] ?? id, target: id }));
  const nets = wired.map((ids): Net => {
    const inside = new Set(ids);
    return { ids, links: links.filter(({ source }) => inside.has(source)) };
  });
  if (alone.length === 0) return nets;
  const loose = { ids: alone, links: chain };
  // The input alone comes first; blocks that are not wired yet come below the network.
  return nets.length === 0 || alone[0] === order[0] ? [loose, ...nets] : [...nets, loose];
}

/** The members in the order in which their first blocks come. */
function memberOrder(
  doc: Document,
  members: readonly BoardNode[],
  owner: ReadonlyMap<NodeId, NodeId>,
): NodeId[] {
  const inMembers = new Set(members.map((node) => node.id));
  const seen = new Set<NodeId>();
  for (const id of topologicalOrder(doc)) {
    const member = owner.get(id);
    if (member !== undefined) seen.add(member);
  }
  for (const id of inMembers) seen.add(id);
  return [...seen];
}

interface Flat {
  readonly places: ReadonlyMap<NodeId, { readonly along: number; readonly across: number }>;
  readonly along: number;
  readonly across: number;
}

/** Put rows one below the other; every second one runs back, frames in it included. */
function flatten(rows: readonly Row[], gap: number, frames: Map<NodeId, Plan>): Flat {
  const places = new Map<NodeId, { along: number; across: number }>();
  const along = Math.max(0, ...rows.map((row) => row.indent + row.along));
  let top = 0;
  rows.forEach((row, index) => {
    const back = index % 2 === 1;
    const all = row.ranks.flat();
    const above = Math.max(...all.map(({ item, offset }) => item.across / 2 - offset));
    const below = Math.max(...all.map(({ item, offset }) => item.across / 2 + offset));
    let at = row.indent;
    for (const rank of row.ranks) {
      const extent = extentOf(rank);
      for (const { item, offset } of rank) {
        const start = at + (extent - item.along) / 2;
        places.set(item.id, {
          along: back ? along - start - item.along : start,
          across: top + above + offset - item.across / 2,
        });
        if (back) mirror(item.id, frames);
      }
      at += extent + row.gap;
    }
    top += above + below + gap;
  });
  return { places, along, across: top - gap };
}

/** Let a frame's contents run from right to left, as the row does in which it stands. */
function mirror(frame: NodeId, frames: Map<NodeId, Plan>): void {
  const plan = frames.get(frame);
  if (!plan) return;
  const widths = new Map<NodeId, number>();
  for (const id of plan.places.keys()) widths.set(id, frames.get(id)?.size.width ?? NODE_WIDTH);
  const places = new Map(
    [...plan.places].map(([id, { x, y }]): [NodeId, XY] => {
      mirror(id, frames);
      return [id, { x: plan.size.width - x - (widths.get(id) ?? NODE_WIDTH), y }];
    }),
  );
  frames.set(frame, { ...plan, places });
}
