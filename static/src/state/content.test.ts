import { describe, expect, test } from "vitest";
import type { Document } from "../graph/document";
import { board, withData } from "../graph/testing";
import { sameContent } from "./content";

const doc = board("input>channel_split:s>add:sum.a");
const NOTE = { id: "n", type: "note", position: { x: 0, y: 0 }, data: { text: "" } };

const edge = (change: object): Document => ({
  ...doc,
  edges: doc.edges.map((each, index) => (index === 1 ? { ...each, ...change } : each)),
});
const node = (change: object): Document => ({
  ...doc,
  nodes: doc.nodes.map((each, index) => (index === 1 ? { ...each, ...change } : each)),
});

describe("what a network computes", () => {
  test.each<[string, Document, boolean]>([
    ["a copy", { ...doc, nodes: [...doc.nodes], edges: [...doc.edges] }, true],
    ["a node elsewhere", node({ position: { x: 9, y: 9 } }), true],
    ["a wire looking otherwise", edge({ animated: true }), true],
    ["a note more", { ...doc, nodes: [...doc.nodes, NOTE] }, true],
    ["what was stored of it", structuredClone(doc), true],
    ["a value", withData(doc, "s", { groups: 2 }), false],
    ["another kind of block", node({ type: "concat" }), false],
    ["another id", node({ id: "t" }), false],
    ["a block less", { ...doc, nodes: doc.nodes.slice(0, -1) }, false],
    ["a wire less", { ...doc, edges: doc.edges.slice(0, -1) }, false],
    ["a wire's id", edge({ id: "other" }), false],
    ["where a wire begins", edge({ source: "input" }), false],
    ["where a wire ends", edge({ target: "s" }), false],
    ["the port where a wire begins", edge({ sourceHandle: "second" }), false],
    ["the port where a wire ends", edge({ targetHandle: "b" }), false],
    ["the order of wires", { ...doc, edges: [...doc.edges].reverse() }, false],
  ])("with %s", (_what, other, same) => {
    expect(sameContent(doc, other)).toBe(same);
  });
});
