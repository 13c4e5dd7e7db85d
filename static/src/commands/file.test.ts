import { afterEach, describe, expect, it, vi } from "vitest";
import { board } from "../graph/testing";
import { formatNumber } from "../i18n";
import { testEditor } from "../state/testing";
import { copyLink, load } from "./file";

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

describe("a link to the board", () => {
  const place = { href: "http://school.example/labs/test-lab" };
  afterEach(() => void vi.unstubAllGlobals());

  async function copied(count: number) {
    const written: string[] = [];
    vi.stubGlobal("location", place);
    vi.stubGlobal("navigator", {
      clipboard: { writeText: async (text: string) => written.push(text) },
    });
    const nodes = Array.from({ length: count }, (_, index) => ({
      id: `conv2d-${index}`,
      type: "conv2d",
      position: { x: 37 * ((index * index) % 101), y: 11 * index },
      data: { out_channels: (index * 7919) % 997 },
    }));
    const { editor } = testEditor({ version: 1, nodes, edges: [] });
    await copyLink(editor);
    return { written, notice: editor.session.notice };
  }

  it("is copied, and that is said", async () => {
    const { written, notice } = await copied(9);
    expect(written[0]).toMatch(/^http:.*#board=/);
    expect([notice?.kind, notice?.command]).toEqual(["info", null]);
  });

  it("is copied too where it is so long that programs cut it off, and the file is offered", async () => {
    const { written, notice } = await copied(300);
    expect(written[0]?.length).toBeGreaterThan(2000);
    expect([notice?.kind, notice?.command]).toEqual(["warning", "save-file"]);
    expect(notice?.text).toContain(formatNumber("en", written[0]?.length ?? 0));
  });
});
