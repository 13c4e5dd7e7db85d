import { describe, expect, it } from "vitest";
import { GAP_X, GAP_Y, NODE_HEIGHT, NODE_WIDTH, nodeRect, overlaps } from "./geometry";
import { freeSpot, makeRoom, placeAfter, placeAtWireEnd, placeOnWire, splice } from "./place";
import { board, PORTS, wires } from "./testing";

const RIGHT = NODE_WIDTH + GAP_X;
const BELOW = NODE_HEIGHT + GAP_Y;

describe("placing", () => {
  it("adds after the end of a chain and wires it", () => {
    const { doc, id } = placeAfter(board("input>conv2d:a"), PORTS, "bneck", {}, "a");
    expect(id).toBe("bneck-1");
    expect(wires(doc)).toEqual(["a>bneck-1", "input>a"]);
  });

  it("adds in the middle of a chain onto the wire that leaves", () => {
    const { doc } = placeAfter(board("input>conv2d:a>conv2d:b"), PORTS, "bneck", {}, "a");
    expect(wires(doc)).toEqual(["a>bneck-1", "bneck-1>b", "input>a"]);
  });

  it("adds a branch where several wires leave, and where the wire cannot be spliced", () => {
    const fork = board("input>conv2d:a>conv2d:b", "conv2d:a>conv2d:c");
    expect(wires(placeAfter(fork, PORTS, "bneck", {}, "a").doc)).toContain("a>bneck-1");
    const { doc } = placeAfter(board("conv2d:a>conv2d:b"), PORTS, "input", {}, "a");
    expect(wires(doc)).toEqual(["a>b"]);
  });

  it("splices onto a wire: the far end keeps its id and port", () => {
    const sum = board("input>conv2d:a>add:s.b", "conv2d:x");
    const doc = splice(sum, PORTS, "x", "e-2");
    expect(doc && wires(doc)).toEqual(["a>x", "input>a", "x>s.b"]);
    expect(doc?.edges.find((edge) => edge.id === "e-2")).toMatchObject({
      source: "x",
      target: "s",
    });
  });

  it("splices an add by its first port", () => {
    const { doc } =
      placeOnWire(board("input>conv2d:a"), PORTS, "add", {}, "e-1", { x: 0, y: 0 }) ?? {};
    expect(doc && wires(doc)).toEqual(["add-1>a", "input>add-1.a"]);
  });

  it.each([
    ["an end of the wire", "a", "e-1"],
    ["a node that is wired already", "b", "e-1"],
    ["a node that is not there", "z", "e-1"],
    ["a wire that is not there", "x", "e-9"],
    ["a node without inputs", "i", "e-1"],
  ])("refuses to splice %s", (_what, node, edge) => {
    const doc = board("input>conv2d:a>conv2d:b", "conv2d:x", "input:i");
    expect(splice(doc, PORTS, node, edge)).toBeNull();
  });

  it("lets the neighbours make room, as far as they must", () => {
    const doc = board("input>conv2d:a>conv2d:b>conv2d:c");
    const crowded = {
      ...doc,
      nodes: [...doc.nodes, { id: "new", type: "bneck", position: { x: 300, y: 0 }, data: {} }],
    };
    const roomy = makeRoom(crowded, "new");
    expect(roomy.nodes.find((n) => n.id === "new")?.position).toEqual({ x: 300, y: 0 });
    expect(roomy.nodes.find((n) => n.id === "input")?.position).toEqual({ x: 0, y: 0 });
    const rects = roomy.nodes.map((node) => nodeRect(roomy, node));
    const pairs = rects.flatMap((a, index) => rects.slice(index + 1).map((b) => overlaps(a, b)));
    expect(pairs).not.toContain(true);
  });

  it.each([
    ["right, where that is shorter", { x: 150, y: 10 }, { x: RIGHT, y: 10 }],
    ["down, where that is shorter", { x: 20, y: 60 }, { x: 20, y: BELOW }],
    ["right, where both are as long", { x: RIGHT - BELOW + 10, y: 10 }, { x: RIGHT, y: 10 }],
  ])("moves what is covered %s", (_where, position, moved) => {
    const at = (id: string, place: { x: number; y: number }) => ({
      id,
      type: "conv2d",
      position: place,
      data: {},
    });
    const nodes = [at("old", position), at("new", { x: 0, y: 0 })];
    const [old] = makeRoom({ version: 1, nodes, edges: [] }, "new").nodes;
    expect(old?.position).toEqual(moved);
  });

  it("makes room in a crowd where each stands in the way of the others", () => {
    const spots = [
      [-40, -512],
      [48, -536],
      [280, -536],
      [32, -432],
      [264, -432],
    ];
    const nodes = spots.map(([x = 0, y = 0], index) => ({
      id: `old-${index}`,
      type: "bneck",
      position: { x, y },
      data: {},
    }));
    const dropped = { id: "new", type: "bneck", position: { x: -32, y: -560 }, data: {} };
    const roomy = makeRoom({ version: 1, nodes: [...nodes, dropped], edges: [] }, "new");
    const [own, ...others] = roomy.nodes.map((node) => nodeRect(roomy, node)).reverse();
    expect(others.filter((other) => own && overlaps(own, other))).toEqual([]);
  });

  it("wires a block to the wire that was dropped on empty canvas", () => {
    const { doc, id } = placeAtWireEnd(
      board("input>conv2d:a"),
      PORTS,
      "add",
      {},
      { source: "a" },
      { x: 9, y: 9 },
    );
    expect(wires(doc)).toContain(`a>${id}.a`);
  });

  it("finds a free spot below what is there", () => {
    const spot = freeSpot(board("input"), { x: 10, y: 10 }, { width: 50, height: 50 });
    expect(spot.x).toBe(10);
    expect(spot.y).toBeGreaterThan(NODE_HEIGHT);
  });
});
