import { describe, expect, test } from "vitest";
import type { Figure } from "../api/types";
import { drawnFigure } from "./lab-figure";

const text = { en: "x", "zh-CN": "甲" };
const FIGURE: Figure = {
  alt: text,
  boxes: {
    top: { column: 0.5, row: 0, text },
    left: { column: 0, row: 1, text },
    right: { column: 1, row: 1, text },
    end: { column: 0.5, row: 2, text },
  },
  wires: [
    { source: "top", target: "left" },
    { source: "right", target: "end" },
    { source: "top", target: "end", via: 0.5 },
  ],
};

/** The first and last point of path data. */
const ends = (path: string): number[][] => {
  const [start = "", down = ""] = [
    /^M(\S+ [\d.]+)/.exec(path)?.[1],
    /H([\d.]+)V([\d.]+)$/.exec(path)?.slice(1).join(" "),
  ];
  return [start, down].map((point) => point.split(" ").map(Number));
};

describe("a figure of a lab", () => {
  const drawn = drawnFigure(FIGURE);
  const rect = (name: string) => {
    const box = drawn.boxes.find((each) => each.name === name);
    if (!box) throw new Error(`no box ${name}`);
    return box.rect;
  };

  test("is as large as its boxes need", () => {
    for (const { rect } of drawn.boxes) {
      expect(rect.x).toBeGreaterThan(0);
      expect(rect.x + rect.width).toBeLessThan(drawn.width);
      expect(rect.y + rect.height).toBeLessThan(drawn.height);
    }
    expect(drawn.width).toBeLessThan(320);
  });

  test("has boxes beside and below each other that do not touch", () => {
    expect(rect("left").x + rect("left").width).toBeLessThan(rect("right").x);
    expect(rect("top").y + rect("top").height).toBeLessThan(rect("left").y);
  });

  test("leads wires from the bottom of a box to the top of another", () => {
    FIGURE.wires.forEach(({ source, target }, index) => {
      const [from, to] = [rect(source), rect(target)];
      expect(ends(drawn.wires[index] ?? "")).toEqual([
        [from.x + from.width / 2, from.y + from.height],
        [to.x + to.width / 2, to.y],
      ]);
    });
  });

  test("leads a wire through the column that it names", () => {
    expect(drawn.wires[2]).toContain(`H${rect("top").x + rect("top").width / 2}V`);
    const aside = drawnFigure({ ...FIGURE, wires: [{ source: "top", target: "end", via: 0 }] });
    expect(aside.wires[0]).toContain(`H${rect("left").x + rect("left").width / 2}V`);
  });
});
