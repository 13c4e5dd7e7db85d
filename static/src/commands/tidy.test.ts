import { describe, expect, it, vi } from "vitest";
import { type Document, setParams } from "../graph/document";
import { layout } from "../graph/layout";
import { removeNodes } from "../graph/remove";
import { board, heap, PORTS } from "../graph/testing";
import { largeBoard, testEditor } from "../state/testing";
import { undo } from "./edit";
import { load } from "./file";
import { firstShown, isFormer, renew, tidyUp } from "./tidy";

describe("tidying up a large board", () => {
  const begun = (form: "right" | "down" = "right") => {
    const bench = testEditor(largeBoard());
    return { ...bench, done: tidyUp(bench.editor, form, false) };
  };
  const isRight = (doc: Document): boolean => layout(doc, PORTS, "right") === doc;

  it("is one step of undo once the worker has answered, and moves nothing before", async () => {
    const { editor, worker, done } = begun();
    const before = editor.doc;
    expect(editor.session.tidying).not.toBeNull();
    worker.answer();
    expect(await done).toBe(true);
    expect(isRight(editor.doc)).toBe(true);
    expect(editor.session.tidying).toBeNull();
    editor.undo();
    expect(editor.doc).toBe(before);
  });

  it("is asked for again where blocks or wires have changed meanwhile", async () => {
    const { editor, worker, done } = begun();
    editor.apply("delete", (doc) => removeNodes(doc, ["n7"]));
    worker.answer(0);
    await vi.waitFor(() => expect(worker.asked).toHaveLength(2));
    worker.answer(1);
    expect(await done).toBe(true);
    expect(editor.doc.nodes).toHaveLength(251);
    expect(isRight(editor.doc)).toBe(true);
  });

  it("holds where only parameters, names or the selection have changed", async () => {
    const { editor, worker, done } = begun();
    editor.session.select(["n7"]);
    editor.apply("set", (doc) => setParams(doc, new Set(["n7"]), { stride: 2 }));
    worker.answer();
    expect(await done).toBe(true);
    expect(worker.asked).toHaveLength(1);
    expect(isRight(editor.doc)).toBe(true);
    expect(editor.doc.nodes.find(({ id }) => id === "n7")?.data).toEqual({ stride: 2 });
  });

  it("is taken back by undo, which then takes nothing else back", async () => {
    const { editor, worker, done } = begun();
    editor.apply("set", (doc) => setParams(doc, new Set(["n7"]), { stride: 2 }));
    const before = editor.doc;
    undo(editor);
    worker.answer();
    expect(await done).toBe(false);
    expect(editor.doc).toBe(before);
  });

  it("gives way to another layout, and to another board", async () => {
    const { editor, worker, done } = begun("down");
    const next = tidyUp(editor, "right", false);
    worker.answer(0);
    worker.answer(1);
    expect([await done, await next]).toEqual([false, true]);
    expect(isRight(editor.doc)).toBe(true);
    const last = tidyUp(editor, "down", false);
    const small = board("input>conv2d:a");
    await load(editor, { ok: true, doc: small });
    worker.answer(2);
    expect(await last).toBe(false);
    expect(editor.doc).toEqual(small);
  });

  it("is said to be under way after a moment, until it is done", async () => {
    const { editor, worker, timer, done } = begun();
    expect(editor.session.notice).toBeNull();
    timer.pass(1000);
    expect(editor.session.notice?.text).toBe(editor.t("said.laying_out"));
    worker.answer();
    await done;
    expect(editor.session.notice).toBeNull();
  });
});

describe("a large board that is opened", () => {
  it("is laid out before it is shown, and not shown once another was opened", async () => {
    const { editor, worker } = testEditor();
    const large = withRows(largeBoard());
    const first = load(editor, { ok: true, doc: large });
    expect(editor.doc.nodes).toHaveLength(0);
    worker.answer(0);
    expect(await first).toBe(true);
    expect(editor.doc).toEqual(layout(large, PORTS, "snake"));
    const second = load(editor, { ok: true, doc: large });
    await load(editor, { ok: true, doc: board("input>conv2d:a") });
    worker.answer(1);
    expect(await second).toBe(false);
    expect(editor.doc.nodes).toHaveLength(2);
  });
});

/** Nine blocks as rows of three once stood: the second row ran back. */
function former(pitch = 240): Document {
  const chain = board("input>conv2d:a>conv2d:b>conv2d:c>conv2d:d>conv2d:e>conv2d:f>conv2d:g");
  const columns = [0, 1, 2, 2, 1, 0, 0, 1];
  const nodes = chain.nodes.map((node, index) => ({
    ...node,
    position: { x: pitch * (columns[index] ?? 0), y: 128 * Math.floor(index / 3) },
  }));
  return { ...chain, nodes };
}

describe("a board that an earlier layout left", () => {
  it("is laid out anew when it is opened, as one step of undo", async () => {
    const { editor } = testEditor(former());
    await renew(editor);
    expect(layout(editor.doc, PORTS, "snake")).toBe(editor.doc);
    expect(editor.session.notice?.kind).toBe("info");
    editor.undo();
    expect(editor.doc).toEqual(former());
  });

  it.each([
    ["as layout leaves it now", layout(former(), PORTS, "snake")],
    ["by hand", former(248)],
    ["with nothing in a row", board("input>conv2d:a")],
  ])("is left alone where it stands %s", (_how, doc) => {
    expect(isFormer(doc)).toBe(false);
  });
});

/** A board as the server hands it out. */
function withRows(doc: Document): Document {
  const nodes = doc.nodes.map((node, index) => ({
    ...node,
    position: { x: 256 * (index % 4), y: 128 * Math.floor(index / 4) },
  }));
  return { ...doc, nodes };
}

/** A branch, and what it comes back to. */
const untouched = (): Document =>
  withRows(board("input>conv2d:a>conv2d:b>add:sum", "input>add:sum"));

describe("a board that comes from the server", () => {
  it("is laid out when it is first shown", async () => {
    const { editor } = testEditor();
    const shown = await firstShown(editor, untouched());
    expect(shown).toEqual(layout(untouched(), PORTS, "snake"));
    expect(await firstShown(editor, shown)).toBe(shown);
  });
});

describe("a board that tells no places", () => {
  it("is opened as tidying up would leave it, as one step of undo", async () => {
    const before = board("input>softmax");
    const { editor } = testEditor(before);
    const doc = heap(board("input>conv2d:a>conv2d:b>add:sum", "input>add:sum"));
    expect(await load(editor, { ok: true, doc })).toBe(true);
    expect(editor.doc).toEqual(layout(doc, PORTS, "snake"));
    editor.undo();
    expect(editor.doc).toBe(before);
    expect(editor.canUndo).toBe(false);
  });

  it("is laid out in the worker where it is large", async () => {
    const { editor, worker } = testEditor();
    const doc = heap(largeBoard());
    const done = load(editor, { ok: true, doc });
    worker.answer();
    expect(await done).toBe(true);
    expect(editor.doc).toEqual(layout(doc, PORTS, "snake"));
  });
});
