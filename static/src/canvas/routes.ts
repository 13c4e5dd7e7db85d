/**
 * Where ports sit and how wires run, from the rectangles of the nodes. Pure: the canvas and the
 * exported picture draw from the same answer.
 *
 * A port sits on the side that faces its neighbour, so that a snake of nodes reads without loops.
 * A wire that passes other nodes by (a shortcut) runs beside them.
 */
import type { BoardEdge, NodeId, Rect, XY } from "../graph/document";

export type Side = "left" | "right" | "top" | "bottom";

export interface PortSpot {
  readonly side: Side;
  /** Share of the side's length at which the port sits, 0 to 1. */
  readonly at: number;
}

export interface Route {
  readonly path: string;
  /** The corners that the path runs through, ends included. */
  readonly points: readonly XY[];
  readonly from: XY;
  readonly to: XY;
  readonly toSide: Side;
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
}

/** One node's ports as far as routing needs them. */
export interface RoutedNode {
  readonly id: NodeId;
  readonly rect: Rect;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
}

export const portKey = (node: NodeId, kind: "in" | "out", port: string): string =>
  `${node}\n${kind}\n${port}`;

const RADIUS = 10;
const STUB = 18;
/** Up to here, along either axis, no other node is expected between the two. */
const NEAR = 120;
/** How far beside the nodes a shortcut runs. */
const ASIDE = 22;

const centre = (rect: Rect): XY => ({ x: rect.x + rect.width / 2, y: rect.y + rect.height / 2 });

/** The sides of two rectangles that face each other: first of the source, then of the target. */
export function facingSides(source: Rect, target: Rect): readonly [Side, Side] {
  const gapX = Math.max(target.x - source.x - source.width, source.x - target.x - target.width);
  const gapY = Math.max(target.y - source.y - source.height, source.y - target.y - target.height);
  const a = centre(source);
  const b = centre(target);
  if (gapX >= gapY) return b.x >= a.x ? ["right", "left"] : ["left", "right"];
  return b.y >= a.y ? ["bottom", "top"] : ["top", "bottom"];
}

const OUTWARD: Readonly<Record<Side, XY>> = {
  left: { x: -1, y: 0 },
  right: { x: 1, y: 0 },
  top: { x: 0, y: -1 },
  bottom: { x: 0, y: 1 },
};

export function spotOn(rect: Rect, { side, at }: PortSpot): XY {
  switch (side) {
    case "left":
      return { x: rect.x, y: rect.y + rect.height * at };
    case "right":
      return { x: rect.x + rect.width, y: rect.y + rect.height * at };
    case "top":
      return { x: rect.x + rect.width * at, y: rect.y };
    case "bottom":
      return { x: rect.x + rect.width * at, y: rect.y + rect.height };
  }
}

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

interface End {
  readonly edge: BoardEdge;
  readonly source: RoutedNode;
  readonly target: RoutedNode;
  readonly shortcut: boolean;
}

/** Route every wire whose two nodes are known. */
export function routeAll(nodes: readonly RoutedNode[], edges: readonly BoardEdge[]): Routes {
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
  const ports = placePorts(nodes, ends);
  const wires = new Map(ends.map((end) => [end.edge.id, routeOne(end, ports)]));
  return { ports, wires };
}

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

/** Give every port its side: an output faces its nearest neighbour, an input its source. */
function placePorts(nodes: readonly RoutedNode[], ends: readonly End[]): Map<string, PortSpot> {
  const sides = new Map<string, Side>();
  const reach = new Map<string, number>();
  for (const { edge, source, target, shortcut } of ends) {
    const [out, facing] = facingSides(source.rect, target.rect);
    const outKey = portKey(source.id, "out", edge.sourceHandle ?? source.outputs[0] ?? "");
    const a = centre(source.rect);
    const b = centre(target.rect);
    const distance = Math.hypot(a.x - b.x, a.y - b.y) + (shortcut ? 1e6 : 0);
    if (distance < (reach.get(outKey) ?? Infinity)) {
      reach.set(outKey, distance);
      sides.set(outKey, out);
    }
    const inKey = portKey(target.id, "in", edge.targetHandle ?? target.inputs[0] ?? "");
    const aside = shortcut && (facing === "left" || facing === "right") ? "top" : facing;
    if (!sides.has(inKey) || !shortcut) sides.set(inKey, shortcut ? aside : facing);
  }
  for (const end of ends) avoidOutput(end, sides);
  const spots = new Map<string, PortSpot>();
  for (const node of nodes) spread(node, sides, spots);
  return spots;
}

/** A wire that would come in where the node's own output leaves turns to the nearest free side. */
function avoidOutput({ edge, source, target }: End, sides: Map<string, Side>): void {
  const inKey = portKey(target.id, "in", edge.targetHandle ?? target.inputs[0] ?? "");
  const outs = target.outputs.map((port) => sides.get(portKey(target.id, "out", port)));
  const side = sides.get(inKey);
  if (side === undefined || !outs.includes(side)) return;
  const a = centre(source.rect);
  const b = centre(target.rect);
  const flat = side === "left" || side === "right";
  const turned: Side = flat ? (a.y <= b.y ? "top" : "bottom") : a.x <= b.x ? "left" : "right";
  if (!outs.includes(turned)) sides.set(inKey, turned);
}

/** Ports of one node that share a side stand apart on it. */
function spread(
  node: RoutedNode,
  sides: ReadonlyMap<string, Side>,
  spots: Map<string, PortSpot>,
): void {
  const bySide = new Map<Side, string[]>();
  const outKeys = node.outputs.map((port) => portKey(node.id, "out", port));
  const inKeys = node.inputs.map((port) => portKey(node.id, "in", port));
  const out = outKeys.map((key) => sides.get(key)).find((side) => side !== undefined);
  const inSides = inKeys.flatMap((key) => sides.get(key) ?? []);
  const firstIn = inSides.find((side) => side === "left" || side === "right") ?? inSides[0];
  const place = (key: string, fallback: Side): void => {
    const side = sides.get(key) ?? fallback;
    const there = bySide.get(side);
    if (there) there.push(key);
    else bySide.set(side, [key]);
  };
  for (const key of inKeys) place(key, out ? opposite(out) : "left");
  for (const key of outKeys) place(key, firstIn ? opposite(firstIn) : "right");
  for (const [side, keys] of bySide) {
    keys.forEach((key, index) => {
      spots.set(key, { side, at: (index + 1) / (keys.length + 1) });
    });
  }
}

const opposite = (side: Side): Side =>
  ({ left: "right", right: "left", top: "bottom", bottom: "top" })[side] as Side;

function routeOne(
  { edge, source, target, shortcut }: End,
  ports: ReadonlyMap<string, PortSpot>,
): Route {
  const out = ports.get(portKey(source.id, "out", edge.sourceHandle ?? source.outputs[0] ?? ""));
  const into = ports.get(portKey(target.id, "in", edge.targetHandle ?? target.inputs[0] ?? ""));
  const outSpot: PortSpot = out ?? { side: "right", at: 0.5 };
  const inSpot: PortSpot = into ?? { side: "left", at: 0.5 };
  const from = spotOn(source.rect, outSpot);
  const to = spotOn(target.rect, inSpot);
  const corners =
    shortcut && inSpot.side === "top" && (to.x - from.x) * OUTWARD[outSpot.side].x > STUB
      ? besideCorners(from, outSpot.side, to, Math.min(source.rect.y, target.rect.y))
      : plainCorners(from, outSpot.side, to, inSpot.side);
  const points = simplify([from, ...corners, to]);
  const piece = longestPiece(points);
  const label = labelAt(piece, points.length > 2);
  return { path: rounded(points), points, from, to, toSide: inSpot.side, label, ...piece };
}

/** Out of the port, up beside the trunk, along it, and down into the target from above. */
function besideCorners(from: XY, side: Side, to: XY, top: number): XY[] {
  const lane = Math.min(top, to.y) - ASIDE;
  const start = { x: from.x + OUTWARD[side].x * STUB, y: from.y + OUTWARD[side].y * STUB };
  return [start, { x: start.x, y: lane }, { x: to.x, y: lane }];
}

function plainCorners(from: XY, outSide: Side, to: XY, inSide: Side): XY[] {
  const a = OUTWARD[outSide];
  const b = OUTWARD[inSide];
  const start = { x: from.x + a.x * STUB, y: from.y + a.y * STUB };
  const end = { x: to.x + b.x * STUB, y: to.y + b.y * STUB };
  const outFlat = a.x !== 0;
  const inFlat = b.x !== 0;
  if (outFlat && inFlat) {
    const forward = (to.x - from.x) * a.x > 2 * STUB && a.x !== b.x;
    if (forward) {
      const x = (from.x + to.x) / 2;
      return [
        { x, y: from.y },
        { x, y: to.y },
      ];
    }
    const y = (from.y + to.y) / 2;
    return [start, { x: start.x, y }, { x: end.x, y }, end];
  }
  if (!outFlat && !inFlat) {
    const forward = (to.y - from.y) * a.y > 2 * STUB && a.y !== b.y;
    if (forward) {
      const y = (from.y + to.y) / 2;
      return [
        { x: from.x, y },
        { x: to.x, y },
      ];
    }
    const x = (from.x + to.x) / 2;
    return [start, { x, y: start.y }, { x, y: end.y }, end];
  }
  const corner = outFlat ? { x: to.x, y: from.y } : { x: from.x, y: to.y };
  const leaves = (corner.x - from.x) * a.x + (corner.y - from.y) * a.y > STUB;
  const enters = (corner.x - to.x) * b.x + (corner.y - to.y) * b.y > STUB;
  // A short way goes round one corner; a long one through the room between rows, past no node.
  const short = Math.abs(to.x - from.x) < NEAR || Math.abs(to.y - from.y) < NEAR;
  if (leaves && enters && short) return [corner];
  return outFlat ? [start, { x: start.x, y: end.y }, end] : [start, { x: end.x, y: start.y }, end];
}

/** Leave out corners that lie on a straight line. */
function simplify(points: readonly XY[]): XY[] {
  const kept: XY[] = [];
  for (const point of points) {
    const last = kept.at(-1);
    if (last && Math.abs(last.x - point.x) < 0.5 && Math.abs(last.y - point.y) < 0.5) continue;
    const before = kept.at(-2);
    if (last && before && onLine(before, last, point)) kept.pop();
    kept.push(point);
  }
  return kept;
}

const onLine = (a: XY, b: XY, c: XY): boolean =>
  (Math.abs(a.x - b.x) < 0.5 && Math.abs(b.x - c.x) < 0.5) ||
  (Math.abs(a.y - b.y) < 0.5 && Math.abs(b.y - c.y) < 0.5);

const fixed = (value: number): string => String(Math.round(value * 10) / 10);

function rounded(points: readonly XY[]): string {
  const [first, ...rest] = points;
  if (!first) return "";
  let path = `M${fixed(first.x)} ${fixed(first.y)}`;
  rest.forEach((corner, index) => {
    const before = points[index];
    const after = rest[index + 1];
    if (!before || !after) {
      path += `L${fixed(corner.x)} ${fixed(corner.y)}`;
      return;
    }
    const start = towards(corner, before);
    const end = towards(corner, after);
    path += `L${fixed(start.x)} ${fixed(start.y)}Q${fixed(corner.x)} ${fixed(corner.y)} ${fixed(end.x)} ${fixed(end.y)}`;
  });
  return path;
}

function towards(corner: XY, other: XY): XY {
  const length = Math.hypot(other.x - corner.x, other.y - corner.y);
  const step = Math.min(RADIUS, length / 2) / (length || 1);
  return { x: corner.x + (other.x - corner.x) * step, y: corner.y + (other.y - corner.y) * step };
}

/** Below the glyph between neighbours; above it on a wire that goes round, where nodes are below. */
function labelAt({ middle, horizontal }: Pick<Route, "middle" | "horizontal">, bent: boolean): XY {
  if (!horizontal) return { x: middle.x + 16, y: middle.y + 4 };
  return { x: middle.x, y: bent ? middle.y - 18 : middle.y + 28 };
}

function longestPiece(points: readonly XY[]): Pick<Route, "middle" | "horizontal" | "room"> {
  let best = { middle: points[0] ?? { x: 0, y: 0 }, horizontal: true, room: 0 };
  points.slice(1).forEach((end, index) => {
    const start = points[index];
    if (!start) return;
    const room = Math.hypot(end.x - start.x, end.y - start.y);
    if (room <= best.room + 0.5) return;
    best = {
      middle: { x: (start.x + end.x) / 2, y: (start.y + end.y) / 2 },
      horizontal: Math.abs(end.x - start.x) >= Math.abs(end.y - start.y),
      room,
    };
  });
  return best;
}
