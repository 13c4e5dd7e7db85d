import { describe, expect, it } from "vitest";
import { type BoardNode, type Document, EMPTY, nodeById, type XY } from "./document";
import { frameAround } from "./frames";
import { GAP_X, GAP_Y, NODE_HEIGHT, NODE_WIDTH, nodeRect, nodeSize, overlaps } from "./geometry";
import { makeRoom, makeRoomGrown } from "./room";
import { board } from "./testing";

const RIGHT = NODE_WIDTH + GAP_X;
const BELOW = NODE_HEIGHT + GAP_Y;

describe("room for what was put among others", () => {
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
});

const block = (id: string, x: number, y: number, parentId?: string): BoardNode => ({
  id,
  type: "conv2d",
  position: { x, y },
  data: {},
  ...(parentId ? { parentId } : {}),
});

const WAS = { width: NODE_WIDTH, height: NODE_HEIGHT };
/** A frame where a block stood, five times as wide and three times as high. */
const grown = (x: number, y: number): BoardNode => ({
  ...block("grown", x, y),
  type: "frame",
  width: 5 * NODE_WIDTH,
  height: 3 * NODE_HEIGHT,
});
const WIDER = 4 * NODE_WIDTH;
const HIGHER = 2 * NODE_HEIGHT;

describe("room for what has grown", () => {
  const grownAmong = (...nodes: readonly BoardNode[]): Document =>
    makeRoomGrown({ version: 1, nodes, edges: [] }, "grown", WAS);
  const at = (doc: Document, id: string): XY | undefined => nodeById(doc, id)?.position;

  it("is made by the blocks behind it, which go right, and by those below, which go down", () => {
    const doc = grownAmong(
      block("before", -232, 3),
      grown(0, 0),
      block("behind", 232, 7),
      block("last", 470, -5),
      block("above", 232, -100),
      block("under", 10, 110),
      block("corner", 464, 115),
    );
    expect(doc.nodes.map(({ position: { x, y } }) => [x, y])).toEqual([
      [-232, 3],
      [0, 0],
      [232 + WIDER, 7],
      [470 + WIDER, -5],
      [232, -100],
      [10, 110 + HIGHER],
      [464, 115 + HIGHER],
    ]);
  });

  it("is no more than layout leaves, and none where there is room", () => {
    const near = grownAmong(grown(0, 0), block("behind", NODE_WIDTH + GAP_X + 80, 0));
    expect(at(near, "behind")).toEqual({ x: 5 * NODE_WIDTH + GAP_X, y: 0 });
    const far = [
      grown(0, 0),
      block("behind", 5 * NODE_WIDTH + GAP_X, 0),
      block("under", 0, 3 * NODE_HEIGHT + GAP_Y),
      block("aside", 6 * NODE_WIDTH, NODE_HEIGHT),
    ];
    expect(grownAmong(...far).nodes).toEqual(far);
  });

  it("is made by what stood half beside it, too, and by what is pushed", () => {
    const doc = grownAmong(
      grown(0, 0),
      block("half", 100, -40),
      block("behind", 200, 30),
      block("over", 1000, -50),
    );
    const rects = doc.nodes.map((node) => nodeRect(doc, node));
    const covered = rects.filter((a, index) => rects.slice(index + 1).some((b) => overlaps(a, b)));
    expect(covered).toEqual([]);
    expect(at(doc, "grown")).toEqual({ x: 0, y: 0 });
  });

  it("is made in the frame around it, which grows, and around that frame", () => {
    const inner = board("input>conv2d:a>conv2d:b>softmax");
    const framed = frameAround(inner, new Set(["a", "b"]), "") ?? { doc: EMPTY, id: "" };
    const outer = nodeById(framed.doc, framed.id) as BoardNode;
    const wide = { ...grown(24, 56), id: "a", parentId: framed.id };
    const nodes = framed.doc.nodes.map((node) => (node.id === "a" ? wide : node));
    const doc = makeRoomGrown({ ...framed.doc, nodes }, "a", WAS);
    const frame = nodeById(doc, framed.id) as BoardNode;
    const { width, height } = nodeSize(outer);
    expect(frame.position).toEqual(outer.position);
    expect(nodeSize(frame)).toEqual({ width: width + WIDER, height: height + HIGHER });
    expect(at(doc, "b")).toEqual({ x: 24 + 232 + WIDER, y: 56 });
    expect(at(doc, "softmax")).toEqual({ x: 3 * 232 + WIDER, y: 0 });
  });
});
