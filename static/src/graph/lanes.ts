/**
 * Lanes: pieces of different wires that would lie on one line are moved apart. Pure.
 *
 * Only pieces between two corners move; what leaves or enters a port stays. Wires that leave the same
 * port carry the same tensor and may share a piece until they part.
 */
import type { Rect, XY } from "./document";
import { overlaps } from "./geometry";
import { around, type Near } from "./near";

export interface Laned {
  readonly id: string;
  /** Output port that the wire leaves. */
  readonly from: string;
  readonly points: readonly XY[];
  /** The frames that the wire does not enter: no piece of it is moved into them. */
  readonly shut?: readonly Rect[];
}

/** Pieces nearer to each other than this, in px, read as one line. */
export const LANE = 10;
/** How far a piece is moved at a time, and how often to either side, until it lies free. */
const STEP = 5;
const MOST = 14;
/** How many places beyond the nearest are tried. */
const FURTHER = 8;
/** Room that a moved piece keeps from a block, in px. */
const CLEAR = 4;
/** The least length that is left of a neighbouring piece. */
const LEAST = 6;

interface Piece {
  readonly wire: string;
  readonly from: string;
  readonly upright: boolean;
  /** Its place across the direction in which it runs. */
  readonly at: number;
  readonly begin: number;
  readonly end: number;
}

/**
 * The points of every wire, those that were moved as new lists.
 *
 * @param frames no wire lies along their borders, though it may cross them
 */
export function laned(
  wires: readonly Laned[],
  walls: Near<Rect>,
  frames: readonly Rect[] = [],
): ReadonlyMap<string, readonly XY[]> {
  const taken = new Shelf();
  for (const [index, frame] of frames.entries()) {
    const border = `border ${index}`;
    const points = cornersOf(frame);
    taken.put({ id: border, from: border, points }, points, () => true);
  }
  const points = new Map(wires.map((wire) => [wire.id, wire.points]));
  // What leaves and enters ports stays where it is: the first to be placed keeps clear of the last.
  for (const wire of wires) taken.put(wire, wire.points, (index) => !movable(wire.points, index));
  for (const wire of wires) {
    let path = wire.points;
    for (let index = 1; index < path.length; index += 1) {
      if (!movable(path, index)) continue;
      path = placed(wire, path, index, taken, walls);
    }
    points.set(wire.id, path);
    taken.put(wire, path, () => true);
  }
  return points;
}

/** The corners of a rectangle, the first of them again at the end. */
export const cornersOf = ({ x, y, width, height }: Rect): readonly XY[] => [
  { x, y },
  { x: x + width, y },
  { x: x + width, y: y + height },
  { x, y: y + height },
  { x, y },
];

const movable = (points: readonly XY[], index: number): boolean =>
  index > 1 && index < points.length - 1;

/**
 * The nearest place where a piece lies on nobody's line, with its neighbours if that can be had. A place
 * a lane or two further off is taken where fewer wires are crossed on the way to it.
 */
function placed(
  wire: Laned,
  points: readonly XY[],
  index: number,
  taken: Shelf,
  walls: Near<Rect>,
): readonly XY[] {
  const clear = (path: readonly XY[], at: number): boolean => {
    const piece = pieceOf(wire, path, at);
    return piece === null || !taken.shared(piece);
  };
  const crossings = (path: readonly XY[]): number =>
    [index - 1, index, index + 1].reduce((sum, at) => {
      const piece = pieceOf(wire, path, at);
      return sum + (piece ? taken.crossed(piece) : 0);
    }, 0);
  let second: readonly XY[] | null = null;
  let best: readonly XY[] | null = null;
  let least = Number.POSITIVE_INFINITY;
  let last = 2 * MOST;
  for (let step = 0; step <= last; step += 1) {
    const by = Math.ceil(step / 2) * (step % 2 === 1 ? STEP : -STEP);
    const moved = by === 0 ? points : shifted(points, index, by);
    if (!moved || (by !== 0 && hits(wire, moved, index, walls)) || !clear(moved, index)) continue;
    // A moved piece makes its neighbours longer or shorter: they should be clear too.
    if (!clear(moved, index - 1) || !clear(moved, index + 1)) {
      second ??= moved;
      continue;
    }
    if (by === 0) return moved;
    if (best === null) last = Math.min(last, step + FURTHER);
    const count = crossings(moved);
    if (count === 0) return moved;
    if (count >= least) continue;
    best = moved;
    least = count;
  }
  return best ?? second ?? points;
}

/** Move one piece across its direction; `null` where a neighbour would turn round or vanish. */
function shifted(points: readonly XY[], index: number, by: number): XY[] | null {
  const [a, b] = [points[index - 1], points[index]];
  const [before, after] = [points[index - 2], points[index + 1]];
  if (!a || !b || !before || !after) return null;
  const upright = Math.abs(a.x - b.x) < 0.5;
  const move = (point: XY): XY =>
    upright ? { x: point.x + by, y: point.y } : { x: point.x, y: point.y + by };
  const along = (p: XY, q: XY): number => (upright ? q.x - p.x : q.y - p.y);
  const [newA, newB] = [move(a), move(b)];
  for (const [was, is] of [
    [along(before, a), along(before, newA)],
    [along(b, after), along(newB, after)],
  ] as const) {
    if (was * is <= 0 || Math.abs(is) < LEAST) return null;
  }
  return points.map((point, at) => (at === index - 1 ? newA : at === index ? newB : point));
}

function pieceOf(wire: Laned, points: readonly XY[], index: number): Piece | null {
  const [a, b] = [points[index - 1], points[index]];
  if (!a || !b) return null;
  const upright = Math.abs(a.x - b.x) < 0.5;
  if (!upright && Math.abs(a.y - b.y) >= 0.5) return null;
  const [begin, end] = upright ? [a.y, b.y] : [a.x, b.x];
  return {
    wire: wire.id,
    from: wire.from,
    upright,
    at: upright ? a.x : a.y,
    begin: Math.min(begin, end),
    end: Math.max(begin, end),
  };
}

/** Pieces by the line on which they lie. */
class Shelf {
  readonly #lines = new Map<number, Set<Piece>>();
  readonly #own = new Map<string, Piece[]>();

  /** Put a wire's pieces, as far as they are chosen, in the place of those that it had. */
  put(wire: Laned, points: readonly XY[], chosen: (index: number) => boolean): void {
    for (const piece of this.#own.get(wire.id) ?? []) this.#line(piece).delete(piece);
    const pieces = points.flatMap((_, index) =>
      index > 0 && chosen(index) ? (pieceOf(wire, points, index) ?? []) : [],
    );
    this.#own.set(wire.id, pieces);
    for (const piece of pieces) this.#line(piece).add(piece);
  }

  #line({ upright, at }: Piece): Set<Piece> {
    const key = this.#key(upright, at);
    let line = this.#lines.get(key);
    if (!line) {
      line = new Set();
      this.#lines.set(key, line);
    }
    return line;
  }

  /** Whether a piece of a wire from another port lies along this one. */
  shared(piece: Piece): boolean {
    for (const by of [-LANE, 0, LANE]) {
      const line = this.#lines.get(this.#key(piece.upright, piece.at + by)) ?? [];
      for (const other of line) if (onOneLine(other, piece)) return true;
    }
    return false;
  }

  /** How many pieces of other ports' wires cross this one. */
  crossed(piece: Piece): number {
    let count = 0;
    const last = this.#key(!piece.upright, piece.end);
    for (let key = this.#key(!piece.upright, piece.begin); key <= last; key += 2) {
      for (const other of this.#lines.get(key) ?? []) if (crosses(other, piece)) count += 1;
    }
    return count;
  }

  #key(upright: boolean, at: number): number {
    return 2 * Math.floor(at / LANE) + Number(upright);
  }
}

const onOneLine = (a: Piece, b: Piece): boolean =>
  a.wire !== b.wire &&
  a.from !== b.from &&
  Math.abs(a.at - b.at) < LANE - 0.5 &&
  a.begin < b.end - 1 &&
  b.begin < a.end - 1;

const crosses = (a: Piece, b: Piece): boolean =>
  a.upright !== b.upright &&
  a.from !== b.from &&
  a.begin < b.at &&
  b.at < a.end &&
  b.begin < a.at &&
  a.at < b.end;

/** Whether a piece, or one of its neighbours, leads through a block or a shut frame, or grazes it. */
const hits = (
  { shut = [] }: Laned,
  points: readonly XY[],
  index: number,
  walls: Near<Rect>,
): boolean =>
  [index - 1, index, index + 1].some((at) => {
    const [a, b] = [points[at - 1], points[at]];
    if (!a || !b) return false;
    // At the ports the wire touches its own blocks.
    const inner = at > 1 && at < points.length - 1;
    const room = around(a, b, inner ? CLEAR : -1);
    return walls.some(room) || shut.some((frame) => overlaps(frame, room));
  });
