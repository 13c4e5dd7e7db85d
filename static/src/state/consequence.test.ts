import { expect, test } from "vitest";
import type { Document } from "../graph/document";
import { wiresConcerned } from "./consequence";

const at = { x: 0, y: 0 };
const DOC: Document = {
  version: 1,
  nodes: ["a", "b", "c", "d"].map((id) => ({ id, type: "x", position: at, data: {} })),
  edges: [
    { id: "ab", source: "a", target: "b" },
    { id: "bc", source: "b", target: "c" },
    { id: "cd", source: "c", target: "d" },
  ],
};

test.each([
  ["no finding", null, [3], []],
  ["no hint", { nodes: ["b"], edges: [] }, [], []],
  ["a hint that speaks of a property", { nodes: ["b"], edges: [] }, [1, 2], []],
  ["a consequence at a block", { nodes: ["b"], edges: [] }, [1, 2, 3], ["ab", "bc"]],
  ["a consequence at a wire", { nodes: [], edges: ["cd"] }, [3], ["cd"]],
])("%s", (_what, finding, levels, wires) => {
  const hints = levels.map((level) => ({ level }));
  expect(wiresConcerned(DOC, finding, hints)).toEqual(wires);
});
