/**
 * Where ports sit and how wires run, from the rectangles of the nodes. Pure: the canvas and the
 * exported picture draw from the same answer.
 *
 * Inputs are at the left or the top of a node, outputs at the right or the bottom. A wire that passes
 * other nodes by (a shortcut) runs beside them; none leads through a node, nor through a frame that it
 * does not enter; no two lie on one line, and what is written on them covers nothing.
 */
import { detour, searched } from "./detour";
import type { BoardEdge, NodeId, Rect, XY } from "./document";
import { bounds, contains } from "./geometry";
import { type Placing, placeLabels } from "./labels";
import { laned } from "./lanes";
import { leadsThrough, Near } from "./near";
import {
  type End,
  facingSides,
  outKey,
  type PortSpot,
  placePorts,
  type RoutedNode,
  type Side,
  type Spots,
  spotOn,
} from "./port-sides";
import { besideCorners, OUTWARD, plainCorners, rounded, STUB, simplify } from "./wire-path";

/** What a route follows from, beside the nodes in its way. */
interface Plan {
  readonly from: XY;
  readonly fromSide: Side;
  readonly to: XY;
  readonly toSide: Side;
  /** The outermost edge of the two nodes, where the wire is a shortcut that runs beside them. */
  readonly beyond: number | null;
  /** The frames that the wire enters or leaves: these are not in its way. */
  readonly open: readonly NodeId[];
}

/** A wire's own way, before others that lie on the same line are moved aside. */
interface Way extends Plan {
  readonly points: readonly XY[];
  /** A node that comes, goes or moves outside of it leaves the way as it is. */
  readonly reach: Rect;
}

export interface Route extends Placing {
  readonly from: XY;
  readonly fromSide: Side;
  readonly to: XY;
  readonly toSide: Side;
  readonly path: string;
  /** The corners that the path runs through, ends included. */
  readonly points: readonly XY[];
  readonly reach: Rect;
}

export interface Routes {
  /** By `portKey`. */
  readonly ports: ReadonlyMap<string, PortSpot>;
  readonly wires: ReadonlyMap<string, Route>;
  /** The rectangles that no wire leads through: blocks, and frames but for wires that enter them. */
  readonly walls: ReadonlyMap<NodeId, Rect>;
  readonly ways: ReadonlyMap<string, Way>;
}

const NOTHING: Routes = { ports: new Map(), wires: new Map(), walls: new Map(), ways: new Map() };

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
  const frames = nodes.filter((node) => !isBlock(node));
  const near = new Near<Rect>();
  for (const node of nodes) if (isBlock(node)) near.add(node.rect, node.rect);
  const ends = endsOf(nodes, edges, near);
  const spots = placePorts(nodes, ends);
  const ports = kept(before.ports, spots.ports, sameSpot);
  const walls = kept(before.walls, rectsOf(nodes), sameRect);
  const solid = new Near<NodeId>();
  for (const [id, rect] of walls) solid.add(rect, id);
  const changed = new Near<Rect>();
  for (const rect of without(before.walls, walls)) changed.add(rect, rect);
  for (const rect of without(walls, before.walls)) changed.add(rect, rect);
  const made = new Map(
    ends.map((end) => {
      const old = before.ways.get(end.edge.id);
      const plan = planOf(end, spots, frames);
      const holds = old && samePlan(old, plan) && !changed.some(old.reach);
      return [end.edge.id, holds ? old : wayOf(plan, solid)];
    }),
  );
  const ways = kept(before.ways, made, Object.is);
  if (ports === before.ports && ways === before.ways && walls === before.walls) return before;
  const wires = kept(before.wires, drawn(ends, ways, near, frames), sameRoute);
  return { ports, wires, walls, ways };
}

const isBlock = (node: RoutedNode): boolean => node.inputs.length + node.outputs.length > 0;

function endsOf(
  nodes: readonly RoutedNode[],
  edges: readonly BoardEdge[],
  near: Near<Rect>,
): End[] {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const depth = longestPaths(edges);
  return edges.flatMap((edge): End[] => {
    const source = byId.get(edge.source);
    const target = byId.get(edge.target);
    if (!source || !target) return [];
    const span = (depth.get(edge.target) ?? 0) - (depth.get(edge.source) ?? 0);
    return [
      { edge, source, target, shortcut: span > 1 && blocked(source.rect, target.rect, near) },
    ];
  });
}

/** Whether a block stands on the plain way from one node to the other. */
function blocked(source: Rect, target: Rect, near: Near<Rect>): boolean {
  const [out, into] = facingSides(source, target);
  const from = spotOn(source, { side: out, at: 0.5 });
  const to = spotOn(target, { side: into, at: 0.5 });
  return leadsThrough(simplify([from, ...plainCorners(from, out, to, into), to]), near);
}

/** The ways as they are drawn: side by side, with what is written on them. */
function drawn(
  ends: readonly End[],
  ways: ReadonlyMap<string, Way>,
  near: Near<Rect>,
  frames: readonly RoutedNode[],
): Map<string, Route> {
  const wires = ends.flatMap(({ edge, source }) => {
    const way = ways.get(edge.id);
    if (!way) return [];
    const shut = frames.flatMap(({ id, rect }) => (way.open.includes(id) ? [] : [rect]));
    return [{ id: edge.id, from: outKey(edge, source), points: way.points, shut }];
  });
  const rects = frames.map(({ rect }) => rect);
  const lanes = laned(wires, near, rects);
  const sources = new Map(wires.map(({ id, from }) => [id, from]));
  const labels = placeLabels(lanes, near, rects, sources);
  const routes = new Map<string, Route>();
  for (const [id, { from, fromSide, to, toSide, reach }] of ways) {
    const points = lanes.get(id);
    const placing = labels.get(id);
    if (!points || !placing) continue;
    const path = rounded(points);
    routes.set(id, { from, fromSide, to, toSide, reach, path, points, ...placing });
  }
  return routes;
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
  new Map(nodes.map((node) => [node.id, node.rect]));

const samePoint = (a: XY, b: XY): boolean => a.x === b.x && a.y === b.y;

const sameSpot = (a: PortSpot, b: PortSpot): boolean => a.side === b.side && a.at === b.at;

const sameRect = (a: Rect, b: Rect): boolean =>
  samePoint(a, b) && a.width === b.width && a.height === b.height;

const samePlan = (a: Plan, b: Plan): boolean =>
  samePoint(a.from, b.from) &&
  samePoint(a.to, b.to) &&
  a.fromSide === b.fromSide &&
  a.toSide === b.toSide &&
  a.beyond === b.beyond &&
  a.open.join() === b.open.join();

const sameRoute = (a: Route, b: Route): boolean =>
  a.path === b.path &&
  samePoint(a.middle, b.middle) &&
  a.room === b.room &&
  a.anchor === b.anchor &&
  sameRect(a.reach, b.reach) &&
  (a.label === null || b.label === null ? a.label === b.label : samePoint(a.label, b.label));

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

function planOf(end: End, { ports, arrivals }: Spots, frames: readonly RoutedNode[]): Plan {
  const { edge, source, target, shortcut } = end;
  const outSpot = ports.get(outKey(edge, source)) ?? { side: "right", at: 0.5 };
  const inSpot = arrivals.get(edge.id) ?? { side: "left", at: 0.5 };
  const from = spotOn(source.rect, outSpot);
  const to = spotOn(target.rect, inSpot);
  const open = frames.filter(
    ({ rect }) => contains(rect, source.rect) || contains(rect, target.rect),
  );
  return {
    from,
    fromSide: outSpot.side,
    to,
    toSide: inSpot.side,
    beyond: shortcut ? beyondOf(source.rect, target.rect, outSpot.side, inSpot.side) : null,
    open: open.map(({ id }) => id),
  };
}

/** Where a shortcut that goes on in the direction of its row or column passes the two nodes. */
function beyondOf(source: Rect, target: Rect, out: Side, into: Side): number | null {
  if (out === "right" && into === "top" && target.x > source.x + source.width)
    return Math.min(source.y, target.y);
  if (out === "bottom" && into === "left" && target.y > source.y + source.height)
    return Math.min(source.x, target.x);
  return null;
}

function wayOf(plan: Plan, solid: Near<NodeId>): Way {
  const { from, fromSide, to, toSide, beyond, open } = plan;
  const corners =
    beyond === null
      ? plainCorners(from, fromSide, to, toSide)
      : besideCorners(from, fromSide, to, toSide, beyond);
  const usual = simplify([from, ...corners, to]);
  const shut = (id: NodeId): boolean => !open.includes(id);
  const blocked = leadsThrough(usual, solid, shut);
  const start = inFront(from, fromSide);
  const end = inFront(to, toSide);
  const round = blocked ? detour(start, end, solid.within(searched(start, end), shut)) : null;
  const points = round ? simplify([from, ...round, to]) : usual;
  const way = usual.map((point) => ({ ...point, width: 0, height: 0 }));
  const reach = bounds(blocked ? [...way, searched(start, end)] : way) ?? searched(start, end);
  return { ...plan, points, reach };
}
