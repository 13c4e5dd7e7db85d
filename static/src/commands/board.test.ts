import { describe, expect, it } from "vitest";
import { nodeRect, overlaps } from "../graph/geometry";
import { wires } from "../graph/testing";
import { arrived, checkResult } from "../state/testing";
import { type Bench, bench, chain, run } from "./testing";

/** Each command that changes the board: what is selected, and what holds afterwards. */
const EDITS: readonly [string, string[], (bench: Bench) => void][] = [
  ["delete", ["a"], ({ editor }) => expect(wires(editor.doc)).toEqual(["b>softmax", "input>b"])],
  [
    "duplicate",
    ["a", "b"],
    ({ editor }) => expect(wires(editor.doc)).toContain("conv2d-3>bneck-2"),
  ],
  [
    "add-note",
    [],
    ({ editor }) => expect(editor.doc.nodes.at(-1)?.position).toEqual({ x: 104, y: 400 }),
  ],
  [
    "add-frame",
    ["a", "b"],
    ({ editor }) => expect(editor.doc.nodes[0]?.data).toEqual({ title: "Frame" }),
  ],
  ["layout", [], ({ canvas }) => expect(canvas.calls).toEqual(["open"])],
  ["layout-right", [], ({ editor }) => expect(editor.prefs.get("form")).toBe("right")],
  ["layout-down", [], ({ editor }) => expect(editor.doc.nodes[1]?.position.x).toBe(0)],
  ["layout-snake", [], ({ editor }) => expect(editor.prefs.get("form")).toBe("snake")],
  ["align-left", ["a", "b"], ({ editor }) => expect(editor.doc.nodes[2]?.position.x).toBe(232)],
  ["align-centre", ["a", "b"], ({ editor }) => expect(editor.doc.nodes[2]?.position.x).toBe(348)],
  ["align-right", ["a", "b"], ({ editor }) => expect(editor.doc.nodes[1]?.position.x).toBe(464)],
  ["align-top", ["a", "raised"], ({ editor }) => expect(editor.doc.nodes[4]?.position.y).toBe(0)],
  [
    "align-middle",
    ["a", "raised"],
    ({ editor }) => expect(editor.doc.nodes[1]?.position.y).toBe(40),
  ],
  [
    "align-bottom",
    ["a", "raised"],
    ({ editor }) => expect(editor.doc.nodes[1]?.position.y).toBe(80),
  ],
  [
    "distribute-x",
    ["input", "a", "softmax"],
    ({ editor }) => expect(editor.doc.nodes[1]?.position.x).toBe(348),
  ],
  [
    "distribute-y",
    ["input", "a", "raised"],
    ({ editor }) => expect(editor.doc.nodes[1]?.position.y).not.toBe(0),
  ],
];

describe("commands that change the board", () => {
  it.each(EDITS)("%s is one step of undo", async (id, selected, holds) => {
    const it = bench();
    const { editor } = it;
    editor.apply("add", (doc) => ({
      ...doc,
      nodes: [
        ...doc.nodes,
        { id: "raised", type: "conv2d", position: { x: 1500, y: 80 }, data: {} },
      ],
    }));
    const before = editor.doc;
    editor.session.select(selected);
    await run(id, editor);
    holds(it);
    expect(editor.doc).not.toBe(before);
    editor.undo();
    expect(editor.doc).toBe(before);
  });

  it("remove-frame leaves what was in it", () => {
    const { editor } = bench("a", "b");
    run("add-frame", editor);
    run("remove-frame", editor);
    expect(editor.doc.nodes.map((node) => node.position)).toEqual(
      chain.nodes.map((n) => n.position),
    );
  });

  it("undo and redo say what they did", () => {
    const { editor } = bench("a");
    run("delete", editor);
    run("undo", editor);
    expect(editor.session.announcement.text).toBe("Undone: delete");
    run("redo", editor);
    expect(editor.session.announcement.text).toBe("Redone: delete");
  });

  it("start-over goes back to the lab's board and can be undone", () => {
    const { editor } = bench("a");
    run("delete", editor);
    const worked = editor.doc;
    run("start-over", editor);
    expect(editor.doc).toBe(chain);
    run("undo", editor);
    expect(editor.doc).toBe(worked);
  });

  it("unfold asks the server, and fold brings the block back", async () => {
    const { editor, server } = bench("b");
    const done = run("unfold", editor);
    expect(server.last.path).toBe("/api/expand");
    const frame = {
      id: "b",
      type: "frame",
      position: { x: 0, y: 0 },
      data: { block: "bneck", parameters: {} },
    };
    const piece = {
      id: "b.p",
      type: "conv2d",
      position: { x: 124, y: 56 },
      data: {},
      parentId: "b",
    };
    const nodes = chain.nodes.flatMap((node) => (node.id === "b" ? [frame, piece] : [node]));
    const edges = chain.edges.map((edge) => ({
      ...edge,
      source: edge.source === "b" ? "b.p" : edge.source,
      target: edge.target === "b" ? "b.p" : edge.target,
    }));
    server.last.answer({ ...chain, nodes, edges });
    expect(await done).toBe(true);
    expect(editor.session.only).toBe("b");
    const rects = editor.doc.nodes
      .filter(({ parentId }) => parentId === undefined)
      .map((node) => nodeRect(editor.doc, node));
    const covered = rects.filter((a, at) => rects.slice(at + 1).some((b) => overlaps(a, b)));
    expect(covered).toEqual([]);
    await run("fold", editor);
    expect(wires(editor.doc)).toEqual(wires(chain));
    editor.undo();
    editor.undo();
    expect(editor.doc).toBe(chain);
  });

  it("unfold says why it cannot, and changes nothing", async () => {
    const { editor, server } = bench("b");
    const done = run("unfold", editor);
    server.last.answer({ type: "x", title: "No", status: 422, detail: "too large" }, 422);
    expect(await done).toBe(false);
    expect(editor.session.notice?.text).toContain("too large");
    expect(editor.doc).toBe(chain);
  });

  it("unfold without the server, or without what enters, says so on screen", async () => {
    const { editor, server } = bench("b");
    const away = run("unfold", editor);
    server.last.fail();
    expect(await away).toBe(false);
    expect(editor.session.notice?.text).toContain("the server cannot be reached");
    const unfed = run("unfold", editor);
    server.last.answer({ type: "x", title: "No", status: 409, detail: "POST /api/check" }, 409);
    expect(await unfed).toBe(false);
    expect(editor.session.notice?.text).toContain("its input shape is not known");
  });

  it("unfold of a block with values left out names them and asks nobody", async () => {
    const { editor, server } = bench("b");
    void editor.check();
    const diagnostic = { nodes: ["b"], edges: [], code: "P203", name: "missing-parameter" };
    const rest = { severity: "warning" as const, port: null, message: "", help: "" };
    const diagnostics = ["exp_size", "out_channels"].map((parameter) => ({
      ...diagnostic,
      ...rest,
      parameter,
    }));
    server.last.answer(checkResult({ diagnostics }));
    await arrived();
    const asked = server.calls.length;
    expect(await run("unfold", editor)).toBe(false);
    expect(editor.session.notice?.text).toContain("exp_size and out_channels");
    expect(server.calls).toHaveLength(asked);
  });
});
