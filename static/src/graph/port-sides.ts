/**
 * On which side of a node each port sits: inputs at the left or the top, outputs at the right or the
 * bottom, whichever way the network runs. Pure.
 */
import type { BoardEdge, EdgeId, NodeId, Rect, XY } from "./document";

export type Side = "left" | "right" | "top" | "bottom";

export interface PortSpot {
  readonly side: Side;
  /** Share of the side's length at which the port sits, 0 to 1. */
  readonly at: number;
}

/** One node's ports as far as routing needs them. */
export interface RoutedNode {
  readonly id: NodeId;
  readonly rect: Rect;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
}

/** A wire with the nodes at its ends. */
export interface End {
  readonly edge: BoardEdge;
  readonly source: RoutedNode;
  readonly target: RoutedNode;
  /** It passes other nodes by, and one of them stands on the straight way. */
  readonly shortcut: boolean;
}

export interface Spots {
  /** By `portKey`. */
  readonly ports: ReadonlyMap<string, PortSpot>;
  /** Where each wire arrives: several that share an input stand apart on it. */
  readonly arrivals: ReadonlyMap<EdgeId, PortSpot>;
}

export const portKey = (node: NodeId, kind: "in" | "out", port: string): string =>
  `${node}\n${kind}\n${port}`;

/** Room between two ports on one side, as a share of it: what comes straight keeps the middle. */
const APART = 0.32;

const centre = (rect: Rect): XY => ({ x: rect.x + rect.width / 2, y: rect.y + rect.height / 2 });

/** Where a wire leaves its source and enters its target, from how the two stand to each other. */
export function facingSides(source: Rect, target: Rect): readonly [Side, Side] {
  const right = target.x - source.x - source.width;
  const below = target.y - source.y - source.height;
  if (right >= 0 && right >= below) return ["right", "left"];
  if (below >= 0) return ["bottom", "top"];
  return right >= 0 ? ["right", "left"] : ["right", "top"];
}

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

/** Give every port its side: an output faces its nearest neighbour, an input its source. */
export function placePorts(nodes: readonly RoutedNode[], ends: readonly End[]): Spots {
  const ports = new Map<string, PortSpot>();
  const arrivals = new Map<EdgeId, PortSpot>();
  const aims = aimsOfOutputs(ends);
  const into = new Map<NodeId, End[]>();
  for (const end of ends) {
    const there = into.get(end.target.id);
    if (there) there.push(end);
    else into.set(end.target.id, [end]);
  }
  for (const node of nodes) {
    placeOutputs(node, aims, ports);
    placeInputs(node, into.get(node.id) ?? [], ports, arrivals);
  }
  return { ports, arrivals };
}

/** Where an output leads: the side that faces its nearest neighbour, and that neighbour's middle. */
interface Aim {
  readonly side: Side;
  readonly to: XY;
}

function aimsOfOutputs(ends: readonly End[]): Map<string, Aim> {
  const aims = new Map<string, Aim>();
  const reach = new Map<string, number>();
  for (const { edge, source, target, shortcut } of ends) {
    const key = outKey(edge, source);
    const [a, b] = [centre(source.rect), centre(target.rect)];
    const distance = Math.hypot(a.x - b.x, a.y - b.y) + (shortcut ? 1e6 : 0);
    if (distance >= (reach.get(key) ?? Infinity)) continue;
    reach.set(key, distance);
    aims.set(key, { side: facingSides(source.rect, target.rect)[0], to: b });
  }
  return aims;
}

/** Outputs that share a side leave in the order of what they lead to, so that no two wires cross. */
function placeOutputs(
  node: RoutedNode,
  aims: ReadonlyMap<string, Aim>,
  ports: Map<string, PortSpot>,
): void {
  const keys = node.outputs.map((port) => portKey(node.id, "out", port));
  const sideOfKey = (key: string): Side => aims.get(key)?.side ?? "right";
  for (const side of new Set(keys.map(sideOfKey))) {
    const there = keys.filter((key) => sideOfKey(key) === side);
    const along = side === "right" ? "y" : "x";
    const aimOf = (key: string): number => aims.get(key)?.to[along] ?? 0;
    if (there.every((key) => aims.has(key))) there.sort((a, b) => aimOf(a) - aimOf(b));
    there.forEach((key, index) => {
      ports.set(key, { side, at: (index + 1) / (there.length + 1) });
    });
  }
}

export const outKey = (edge: BoardEdge, source: RoutedNode): string =>
  portKey(source.id, "out", edge.sourceHandle ?? source.outputs[0] ?? "");

const inPort = (edge: BoardEdge, target: RoutedNode): string =>
  edge.targetHandle ?? target.inputs[0] ?? "";

/** Something that needs a place on a side: a wire that arrives, or an input without any. */
interface Arrival {
  readonly port: string;
  readonly end: End | null;
}

/** Inputs that share a side stand in the order of their sources, so that no two wires cross. */
function placeInputs(
  node: RoutedNode,
  ends: readonly End[],
  ports: Map<string, PortSpot>,
  arrivals: Map<EdgeId, PortSpot>,
): void {
  const bySide = new Map<Side, Arrival[]>([
    ["left", []],
    ["top", []],
  ]);
  for (const end of ends) {
    bySide.get(sideOf(end))?.push({ port: inPort(end.edge, node), end });
  }
  const wired = new Set(ends.map(({ edge }) => inPort(edge, node)));
  const side: Side = bySide.get("left")?.length || !bySide.get("top")?.length ? "left" : "top";
  for (const port of node.inputs) {
    if (!wired.has(port)) bySide.get(side)?.push({ port, end: null });
  }
  const spots = new Map<string, PortSpot[]>();
  for (const [where, there] of bySide) {
    for (const [arrival, at] of placesOn(node.rect, where, there)) {
      const spot = { side: where, at };
      if (arrival.end) arrivals.set(arrival.end.edge.id, spot);
      const found = spots.get(arrival.port);
      if (found) found.push(spot);
      else spots.set(arrival.port, [spot]);
    }
  }
  // A port that takes several wires has one dot, in the middle of those on its first side.
  for (const [port, found] of spots) {
    const same = found.filter((spot) => spot.side === found[0]?.side);
    const spot = same[Math.floor((same.length - 1) / 2)];
    if (spot) ports.set(portKey(node.id, "in", port), spot);
  }
}

function sideOf({ source, target, shortcut }: End): Side {
  const [, into] = facingSides(source.rect, target.rect);
  if (!shortcut) return into;
  // Beside the nodes that it passes: above a row, left of a column.
  return into === "left" ? "top" : "left";
}

function placesOn(
  rect: Rect,
  side: Side,
  arrivals: readonly Arrival[],
): readonly (readonly [Arrival, number])[] {
  if (arrivals.length === 0) return [];
  const upright = side === "left";
  const middle = upright ? centre(rect).y : centre(rect).x;
  const from = ({ end }: Arrival): number => {
    if (!end) return Infinity;
    const at = centre(end.source.rect);
    return upright ? at.y : at.x;
  };
  const sorted = [...arrivals].sort((a, b) => from(a) - from(b));
  if (sorted.length > 3) {
    return sorted.map((arrival, index) => [arrival, (index + 1) / (sorted.length + 1)]);
  }
  const straight = sorted.findIndex((arrival) => Math.abs(from(arrival) - middle) < 1);
  const anchor = straight >= 0 ? straight : Math.floor((sorted.length - 1) / 2);
  if (straight < 0 && sorted.length === 2) {
    return sorted.map((arrival, index) => [arrival, (index + 1) / 3]);
  }
  // What comes straight keeps the middle; the others share the halves beside it.
  return sorted.map((arrival, index) => {
    const half = index < anchor ? anchor : sorted.length - 1 - anchor;
    const step = Math.min(APART, 0.5 / (half + 1));
    return [arrival, 0.5 + (index - anchor) * step];
  });
}
