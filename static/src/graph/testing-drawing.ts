/** What is wrong with a drawing, counted: for the tests of layout and routes. */
import { absolutePosition, type Document, type Rect, type XY } from "./document";
import { contains, nodeRect, nodeSize, overlaps } from "./geometry";
import { labelBox } from "./labels";
import { type PortTable, portsOf } from "./ports";
import { type Routes, routeAll } from "./routes";

export interface Faults {
  /** Wires that lead through a block, or through a frame that they do not enter. */
  readonly through: readonly string[];
  /** Pairs of wires of different outputs that lie on one line. */
  readonly oneLine: readonly string[];
  /** Labels over labels, blocks or other wires. */
  readonly labels: readonly string[];
  /** Wires that lie along a frame's border, and labels that one strikes out along. */
  readonly borders: readonly string[];
  /** Inputs at the right or the bottom, outputs at the left or the top. */
  readonly sides: readonly string[];
  readonly crossings: number;
  readonly bends: number;
  /** Wires whose shape is not written. */
  readonly unwritten: number;
}

export function routed(doc: Document, table: PortTable): Routes {
  const nodes = doc.nodes
    .filter((node) => node.type !== "note")
    .map((node) => {
      const { inputs, outputs } = portsOf(table, node);
      return {
        id: node.id,
        rect: { ...absolutePosition(doc, node), ...nodeSize(node) },
        inputs: inputs.map((port) => port.name),
        outputs: outputs.map((port) => port.name),
      };
    });
  return routeAll(nodes, doc.edges);
}

interface Piece {
  readonly wire: string;
  readonly from: string;
  readonly a: XY;
  readonly b: XY;
}

export function faultsOf(doc: Document, table: PortTable): Faults {
  const routes = routed(doc, table);
  const edges = new Map(doc.edges.map((edge) => [edge.id, edge]));
  const pieces = [...routes.wires].flatMap(([wire, { points }]) =>
    points.slice(1).map((b, index): Piece => {
      const edge = edges.get(wire);
      const from = `${edge?.source} ${edge?.sourceHandle ?? ""}`;
      return { wire, from, a: points[index] ?? b, b };
    }),
  );
  return {
    through: through(doc, pieces),
    oneLine: pairs(pieces, onOneLine),
    labels: labelFaults(doc, routes, pieces),
    borders: borderFaults(doc, routes, pieces),
    sides: [...routes.ports].flatMap(([key, { side }]) => {
      const into = key.includes("\nin\n");
      return (into ? side === "right" || side === "bottom" : side === "left" || side === "top")
        ? [key.replaceAll("\n", " ")]
        : [];
    }),
    crossings: pairs(pieces, cross).length,
    bends: [...routes.wires.values()].reduce((sum, { points }) => sum + points.length - 2, 0),
    unwritten: [...routes.wires.values()].filter(({ label }) => label === null).length,
  };
}

function through(doc: Document, pieces: readonly Piece[]): string[] {
  const found = new Set<string>();
  const rects = new Map(doc.nodes.map((node) => [node.id, nodeRect(doc, node)]));
  for (const node of doc.nodes) {
    if (node.type === "note") continue;
    const rect = rects.get(node.id) as Rect;
    for (const { wire, a, b } of pieces) {
      if (!overlaps(rect, box(a, b, -1))) continue;
      const edge = doc.edges.find(({ id }) => id === wire);
      const ends = [rects.get(edge?.source ?? ""), rects.get(edge?.target ?? "")];
      const enters = node.type === "frame" && ends.some((end) => end && contains(rect, end));
      if (!enters) found.add(`${wire} through ${node.id}`);
    }
  }
  return [...found];
}

function labelFaults(doc: Document, { wires }: Routes, pieces: readonly Piece[]): string[] {
  const labels = [...wires].flatMap(([wire, route]) => {
    const rect = labelBox(route);
    return rect ? [{ wire, rect }] : [];
  });
  const found = new Set<string>();
  labels.forEach(({ wire, rect }, index) => {
    for (const other of labels.slice(index + 1)) {
      if (overlaps(rect, other.rect)) found.add(`${wire} over ${other.wire}`);
    }
    for (const node of doc.nodes) {
      const block = node.type !== "note" && node.type !== "frame";
      if (block && overlaps(rect, nodeRect(doc, node))) found.add(`${wire} over ${node.id}`);
    }
    for (const piece of pieces) {
      if (piece.wire !== wire && overlaps(rect, box(piece.a, piece.b, 0.5)))
        found.add(`${wire} over the wire ${piece.wire}`);
    }
  });
  return [...found];
}

function borderFaults(doc: Document, { wires }: Routes, pieces: readonly Piece[]): string[] {
  const found = new Set<string>();
  for (const node of doc.nodes) {
    if (node.type !== "frame") continue;
    const { x, y, width, height } = nodeRect(doc, node);
    const [right, bottom] = [x + width, y + height];
    const sides: readonly (readonly [XY, XY])[] = [
      [
        { x, y },
        { x: right, y },
      ],
      [
        { x, y: bottom },
        { x: right, y: bottom },
      ],
      [
        { x, y },
        { x, y: bottom },
      ],
      [
        { x: right, y },
        { x: right, y: bottom },
      ],
    ];
    for (const [a, b] of sides) {
      const side: Piece = { wire: node.id, from: node.id, a, b };
      for (const piece of pieces) {
        if (onOneLine(side, piece)) found.add(`${piece.wire} along ${node.id}`);
      }
      for (const [wire, route] of wires) {
        const rect = labelBox(route);
        if (rect && !upright(side) && overlaps(rect, box(a, b, 0.5)))
          found.add(`${wire} struck by ${node.id}`);
      }
    }
  }
  return [...found];
}

const box = (a: XY, b: XY, margin: number): Rect => ({
  x: Math.min(a.x, b.x) - margin,
  y: Math.min(a.y, b.y) - margin,
  width: Math.abs(a.x - b.x) + 2 * margin,
  height: Math.abs(a.y - b.y) + 2 * margin,
});

const upright = ({ a, b }: Piece): boolean => Math.abs(a.x - b.x) < 0.5;

/** Nearer than 6 px to each other over more than a pixel. */
function onOneLine(one: Piece, other: Piece): boolean {
  if (upright(one) !== upright(other) || one.from === other.from) return false;
  return (
    overlaps(box(one.a, one.b, 0), box(other.a, other.b, 0), 6) && overlapAlong(one, other) > 1
  );
}

function overlapAlong(one: Piece, other: Piece): number {
  const along = (p: XY): number => (upright(one) ? p.y : p.x);
  const low = Math.max(
    Math.min(along(one.a), along(one.b)),
    Math.min(along(other.a), along(other.b)),
  );
  const high = Math.min(
    Math.max(along(one.a), along(one.b)),
    Math.max(along(other.a), along(other.b)),
  );
  return high - low;
}

const cross = (one: Piece, other: Piece): boolean =>
  upright(one) !== upright(other) &&
  one.from !== other.from &&
  overlaps(box(one.a, one.b, 0), box(other.a, other.b, 0));

function pairs(pieces: readonly Piece[], test: (a: Piece, b: Piece) => boolean): string[] {
  const found = new Set<string>();
  pieces.forEach((one, index) => {
    for (const other of pieces.slice(index + 1)) {
      if (one.wire !== other.wire && test(one, other)) found.add(`${one.wire} ${other.wire}`);
    }
  });
  return [...found];
}
