import { describe, expect, it } from "vitest";
import { change, move, remove } from "../commands/actions";
import { board } from "../graph/testing";
import { arrived, checkResult, finding, report, testEditor } from "./testing";

const chain = board("input>conv2d:a>conv2d:b");
const shapes = (width: number) => ({ a: { in: [1, 3, 8, 8], out: [1, width, 8, 8] } });

describe("the check after every edit", () => {
  it("draws the answer in the cells it concerns", async () => {
    const { editor, server } = testEditor(chain);
    change(editor, ["a"], { out_channels: 16 });
    server.last.answer(
      checkResult({ shapes: shapes(16), nodes: { a: { n_params: 5, madds: 7, automatic: {} } } }),
    );
    await arrived();
    expect(editor.server.checkState).toBe("current");
    expect(editor.node("a")?.shape).toEqual([1, 16, 8, 8]);
    expect(editor.node("a")?.cost).toMatchObject({ n_params: 5, madds: 7 });
    expect(editor.edge("e-2")?.shape).toEqual([1, 16, 8, 8]);
    expect(editor.edge("e-1")?.shape).toBeNull();
  });

  it("drops an answer that comes after the next edit, and takes its question back", async () => {
    const { editor, server } = testEditor(chain);
    change(editor, ["a"], { out_channels: 16 });
    const early = server.last;
    change(editor, ["a"], { out_channels: 32 });
    expect(early.signal?.aborted).toBe(true);
    server.last.answer(checkResult({ shapes: shapes(32) }));
    early.answer(checkResult({ shapes: shapes(16) }));
    await arrived();
    expect(editor.node("a")?.shape).toEqual([1, 32, 8, 8]);
    expect(editor.server.checked).toBe(editor.server.revision);
  });

  it("sends every block under its name on screen, and keeps none of these names", () => {
    const { editor, server } = testEditor(chain);
    change(editor, ["a"], { out_channels: 16, label: "stem" });
    const { graph } = server.last.body as { graph: typeof editor.doc };
    expect(graph.nodes.map((node) => node.data.label)).toEqual(["input", "stem", "conv2d 1"]);
    expect(editor.doc.nodes.map((node) => node.data.label)).toEqual([undefined, "stem", undefined]);
  });

  it("asks nothing where nodes only moved", () => {
    const { editor, server } = testEditor(chain);
    move(editor, new Map([["a", { x: 5, y: 5 }]]));
    expect(server.calls).toHaveLength(0);
    expect(editor.canUndo).toBe(true);
  });

  it("pulses along a wire when its shape changed, and only then", async () => {
    const { editor, server } = testEditor(chain);
    for (const width of [16, 16, 32]) {
      change(editor, ["b"], { stride: width + (editor.server.revision % 2) });
      server.last.answer(checkResult({ shapes: shapes(width) }));
      await arrived();
    }
    expect(editor.edge("e-2")?.pulse).toBe(2);
  });

  it("keeps the last answer while offline, and tries again later and later", async () => {
    const { editor, server, timer } = testEditor(chain);
    change(editor, ["a"], { out_channels: 16 });
    server.last.answer(checkResult({ shapes: shapes(16) }));
    await arrived();
    change(editor, ["a"], { out_channels: 32 });
    const waits: number[] = [];
    for (const wait of [500, 1000, 2000]) {
      server.last.fail();
      await arrived();
      expect(editor.server.offline).toBe(true);
      const asked = server.calls.length;
      timer.pass(wait - 1);
      expect(server.calls).toHaveLength(asked);
      timer.pass(1);
      expect(server.calls).toHaveLength(asked + 1);
      waits.push(wait);
    }
    expect(editor.node("a")?.shape).toEqual([1, 16, 8, 8]);
    server.last.answer(checkResult({ shapes: shapes(32) }));
    await arrived();
    expect(editor.server.checkState).toBe("current");
    expect(editor.node("a")?.shape).toEqual([1, 32, 8, 8]);
  });

  it("asks at once when the connection is back", async () => {
    const { editor, server } = testEditor(chain);
    change(editor, ["a"], { out_channels: 16 });
    server.last.fail();
    await arrived();
    editor.server.retry();
    expect(server.calls).toHaveLength(2);
  });

  it("does not repeat a question that the server refuses", async () => {
    const { editor, server, timer } = testEditor(chain);
    change(editor, ["a"], { out_channels: 16 });
    server.last.answer({ type: "/problems/too-large", title: "Too large", status: 413 }, 413);
    await arrived();
    expect(editor.server.checkState).toBe("refused");
    expect(editor.server.problem?.problem?.title).toBe("Too large");
    timer.pass(60_000);
    expect(server.calls).toHaveLength(1);
  });

  it("speaks the language on screen", () => {
    const { editor, server } = testEditor(chain);
    change(editor, ["a"], { out_channels: 16 });
    expect(server.last.headers.get("Accept-Language")).toBe("en");
    editor.setLang("zh-CN");
    expect(server.last.headers.get("Accept-Language")).toBe("zh-CN");
    expect(editor.node("input")?.name).toBe("input（中）");
  });
});

describe("Verify", () => {
  it("puts the first finding under the spotlight and marks the steps", async () => {
    const { editor, server } = testEditor(chain);
    const done = editor.server.verify(editor.doc);
    server.last.answer(
      report({
        findings: [finding("f1", "a"), finding("f2", "b")],
        steps: [{ step: 1, status: "wrong", nodes: ["a"], differs: null }],
      }),
    );
    await done;
    expect(server.last.path).toBe("/api/labs/test-lab/verify?mode=guided");
    expect(editor.node("a")?.finding?.id).toBe("f1");
    expect(editor.node("b")?.finding).toBeNull();
    expect(editor.node("a")?.step).toEqual({ number: 1, status: "wrong" });
    expect(editor.server.outdated).toBe(false);
  });

  it("is out of date after an edit, and not after a move", async () => {
    const { editor, server } = testEditor(chain);
    const done = editor.server.verify(editor.doc);
    server.last.answer(report());
    await done;
    move(editor, new Map([["a", { x: 5, y: 5 }]]));
    expect(editor.server.outdated).toBe(false);
    change(editor, ["a"], { stride: 2 });
    expect(editor.server.outdated).toBe(true);
  });

  it("is up to date again once undo brings back what was verified", async () => {
    const { editor, server } = testEditor(chain);
    void editor.server.verify(editor.doc);
    server.last.answer(report({ findings: [finding("f1", "a")] }));
    await arrived();
    const hint = editor.server.hint();
    const asked = server.last;
    change(editor, ["a"], { stride: 2 });
    expect(editor.server.outdated).toBe(true);
    editor.undo();
    expect(editor.server.outdated).toBe(false);
    asked.answer({ finding: "f1", level: 1, levels: 2, message: "look there" });
    expect(await hint).not.toBeNull();
    editor.redo();
    expect(editor.server.outdated).toBe(true);
  });

  it("stands on a block again that was deleted and came back", async () => {
    const { editor, server } = testEditor(chain);
    void editor.server.verify(editor.doc);
    const steps = [{ step: 1, status: "wrong", nodes: ["a"], differs: null }] as const;
    server.last.answer(report({ findings: [finding("f1", "a")], steps: [...steps] }));
    await arrived();
    expect(remove(editor, ["a"], [])).toBe(true);
    editor.undo();
    expect(editor.node("a")?.finding?.id).toBe("f1");
    expect(editor.node("a")?.step).toEqual({ number: 1, status: "wrong" });
  });

  it("does not come back in another language than the page's", async () => {
    const { editor, server } = testEditor(chain);
    void editor.server.verify(editor.doc);
    server.last.answer(report({ findings: [finding("f1", "a")] }));
    await arrived();
    change(editor, ["a"], { stride: 2 });
    editor.setLang("zh-CN");
    editor.undo();
    expect(editor.server.outdated).toBe(true);
  });

  it("climbs the ladder one step at a time, as far as lab and mode allow", async () => {
    const { editor, server } = testEditor(chain);
    const done = editor.server.verify(editor.doc);
    server.last.answer(report({ findings: [finding("f1", "a")] }));
    await done;
    for (const level of [1, 2]) {
      expect(editor.server.moreHints).toBe(true);
      const hint = editor.server.hint();
      expect(server.last.body).toMatchObject({ finding: "f1", level });
      expect(server.last.path).toBe("/api/labs/test-lab/hint?mode=guided");
      server.last.answer({ finding: "f1", level, levels: 2, message: `hint ${level}` });
      expect((await hint)?.message).toBe(`hint ${level}`);
    }
    expect(editor.server.moreHints).toBe(false);
    expect(await editor.server.hint()).toBeNull();
    expect(editor.server.hints.f1?.map((each) => each.level)).toEqual([1, 2]);
  });

  it("waits with the next hint as long as the server says", async () => {
    const { editor, server, timer } = testEditor(board("input>conv2d:a"));
    void editor.server.verify(editor.doc);
    server.last.answer(report({ findings: [finding("f1", "a")] }));
    await arrived();
    const first = editor.server.hint();
    server.last.answer({ finding: "f1", level: 1, levels: 2, message: "", wait: 10 });
    await first;
    expect(editor.server.pause).toBe(10);
    expect(await editor.server.hint()).toBeNull();
    timer.pass(10_000);
    expect(editor.server.pause).toBe(0);
    const early = editor.server.hint();
    server.last.answer({ finding: "f1", level: 1, levels: 2, message: "", wait: 3 });
    expect(await early).toBeNull();
    expect(editor.server.hints.f1).toHaveLength(1);
    expect(editor.server.pause).toBe(3);
  });

  it("keeps the finding and the hints climbed to when the language changes", async () => {
    const { editor, server } = testEditor(chain);
    const done = editor.server.verify(editor.doc);
    const findings = [finding("f1", "a"), finding("f2", "b")];
    server.last.answer(report({ findings }));
    await done;
    editor.server.show(editor.server.report?.findings[1] ?? null);
    const hint = editor.server.hint();
    server.last.answer({ finding: "f2", level: 1, levels: 2, message: "look there" });
    await hint;
    editor.setLang("zh-CN");
    server.last.answer(report({ findings }));
    await arrived();
    expect(editor.server.finding?.id).toBe("f2");
    expect(server.last.body).toMatchObject({ finding: "f2", level: 1 });
    expect(server.last.headers.get("Accept-Language")).toBe("zh-CN");
    server.last.answer({ finding: "f2", level: 1, levels: 2, message: "看那里", wait: 7 });
    await arrived();
    expect(editor.server.hints.f2?.map((each) => each.message)).toEqual(["看那里"]);
    expect(editor.server.pause).toBe(7);
  });

  it("says so where hints cannot be had again in the other language", async () => {
    const { editor, server } = testEditor(chain);
    const done = editor.server.verify(editor.doc);
    server.last.answer(report({ findings: [finding("f1", "a")] }));
    await done;
    const hint = editor.server.hint();
    server.last.answer({ finding: "f1", level: 1, levels: 2, message: "look there" });
    await hint;
    editor.setLang("zh-CN");
    server.last.answer(report({ findings: [finding("f1", "a")] }));
    await arrived();
    server.last.fail();
    await arrived();
    expect(editor.server.hintState).toBe("failed");
    expect(editor.server.finding?.id).toBe("f1");
    expect(editor.server.hints).toEqual({});
  });

  it("shows no hint in other words that comes after the next Verify", async () => {
    const { editor, server } = testEditor(chain);
    const told = report({ findings: [finding("f1", "a")] });
    const verified = editor.server.verify(editor.doc);
    server.last.answer(told);
    await verified;
    const hint = editor.server.hint();
    server.last.answer({ finding: "f1", level: 1, levels: 2, message: "look there" });
    await hint;
    editor.setLang("zh-CN");
    server.last.answer(told);
    await arrived();
    const late = server.last;
    const next = editor.server.verify(editor.doc);
    server.last.answer(told);
    await next;
    late.answer({ finding: "f1", level: 1, levels: 2, message: "看那里", wait: 7 });
    await arrived();
    expect(editor.server.hints).toEqual({});
    expect(editor.server.pause).toBe(0);
  });

  it("says so where a hint cannot be had, and gives it when asked again", async () => {
    const { editor, server } = testEditor(chain);
    const done = editor.server.verify(editor.doc);
    server.last.answer(report({ findings: [finding("f1", "a")] }));
    await done;
    const lost = editor.server.hint();
    server.last.fail();
    expect(await lost).toBeNull();
    expect([editor.server.hintState, editor.server.problem?.failure]).toEqual([
      "failed",
      "offline",
    ]);
    const again = editor.server.hint();
    server.last.answer({ finding: "f1", level: 1, levels: 2, message: "look there" });
    expect((await again)?.level).toBe(1);
    expect(editor.server.hintState).toBe("idle");
  });

  it("shows no hint that comes after the next Verify", async () => {
    const { editor, server } = testEditor(chain);
    const verify = async (): Promise<void> => {
      const done = editor.server.verify(editor.doc);
      server.last.answer(report({ findings: [finding("f1", "a")] }));
      await done;
    };
    await verify();
    const hint = editor.server.hint();
    const late = server.last;
    change(editor, ["a"], { stride: 2 });
    await verify();
    late.answer({ finding: "f1", level: 1, levels: 2, message: "of the board before" });
    expect(await hint).toBeNull();
    expect(editor.server.hints).toEqual({});
  });

  it("gives no hints to an older board", async () => {
    const { editor, server } = testEditor(chain);
    const done = editor.server.verify(editor.doc);
    server.last.answer(report({ findings: [finding("f1", "a")] }));
    await done;
    change(editor, ["a"], { stride: 2 });
    expect(editor.server.moreHints).toBe(false);
  });

  it("keeps the former report where no answer came", async () => {
    const { editor, server, timer } = testEditor(chain);
    change(editor, ["a"], { out_channels: 16 });
    server.last.answer(checkResult());
    await arrived();
    const first = editor.server.verify(editor.doc);
    server.last.answer(report({ verdict: "incomplete" }));
    await first;
    const second = editor.server.verify(editor.doc);
    server.last.fail();
    expect(await second).toBeNull();
    expect(editor.server.verifyState).toBe("failed");
    expect(editor.server.report?.verdict).toBe("incomplete");
    // The server is asked by itself, and once it answers nothing speaks of that Verify any more.
    timer.pass(500);
    server.last.answer(checkResult());
    await arrived();
    expect([editor.server.verifyState, editor.server.notVerified]).toEqual(["done", null]);
    expect(editor.server.report?.verdict).toBe("incomplete");
  });

  it("says that no answer came for as long as none comes", async () => {
    const { editor, server, timer } = testEditor(chain);
    const verified = editor.server.verify(editor.doc);
    server.last.fail();
    await verified;
    expect(editor.server.offline).toBe(true);
    change(editor, ["a"], { stride: 2 });
    server.last.fail();
    await arrived();
    expect(editor.server.verifyState).toBe("failed");
    timer.pass(1000);
    server.last.answer(checkResult());
    await arrived();
    expect(editor.server.verifyState).toBe("none");
  });

  it("says why it was refused until it is asked again", async () => {
    const { editor, server } = testEditor(chain);
    const verified = editor.server.verify(editor.doc);
    server.last.answer({ type: "/problems/over", title: "The time is up", status: 403 }, 403);
    await verified;
    change(editor, ["a"], { stride: 2 });
    server.last.answer(checkResult());
    await arrived();
    expect(editor.server.verifyState).toBe("failed");
    expect(editor.server.notVerified?.problem?.title).toBe("The time is up");
  });
});
