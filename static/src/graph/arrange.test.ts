import { describe, expect, it } from "vitest";
import { type Alignment, align, distribute } from "./arrange";
import { type Document, moveNodes, type XY } from "./document";
import { frameAround } from "./frames";
import { NODE_WIDTH, nodeRect } from "./geometry";
import { board } from "./testing";

/** Blocks are 72 high; the note `b` is as wide and lower. */
const mixed: Document = {
  ...board("conv2d:a", "note:b", "conv2d:c"),
  nodes: board("conv2d:a", "note:b", "conv2d:c").nodes.map((node) =>
    node.id === "b" ? { ...node, width: NODE_WIDTH, height: 52 } : node,
  ),
};
const at = (positions: Record<string, XY>): Document =>
  moveNodes(mixed, new Map(Object.entries(positions)));
const scattered = at({ a: { x: 0, y: 0 }, b: { x: 100, y: 200 }, c: { x: 900, y: 50 } });
const all = new Set(["a", "b", "c"]);
const places = (doc: Document) => doc.nodes.map(({ position: { x, y } }) => [x, y]);

describe("align", () => {
  it.each<[Alignment, number[][]]>([
    [
      "left",
      [
        [0, 0],
        [0, 200],
        [0, 50],
      ],
    ],
    [
      "right",
      [
        [900, 0],
        [900, 200],
        [900, 50],
      ],
    ],
    [
      "centre",
      [
        [450, 0],
        [450, 200],
        [450, 50],
      ],
    ],
    [
      "top",
      [
        [0, 0],
        [100, 0],
        [900, 0],
      ],
    ],
    [
      "bottom",
      [
        [0, 180],
        [100, 200],
        [900, 180],
      ],
    ],
    [
      "middle",
      [
        [0, 90],
        [100, 100],
        [900, 90],
      ],
    ],
  ])("%s", (to, expected) => {
    expect(places(align(scattered, all, to))).toEqual(expected);
  });

  it("needs two nodes, and moves only those chosen", () => {
    expect(align(scattered, new Set(["a"]), "left")).toBe(scattered);
    expect(places(align(scattered, new Set(["a", "b"]), "left"))[2]).toEqual([900, 50]);
  });

  it("compares places on the canvas, in frames and out", () => {
    const framed = frameAround(scattered, new Set(["b"]), "")?.doc ?? scattered;
    const aligned = align(framed, new Set(["a", "b"]), "left");
    for (const id of ["a", "b"]) {
      const node = aligned.nodes.find((each) => each.id === id);
      expect(node && nodeRect(aligned, node).x).toBe(0);
    }
  });
});

describe("distribute", () => {
  it("makes the gaps equal and leaves the outermost where they are", () => {
    expect(places(distribute(scattered, all, "x"))).toEqual([
      [0, 0],
      [450, 200],
      [900, 50],
    ]);
    expect(places(distribute(scattered, all, "y"))).toEqual([
      [0, 0],
      [100, 200],
      [900, 100],
    ]);
  });

  it("needs three nodes", () => {
    expect(distribute(scattered, new Set(["a", "b"]), "x")).toBe(scattered);
  });
});
