import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { type BoardNode, type Document, type Rect, setParams } from "../graph/document";
import { portKey } from "../graph/port-sides";
import { testEditor } from "../state/testing";
import { Flow } from "./flow.svelte";

beforeAll(() => void vi.stubGlobal("cancelAnimationFrame", () => {}));
afterAll(() => void vi.unstubAllGlobals());

const row = (count: number): Document => ({
  version: 1,
  nodes: Array.from({ length: count }, (_, index) => ({
    id: `n${index}`,
    type: "conv2d",
    position: { x: 240 * index, y: 0 },
    data: {},
  })),
  edges: [],
});

function flowOf(doc: Document): Flow {
  const flow = new Flow(testEditor(doc).editor);
  flow.follow(doc, false);
  return flow;
}

const view = (x: number): Rect => ({ x, y: 0, width: 1000, height: 800 });
const block = (x: number): Rect => ({ x, y: 0, width: 176, height: 72 });

describe("what is painted", () => {
  it("is everything on a board of a usual size", () => {
    const flow = flowOf(row(150));
    flow.look(view(0), 1);
    expect(flow.isAway(block(35_000))).toBe(false);
  });

  it("is what is in or near the view on a very large one, also after it moved", () => {
    const flow = flowOf(row(151));
    flow.look(view(0), 1);
    expect([block(0), block(1_400), block(1_600)].map((at) => flow.isAway(at))).toEqual([
      false,
      false,
      true,
    ]);
    flow.look(view(20_000), 1);
    expect([block(0), block(20_000)].map((at) => flow.isAway(at))).toEqual([true, false]);
  });

  it("stays as it is while the view moves within it", () => {
    const flow = flowOf(row(151));
    flow.look(view(0), 1);
    flow.look(view(400), 1);
    expect(flow.isAway(block(1_600))).toBe(true);
    flow.look(view(600), 1);
    expect(flow.isAway(block(1_600))).toBe(false);
  });

  it("is nothing of a large board from afar, where a drawing stands for it", () => {
    const flow = flowOf(row(151));
    flow.look(view(0), 0.49);
    expect([flow.planned, flow.isAway(block(0))]).toEqual([true, true]);
    flow.look(view(0), 0.5);
    expect([flow.planned, flow.isAway(block(0))]).toEqual([false, false]);
    const small = flowOf(row(150));
    small.look(view(0), 0.2);
    expect([small.planned, small.isAway(block(0))]).toEqual([false, false]);
  });
});

describe("a tidied board", () => {
  const apart = (count: number): Document => {
    const doc = row(count);
    return {
      ...doc,
      nodes: doc.nodes.map((node) => ({ ...node, position: { x: node.position.x, y: 400 } })),
    };
  };

  it("jumps where it is large: its nodes are made once, where they come to stand", () => {
    const flow = flowOf(row(101));
    let { nodes } = flow;
    const set = vi.fn((next: Flow["nodes"]) => {
      nodes = next;
    });
    Object.defineProperty(flow, "nodes", { get: () => nodes, set });
    flow.follow(apart(101), true);
    expect(set).toHaveBeenCalledTimes(1);
    expect(flow.nodes.map(({ position }) => position.y)).toEqual(Array(101).fill(400));
  });

  it("has all ports that moved measured at once", async () => {
    const flow = flowOf(row(3));
    const measure = vi.fn();
    flow.measure = measure;
    for (const id of ["n0", "n1", "n1", "n2"]) flow.portsMoved(id);
    await Promise.resolve();
    expect(measure.mock.calls).toEqual([[["n0", "n1", "n2"]]]);
    flow.portsMoved("n2");
    await Promise.resolve();
    expect(measure).toHaveBeenLastCalledWith(["n2"]);
  });
});

describe("an edit of parameters", () => {
  const wired: Document = { ...row(3), edges: [{ id: "e", source: "n0", target: "n1" }] };

  it("leaves Svelte Flow its nodes and wires, and leads none anew", () => {
    const { editor } = testEditor(wired);
    const flow = new Flow(editor);
    flow.follow(editor.doc, false);
    const { nodes, edges, routes } = flow;
    const { lit } = editor;
    editor.apply("change", (doc) => setParams(doc, new Set(["n1"]), { out_channels: 8 }));
    flow.follow(editor.doc, false);
    expect(flow.nodes).toBe(nodes);
    expect(flow.edges).toBe(edges);
    expect(flow.routes).toBe(routes);
    expect(editor.lit).toBe(lit);
  });

  it("is a new node where the block is another, has moved or is larger", () => {
    const framed: Document = {
      ...wired,
      nodes: [...wired.nodes, { id: "f", type: "frame", position: { x: 0, y: 300 }, data: {} }],
    };
    const { editor } = testEditor(framed);
    const flow = new Flow(editor);
    const drawn = (id: string) => flow.nodes.find((node) => node.id === id);
    flow.follow(editor.doc, false);
    const before = ["n0", "n1", "n2", "f"].map(drawn);
    const changes: Record<string, Partial<BoardNode>> = {
      n0: { type: "add" },
      n1: { position: { x: 240, y: 8 } },
      f: { width: 900 },
    };
    editor.apply("change", (doc) => ({
      ...doc,
      nodes: doc.nodes.map((node) => ({ ...node, ...changes[node.id] })),
    }));
    flow.follow(editor.doc, false);
    const same = ["n0", "n1", "n2", "f"].map((id, index) => drawn(id) === before[index]);
    expect(same).toEqual([false, false, true, false]);
  });
});

describe("a wire with an end at no port", () => {
  const stray = (wire: object): Document => ({
    ...row(2),
    edges: [{ id: "w", source: "n0", target: "n1", ...wire }],
  });

  it.each([
    ["a port that there is not", { targetHandle: "x" }],
    ["a block that there is not", { target: "gone" }],
    ["from a block that there is not", { source: "gone" }],
  ])("to %s is led, and has a port on a block that there is", (_what, wire) => {
    const flow = flowOf(stray(wire));
    expect(flow.routes.wires.get("w")?.path).toMatch(/^M/);
    expect(["n0", "n1"]).toContain(flow.edges[0]?.source);
    expect(["n0", "n1"]).toContain(flow.edges[0]?.target);
    expect([flow.edges[0]?.sourceHandle, flow.edges[0]?.targetHandle]).toContain("?");
  });

  it("moves no port of a block beside which it ends nowhere", () => {
    const { ports } = flowOf(stray({ source: "gone" })).routes;
    expect(ports.get(portKey("n1", "out", "out"))?.at).toBe(0.5);
  });

  it.each([
    ["to", { targetHandle: "x" }],
    ["from", { sourceHandle: "x" }],
  ] as const)("stands apart at its %s from the wire at the port that there is", (end, wire) => {
    const doc = stray(wire);
    const both = { ...doc, edges: [...doc.edges, { id: "v", source: "n0", target: "n1" }] };
    const { wires } = flowOf(both).routes;
    expect(wires.get("w")?.[end]).not.toEqual(wires.get("v")?.[end]);
  });
});
