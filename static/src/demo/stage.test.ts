import { describe, expect, it } from "vitest";
import { addBlock } from "../commands/actions";
import { arrived, checkResult, report } from "../state/testing";
import { captionOf, reasonOf } from "./caption";
import { SCORE, testStage } from "./testing";

describe("the stage", () => {
  it("shows the board of the moment, which undo does not lead out of", () => {
    const { stage, editor } = testStage();
    stage.jump(8);
    expect(editor.doc.nodes.map(({ id }) => id)).toEqual(["input", "a", "b"]);
    expect(editor.canUndo).toBe(false);
    expect(stage.view.kind).toBe("moment");
  });

  it("asks the server for the shapes of every board", () => {
    const { stage, server } = testStage();
    const before = server.calls.length;
    stage.jump(8);
    expect(server.calls.length).toBeGreaterThan(before);
    expect(server.last.path).toBe("/api/check");
  });

  it("gives the board away at the first change, and takes it back at the same moment", () => {
    const { stage, editor, timer } = testStage();
    stage.toggle();
    addBlock(editor, "bneck", { kind: "next" });
    expect(stage.view.kind).toBe("taken");
    timer.pass(100_000);
    expect(stage.player.at).toBe(1);
    editor.undo();
    expect(stage.view.kind).toBe("taken");
    stage.forward();
    expect([stage.view.kind, stage.player.at]).toEqual(["moment", 1]);
    expect(editor.doc.nodes).toHaveLength(1);
  });

  it("comes back to where a tab was, also to what the instructor did", () => {
    const { stage, editor } = testStage();
    stage.jump(5);
    addBlock(editor, "bneck", { kind: "next" });
    const place = JSON.parse(JSON.stringify(stage.place));
    const other = testStage();
    other.stage.restore(place);
    expect(other.stage.view).toEqual({ kind: "taken" });
    expect(other.editor.doc.nodes).toHaveLength(3);
    other.stage.resume();
    expect(other.stage.player.at).toBe(5);
    expect(other.editor.doc.nodes).toHaveLength(2);
  });

  it("has Verify speak of a mistake, and forgets it afterwards", async () => {
    const { stage, editor, server } = testStage();
    stage.jump(12);
    const [slip] = stage.slips;
    if (!slip) throw new Error("no slip");
    const done = stage.breakIt(slip);
    expect(captionOf(stage).text).toBe(editor.t("demo.verifying"));
    server.last.answer(report());
    await done;
    expect(editor.doc.nodes.find(({ id }) => id === "b")?.data).toEqual({ nl: "HS" });
    expect(editor.server.report).not.toBeNull();
    stage.forward();
    expect(editor.server.report).toBeNull();
    expect(editor.doc.nodes.find(({ id }) => id === "b")?.data).toEqual({});
  });

  it("drops what Verify says of a mistake that is gone", async () => {
    const { stage, editor, server } = testStage();
    stage.jump(12);
    const [slip] = stage.slips;
    if (!slip) throw new Error("no slip");
    const done = stage.breakIt(slip);
    const asked = server.last;
    stage.resume();
    asked.answer(report());
    await done;
    expect(editor.server.report).toBeNull();
  });

  it("walks through the pieces of a block, and back to the moment", async () => {
    const { stage, server } = testStage();
    stage.jump(8);
    const done = stage.lookInside();
    const asked = server.calls.findLast(({ path }) => path === "/api/expand");
    const position = { x: 0, y: 0 };
    asked?.answer({
      version: 1,
      nodes: [
        { id: "input", type: "input", position, data: {} },
        { id: "a", type: "conv2d", position, data: {} },
        { id: "b", type: "frame", position, data: { block: "bneck", parameters: {} } },
        { id: "b.expand", type: "conv2d", position, data: {}, parentId: "b" },
        { id: "b.rest", type: "conv2d", position, data: {}, parentId: "b" },
      ],
      edges: [],
    });
    await done;
    expect(captionOf(stage)).toMatchObject({ title: "bneck · Expand", text: "Wider." });
    stage.forward();
    expect(stage.view).toEqual({ kind: "inside", node: "b", piece: 1 });
    stage.back();
    stage.back();
    expect([stage.view.kind, stage.player.at]).toEqual(["moment", 8]);
  });

  it("looks into what is selected, and into nothing else where that has no inside", () => {
    const { stage, editor } = testStage();
    stage.jump(8);
    expect(stage.lookable).toBe("b");
    editor.session.select(["a"]);
    expect(stage.lookable).toBeNull();
    editor.session.select(["b"]);
    expect(stage.lookable).toBe("b");
  });

  it("says so where a block cannot be looked into just now", async () => {
    const { stage, editor, server } = testStage();
    stage.jump(8);
    const done = stage.lookInside();
    server.calls.findLast(({ path }) => path === "/api/expand")?.fail();
    await done;
    expect(editor.session.notice?.kind).toBe("error");
    expect(stage.view.kind).toBe("moment");
  });
});

describe("captions", () => {
  it("ask without the answer, then give it with its reason", () => {
    const { stage } = testStage();
    stage.jump(4);
    expect(captionOf(stage).shapes).toEqual({ enters: "8×8×3", leaves: null });
    expect(captionOf(stage).text).toBe(stage.editor.t("demo.ask_text"));
    expect(captionOf(stage, true).text).toBe(stage.editor.t("demo.ask_text_tap"));
    expect(JSON.stringify(captionOf(stage))).not.toContain("4×4×4");
    stage.jump(5);
    expect(captionOf(stage)).toMatchObject({
      text: "Reason 1",
      shapes: { enters: "8×8×3", leaves: "4×4×4" },
    });
  });

  it("do not say the shape twice", () => {
    const [step] = SCORE.steps;
    if (!step) throw new Error("no step");
    const sheet = { en: "Values\nOutput: 4×4×4", "zh-CN": "数值\n输出：4×4×4" };
    expect(reasonOf({ ...step, sheet }, "en")).toBe("Task 1");
  });

  it("end with what the network costs", async () => {
    const { stage, server } = testStage();
    stage.jump(12);
    const totals = { n_params: 1234, madds: 5678, output_shape: [1, 4] };
    server.last.answer(checkResult({ totals }));
    await arrived();
    expect(captionOf(stage).costs).toContain("1,234");
    expect(captionOf(stage).text).toBe("Built: look back at the bneck");
  });

  it("end with what the network costs alone where the lab has no word for it", async () => {
    const { stage, server } = testStage({ ...SCORE, closing: null });
    stage.jump(12);
    const totals = { n_params: 1234, madds: 5678, output_shape: [1, 4] };
    server.last.answer(checkResult({ totals }));
    await arrived();
    expect(captionOf(stage).text).toContain("1,234");
    expect(captionOf(stage).costs).toBeUndefined();
  });

  it("begin with what the score says, not with what students are asked", () => {
    const { stage } = testStage();
    expect(captionOf(stage).text).toBe("Build it");
  });
});
