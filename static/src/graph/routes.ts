/**
 * Where ports sit and how wires run, from the rectangles of the nodes. Pure: the canvas and the
 * exported picture draw from the same answer.
 *
 * A port sits on the side that faces its neighbour, so that a snake of nodes reads without loops.
 * A wire that passes other nodes by (a shortcut) runs beside them, and none leads through a node.
 */
import { crosses, detour, searched } from "./detour";
import type { BoardEdge, NodeId, Rect, XY } from "./document";
import { bounds, overlaps } from "./geometry";
import {
  type End,
  type PortSpot,
  placePorts,
  portKey,
  type RoutedNode,
  type Side,
  spotOn,
} from "./port-sides";
import {
  besideCorners,
  labelAt,
  longestPiece,
  OUTWARD,
  plainCorners,
  rounded,
  STUB,
  simplify,
} from "./wire-path";

/** What a route follows from, beside the nodes in its way. */
interface Plan {
  readonly from: XY;
  readonly fromSide: Side;
  readonly to: XY;
  readonly toSide: Side;
  /** The upper edge of the two nodes, where the wire is a shortcut that runs above them. */
  readonly above: number | null;
}

export interface Route extends Plan {
  readonly path: string;
  /** The corners that the path runs through, ends included. */
  readonly points: readonly XY[];
  /** A node that comes, goes or moves outside of it leaves the route as it is. */
  readonly reach: Rect;
  /** Where the tensor's glyph stands. */
  readonly middle: XY;
  /** Where the shape is written. */
  readonly label: XY;
  /** The wire is horizontal where the glyph stands: the shape stands centred, else beside it. */
  readonly horizontal: boolean;
  /** Length of the free straight piece around the middle, in px. */
  readonly room: number;
}

export interface Routes {
  /** By `portKey`. */
  readonly ports: ReadonlyMap<string, PortSpot>;
  readonly wires: ReadonlyMap<string, Route>;
  /** The rectangles that no wire leads through. */
  readonly blocks: ReadonlyMap<NodeId, Rect>;
}

const NOTHING: Routes = { ports: new Map(), wires: new Map(), blocks: new Map() };

/** The wire that runs nearest to a point, no further away than `within` px. */
export function nearestWire({ wires }: Routes, at: XY, within: number): string | null {
  let best: string | null = null;
  let least = within;
  for (const [id, { points }] of wires) {
    points.slice(1).forEach((end, index) => {
      const start = points[index];
      const distance = start ? distanceTo(start, end, at) : Infinity;
      if (distance > least) return;
      least = distance;
      best = id;
    });
  }
  return best;
}

function distanceTo(a: XY, b: XY, at: XY): number {
  const length = (b.x - a.x) ** 2 + (b.y - a.y) ** 2;
  const along =
    length === 0 ? 0 : ((at.x - a.x) * (b.x - a.x) + (at.y - a.y) * (b.y - a.y)) / length;
  const share = Math.max(0, Math.min(1, along));
  return Math.hypot(at.x - a.x - (b.x - a.x) * share, at.y - a.y - (b.y - a.y) * share);
}

/**
 * Route every wire whose two nodes are known.
 *
 * @param before the routes until now: what still holds of them stays the same object, so that a
 *   node that is dragged costs the wires around it and an edit that moves nothing costs none
 */
export function routeAll(
  nodes: readonly RoutedNode[],
  edges: readonly BoardEdge[],
  before: Routes = NOTHING,
): Routes {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const ends: End[] = [];
  const depth = longestPaths(edges);
  for (const edge of edges) {
    const source = byId.get(edge.source);
    const target = byId.get(edge.target);
    if (!source || !target) continue;
    const span = (depth.get(edge.target) ?? 0) - (depth.get(edge.source) ?? 0);
    ends.push({ edge, source, target, shortcut: span > 1 });
  }
  const ports = kept(before.ports, placePorts(nodes, ends), sameSpot);
  const blocks = kept(before.blocks, rectsOf(nodes), sameRect);
  const rects = [...blocks.values()];
  const changed = [...without(before.blocks, blocks), ...without(blocks, before.blocks)];
  const routed = new Map(
    ends.map((end) => {
      const old = before.wires.get(end.edge.id);
      const plan = planOf(end, ports);
      const holds =
        old && samePlan(old, plan) && !changed.some((rect) => overlaps(old.reach, rect));
      return [end.edge.id, holds ? old : routeOne(plan, rects)];
    }),
  );
  const wires = kept(before.wires, routed, Object.is);
  const same = ports === before.ports && wires === before.wires && blocks === before.blocks;
  return same ? before : { ports, wires, blocks };
}

/** The new values, each the old object where it is the same; the old map where all are. */
function kept<K, V>(
  before: ReadonlyMap<K, V>,
  after: ReadonlyMap<K, V>,
  same: (a: V, b: V) => boolean,
): ReadonlyMap<K, V> {
  let all = before.size === after.size;
  const values = new Map<K, V>();
  for (const [key, value] of after) {
    const old = before.get(key);
    const holds = old !== undefined && same(old, value);
    all &&= holds;
    values.set(key, holds ? old : value);
  }
  return all ? before : values;
}

/** The values of one map that the other has not. */
const without = <K, V>(map: ReadonlyMap<K, V>, other: ReadonlyMap<K, V>): V[] =>
  map === other
    ? []
    : [...map].flatMap(([key, value]) => (other.get(key) === value ? [] : [value]));

const rectsOf = (nodes: readonly RoutedNode[]): Map<NodeId, Rect> =>
  new Map(
    nodes
      .filter((node) => node.inputs.length + node.outputs.length > 0)
      .map((node) => [node.id, node.rect]),
  );

const samePoint = (a: XY, b: XY): boolean => a.x === b.x && a.y === b.y;

const sameSpot = (a: PortSpot, b: PortSpot): boolean => a.side === b.side && a.at === b.at;

const sameRect = (a: Rect, b: Rect): boolean =>
  samePoint(a, b) && a.width === b.width && a.height === b.height;

const samePlan = (a: Plan, b: Plan): boolean =>
  samePoint(a.from, b.from) &&
  samePoint(a.to, b.to) &&
  a.fromSide === b.fromSide &&
  a.toSide === b.toSide &&
  a.above === b.above;

/** Depth of every node: the length of the longest path that leads to it. Cycles are cut. */
function longestPaths(edges: readonly BoardEdge[]): Map<NodeId, number> {
  const into = new Map<NodeId, NodeId[]>();
  for (const { source, target } of edges) {
    const sources = into.get(target);
    if (sources) sources.push(source);
    else into.set(target, [source]);
  }
  const depth = new Map<NodeId, number>();
  const open = new Set<NodeId>();
  const stack: NodeId[] = edges.map((edge) => edge.target);
  for (let id = stack.pop(); id !== undefined; id = stack.pop()) {
    if (depth.has(id)) continue;
    const sources = into.get(id) ?? [];
    const waiting = sources.filter((source) => !depth.has(source) && !open.has(source));
    if (waiting.length > 0) {
      open.add(id);
      stack.push(id, ...waiting);
      continue;
    }
    depth.set(
      id,
      sources.length === 0 ? 0 : 1 + Math.max(...sources.map((s) => depth.get(s) ?? 0)),
    );
    open.delete(id);
  }
  return depth;
}

/** The point before a port, clear of its node. */
const inFront = (at: XY, side: Side): XY => ({
  x: at.x + OUTWARD[side].x * STUB,
  y: at.y + OUTWARD[side].y * STUB,
});

function planOf(
  { edge, source, target, shortcut }: End,
  ports: ReadonlyMap<string, PortSpot>,
): Plan {
  const out = ports.get(portKey(source.id, "out", edge.sourceHandle ?? source.outputs[0] ?? ""));
  const into = ports.get(portKey(target.id, "in", edge.targetHandle ?? target.inputs[0] ?? ""));
  const outSpot: PortSpot = out ?? { side: "right", at: 0.5 };
  const inSpot: PortSpot = into ?? { side: "left", at: 0.5 };
  const from = spotOn(source.rect, outSpot);
  const to = spotOn(target.rect, inSpot);
  const onward = (to.x - from.x) * OUTWARD[outSpot.side].x > STUB;
  return {
    from,
    fromSide: outSpot.side,
    to,
    toSide: inSpot.side,
    above:
      shortcut && inSpot.side === "top" && onward ? Math.min(source.rect.y, target.rect.y) : null,
  };
}

function routeOne(plan: Plan, blocks: readonly Rect[]): Route {
  const { from, fromSide, to, toSide, above } = plan;
  const corners =
    above === null
      ? plainCorners(from, fromSide, to, toSide)
      : besideCorners(from, fromSide, to, above);
  const usual = simplify([from, ...corners, to]);
  const start = inFront(from, fromSide);
  const end = inFront(to, toSide);
  const blocked = crosses(usual, blocks);
  const around = blocked ? detour(start, end, blocks) : null;
  const points = around ? simplify([from, ...around, to]) : usual;
  const piece = longestPiece(points);
  const label = labelAt(piece, points.length > 2);
  const way = usual.map((point) => ({ ...point, width: 0, height: 0 }));
  const reach = bounds(blocked ? [...way, searched(start, end)] : way) ?? searched(start, end);
  return { ...plan, path: rounded(points), points, reach, label, ...piece };
}
