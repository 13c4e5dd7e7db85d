import { describe, expect, test } from "vitest";
import type { Document } from "../graph/document";
import { board, withData } from "../graph/testing";
import { kept } from "./kept";

const before = withData(board("input>conv2d:a>conv2d:b>conv2d:c"), "b", {
  kernel_size: 3,
  stride: 2,
});
const TICKS = [
  { step: 1, nodes: ["a"] },
  { step: 2, nodes: ["b", "c"] },
];

const without = (id: string): Document => ({
  ...before,
  nodes: before.nodes.filter((node) => node.id !== id),
});
const instead = (id: string, type: string): Document => ({
  ...before,
  nodes: before.nodes.map((node) => (node.id === id ? { ...node, type } : node)),
});

describe("ticks that still hold", () => {
  test.each<[string, Document, number[]]>([
    ["nothing", before, [1, 2]],
    ["a name", withData(before, "b", { label: "mine", stride: 2, kernel_size: 3 }), [1, 2]],
    ["a value", withData(before, "b", { kernel_size: 3, stride: 1 }), [1]],
    ["a value more", withData(before, "a", { stride: 1 }), [2]],
    ["a block that is gone", without("c"), [1]],
    ["a block of another kind under its id", instead("a", "depthwise_conv2d"), [2]],
  ])("after %s changed", (_what, now, steps) => {
    expect(kept(TICKS, before, now).map(({ step }) => step)).toEqual(steps);
  });
});
