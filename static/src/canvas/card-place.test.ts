import { describe, expect, it } from "vitest";
import type { Rect } from "../graph/document";
import { overlaps } from "../graph/geometry";
import { placeCard, roomFor } from "./card-place";

const block = (x: number, y: number): Rect => ({ x, y, width: 200, height: 90 });
const card = { width: 300, height: 420 };

describe("the card of a finding", () => {
  it.each<[string, Rect, Rect[], (card: Rect, spot: Rect) => boolean]>([
    ["right, where above and below are too low", block(100, 260), [], (c, s) => c.x > s.x + 200],
    ["left, where the block stands at the right", block(900, 260), [], (c, s) => c.x + 300 < s.x],
    [
      "away from its neighbours",
      block(500, 260),
      [block(780, 260), block(1060, 260)],
      (c, s) => c.x + 300 < s.x,
    ],
  ])("stands %s", (_where, spot, neighbours, holds) => {
    const area = { x: 0, y: 0, width: 1280, height: 620 };
    const at = placeCard(card, { area, spot, neighbours, others: [] });
    const rect = { ...at, ...card };
    expect(overlaps(rect, spot)).toBe(false);
    expect(neighbours.some((each) => overlaps(rect, each))).toBe(false);
    expect(holds(rect, spot)).toBe(true);
    expect(at.y + card.height).toBeLessThan(area.height);
  });

  it("is no higher than what is free above or below, where nothing is beside", () => {
    const telephone = { x: 0, y: 137, width: 390, height: 550 };
    const spot = block(16, 380);
    const height = roomFor(300, { area: telephone, spot });
    const at = placeCard(
      { width: 300, height },
      { area: telephone, spot, neighbours: [], others: [] },
    );
    expect(height).toBeGreaterThan(200);
    expect(overlaps({ ...at, width: 300, height }, spot)).toBe(false);
    expect(roomFor(300, { area: { ...telephone, width: 820 }, spot })).toBe(526);
    expect(roomFor(300, { area: { ...telephone, height: 300 }, spot: block(16, 240) })).toBe(120);
  });

  it("has all of a canvas that is hardly higher than a sentence", () => {
    const area = { x: 0, y: 0, width: 320, height: 104 };
    const around = { area, spot: block(60, 8) };
    const height = roomFor(296, around);
    expect(height).toBe(96);
    const at = placeCard({ width: 296, height }, { ...around, neighbours: [], others: [] });
    expect(at.y).toBe(4);
  });

  it("stays on the canvas where nothing is free", () => {
    const area = { x: 0, y: 0, width: 320, height: 440 };
    const at = placeCard(card, { area, spot: block(60, 100), neighbours: [], others: [] });
    expect(at.x).toBeGreaterThanOrEqual(0);
    expect(at.y).toBeGreaterThanOrEqual(0);
  });

  it("keeps off a panel that lies over the canvas", () => {
    const area = { x: 288, y: 0, width: 612, height: 620 };
    const at = placeCard(card, { area, spot: block(320, 260), neighbours: [], others: [] });
    expect(at.x).toBeGreaterThanOrEqual(area.x);
  });
});
