import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { detour } from "./detour";
import type { Rect, XY } from "./document";
import { leadsThrough, Near } from "./near";

function crosses(path: readonly XY[], rects: readonly Rect[]): boolean {
  const near = new Near<Rect>();
  for (const rect of rects) near.add(rect, rect);
  return leadsThrough(path, near);
}

const wall: Rect = { x: 100, y: -50, width: 50, height: 100 };

describe("a way around", () => {
  it("is straight where nothing is in the way", () => {
    expect(detour({ x: 0, y: 0 }, { x: 300, y: 0 }, [])).toEqual([
      { x: 0, y: 0 },
      { x: 300, y: 0 },
    ]);
  });

  it("passes a node by on the shorter side", () => {
    const path = detour({ x: 0, y: -40 }, { x: 300, y: -40 }, [wall]) ?? [];
    expect(path.map((point) => point.y)).toEqual([-40, -72, -72, -40]);
  });

  it("has points at its ends and corners alone, across as along", () => {
    const across: Rect = { x: -50, y: 100, width: 100, height: 50 };
    const aside: Rect = { x: 400, y: 60, width: 100, height: 50 };
    expect(detour({ x: -40, y: 0 }, { x: -40, y: 300 }, [across, aside])).toEqual([
      { x: -40, y: 0 },
      { x: -72, y: 0 },
      { x: -72, y: 300 },
      { x: -40, y: 300 },
    ]);
  });

  it("leads through no node, and along the axes only", () => {
    const place = fc.record({
      x: fc.integer({ min: 0, max: 4 }),
      y: fc.integer({ min: 0, max: 4 }),
    });
    fc.assert(
      fc.property(
        fc.uniqueArray(place, { selector: ({ x, y }) => `${x} ${y}` }),
        place,
        place,
        (nodes, a, b) => {
          // Nodes on a grid with gaps, as layout leaves them; the ends lie in the gaps.
          const rects = nodes.map(
            ({ x, y }): Rect => ({ x: x * 232, y: y * 128, width: 176, height: 72 }),
          );
          const [start, end]: [XY, XY] = [
            { x: a.x * 232 - 28, y: a.y * 128 + 36 },
            { x: b.x * 232 - 28, y: b.y * 128 + 36 },
          ];
          const path = detour(start, end, rects);
          expect(path?.[0]).toEqual(start);
          expect(path?.at(-1)).toEqual(end);
          expect(crosses(path ?? [], rects)).toBe(false);
          path?.slice(1).forEach((point, index) => {
            const before = path[index];
            expect(before && (before.x === point.x || before.y === point.y)).toBe(true);
          });
        },
      ),
    );
  });

  it("is none from inside a node, nor where there is too much to look at", () => {
    expect(detour({ x: 120, y: 0 }, { x: 300, y: 0 }, [wall])).toBeNull();
    expect(detour({ x: 0, y: 0 }, { x: 300, y: 0 }, Array(81).fill(wall))).toBeNull();
  });
});

describe("crossing", () => {
  it.each<[string, XY[], boolean]>([
    [
      "through",
      [
        { x: 0, y: 0 },
        { x: 300, y: 0 },
      ],
      true,
    ],
    [
      "beside",
      [
        { x: 0, y: 60 },
        { x: 300, y: 60 },
      ],
      false,
    ],
    [
      "up to its edge",
      [
        { x: 0, y: 0 },
        { x: 100, y: 0 },
      ],
      false,
    ],
    [
      "a corner inside",
      [
        { x: 0, y: 0 },
        { x: 120, y: 0 },
        { x: 120, y: 200 },
      ],
      true,
    ],
    ["one point", [{ x: 120, y: 0 }], false],
  ])("%s: %#", (_what, path, expected) => {
    expect(crosses(path, [wall])).toBe(expected);
  });
});
