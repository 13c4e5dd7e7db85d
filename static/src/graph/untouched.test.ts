import { describe, expect, it } from "vitest";
import { fromText, toText } from "./clipboard";
import { type BoardNode, type Document, EMPTY } from "./document";
import { parseBoard } from "./format";
import { addNote, frameAround } from "./frames";
import { nodeRect, overlaps } from "./geometry";
import { layout } from "./layout";
import { board, heap, PORTS } from "./testing";
import { isHeap, isUntouched, withNotesAbove } from "./untouched";

const branch = board("input>conv2d:a>conv2d:b>add:sum", "input>add:sum");

const moved = (doc: Document, index: number, position: BoardNode["position"]): Document => ({
  ...doc,
  nodes: doc.nodes.with(index, { ...(doc.nodes[index] as BoardNode), position }),
});

describe("a board that nobody has laid out", () => {
  it("has no places in its file", () => {
    const nodes = branch.nodes.map(({ id, type }) => ({ id, type }));
    const parsed = parseBoard(JSON.stringify({ ...branch, nodes }));
    expect(parsed.ok && isUntouched(parsed.doc)).toBe(true);
  });

  it("has one place for all, wherever that is, also in a frame", () => {
    expect(isUntouched(heap(branch, { x: 400, y: 40 }))).toBe(true);
    const framed = frameAround(branch, new Set(["a", "b"]), "") ?? { doc: EMPTY };
    expect(isUntouched(heap(framed.doc))).toBe(true);
  });

  it("is none of which one place is told, or which has one block", () => {
    expect(isUntouched(moved(heap(branch), 2, { x: 0, y: 8 }))).toBe(false);
    expect(isUntouched(moved(heap(branch), 0, { x: 8, y: 0 }))).toBe(false);
    for (const doc of [EMPTY, board("input"), addNote(board("input"), "", { x: 0, y: 0 }).doc])
      expect(isUntouched(doc)).toBe(false);
  });

  it("stands in the server's rows, also with a block left out; one that was moved does not", () => {
    const nodes = branch.nodes.map((node, index) => ({
      ...node,
      position: { x: 256 * (index % 4), y: 128 * Math.floor(index / 4) },
    }));
    const doc = { ...branch, nodes };
    const [first, ...rest] = nodes;
    expect([isUntouched(doc), isHeap(doc)]).toEqual([true, false]);
    expect(isUntouched({ ...doc, nodes: nodes.toSpliced(1, 1) })).toBe(true);
    expect(isUntouched(moved(doc, 0, { x: 8, y: 0 }))).toBe(false);
    expect(first && isUntouched({ ...doc, nodes: [...rest, first] })).toBe(false);
  });
});

describe("notes in a heap", () => {
  it("stand side by side above the network; one that has a place of its own keeps it", () => {
    const noted = ["one", "two"].reduce(
      (doc, text) => addNote(doc, text, { x: 0, y: 0 }).doc,
      branch,
    );
    const own = addNote(heap(noted), "three", { x: -900, y: 0 }).doc;
    const laid = layout(withNotesAbove(own), PORTS, "snake");
    const rects = laid.nodes.map((node) => nodeRect(laid, node));
    const covered = rects.filter((a, at) => rects.slice(at + 1).some((b) => overlaps(a, b)));
    expect(covered).toEqual([]);
    expect(laid.nodes.at(-1)).toBe(own.nodes.at(-1));
  });
});

describe("a clip", () => {
  it("is laid out where it tells no places, and else stays as it was copied", () => {
    const doc = heap(branch);
    expect(fromText(toText(doc), PORTS, "down")).toEqual(layout(doc, PORTS, "down"));
    expect(fromText(toText(branch), PORTS, "down")).toEqual(branch);
  });
});
