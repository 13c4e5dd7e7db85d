/**
 * Where ports sit and how wires run, from the rectangles of the nodes. Pure: the canvas and the
 * exported picture draw from the same answer.
 *
 * A port sits on the side that faces its neighbour, so that a snake of nodes reads without loops.
 * A wire that passes other nodes by (a shortcut) runs beside them, and none leads through a node.
 */
import { crosses, detour } from "../graph/detour";
import type { BoardEdge, NodeId, Rect, XY } from "../graph/document";
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
  const blocks = nodes
    .filter((node) => node.inputs.length + node.outputs.length > 0)
    .map((node) => node.rect);
  const wires = new Map(ends.map((end) => [end.edge.id, routeOne(end, ports, blocks)]));
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

/** The point before a port, clear of its node. */
const inFront = (at: XY, side: Side): XY => ({
  x: at.x + OUTWARD[side].x * STUB,
  y: at.y + OUTWARD[side].y * STUB,
});

function routeOne(
  { edge, source, target, shortcut }: End,
  ports: ReadonlyMap<string, PortSpot>,
  blocks: readonly Rect[],
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
  const usual = simplify([from, ...corners, to]);
  const around = crosses(usual, blocks)
    ? detour(inFront(from, outSpot.side), inFront(to, inSpot.side), blocks)
    : null;
  const points = around ? simplify([from, ...around, to]) : usual;
  const piece = longestPiece(points);
  const label = labelAt(piece, points.length > 2);
  return { path: rounded(points), points, from, to, toSide: inSpot.side, label, ...piece };
}
