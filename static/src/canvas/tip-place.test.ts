import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Rect, Size, XY } from "../graph/document";
import { overlap } from "./card-place";
import { tipAt } from "./tip-place";

const AREA: Rect = { x: 0, y: 0, width: 1000, height: 700 };
const TIP: Size = { width: 260, height: 64 };

/** Rows of blocks as tidying lays them, and the tensor of the wire in question. */
const block = (column: number, row: number): Rect => ({
  x: 20 + 244 * column,
  y: 20 + 120 * row,
  width: 168,
  height: 72,
});
const rows = [0, 1, 2, 3].flatMap((row) => [0, 1, 2, 3].map((column) => block(column, row)));
const tensor = ({ x, y }: XY): Rect => ({ x: x - 13, y: y - 13, width: 26, height: 26 });
const around = (at: XY, { width, height }: Size): Rect => ({
  x: at.x - width / 2,
  y: at.y - height / 2,
  width,
  height,
});

describe("the note of a wire", () => {
  it.each([
    ["between two blocks of a row", { x: 226, y: 176 }, { width: 150, height: 26 }],
    ["from one row to the next", { x: 470, y: 116 }, { width: 150, height: 26 }],
    ["at the right edge", { x: 990, y: 300 }, { width: 150, height: 26 }],
    ["below all blocks", { x: 226, y: 420 }, TIP],
  ])("hides no block and no tensor: %s", (_where, wire, tip) => {
    const read = [...rows, tensor(wire)];
    const own = around(tipAt(tip, wire, read, AREA), tip);
    for (const rect of read) expect(overlap(own, rect)).toBe(0);
  });

  it("stands near its wire", () => {
    const wire = { x: 500, y: 350 };
    const at = tipAt(TIP, wire, [tensor(wire)], AREA);
    expect(Math.hypot(at.x - wire.x, at.y - wire.y)).toBeLessThan(60);
  });

  it("is whole in sight, wherever the wire is", () => {
    const places = fc.record({
      x: fc.integer({ min: -400, max: 1400 }),
      y: fc.integer({ min: -400, max: 1100 }),
    });
    fc.assert(
      fc.property(places, (wire) => {
        const own = around(tipAt(TIP, wire, [...rows, tensor(wire)], AREA), TIP);
        expect(own.x).toBeGreaterThanOrEqual(AREA.x);
        expect(own.y).toBeGreaterThanOrEqual(AREA.y);
        expect(own.x + own.width).toBeLessThanOrEqual(AREA.x + AREA.width);
        expect(own.y + own.height).toBeLessThanOrEqual(AREA.y + AREA.height);
      }),
    );
  });

  it("begins where it can be read on a canvas that is too small for it", () => {
    const at = tipAt(TIP, { x: 50, y: 20 }, [], { x: 10, y: 10, width: 100, height: 40 });
    expect(around(at, TIP)).toMatchObject({ x: 10, y: 10 });
  });
});
