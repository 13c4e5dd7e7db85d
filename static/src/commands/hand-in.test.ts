import { expect, it } from "vitest";
import { board } from "../graph/testing";
import { testEditor } from "../state/testing";
import { change } from "./actions";
import { canVerify } from "./build";
import { canHandIn, fileName } from "./hand-in";

it.each([
  ["Ada Lovelace", "se_Ada-Lovelace.hand-in.json"],
  ["王小明", "se_王小明.hand-in.json"],
  ["../../etc/passwd", "se_etc-passwd.hand-in.json"],
  ["", "se.hand-in.json"],
  ["𠮷".repeat(80), `se_${"𠮷".repeat(40)}.hand-in.json`],
  [`${"a".repeat(39)} b`, `se_${"a".repeat(39)}.hand-in.json`],
])("the file of %s is %s", (name, file) => {
  expect(fileName("se", name)).toBe(file);
});

it("once an exam is handed in, the board stays as it is", () => {
  const { editor } = testEditor(board("input>conv2d:a"), undefined, {
    binding: true,
    attempts: "counted",
  });
  expect([canHandIn(editor), canVerify(editor), editor.writable]).toEqual([true, true, true]);
  editor.attempts.told({ used: 1, left: null, tally: "signed", ended: 1_800_000_000 });
  expect([canVerify(editor), editor.writable]).toEqual([false, false]);
  expect(change(editor, ["a"], { stride: 2 })).toBe(false);
});

it("Verify waits for nobody who has no attempts left", () => {
  const { editor } = testEditor(board("input>conv2d:a"), undefined, { attempts: "counted" });
  editor.attempts.told({ used: 1, left: 1, tally: "first", ended: null });
  expect(canVerify(editor)).toBe(true);
  editor.attempts.told({ used: 2, left: 0, tally: "second", ended: null });
  expect(canVerify(editor)).toBe(false);
});

it("free practice is nobody's to hand in", () => {
  expect(canHandIn(testEditor().editor)).toBe(false);
});
