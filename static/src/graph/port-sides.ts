/** On which side of a node each port sits: the one that faces its neighbour. Pure. */
import type { BoardEdge, NodeId, Rect, XY } from "./document";

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

/** A wire with the nodes at its ends; a shortcut passes other nodes by. */
export interface End {
  readonly edge: BoardEdge;
  readonly source: RoutedNode;
  readonly target: RoutedNode;
  readonly shortcut: boolean;
}

export const portKey = (node: NodeId, kind: "in" | "out", port: string): string =>
  `${node}\n${kind}\n${port}`;

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
export function placePorts(
  nodes: readonly RoutedNode[],
  ends: readonly End[],
): Map<string, PortSpot> {
  const sides = new Map<string, Side>();
  const reach = new Map<string, number>();
  const aims = new Map<string, XY>();
  for (const { edge, source, target, shortcut } of ends) {
    const [out, facing] = facingSides(source.rect, target.rect);
    const outKey = portKey(source.id, "out", edge.sourceHandle ?? source.outputs[0] ?? "");
    const a = centre(source.rect);
    const b = centre(target.rect);
    const distance = Math.hypot(a.x - b.x, a.y - b.y) + (shortcut ? 1e6 : 0);
    if (distance < (reach.get(outKey) ?? Infinity)) {
      reach.set(outKey, distance);
      sides.set(outKey, out);
      aims.set(outKey, b);
    }
    const inKey = portKey(target.id, "in", edge.targetHandle ?? target.inputs[0] ?? "");
    const aside = shortcut && (facing === "left" || facing === "right") ? "top" : facing;
    if (!sides.has(inKey) || !shortcut) sides.set(inKey, shortcut ? aside : facing);
  }
  for (const end of ends) avoidOutput(end, sides);
  const spots = new Map<string, PortSpot>();
  for (const node of nodes) spread(node, sides, aims, spots);
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

/**
 * Ports of one node that share a side stand apart on it: in their order, but outputs in that of what
 * they lead to, so that their wires do not cross.
 */
function spread(
  node: RoutedNode,
  sides: ReadonlyMap<string, Side>,
  aims: ReadonlyMap<string, XY>,
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
    const along = side === "left" || side === "right" ? "y" : "x";
    const aimOf = (key: string): number => aims.get(key)?.[along] ?? 0;
    if (keys.every((key) => aims.has(key))) keys.sort((a, b) => aimOf(a) - aimOf(b));
    keys.forEach((key, index) => {
      spots.set(key, { side, at: (index + 1) / (keys.length + 1) });
    });
  }
}

const opposite = (side: Side): Side =>
  ({ left: "right", right: "left", top: "bottom", bottom: "top" })[side] as Side;
