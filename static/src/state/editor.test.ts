import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as actions from "../commands/actions";
import { serialise } from "../graph/format";
import { board } from "../graph/testing";
import type { Editor } from "./editor.svelte";
import { Prefs } from "./prefs.svelte";
import { finding, report, testEditor } from "./testing";

const chain = board("input>conv2d:a>bneck:b>softmax");

/** Gestures of a student, each on whatever is there. */
const GESTURES: Readonly<Record<string, (editor: Editor, pick: number) => unknown>> = {
  add: (editor) => actions.addBlock(editor, "conv2d", { kind: "next" }),
  addFree: (editor, pick) =>
    actions.addBlock(editor, "bneck", { kind: "at", at: { x: pick, y: pick } }),
  remove: (editor, pick) => actions.remove(editor, [at(editor, pick)]),
  change: (editor, pick) => actions.change(editor, [at(editor, pick)], { stride: pick }),
  move: (editor, pick) => actions.move(editor, new Map([[at(editor, pick), { x: pick, y: 0 }]])),
  nudge: (editor, pick) => actions.nudge(editor, new Set([at(editor, pick)]), { x: 1, y: 0 }),
  wire: (editor, pick) =>
    actions.addWireToNode(editor, { source: at(editor, pick) }, at(editor, pick + 1)),
  duplicate: (editor) => actions.duplicate(editor),
  note: (editor, pick) => actions.addNoteAt(editor, { x: pick, y: pick }),
};
const at = (editor: Editor, pick: number): string =>
  editor.doc.nodes[pick % Math.max(1, editor.doc.nodes.length)]?.id ?? "";

describe("the editor", () => {
  it("leads to findings only as long as they are about this board", async () => {
    const { editor, server } = testEditor(chain);
    const verified = editor.server.verify(editor.doc);
    server.last.answer(report({ findings: [finding("f1", "a")] }));
    await verified;
    expect(editor.concerns.map(({ nodes }) => nodes)).toEqual([["a"]]);
    actions.change(editor, ["a"], { stride: 2 });
    expect(editor.concerns).toEqual([]);
  });

  it("says no more of what was refused once anything is done, also by undo and redo", () => {
    const { editor } = testEditor(chain);
    actions.change(editor, ["a"], { stride: 2 });
    const refused = () => editor.session.refuse(() => "no");
    for (const act of [() => editor.undo(), () => editor.redo()]) {
      refused();
      expect(act()).toBe(true);
      expect(editor.session.notice).toBeNull();
    }
    refused();
    expect(editor.redo()).toBe(false);
    expect(editor.session.notice).not.toBeNull();
  });

  it("undoes any sequence of gestures to the start and redoes it, to the letter", () => {
    const gestures = fc.array(
      fc.tuple(fc.constantFrom(...Object.keys(GESTURES)), fc.nat({ max: 50 })),
      { maxLength: 15 },
    );
    fc.assert(
      fc.property(gestures, (all) => {
        const { editor } = testEditor(chain);
        const texts = [serialise(editor.doc)];
        for (const [name, pick] of all) {
          const before = editor.doc;
          GESTURES[name]?.(editor, pick);
          editor.settle();
          if (editor.doc !== before) texts.push(serialise(editor.doc));
        }
        expect(editor.history.past).toHaveLength(texts.length - 1);
        for (const text of [...texts].reverse().slice(1)) {
          editor.undo();
          expect(serialise(editor.doc)).toBe(text);
        }
        expect(editor.canUndo).toBe(false);
        for (const text of texts.slice(1)) {
          editor.redo();
          expect(serialise(editor.doc)).toBe(text);
        }
        expect(editor.canRedo).toBe(false);
      }),
      { numRuns: 60 },
    );
  });

  it("never selects what is gone", () => {
    const { editor } = testEditor(chain);
    editor.session.select(["a", "b"], ["e-1"]);
    actions.remove(editor, ["a"]);
    expect([...editor.session.selection.nodes]).toEqual(["b"]);
    expect(editor.session.only).toBe("b");
  });

  it("changes nothing while another tab owns the board", () => {
    const { editor } = testEditor(chain);
    editor.writable = false;
    expect(actions.remove(editor, ["a"])).toBe(false);
    expect(editor.undo()).toBe(false);
    expect(editor.doc).toBe(editor.boot.board);
  });

  it("tells the storage of every change and of no other thing", () => {
    const { editor } = testEditor(chain);
    let told = 0;
    editor.onchange = () => {
      told += 1;
    };
    actions.change(editor, ["a"], { stride: 2 });
    actions.change(editor, ["a"], { stride: 2 });
    editor.session.select(["b"]);
    editor.undo();
    expect(told).toBe(2);
  });

  it("lets nodes glide for as long as the style sheet says", () => {
    const { editor, timer } = testEditor(chain);
    actions.remove(editor, ["a"]);
    expect(editor.session.gliding).toBe(true);
    timer.pass(200);
    expect(editor.session.gliding).toBe(false);
  });
});

describe("preferences", () => {
  const keeper = (text: string | null) => ({
    text,
    getItem: () => text,
    setItem(_key: string, value: string) {
      this.text = value;
    },
  });

  it("are remembered", () => {
    const kept = keeper(null);
    new Prefs("zh-CN", kept).set("notation", "NCHW");
    expect(new Prefs("en", keeper(kept.text)).notation).toBe("NCHW");
    expect(new Prefs("en", keeper(kept.text)).lang).toBe("zh-CN");
  });

  it.each([null, "", "{", "[]", "3", '{"lang":"fr","theme":7,"left":"yes","form":"spiral"}'])(
    "fall back to the defaults for %s",
    (text) => {
      const prefs = new Prefs("en", keeper(text));
      expect([prefs.lang, prefs.theme, prefs.get("left"), prefs.get("form")]).toEqual([
        "en",
        "system",
        true,
        "snake",
      ]);
    },
  );

  it("hold for the visit where nothing can be kept", () => {
    const prefs = new Prefs("en", null);
    prefs.set("theme", "dark");
    expect(prefs.theme).toBe("dark");
  });
});
