import { expect, test } from "vitest";
import type { Numbers } from "../api/types";
import type { Document } from "../graph/document";
import { gateOf } from "./gate";

const at = { x: 0, y: 0 };
const DOC: Document = {
  version: 1,
  nodes: ["map", "fc2", "scale"].map((id) => ({ id, type: "x", position: at, data: {} })),
  edges: [
    { id: "w", source: "fc2", target: "scale", targetHandle: "b" },
    { id: "m", source: "map", target: "scale", targetHandle: "a" },
  ],
};
const NUMBERS: Numbers = {
  weights: {},
  sums: {},
  values: {
    map: { out: { shape: [1, 2, 1, 2], channels: [[[0.2, 0.4]], [[0.9, 0.3]]] } },
    fc2: { out: { shape: [1, 2, 1, 1], channels: [[[0.5]], [[0.64]]] } },
    scale: { out: { shape: [1, 2, 1, 2], channels: [[[0.1, 0.2]], [[0.576, 0.192]]] } },
  },
};

test("the map and its weights are told apart, whichever port they are at", () => {
  const gated = gateOf(DOC, NUMBERS, "scale");
  expect(gated?.gates).toEqual([0.5, 0.64]);
  expect(gated?.map).toBe(NUMBERS.values.map?.out);
  expect(gated?.products[0]).toEqual({ channel: 0, before: 0.2, gate: 0.5, after: 0.1 });
});

test("two maps of one size are no gate", () => {
  const map = NUMBERS.values.map ?? {};
  const both = { ...NUMBERS, values: { ...NUMBERS.values, fc2: map } };
  expect(gateOf(DOC, both, "scale")).toBeNull();
});

test("a gate without its weights is none yet", () => {
  expect(gateOf({ ...DOC, edges: DOC.edges.slice(1) }, NUMBERS, "scale")).toBeNull();
});
