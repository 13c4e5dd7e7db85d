import { describe, expect, it } from "vitest";
import { nodeRect, overlaps } from "../graph/geometry";
import { layout } from "../graph/layout";
import { board, PORTS, wires } from "../graph/testing";
import type { Editor } from "../state/editor.svelte";
import { checkResult, testEditor } from "../state/testing";
import * as actions from "./actions";

const chain = board("input>conv2d:a>bneck:b>softmax");
const tidy = layout(chain, PORTS, "snake");
const said = (editor: Editor): string => editor.session.announcement.text;
/** What stands on the screen, for everybody to see. */
const shown = (editor: Editor): string | undefined => editor.session.notice?.text;
const isTidy = (editor: Editor): boolean => layout(editor.doc, PORTS, "snake") === editor.doc;

describe("placing by hand", () => {
  it("a click continues the chain, and the board stays tidy", () => {
    const { editor } = testEditor(board("input"));
    for (let block = 1; block <= 9; block += 1) actions.addBlock(editor, "bneck", { kind: "next" });
    expect(wires(editor.doc)).toHaveLength(9);
    expect(isTidy(editor)).toBe(true);
    expect(new Set(editor.doc.nodes.map((node) => node.position.y)).size).toBeGreaterThan(2);
    expect(said(editor)).toBe("bneck 9 added");
  });

  it("a click with a node selected goes behind that node", () => {
    const { editor } = testEditor(tidy);
    editor.session.select(["a"]);
    actions.addBlock(editor, "softmax", { kind: "next" });
    expect(wires(editor.doc)).toContain("a>softmax-2");
    expect(wires(editor.doc)).toContain("softmax-2>b");
  });

  it.each([
    ["numbers for each channel weight the map", { pool: [1, 8, 1, 1] }, "b"],
    ["so do those that are not filled in yet", { input: [1, 8, 9, 9], pool: [1, 8, 1, 1] }, "b"],
    ["a map is weighted", { input: [1, 8, 9, 9] }, "a"],
    ["what is not known is taken for a map", {}, "a"],
  ] as const)("%s", (_, known, port) => {
    const { editor } = testEditor(board("input>global_avg_pool:pool>conv2d:fc"));
    const shapes = Object.entries(known).map(([id, shape]) => [id, { out: shape }]);
    editor.cells.draw(checkResult({ shapes: Object.fromEntries(shapes) }));
    editor.session.select(["fc"]);
    const id = actions.addBlock(editor, "multiply", { kind: "next" });
    expect(editor.doc.edges.find(({ target }) => target === id)?.targetHandle).toBe(port);
  });

  it("a second input stands alone, beside the rest", () => {
    const { editor } = testEditor(tidy);
    actions.addBlock(editor, "input", { kind: "next" });
    expect(wires(editor.doc)).toEqual(wires(chain));
  });

  it("a drop stays where it was dropped, on the grid", () => {
    const { editor } = testEditor(tidy);
    const id = actions.addBlock(editor, "add", { kind: "at", at: { x: 301, y: 499 } });
    expect(editor.doc.nodes.find((node) => node.id === id)?.position).toEqual({ x: 304, y: 496 });
  });

  it("a drop on a wire splices, and lays a tidy board out again", () => {
    const { editor } = testEditor(tidy);
    actions.addBlock(editor, "conv2d", { kind: "wire", edge: "e-2", at: { x: 0, y: 0 } });
    expect(wires(editor.doc)).toContain("a>conv2d-2");
    expect(isTidy(editor)).toBe(true);
    editor.undo();
    expect(editor.doc).toBe(tidy);
  });

  it("a board arranged by hand is left as it is", () => {
    const { editor } = testEditor(tidy);
    actions.move(editor, new Map([["a", { x: 240, y: 333 }]]));
    actions.remove(editor, ["b"]);
    expect(editor.doc.nodes.find((node) => node.id === "a")?.position).toEqual({ x: 240, y: 333 });
  });

  it("deleting closes the gap of a tidy board", () => {
    const { editor } = testEditor(tidy);
    actions.remove(editor, ["a"]);
    expect(isTidy(editor)).toBe(true);
    expect(said(editor)).toBe("a deleted".replace("a", "conv2d"));
  });

  it("a node of the board goes onto a wire", () => {
    const { editor } = testEditor(board("input>conv2d:a", "bneck:x"));
    actions.spliceNode(editor, "x", "e-1", { x: 50, y: 50 });
    expect(wires(editor.doc)).toEqual(["input>x", "x>a"]);
  });
});

describe("wiring", () => {
  it("draws and cuts without moving anything, and the board stays one that layout keeps", () => {
    const { editor } = testEditor(layout(board("input>conv2d:a>conv2d:b>add:s.a"), PORTS, "snake"));
    const before = editor.doc.nodes;
    actions.addWire(editor, { source: "a", target: "s", targetHandle: "b" });
    expect(editor.doc.nodes).toBe(before);
    actions.remove(editor, [], ["e-2"]);
    expect(editor.doc.nodes).toBe(before);
    expect(isTidy(editor)).toBe(false);
    editor.session.select(["s"]);
    actions.addBlock(editor, "softmax", { kind: "next" });
    expect(isTidy(editor)).toBe(true);
  });

  it("says why a wire may not be drawn, and draws none", () => {
    const { editor } = testEditor(tidy);
    expect(actions.addWire(editor, { source: "b", target: "a" })).toEqual({
      ok: false,
      reason: "cycle",
    });
    expect(shown(editor)).toBe("This wire would close a loop");
    expect(editor.canUndo).toBe(false);
  });

  it("moves an end, and says so where it cannot", () => {
    const { editor } = testEditor(board("input>conv2d:a", "conv2d:b"));
    expect(actions.moveWire(editor, "e-1", { source: "input", target: "b" }).ok).toBe(true);
    expect(wires(editor.doc)).toEqual(["input>b"]);
    expect(actions.moveWire(editor, "e-1", { source: "b", target: "b" }).ok).toBe(false);
    expect(shown(editor)).toBe("A block cannot feed itself");
    actions.move(editor, new Map([["a", { x: 8, y: 8 }]]));
    expect(shown(editor)).toBeUndefined();
  });

  it("removes wires and leaves the blocks", () => {
    const { editor } = testEditor(tidy);
    actions.removeWires(editor, ["e-1", "e-3"]);
    expect(wires(editor.doc)).toEqual(["a>b"]);
    expect(editor.doc.nodes).toHaveLength(4);
  });
});

describe("deleting", () => {
  it("says the names of a few blocks, and of many only their number", () => {
    const { editor } = testEditor(board("input>conv2d:a>conv2d:b>conv2d:c>conv2d:d"));
    actions.remove(editor, ["a"]);
    expect(said(editor)).toBe("conv2d 1 deleted");
    actions.remove(editor, ["input", "b", "c", "d"]);
    expect(said(editor)).toBe("4 blocks deleted");
  });
});

describe("gestures in pieces", () => {
  it("typing into one field is one step, another field another", () => {
    const { editor } = testEditor(chain);
    for (const value of [1, 16, 160]) actions.change(editor, ["a"], { out_channels: value });
    actions.change(editor, ["a"], { stride: 2 });
    expect(editor.history.past).toHaveLength(2);
    editor.settle();
    actions.change(editor, ["a"], { stride: 1 });
    expect(editor.history.past).toHaveLength(3);
  });

  it("several nodes of one type are changed together", () => {
    const { editor } = testEditor(chain);
    actions.change(editor, ["a", "b"], { stride: 2 });
    expect(editor.doc.nodes.map((node) => node.data.stride)).toEqual([undefined, 2, 2, undefined]);
    editor.undo();
    expect(editor.doc).toBe(chain);
  });

  it("arrow keys are one step until the key comes up", () => {
    const { editor } = testEditor(chain);
    for (let press = 0; press < 5; press += 1)
      actions.nudge(editor, new Set(["a"]), { x: 0, y: 1 });
    expect(editor.doc.nodes[1]?.position.y).toBe(40);
    expect(editor.history.past).toHaveLength(1);
  });
});

describe("pasting", () => {
  it("goes where the pointer is, and selects what came", () => {
    const { editor } = testEditor(chain);
    editor.session.select(["a", "b"]);
    const text = actions.copyText(editor);
    editor.session.pointer = { x: 804, y: 404 };
    expect(text && actions.pasteText(editor, text)).toBe(true);
    expect([...editor.session.selection.nodes]).toEqual(["conv2d-2", "bneck-2"]);
    expect(editor.doc.nodes.at(-2)?.position).toEqual({ x: 808, y: 408 });
    expect(said(editor)).toBe("2 blocks pasted");
  });

  it("covers nothing, however often it is pasted over its source", () => {
    const { editor } = testEditor(chain);
    editor.session.select(["a", "b"]);
    const text = actions.copyText(editor) ?? "";
    editor.session.pointer = { x: 240, y: 10 };
    for (let time = 0; time < 3; time += 1) actions.pasteText(editor, text);
    const rects = editor.doc.nodes.map((node) => nodeRect(editor.doc, node));
    const covered = rects.filter((a, index) => rects.slice(index + 1).some((b) => overlaps(a, b)));
    expect(rects).toHaveLength(10);
    expect(covered).toEqual([]);
  });

  it("refuses blocks that the lab does not offer, and text that is no board", () => {
    const { editor } = testEditor(chain, ["input", "conv2d"]);
    editor.session.select(["b"]);
    const text = actions.copyText(editor) ?? "";
    expect(actions.pasteText(editor, text)).toBe(false);
    expect(shown(editor)).toBe("This lab has no bneck");
    expect(actions.pasteText(editor, "hello")).toBe(false);
    expect(shown(editor)).toBe("The clipboard holds no blocks");
    expect(editor.canUndo).toBe(false);
  });
});
