import { describe, expect, it, vi } from "vitest";
import { board } from "../graph/testing";
import en from "../i18n/en.json";
import zhCN from "../i18n/zh-CN.json";
import { arrived, checkResult, finding, report } from "../state/testing";
import { GROUPS } from "./command";
import { commandFor } from "./shortcuts";
import { COMMAND, COMMANDS } from "./table";
import { type Bench, bench, run } from "./testing";

describe("commands that change no board", () => {
  it.each<[string, string[], (bench: Bench) => unknown, unknown]>([
    ["select-all", [], ({ editor }) => editor.session.selection.nodes.size, 4],
    ["deselect", ["a"], ({ editor }) => editor.session.selection.nodes.size, 0],
    ["add-block", [], ({ editor }) => editor.session.dialog, "add"],
    ["connect", ["softmax"], ({ editor }) => editor.session.dialog, "connect"],
    ["rename", ["a"], ({ editor }) => editor.session.dialog, "rename"],
    ["versions", [], ({ editor }) => editor.session.dialog, "versions"],
    ["commands", [], ({ editor }) => editor.session.dialog, "commands"],
    ["shortcuts", [], ({ editor }) => editor.session.dialog, "shortcuts"],
    ["export-pytorch", [], ({ editor }) => editor.session.tab, "code"],
    ["fit", [], ({ canvas }) => canvas.calls, ["fit"]],
    ["fit-selection", ["a"], ({ canvas }) => canvas.calls, ["fit a"]],
    ["zoom-in", [], ({ canvas }) => canvas.calls, ["zoomBy 1.25"]],
    ["zoom-out", [], ({ canvas }) => canvas.calls, ["zoomBy 0.8"]],
    ["zoom-100", [], ({ canvas }) => canvas.calls, ["zoomTo 1"]],
    ["picture-svg", [], ({ canvas }) => canvas.calls, ["picture svg"]],
    ["picture-png", [], ({ canvas }) => canvas.calls, ["picture png"]],
    ["panel-left", [], ({ editor }) => editor.prefs.get("left"), false],
    ["panel-right", [], ({ editor }) => editor.prefs.get("right"), false],
    ["ribbon", [], ({ editor }) => editor.prefs.get("ribbon"), false],
    ["minimap", [], ({ editor }) => editor.prefs.get("minimap"), true],
    ["outline", [], ({ editor }) => editor.prefs.get("outline"), true],
    ["snap", [], ({ editor }) => editor.prefs.get("snap"), false],
    ["present", [], ({ editor }) => editor.session.presenting, true],
    ["theme", [], ({ editor }) => editor.prefs.theme, "light"],
    ["language", [], ({ editor }) => editor.prefs.lang, "zh-CN"],
    ["notation", [], ({ editor }) => editor.prefs.notation, "NCHW"],
  ])("%s", async (id, selected, read, expected) => {
    const it = bench(...selected);
    // The end of the chain has nowhere to go: give it somewhere.
    it.editor.apply("add", (doc) => ({
      ...doc,
      nodes: [
        ...doc.nodes.filter((n) => n.id !== "x"),
        ...(id === "connect" ? board("conv2d:x").nodes : []),
      ],
    }));
    const before = it.editor.doc;
    await run(id, it.editor);
    expect(read(it)).toEqual(expected);
    expect(it.editor.doc).toBe(before);
  });

  it("the outline unfolds the panel in which it stands", () => {
    const { editor } = bench();
    editor.prefs.set("left", false);
    run("outline", editor);
    expect(editor.prefs.get("left")).toBe(true);
    run("outline", editor);
    expect(editor.prefs.get("left")).toBe(true);
  });

  it("help is opened beside the board, wherever the site stands", () => {
    const open = vi.fn();
    vi.stubGlobal("window", { open });
    run("help", bench().editor);
    vi.unstubAllGlobals();
    expect(open).toHaveBeenCalledExactlyOnceWith("/help", "_blank", "noopener");
  });

  it("verify says the verdict, goes to the first finding, and F8 goes round", async () => {
    const { editor, server, canvas } = bench();
    const done = run("verify", editor);
    expect(COMMAND.get("verify")?.enabled(editor)).toBe(false);
    server.last.answer(report({ findings: [finding("f1", "b")] }));
    await done;
    expect(editor.session.announcement.text).toBe("Something differs: 0 of 2 steps match");
    expect(editor.session.tab).toBe("problems");
    expect(canvas.calls).toEqual(["reveal b"]);
    run("next-problem", editor);
    run("previous-problem", editor);
    expect(canvas.calls).toEqual(["reveal b", "reveal b", "reveal b"]);
  });

  /** Press F8 or Shift+F8 so often, and say where each press led. */
  const walk = ({ editor, canvas }: Bench, command: string, presses: number): string[] => {
    canvas.calls.length = 0;
    for (let press = 0; press < presses; press += 1) run(command, editor);
    return canvas.calls.map((call) => call.replace("reveal ", ""));
  };

  it("F8 goes through all findings and round, also through two at one block", async () => {
    const it = bench();
    const done = run("verify", it.editor);
    const findings = [finding("f1", "a"), finding("f2", "b"), finding("f3", "b")];
    it.server.last.answer(report({ findings }));
    await done;
    const shown = () => it.editor.server.finding?.id;
    expect(walk(it, "next-problem", 1)).toEqual(["b"]);
    expect(shown()).toBe("f2");
    expect(walk(it, "next-problem", 1)).toEqual(["b"]);
    expect(shown()).toBe("f3");
    expect(walk(it, "next-problem", 3)).toEqual(["a", "b", "b"]);
    expect(walk(it, "previous-problem", 4)).toEqual(["b", "a", "b", "b"]);
    expect(it.editor.concerns).toHaveLength(3);
  });

  it("F8 goes through several diagnostics at one block, and on from what was selected", async () => {
    const it = bench();
    void it.editor.check();
    const rest = { edges: [], code: "P203", name: "missing-parameter", port: null, help: "" };
    const diagnostics = [
      { ...rest, severity: "warning" as const, nodes: ["a"], parameter: "x", message: "ax" },
      { ...rest, severity: "warning" as const, nodes: ["b"], parameter: "x", message: "bx" },
      { ...rest, severity: "warning" as const, nodes: ["b"], parameter: "y", message: "by" },
    ];
    it.server.last.answer(checkResult({ diagnostics }));
    await arrived();
    expect(walk(it, "next-problem", 7)).toEqual(["a", "b", "b", "a", "b", "b", "a"]);
    it.editor.session.select(["b"]);
    expect(walk(it, "next-problem", 1)).toEqual(["b"]);
    expect(it.editor.session.announcement.text).toBe("by");
    it.editor.session.select(["softmax"]);
    expect(walk(it, "next-problem", 1)).toEqual(["a"]);
    expect(walk(it, "previous-problem", 1)).toEqual(["b"]);
  });

  it("Escape leaves the presenter view before it does anything else, and the code needs its panel", () => {
    const { editor } = bench("a");
    const esc = {
      key: "Escape",
      ctrlKey: false,
      metaKey: false,
      shiftKey: false,
      altKey: false,
    };
    expect(commandFor(editor, esc, true, false)?.id).toBe("deselect");
    run("present", editor);
    expect(commandFor(editor, esc, true, false)?.id).toBe("leave-present");
    expect(commandFor(editor, esc, false, false)?.id).toBe("leave-present");
    run("leave-present", editor);
    expect(editor.session.presenting).toBe(false);
    run("present", editor);
    run("export-pytorch", editor);
    expect(editor.session.presenting).toBe(false);
  });

  it("verify celebrates a right network", async () => {
    const { editor, server } = bench();
    const done = run("verify", editor);
    server.last.answer(report({ verdict: "correct", progress: { matched: 2, total: 2 } }));
    await done;
    expect(editor.session.dialog).toBe("celebrate");
  });

  it("hint speaks the hint", async () => {
    const { editor, server } = bench();
    const verified = run("verify", editor);
    server.last.answer(report({ findings: [finding("f1", "b")] }));
    await verified;
    const done = run("hint", editor);
    server.last.answer({ finding: "f1", level: 1, levels: 2, message: "look here" });
    await done;
    expect(editor.session.announcement.text).toBe("look here");
  });
});

describe("the table", () => {
  it("has no id and no key twice in one scope", () => {
    const ids = COMMANDS.map((command) => command.id);
    expect(new Set(ids).size).toBe(ids.length);
    const keys = COMMANDS.flatMap(({ scope, keys }) => keys.map((each) => `${scope} ${each}`));
    expect(new Set(keys).size).toBe(keys.length);
  });

  it("has a name in every language for every command, group and step", () => {
    const names = [
      ...COMMANDS.map(({ id }) => `command.${id}`),
      ...GROUPS.map((group) => `group.${group}`),
    ];
    for (const catalogue of [en, zhCN] as Record<string, string>[]) {
      expect(names.filter((name) => !catalogue[name])).toEqual([]);
    }
  });

  it("binds single keys on the canvas only, so that typing elsewhere does nothing", () => {
    const loose = COMMANDS.filter(
      ({ scope, keys }) => scope === "page" && keys.some((key) => key.length === 1),
    );
    expect(loose.map(({ id }) => id)).toEqual([]);
  });

  it("offers nothing that needs a selection where there is none", () => {
    const { editor } = bench();
    const off = [
      "delete",
      "duplicate",
      "copy",
      "cut",
      "connect",
      "rename",
      "unfold",
      "fold",
      "align-left",
    ];
    expect(off.filter((id) => COMMAND.get(id)?.enabled(editor))).toEqual([]);
  });

  it("offers no edit while another tab owns the board", () => {
    const { editor } = bench("a", "b");
    editor.writable = false;
    const edits = COMMANDS.filter(({ group }) => group === "build" || group === "arrange");
    const on = edits.filter((command) => command.id !== "snap" && command.enabled(editor));
    expect(on.map(({ id }) => id)).toEqual([]);
  });
});
