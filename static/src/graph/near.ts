/** Rectangles by the cells that they cover, so that a question about a place looks at what is near. */
import type { Rect, XY } from "./document";

const CELL = 256;
/** More rows of cells than any board has. */
const STRIDE = 1_000_003;

interface Entry<T> {
  readonly rect: Rect;
  readonly item: T;
}

export class Near<T> {
  readonly #cells = new Map<number, Entry<T>[]>();

  add(rect: Rect, item: T): void {
    const entry = { rect, item };
    this.#visit(rect, (key) => {
      const cell = this.#cells.get(key);
      if (cell) cell.push(entry);
      else this.#cells.set(key, [entry]);
      return false;
    });
  }

  /** Whether anything that shares an inner point with the rectangle passes the test. */
  some(box: Rect, test?: (item: T) => boolean): boolean {
    return this.#visit(box, (key) => {
      const cell = this.#cells.get(key);
      if (!cell) return false;
      for (const { rect, item } of cell) {
        if (meets(rect, box) && (!test || test(item))) return true;
      }
      return false;
    });
  }

  /** The rectangles of all that shares an inner point with this one and passes the test. */
  within(box: Rect, test: (item: T) => boolean): Rect[] {
    const found = new Set<Entry<T>>();
    this.#visit(box, (key) => {
      for (const entry of this.#cells.get(key) ?? []) {
        if (meets(entry.rect, box) && test(entry.item)) found.add(entry);
      }
      return false;
    });
    return [...found].map(({ rect }) => rect);
  }

  /** Call with every cell that a rectangle covers, until one says that it is enough. */
  #visit({ x, y, width, height }: Rect, each: (key: number) => boolean): boolean {
    const right = Math.floor((x + Math.max(0, width)) / CELL);
    const bottom = Math.floor((y + Math.max(0, height)) / CELL);
    for (let column = Math.floor(x / CELL); column <= right; column += 1) {
      for (let row = Math.floor(y / CELL); row <= bottom; row += 1) {
        if (each(column * STRIDE + row)) return true;
      }
    }
    return false;
  }
}

/** The rectangle around a straight piece, with a margin on every side. */
export const around = (a: XY, b: XY, margin: number): Rect => ({
  x: Math.min(a.x, b.x) - margin,
  y: Math.min(a.y, b.y) - margin,
  width: Math.abs(a.x - b.x) + 2 * margin,
  height: Math.abs(a.y - b.y) + 2 * margin,
});

/** Whether any piece of a path leads through something that passes the test. */
export const leadsThrough = <T>(
  path: readonly XY[],
  near: Near<T>,
  test?: (item: T) => boolean,
): boolean =>
  path.some((end, index) => {
    const start = path[index - 1];
    return start !== undefined && near.some(around(start, end, -1), test);
  });

const meets = (a: Rect, b: Rect): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
