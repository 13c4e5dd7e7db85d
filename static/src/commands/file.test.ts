import { describe, expect, it } from "vitest";
import { board } from "../graph/testing";
import { testEditor } from "../state/testing";
import { load } from "./file";

describe("opening a file", () => {
  it("says what is wrong with a bad one until a good one is opened", async () => {
    const { editor } = testEditor();
    expect(await load(editor, { ok: false, reason: "not_json", at: "", detail: "" })).toBe(false);
    expect(editor.session.notice?.kind).toBe("error");
    expect(await load(editor, { ok: true, doc: board("input>conv2d") })).toBe(true);
    expect(editor.session.notice).toBeNull();
  });

  it("says which of its blocks the lab does not offer", async () => {
    const { editor } = testEditor();
    await load(editor, { ok: true, doc: board("input>pixel_shuffle") });
    expect(editor.session.notice?.text).toContain("pixel_shuffle");
    expect(editor.session.notice?.kind).toBe("info");
  });

  it("says it in the other language once that is chosen", async () => {
    const { editor } = testEditor();
    await load(editor, { ok: false, reason: "not_a_board", at: "", detail: "" });
    editor.prefs.set("lang", "en");
    expect(editor.session.notice?.text).toContain("no board");
    editor.prefs.set("lang", "zh-CN");
    expect(editor.session.notice?.text).toContain("没有画布");
  });
});
