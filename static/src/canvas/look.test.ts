import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Rect } from "../graph/document";
import { LEGIBLE } from "../graph/geometry";
import type { Viewport } from "../state/session.svelte";
import { inSight, keeping, opening, whole } from "./look";

const AREA: Rect = { x: 0, y: 0, width: 900, height: 680 };

const seen = ({ x, y, width, height }: Rect, view: Viewport): Rect => ({
  x: x * view.zoom + view.x,
  y: y * view.zoom + view.y,
  width: width * view.zoom,
  height: height * view.zoom,
});
const inside = (rect: Rect, area: Rect): boolean =>
  rect.x >= area.x - 0.01 &&
  rect.y >= area.y - 0.01 &&
  rect.x + rect.width <= area.x + area.width + 0.01 &&
  rect.y + rect.height <= area.y + area.height + 0.01;

const rects = (most: number) =>
  fc.record({
    x: fc.integer({ min: -4000, max: 4000 }),
    y: fc.integer({ min: -4000, max: 4000 }),
    width: fc.integer({ min: 40, max: most }),
    height: fc.integer({ min: 40, max: most }),
  });
const views = fc.record({
  x: fc.integer({ min: -3000, max: 3000 }),
  y: fc.integer({ min: -3000, max: 3000 }),
  zoom: fc.double({ min: 0.3, max: 1.5, noNaN: true }),
});

describe("where the canvas looks", () => {
  it("shows all of a network, however large", () => {
    fc.assert(
      fc.property(rects(4000), (all) => {
        expect(inside(seen(all, whole(all, AREA, 1)), AREA)).toBe(true);
      }),
    );
  });

  it("opens a network legibly: whole where that can be read, else from its beginning", () => {
    fc.assert(
      fc.property(rects(4000), (all) => {
        const view = opening(all, AREA);
        const at = seen(all, view);
        expect(view.zoom).toBeGreaterThanOrEqual(LEGIBLE);
        expect(at.x).toBeGreaterThanOrEqual(AREA.x);
        expect(at.y).toBeGreaterThanOrEqual(AREA.y);
      }),
    );
  });

  it("brings a block into sight, and stays where it is in sight already", () => {
    const area = { x: 200, y: 10, width: 500, height: 400 };
    fc.assert(
      fc.property(rects(240), views, (rect, view) => {
        const moved = keeping(rect, view, area);
        expect(inside(seen(rect, moved ?? view), area)).toBe(true);
        expect(inSight(rect, moved ?? view, area)).toBe(true);
        if (inside(seen(rect, view), area)) expect(moved).toBeNull();
        else expect(moved?.zoom).toBe(view.zoom);
      }),
    );
  });
});
