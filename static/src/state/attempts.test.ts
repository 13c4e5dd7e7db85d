import { describe, expect, it } from "vitest";
import { change, move, renameNode } from "../commands/actions";
import { verify } from "../commands/build";
import type { Document } from "../graph/document";
import { board } from "../graph/testing";
import { Attempts } from "./attempts.svelte";
import { arrived, report, testEditor } from "./testing";

const chain = board("input>conv2d:a>softmax");

describe("attempts", () => {
  it("are counted once for each board, whatever its nodes are called and wherever they lie", () => {
    const { editor } = testEditor(chain);
    const { attempts } = editor;
    attempts.add(editor.doc);
    move(editor, new Map([["a", { x: 5, y: 5 }]]));
    renameNode(editor, "a", "mine");
    attempts.add(editor.doc);
    expect(attempts.count).toBe(1);
    change(editor, ["a"], { stride: 2 });
    attempts.add(editor.doc);
    expect(attempts.count).toBe(2);
  });

  it("go on from what was stored: the same board after a reload is the same attempt", () => {
    const before = new Attempts(true);
    before.add(chain);
    const after = new Attempts(true);
    after.restore(structuredClone(before.tally));
    after.add(structuredClone(chain) as Document);
    expect(after.count).toBe(1);
  });

  it("say that one was counted, so that it is kept", () => {
    const attempts = new Attempts(true);
    let counted = 0;
    attempts.oncount = () => {
      counted += 1;
    };
    attempts.add(chain);
    attempts.add(chain);
    expect(counted).toBe(1);
  });
});

describe("Verify in an exam", () => {
  it("says which attempt it was", async () => {
    const { editor, server } = testEditor(chain, undefined, { attempts: "counted" });
    const done = verify(editor);
    server.last.answer(report());
    await done;
    expect(editor.session.announcement.text).toBe(
      "Attempt 1. Something differs: 0 of 2 steps match",
    );
  });

  it("counts no attempt where no answer came, and none outside of exams", async () => {
    const exam = testEditor(chain, undefined, { attempts: "counted" });
    const lost = verify(exam.editor);
    exam.server.last.fail();
    await lost;
    const guided = testEditor(chain);
    const done = verify(guided.editor);
    guided.server.last.answer(report());
    await done;
    await arrived();
    expect([exam.editor.attempts.count, guided.editor.attempts.count]).toEqual([0, 0]);
  });
});
