import { describe, expect, it } from "vitest";
import { type Document, EMPTY, moveNodes, setParams } from "./document";
import { acceptUnfolded, canFold, fold, frameAround, removeFrame } from "./frames";
import { NODE_HEIGHT, NODE_WIDTH } from "./geometry";
import { removeNodes } from "./remove";
import { board, wires, withData } from "./testing";

const chain = withData(board("input>bneck:b>softmax"), "b", { exp_size: 64, stride: 1 });

/** What the server answers: a frame in the node's place, its pieces inside, the wires led in and out. */
const unfolded: Document = {
  version: 1,
  nodes: [
    ...board("input").nodes,
    {
      id: "b",
      type: "frame",
      position: { x: 232, y: 0 },
      data: { title: "b", block: "bneck", parameters: { exp_size: 64, stride: 1 } },
    },
    ...["expand", "project"].map((name, index) => ({
      id: `b.${name}`,
      type: "conv2d",
      position: { x: 24, y: 56 + 128 * index },
      data: { label: `b ${name}` },
      parentId: "b",
    })),
    { id: "b.add", type: "add", position: { x: 24, y: 312 }, data: {}, parentId: "b" },
    { id: "softmax", type: "softmax", position: { x: 464, y: 0 }, data: {} },
  ],
  edges: [
    { id: "e-1", source: "input", target: "b.expand", targetHandle: "in" },
    { id: "e-1.add", source: "input", target: "b.add", targetHandle: "b" },
    { id: "e-2", source: "b.add", target: "softmax" },
    { id: "b.1", source: "b.expand", target: "b.project", sourceHandle: "out", targetHandle: "in" },
    { id: "b.2", source: "b.project", target: "b.add", sourceHandle: "out", targetHandle: "a" },
  ],
};
const accept = (before: Document) => acceptUnfolded(before, unfolded, "b", "bneck 3")?.doc ?? EMPTY;

describe("unfolding and folding", () => {
  it("folds back to what it was", () => {
    const back = fold(accept(chain), "b");
    expect(back?.id).toBe("b");
    expect(back?.doc.nodes.find((node) => node.id === "b")).toEqual(chain.nodes[1]);
    expect(back && wires(back.doc)).toEqual(wires(chain));
  });

  it("gives no labels that follow from the pieces' ids", () => {
    expect(accept(chain).nodes.filter(({ data }) => "label" in data)).toEqual([]);
  });

  it("labels a piece whose id had to give way as the composite is called on screen", () => {
    const nodes = unfolded.nodes.map((node) =>
      node.id === "b.expand" ? { ...node, id: "b.expand-2" } : node,
    );
    const framed = acceptUnfolded(chain, { ...unfolded, nodes }, "b", "bneck 3");
    const labels = framed?.doc.nodes.flatMap(({ data }) => data.label ?? []);
    expect(labels).toEqual(["bneck 3 expand"]);
  });

  it("makes the frame as large as its contents need", () => {
    const frame = accept(chain).nodes.find((node) => node.id === "b");
    expect(frame).toMatchObject({ width: 24 + NODE_WIDTH + 24, height: 312 + NODE_HEIGHT + 24 });
  });

  it("keeps the label, and has no title where there was none", () => {
    const labelled = accept(withData(chain, "b", { exp_size: 64, label: "first" }));
    expect(labelled.nodes.find((node) => node.id === "b")?.data.title).toBe("first");
    expect(fold(labelled, "b")?.doc.nodes.find((node) => node.id === "b")?.data.label).toBe(
      "first",
    );
    expect(accept(chain).nodes.find((node) => node.id === "b")?.data).not.toHaveProperty("title");
  });

  it.each<[string, (doc: Document) => Document, boolean]>([
    ["moving a piece", (doc) => moveNodes(doc, new Map([["b.add", { x: 1, y: 2 }]])), true],
    ["naming a piece", (doc) => setParams(doc, new Set(["b.add"]), { label: "sum" }), true],
    ["a parameter", (doc) => setParams(doc, new Set(["b.expand"]), { stride: 2 }), false],
    ["a piece gone", (doc) => removeNodes(doc, ["b.project"]), false],
    ["a wire gone", (doc) => ({ ...doc, edges: doc.edges.slice(0, -1) }), false],
    [
      "the shortcut from elsewhere",
      (doc) => ({
        ...doc,
        nodes: [...doc.nodes, { id: "x", type: "conv2d", position: { x: 0, y: 0 }, data: {} }],
        edges: doc.edges.map((edge) => (edge.id === "e-1.add" ? { ...edge, source: "x" } : edge)),
      }),
      false,
    ],
    [
      "another block behind it",
      (doc) => ({
        ...doc,
        edges: [...doc.edges, { id: "e-9", source: "b.add", target: "x" }],
      }),
      true,
    ],
  ])("after %s it can be folded: %#", (_what, edit, possible) => {
    expect(canFold(edit(accept(chain)), "b")).toBe(possible);
  });

  it("does not fold a frame drawn by hand", () => {
    const framed = frameAround(chain, new Set(["b"]), "stem");
    expect(framed && canFold(framed.doc, framed.id)).toBe(false);
    expect(fold(chain, "b")).toBeNull();
  });
});

describe("frames drawn by hand", () => {
  it("leave everything in its place, drawn and removed", () => {
    const framed = frameAround(chain, new Set(["b", "softmax"]), "tail");
    expect(framed?.doc.nodes[0]).toMatchObject({ id: "frame-1", data: { title: "tail" } });
    const undone = framed && removeFrame(framed.doc, framed.id);
    expect(undone).toEqual(chain);
  });

  it("need something to go around", () => {
    expect(frameAround(chain, new Set(), "")).toBeNull();
  });
});
