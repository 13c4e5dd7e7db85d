import { describe, expect, it } from "vitest";
import {
  absolutePosition,
  type BoardNode,
  connect,
  disconnect,
  freshEdgeId,
  freshNodeId,
  moveNodes,
  reconnect,
  rename,
  setParams,
} from "./document";
import { board, wires, withData } from "./testing";

const chain = board("input>conv2d:c1>bneck:b1");

describe("document", () => {
  it("hands out ids by type, above the highest in use", () => {
    expect(freshNodeId(chain, "bneck")).toBe("bneck-2");
    expect(freshNodeId(board("bneck:bneck-7"), "bneck")).toBe("bneck-8");
    expect(freshNodeId(board("bneck:bneck-x"), "bneck")).toBe("bneck-2");
    expect(freshNodeId(board("bneck:bneck7"), "bneck")).toBe("bneck-8");
    expect(freshEdgeId(chain)).toBe("e-3");
  });

  it("sets one parameter of many nodes and leaves the rest alone", () => {
    const next = setParams(chain, new Set(["c1", "b1"]), { stride: 2 });
    expect(next.nodes.map((node) => node.data)).toEqual([{}, { stride: 2 }, { stride: 2 }]);
    expect(next.nodes[0]).toBe(chain.nodes[0]);
    expect(next.edges).toBe(chain.edges);
  });

  it("is the same value where nothing changed", () => {
    const doc = withData(chain, "c1", { stride: 2 });
    expect(setParams(doc, new Set(["c1"]), { stride: 2 })).toBe(doc);
    expect(moveNodes(doc, new Map([["c1", doc.nodes[1]?.position ?? { x: 0, y: 0 }]]))).toBe(doc);
    expect(disconnect(doc, new Set(["nowhere"]))).toBe(doc);
  });

  it("takes a parameter back to its default", () => {
    const doc = withData(chain, "c1", { stride: 2, norm: "batch" });
    expect(setParams(doc, new Set(["c1"]), { stride: undefined }).nodes[1]?.data).toEqual({
      norm: "batch",
    });
  });

  it("names a node, and unnames it by an empty name", () => {
    const named = rename(chain, "c1", "  stem ");
    expect(named.nodes[1]?.data.label).toBe("stem");
    expect(rename(named, "c1", " ").nodes[1]?.data).toEqual({});
  });

  it("keeps a reconnected wire's id and place, and drops handles that it no longer needs", () => {
    const doc = board("input>add:s.a", "conv2d:c>add:s.b", "softmax:t");
    const next = reconnect(doc, "e-1", { source: "input", target: "t", targetHandle: null });
    expect(next.edges[0]).toEqual({ id: "e-1", source: "input", target: "t" });
    expect(wires(next)).toEqual(["c>s.b", "input>t"]);
  });

  it("writes handles only where they say something", () => {
    const doc = connect(chain, {
      source: "b1",
      target: "c1",
      sourceHandle: null,
      targetHandle: "a",
    });
    expect(doc.edges.at(-1)).toEqual({ id: "e-3", source: "b1", target: "c1", targetHandle: "a" });
  });

  it("carries along what other editors wrote into a node", () => {
    const foreign = { ...chain.nodes[0], measured: { width: 5 } } as unknown as BoardNode;
    const doc = { ...chain, nodes: [foreign, ...chain.nodes.slice(1)] };
    const moved = moveNodes(doc, new Map([["input", { x: 9, y: 9 }]]));
    expect(moved.nodes[0]).toMatchObject({ measured: { width: 5 }, position: { x: 9, y: 9 } });
  });

  it("adds up frames, and stands a loop of parents", () => {
    const node = (id: string, x: number, parentId?: string): BoardNode => ({
      id,
      type: "frame",
      position: { x, y: x },
      data: {},
      ...(parentId ? { parentId } : {}),
    });
    const nested = { ...chain, nodes: [node("a", 1), node("b", 10, "a"), node("c", 100, "b")] };
    expect(absolutePosition(nested, nested.nodes[2] as BoardNode)).toEqual({ x: 111, y: 111 });
    const loop = { ...chain, nodes: [node("a", 1, "b"), node("b", 10, "a")] };
    expect(absolutePosition(loop, loop.nodes[0] as BoardNode)).toEqual({ x: 11, y: 11 });
  });
});
