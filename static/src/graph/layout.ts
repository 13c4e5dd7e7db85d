/**
 * Automatic layout, in three forms: `snake` in rows as text is written, `right` in one row, `down` in
 * one column. Pure and deterministic: it depends on the network alone, not on where things
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
import { bounds, FRAME_PADDING, FRAME_TITLE, GAP_X, GAP_Y, nodeSize } from "./geometry";
import { type Item, type Link, layers } from "./layered";
import { topologicalOrder } from "./order";
import type { PortTable } from "./ports";
import { extentOf, ONE_ROW, type Row, rowsOf } from "./rows";

export type Form = "snake" | "down" | "right";

/** Contents of a frame stay in one row up to this many ranks, also in a snake. */
const FRAME_ROW = 8;

/** What is laid out, how, and the plans of its frames, which are filled in on the way. */
interface Task {
  readonly doc: Document;
  readonly table: PortTable;
  readonly form: Form;
  readonly frames: Map<NodeId, Plan>;
}

interface Plan {
  /** Top left corners, relative to the group's own. */
  readonly places: ReadonlyMap<NodeId, XY>;
  readonly size: Size;
  /** Where the trunk enters: its place across the direction of flow. */
  readonly axis: number;
}

/**
 * Where each block and frame stands, and how large a frame is: from the top left corner of the network, or
 * of the frame around it. Plain data, which a worker can hand over.
 */
export type Places = ReadonlyMap<NodeId, XY & Partial<Size>>;

/**
 * Lay the whole board out. Frames are laid out on their own and stand in the network as one piece;
 * notes stay where they are.
 *
 * @param corner where the top left corner of the network comes to lie
 */
export const layout = (
  doc: Document,
  table: PortTable,
  form: Form,
  corner: XY = cornerOf(doc),
): Document => standing(doc, placesOf(doc, table, form), corner);

/** Work out where everything is to stand. */
export function placesOf(doc: Document, table: PortTable, form: Form): Places {
  const frames = new Map<NodeId, Plan>();
  const { places } = planGroup({ doc, table, form, frames }, undefined);
  const found = new Map<NodeId, XY & Partial<Size>>();
  for (const group of [places, ...[...frames.values()].map((plan) => plan.places)])
    for (const [id, place] of group) found.set(id, { ...place, ...frames.get(id)?.size });
  return found;
}

/** The board with everything at its place. */
export function standing(doc: Document, places: Places, corner: XY = cornerOf(doc)): Document {
  return updateNodes(doc, new Set(places.keys()), (node) => {
    const place = places.get(node.id);
    return place ? placed(node, place, node.parentId === undefined ? corner : NO_CORNER) : node;
  });
}

const NO_CORNER: XY = { x: 0, y: 0 };

/** Whether two boards are laid out alike: all that `placesOf` reads of them is the same. */
export function laidOutAlike(a: Document, b: Document): boolean {
  const [ours, theirs] = [a.nodes.filter(isLaidOut), b.nodes.filter(isLaidOut)];
  return (
    ours.length === theirs.length &&
    a.edges.length === b.edges.length &&
    ours.every((node, index) => {
      const other = theirs[index];
      return (
        node.id === other?.id &&
        node.type === other.type &&
        node.parentId === other.parentId &&
        node.width === other.width &&
        node.height === other.height
      );
    }) &&
    a.edges.every((edge, index) => {
      const other = b.edges[index];
      return edge.source === other?.source && edge.target === other.target;
    })
  );
}

const isLaidOut = (node: BoardNode): boolean => node.type !== "note";

/** The top left corner of the network, notes aside. */
export function cornerOf(doc: Document): XY {
  const rects = doc.nodes
    .filter((node) => isLaidOut(node) && node.parentId === undefined)
    .map((node) => ({ ...node.position, ...nodeSize(node) }));
  return bounds(rects) ?? { x: 0, y: 0 };
}

function placed(node: BoardNode, place: XY & Partial<Size>, corner: XY): BoardNode {
  const { width = node.width, height = node.height } = place;
  const position = { x: place.x + corner.x, y: place.y + corner.y };
  const resized = width !== node.width || height !== node.height;
  if (position.x === node.position.x && position.y === node.position.y && !resized) return node;
  return { ...node, position, ...(resized ? { width, height } : {}) };
}

/** Plan what lies in one frame, or on the canvas itself. */
function planGroup(task: Task, parent: NodeId | undefined): Plan {
  const { doc, table, form } = task;
  const members = doc.nodes.filter((node) => node.parentId === parent && isLaidOut(node));
  const plans = new Map(
    members.map((node) => [
      node.id,
      node.type === "frame" ? planFrame(task, node) : planBlock(node, form),
    ]),
  );
  const gates = new Set(members.filter(({ type }) => table.get(type)?.gate).map(({ id }) => id));
  const owner = ownersOf(doc, members);
  const nets = networks(doc, members, owner);
  const down = form === "down";
  const places = new Map<NodeId, XY>();
  let [width, height] = [0, 0];
  let at = 0;
  let axis: number | null = null;
  for (const net of nets) {
    const items = net.ids.map((id): Item => {
      const { size, axis } = plans.get(id) ?? EMPTY_PLAN;
      const across = down ? size.width : size.height;
      return {
        id,
        along: down ? size.height : size.width,
        before: axis,
        behind: across - axis,
        gate: gates.has(id),
      };
    });
    const inRow = form !== "snake" || (parent !== undefined && items.length <= FRAME_ROW);
    const rowsWith = (gates: boolean): Row[] =>
      rowsOf(
        layers(gates ? items : ungated(items), net.links, down ? GAP_X : GAP_Y),
        net.links,
        inRow,
        down ? GAP_Y : GAP_X,
      );
    const rows = inRow ? rowsWith(true) : narrower(rowsWith(true), () => rowsWith(false));
    const flat = flatten(rows, down ? GAP_X : GAP_Y);
    for (const [id, { along, across }] of flat.places) {
      places.set(id, down ? { x: at + across, y: along } : { x: along, y: at + across });
    }
    const [first] = net.ids;
    const start = first === undefined ? undefined : flat.places.get(first);
    axis ??= at + (start?.across ?? 0) + (plans.get(first ?? "")?.axis ?? 0);
    const size = down
      ? { width: flat.across, height: flat.along }
      : { width: flat.along, height: flat.across };
    width = down ? at + size.width : Math.max(width, size.width);
    height = down ? Math.max(height, size.height) : at + size.height;
    at += (down ? size.width : size.height) + (down ? GAP_X : GAP_Y);
  }
  return { places, size: { width, height }, axis: axis ?? 0 };
}

/**
 * Beside a feature map that passes straight through, a gate's branch cannot be cut into rows. Where
 * that makes a row too long to be seen whole, the branch is the trunk, and the feature map is led.
 */
function narrower(rows: readonly Row[], otherwise: () => Row[]): readonly Row[] {
  const longest = (rows: readonly Row[]): number => Math.max(...rows.map(({ along }) => along));
  if (longest(rows) <= ONE_ROW) return rows;
  const others = otherwise();
  return longest(others) < longest(rows) ? others : rows;
}

const ungated = (items: readonly Item[]): Item[] => items.map((item) => ({ ...item, gate: false }));

const EMPTY_PLAN: Plan = { places: new Map(), size: { width: 0, height: 0 }, axis: 0 };

/** A block's ports are in the middle of its sides. */
function planBlock(node: BoardNode, form: Form): Plan {
  const size = nodeSize(node);
  return { places: new Map(), size, axis: (form === "down" ? size.width : size.height) / 2 };
}

/** Plan a frame's contents, below its title and inside its margin. */
function planFrame(task: Task, frame: BoardNode): Plan {
  const { doc, form, frames } = task;
  if (childrenOf(doc, frame.id).length === 0) {
    const plan = planBlock(frame, form);
    frames.set(frame.id, plan);
    return plan;
  }
  const inner = planGroup(task, frame.id);
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
  const axis = inner.axis + FRAME_PADDING + (form === "down" ? 0 : FRAME_TITLE);
  const plan = { places, size, axis };
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

/** Put rows one below the other, each from its beginning. */
function flatten(rows: readonly Row[], gap: number): Flat {
  const places = new Map<NodeId, { along: number; across: number }>();
  const along = Math.max(0, ...rows.map((row) => row.along));
  let top = 0;
  for (const row of rows) {
    const all = row.ranks.flat();
    const above = Math.max(...all.map(({ item, offset }) => item.before - offset));
    const below = Math.max(...all.map(({ item, offset }) => item.behind + offset));
    let at = row.start;
    for (const rank of row.ranks) {
      const extent = extentOf(rank);
      for (const { item, offset } of rank) {
        const start = at + (extent - item.along) / 2;
        places.set(item.id, { along: start, across: top + above + offset - item.before });
      }
      at += extent + row.gap;
    }
    top += above + below + gap;
  }
  return { places, along, across: top - gap };
}
