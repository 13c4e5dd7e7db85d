/**
 * A way around: where a wire's usual corners would lead through a node, the shortest path of
 * horizontal and vertical pieces that passes all nodes by. Pure.
 */
import type { Rect, XY } from "./document";

/** How far beside a node a wire runs, in px; a line is kept at least `CLEAR` from every node. */
const ASIDE = 22;
const CLEAR = 8;
/** What a corner costs, in px of wire: few corners read better than the shortest way. */
const CORNER = 60;
/** Beyond this many nodes around, the search would cost more than it shows. */
const MOST = 80;
/** How far around a wire the search looks, in px. */
const REACH = 400;

/** Where `detour` looks around: nodes outside of it change nothing about its answer. */
export const searched = (start: XY, end: XY): Rect => ({
  x: Math.min(start.x, end.x) - REACH,
  y: Math.min(start.y, end.y) - REACH,
  width: Math.abs(start.x - end.x) + 2 * REACH,
  height: Math.abs(start.y - end.y) + 2 * REACH,
});

function hits(a: XY, b: XY, rect: Rect, margin: number): boolean {
  return (
    Math.min(a.x, b.x) < rect.x + rect.width + margin &&
    Math.max(a.x, b.x) > rect.x - margin &&
    Math.min(a.y, b.y) < rect.y + rect.height + margin &&
    Math.max(a.y, b.y) > rect.y - margin
  );
}

/**
 * Return the corners of a path from `start` to `end` around the rectangles, both ends included.
 *
 * @param start a point in front of the output port, clear of its node
 * @param end a point in front of the input port, likewise
 * @returns `null` where there is none, or too much around to look for one
 */
export function detour(start: XY, end: XY, rects: readonly Rect[]): XY[] | null {
  const near = rects.filter((rect) => hits(start, end, rect, REACH));
  if (near.length > MOST) return null;
  const xs = lines(
    start.x,
    end.x,
    near.flatMap((r) => [r.x - ASIDE, r.x + r.width + ASIDE]),
  );
  const ys = lines(
    start.y,
    end.y,
    near.flatMap((r) => [r.y - ASIDE, r.y + r.height + ASIDE]),
  );
  const from = xs.indexOf(start.x) + ys.indexOf(start.y) * xs.length;
  const to = xs.indexOf(end.x) + ys.indexOf(end.y) * xs.length;
  const point = (cell: number): XY => ({
    x: xs[cell % xs.length] ?? 0,
    y: ys[Math.floor(cell / xs.length)] ?? 0,
  });
  const cells = search(from, to, xs, ys, blocked(near, xs, ys));
  return cells && corners(cells.map(point));
}

/**
 * Which steps of the grid lead through a rectangle: bit 1 of a cell is its step to the right, bit 2 the
 * one down.
 */
function blocked(rects: readonly Rect[], xs: readonly number[], ys: readonly number[]): Uint8Array {
  const steps = new Uint8Array(xs.length * ys.length);
  for (const rect of rects) {
    const [left, right] = [rect.x - CLEAR, rect.x + rect.width + CLEAR];
    const [top, bottom] = [rect.y - CLEAR, rect.y + rect.height + CLEAR];
    for (let row = 0; row < ys.length; row += 1) {
      const y = ys[row] ?? 0;
      if (y >= bottom) break;
      const down = (ys[row + 1] ?? y) > top;
      if (!down && y <= top) continue;
      for (let column = 0; column < xs.length; column += 1) {
        const x = xs[column] ?? 0;
        if (x >= right) break;
        const cell = row * xs.length + column;
        if (y > top && (xs[column + 1] ?? x) > left) steps[cell] = (steps[cell] ?? 0) | 1;
        if (down && x > left) steps[cell] = (steps[cell] ?? 0) | 2;
      }
    }
  }
  return steps;
}

const lines = (a: number, b: number, others: readonly number[]): number[] =>
  [...new Set([a, b, ...others])].sort((one, two) => one - two);

interface Reached {
  readonly state: number;
  readonly cost: number;
  /** The cost so far and the least that is still to come. */
  readonly total: number;
}

/** The A* search over cells of the grid, each entered horizontally (even) or vertically (odd). */
function search(
  from: number,
  to: number,
  xs: readonly number[],
  ys: readonly number[],
  shut: Uint8Array,
): number[] | null {
  const columns = xs.length;
  const cost = new Float64Array(shut.length * 2).fill(Number.POSITIVE_INFINITY);
  const before = new Int32Array(shut.length * 2).fill(-1);
  const xOf = (cell: number): number => xs[cell % columns] ?? 0;
  const yOf = (cell: number): number => ys[Math.floor(cell / columns)] ?? 0;
  const [endX, endY] = [xOf(to), yOf(to)];
  const rest = (cell: number): number => Math.abs(xOf(cell) - endX) + Math.abs(yOf(cell) - endY);
  const free = (cell: number, next: number): boolean =>
    ((shut[Math.min(cell, next)] ?? 0) & (Math.abs(cell - next) === 1 ? 1 : 2)) === 0;
  const queue: Reached[] = [];
  for (const direction of [0, 1]) {
    cost[from * 2 + direction] = 0;
    put(queue, { state: from * 2 + direction, cost: 0, total: rest(from) });
  }
  for (let best = takeBest(queue); best; best = takeBest(queue)) {
    const cell = best.state >> 1;
    if (cell === to) return traced(best.state, before);
    if (best.cost > (cost[best.state] ?? 0)) continue;
    for (const [next, direction] of around(cell, columns, ys.length)) {
      if (!free(cell, next)) continue;
      const turn = direction === (best.state & 1) ? 0 : CORNER;
      const step = Math.abs(xOf(cell) - xOf(next)) + Math.abs(yOf(cell) - yOf(next));
      const sum = best.cost + step + turn;
      const state = next * 2 + direction;
      if (sum >= (cost[state] ?? 0)) continue;
      cost[state] = sum;
      before[state] = best.state;
      put(queue, { state, cost: sum, total: sum + rest(next) });
    }
  }
  return null;
}

/** The neighbours of a cell, and whether they are entered horizontally (0) or vertically (1). */
function around(cell: number, columns: number, rows: number): [number, 0 | 1][] {
  const column = cell % columns;
  const row = Math.floor(cell / columns);
  const found: [number, 0 | 1][] = [];
  if (column > 0) found.push([cell - 1, 0]);
  if (column < columns - 1) found.push([cell + 1, 0]);
  if (row > 0) found.push([cell - columns, 1]);
  if (row < rows - 1) found.push([cell + columns, 1]);
  return found;
}

/** Put into a binary heap, the cheapest first. */
function put(heap: Reached[], item: Reached): void {
  let at = heap.length;
  heap.push(item);
  while (at > 0) {
    const up = (at - 1) >> 1;
    const parent = heap[up] as Reached;
    if (parent.total <= item.total) break;
    heap[at] = parent;
    at = up;
  }
  heap[at] = item;
}

/** Take the cheapest out of a binary heap. */
function takeBest(heap: Reached[]): Reached | undefined {
  const [best] = heap;
  const last = heap.pop();
  if (!last || heap.length === 0) return best;
  let at = 0;
  for (;;) {
    let down = 2 * at + 1;
    if (down >= heap.length) break;
    if ((heap[down + 1]?.total ?? Infinity) < (heap[down]?.total ?? Infinity)) down += 1;
    const child = heap[down] as Reached;
    if (child.total >= last.total) break;
    heap[at] = child;
    at = down;
  }
  heap[at] = last;
  return best;
}

function traced(end: number, before: Int32Array): number[] {
  const cells = [end >> 1];
  for (let state = before[end] ?? -1; state >= 0; state = before[state] ?? -1) {
    cells.push(state >> 1);
  }
  return cells.reverse();
}

/** Leave out what lies on a straight line. */
function corners(points: readonly XY[]): XY[] {
  return points.filter((point, index) => {
    const [a, b] = [points[index - 1], points[index + 1]];
    if (!a || !b) return true;
    return !((a.x === point.x && point.x === b.x) || (a.y === point.y && point.y === b.y));
  });
}
