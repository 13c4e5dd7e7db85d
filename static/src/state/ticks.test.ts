import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { StepStatus } from "../api/types";
import { addBlock, change } from "../commands/actions";
import { frameAround } from "../graph/frames";
import { board } from "../graph/testing";
import { arrived, checkResult, report, testEditor } from "./testing";
import { Ticks } from "./ticks.svelte";

const steps = (...statuses: readonly StepStatus[]) =>
  statuses.map((status, index) => ({
    step: index + 1,
    status,
    nodes: status === "matched" ? [["a", "b", "c"][index] ?? ""] : [],
    differs: status === "matched" ? [] : null,
  }));
const nothingCompared = report({
  verdict: "invalid",
  steps: steps("not_checked", "not_checked", "not_checked"),
});

/** A lab of three steps whose board holds the first two. */
function ticking() {
  const { editor, server } = testEditor(board("input>conv2d:a>conv2d:b"));
  const text = { en: "", "zh-CN": "" };
  const step = { title: text, sheet: null, task: null, think: null };
  const shapes = { input_shape: null, output_shape: null };
  Object.assign(editor.boot.lab, {
    steps: [1, 2, 3].map((number) => ({ number, ...step, ...shapes })),
  });
  const ticks = new Ticks(editor);
  /** The server checks the board as it is, and compares it. */
  const answer = async (given: ReturnType<typeof report>): Promise<void> => {
    void editor.check();
    server.last.answer(checkResult());
    await arrived();
    vi.useFakeTimers();
    ticks.follow();
    vi.runAllTimers();
    vi.useRealTimers();
    server.last.answer(given);
    await arrived();
  };
  return { editor, server, ticks, answer };
}

describe("live ticks", () => {
  beforeEach(() => void vi.useRealTimers());
  afterEach(() => void vi.useRealTimers());

  it("stay while a new block's values are still missing, and the step that comes next is shown", async () => {
    const { editor, ticks, answer } = ticking();
    await answer(report({ steps: steps("matched", "matched", "missing") }));
    expect([ticks.count, ticks.next]).toEqual([2, 3]);
    addBlock(editor, "conv2d", { kind: "next" });
    await answer(nothingCompared);
    expect([ticks.count, ticks.next]).toEqual([2, 3]);
    expect([...ticks.steps]).toEqual([
      ["a", 1],
      ["b", 2],
    ]);
  });

  it("go from a block that was changed meanwhile, and come back with its old value", async () => {
    const { editor, ticks, answer } = ticking();
    await answer(report({ steps: steps("matched", "matched", "missing") }));
    addBlock(editor, "conv2d", { kind: "next" });
    change(editor, ["b"], { stride: 2 });
    await answer(nothingCompared);
    expect([...ticks.matched]).toEqual([1]);
    editor.undo();
    await answer(nothingCompared);
    expect([...ticks.matched]).toEqual([1, 2]);
  });

  it("follow the server as soon as the board can be compared again", async () => {
    const { ticks, answer } = ticking();
    await answer(report({ steps: steps("matched", "matched", "missing") }));
    await answer(report({ steps: steps("wrong", "missing", "missing") }));
    expect(ticks.count).toBe(0);
  });

  it("are those of the last board that was asked about, in whatever order answers come", async () => {
    const { editor, server, ticks, answer } = ticking();
    await answer(report({ steps: steps("matched", "missing", "missing") }));
    vi.useFakeTimers();
    ticks.follow();
    vi.runAllTimers();
    vi.useRealTimers();
    const late = server.last;
    change(editor, ["b"], { stride: 2 });
    await answer(report({ steps: steps("matched", "matched", "missing") }));
    late.answer(report({ steps: steps("missing", "missing", "missing") }));
    await arrived();
    expect([...ticks.matched]).toEqual([1, 2]);
  });

  it("are asked for once the board was checked as it is, and not any more once it goes on", async () => {
    const { editor, server, ticks, answer } = ticking();
    await answer(report({ steps: steps("missing", "missing", "missing") }));
    const asked = () => server.calls.filter(({ path }) => path.includes("verify")).length;
    const before = asked();
    vi.useFakeTimers();
    const stop = ticks.follow();
    stop?.();
    change(editor, ["b"], { stride: 2 });
    expect(ticks.follow()).toBeUndefined();
    vi.runAllTimers();
    vi.useRealTimers();
    expect(asked()).toBe(before);
  });

  it("give way to what Verify says of a step, as long as that holds", async () => {
    const { editor, ticks, answer } = ticking();
    await answer(report({ steps: steps("matched", "matched", "missing") }));
    editor.server.report = report({ steps: steps("matched", "wrong", "not_checked") });
    editor.server.verified = editor.server.revision;
    expect([1, 2, 3].map((step) => ticks.status(step))).toEqual([
      "matched",
      "wrong",
      "not_checked",
    ]);
    expect([ticks.count, ticks.next]).toEqual([1, 2]);
    change(editor, ["a"], { stride: 2 });
    expect(ticks.status(2)).toBe("matched");
  });

  it("stay after Verify on a board that cannot be compared", async () => {
    const { editor, ticks, answer } = ticking();
    await answer(report({ steps: steps("matched", "matched", "missing") }));
    editor.server.report = nothingCompared;
    editor.server.verified = editor.server.revision;
    expect(ticks.count).toBe(2);
  });

  it("ask for the same named board as the Verify that follows, which the server then remembers", async () => {
    const { editor, server, answer } = ticking();
    await answer(report({ steps: steps("matched", "matched", "missing") }));
    const tick = server.last;
    void editor.server.verify(editor.doc);
    expect(server.last).not.toBe(tick);
    expect([server.last.path, server.last.body]).toEqual([tick.path, tick.body]);
    const graph = tick.body.graph as typeof editor.doc;
    expect(graph.nodes.map((node) => node.data.label)).toEqual(["input", "conv2d 1", "conv2d 2"]);
  });

  it("tell which block makes which step, and where a block differs, as far as the server does", async () => {
    const { editor, ticks, answer } = ticking();
    const differing = { step: 2, status: "wrong", nodes: ["b"], differs: ["stride"] } as const;
    await answer(report({ steps: [...steps("matched"), differing] }));
    expect([ticks.stepOf("a"), ticks.stepOf("b"), ticks.stepOf("input")]).toEqual([1, 2, null]);
    expect([ticks.differs(1), ticks.differs(2), ticks.differs(3)]).toEqual([[], ["stride"], null]);
    editor.session.select(["b"]);
    expect(ticks.inHand).toBe(2);
    // What was told of another board holds no longer.
    change(editor, ["b"], { stride: 2 });
    expect(ticks.differs(2)).toBeNull();
    editor.session.select([]);
    expect(ticks.inHand).toBe(ticks.next);
  });

  it("tell of a frame the step that all of its pieces make", async () => {
    const { editor, ticks, answer } = ticking();
    const differing = { step: 2, status: "wrong", nodes: ["b"], differs: ["stride"] } as const;
    const framed = (...ids: readonly string[]): string => {
      const made = frameAround(editor.doc, new Set(ids), "");
      editor.apply("frame", (doc) => made?.doc ?? doc);
      return made?.id ?? "";
    };
    const right = framed("a");
    const wrong = framed("b");
    await answer(report({ steps: [...steps("matched"), differing] }));
    expect([ticks.stepOf(right), ticks.stepOf(wrong)]).toEqual([1, 2]);
    expect([ticks.madeBy(right), ticks.madeBy(wrong)]).toEqual([1, null]);
    editor.session.select([right]);
    expect(ticks.inHand).toBe(1);
    editor.undo();
    editor.undo();
    expect(ticks.stepOf(framed("a", "b"))).toBeNull();
  });
});
