import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Document, moveNodes, setParams } from "../graph/document";
import { removeNodes } from "../graph/remove";
import { board, mobilenet } from "../graph/testing";
import { applyPatch, diff } from "./patch";

/** Documents that share nodes with each other, as the documents of one history do. */
const documents: fc.Arbitrary<Document> = fc
  .record({
    gone: fc.subarray(mobilenet().nodes.map((node) => node.id)),
    stride: fc.integer({ min: 1, max: 3 }),
    turned: fc.boolean(),
    extra: fc.option(fc.string()),
  })
  .map(({ gone, stride, turned, extra }) => {
    const doc = removeNodes(SHARED, gone);
    const edited = setParams(doc, new Set(["bneck-3", "bneck-4"]), { stride });
    const nodes = turned ? [...edited.nodes].reverse() : edited.nodes;
    return { ...edited, nodes, ...(extra === null ? {} : { extra }) };
  });
const SHARED = mobilenet();

describe("patches", () => {
  it("turn one document into the other, in both directions", () => {
    fc.assert(
      fc.property(documents, documents, (a, b) => {
        expect(applyPatch(a, diff(a, b))).toEqual(b);
        expect(applyPatch(b, diff(b, a))).toEqual(a);
      }),
    );
  });

  it("hold what changed and nothing else", () => {
    const moved = moveNodes(SHARED, new Map([["bneck-3", { x: 1, y: 2 }]]));
    const patch = diff(SHARED, moved);
    expect(patch.nodes?.set.map((node) => node.id)).toEqual(["bneck-3"]);
    expect(patch).toMatchObject({ nodes: { order: null }, edges: null, rest: null });
  });

  it("share the untouched nodes, so that a restored history costs what it did", () => {
    const moved = moveNodes(SHARED, new Map([["bneck-3", { x: 1, y: 2 }]]));
    const back = applyPatch(SHARED, diff(SHARED, moved));
    expect(back.nodes.filter((node, index) => node === SHARED.nodes[index])).toHaveLength(
      SHARED.nodes.length - 1,
    );
    expect(back.edges).toBe(SHARED.edges);
  });

  it("hold nothing between equal documents", () => {
    const doc = board("input");
    expect(diff(doc, { ...doc })).toEqual({ nodes: null, edges: null, rest: null });
  });
});
