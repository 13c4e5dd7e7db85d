import { describe, expect, it } from "vitest";
import { board, wires } from "../graph/testing";
import en from "../i18n/en.json";
import zhCN from "../i18n/zh-CN.json";
import type { Editor } from "../state/editor.svelte";
import type { CanvasPort } from "../state/session.svelte";
import { arrived, checkResult, report, type TestServer, testEditor } from "../state/testing";
import { GROUPS, keyCaps, keysOf } from "./command";
import { commandFor } from "./shortcuts";
import { COMMAND, COMMANDS } from "./table";

const chain = board("input>conv2d:a>bneck:b>softmax");

class TestCanvas implements CanvasPort {
  readonly calls: string[] = [];
  fit = (ids?: readonly string[]) => void this.calls.push(ids ? `fit ${ids.join(" ")}` : "fit");
  zoomBy = (factor: number) => void this.calls.push(`zoomBy ${factor}`);
  zoomTo = (zoom: number) => void this.calls.push(`zoomTo ${zoom}`);
  reveal = (id: string) => void this.calls.push(`reveal ${id}`);
  centre = () => ({ x: 100, y: 400 });
  size = () => ({ width: 800, height: 600 });
  savePicture = async (format: string) => void this.calls.push(`picture ${format}`);
}

interface Bench {
  readonly editor: Editor;
  readonly server: TestServer;
  readonly canvas: TestCanvas;
}

function bench(...selected: string[]): Bench {
  const { editor, server } = testEditor(chain);
  const canvas = new TestCanvas();
  editor.session.canvas = canvas;
  editor.session.select(selected);
  return { editor, server, canvas };
}

const run = (id: string, editor: Editor): unknown => {
  const command = COMMAND.get(id);
  if (!command?.enabled(editor)) throw new Error(`${id} cannot run`);
  return command.run(editor);
};

const finding = (id: string, node: string) => ({
  id,
  code: "V301",
  name: "wrong-parameter",
  severity: "error" as const,
  nodes: [node],
  edges: [],
  parameter: null,
  step: null,
  message: id,
  hint_levels: 2,
});

/** Each command that changes the board: what is selected, and what holds afterwards. */
const EDITS: readonly [string, string[], (bench: Bench) => void][] = [
  ["delete", ["a"], ({ editor }) => expect(wires(editor.doc)).toEqual(["b>softmax", "input>b"])],
  [
    "duplicate",
    ["a", "b"],
    ({ editor }) => expect(wires(editor.doc)).toContain("conv2d-3>bneck-2"),
  ],
  [
    "add-note",
    [],
    ({ editor }) => expect(editor.doc.nodes.at(-1)?.position).toEqual({ x: 104, y: 400 }),
  ],
  [
    "add-frame",
    ["a", "b"],
    ({ editor }) => expect(editor.doc.nodes[0]?.data).toEqual({ title: "Group" }),
  ],
  ["layout", [], ({ canvas }) => expect(canvas.calls).toEqual(["fit"])],
  ["layout-right", [], ({ editor }) => expect(editor.prefs.get("form")).toBe("right")],
  ["layout-down", [], ({ editor }) => expect(editor.doc.nodes[1]?.position.x).toBe(0)],
  ["layout-snake", [], ({ editor }) => expect(editor.prefs.get("form")).toBe("snake")],
  ["align-left", ["a", "b"], ({ editor }) => expect(editor.doc.nodes[2]?.position.x).toBe(232)],
  ["align-centre", ["a", "b"], ({ editor }) => expect(editor.doc.nodes[2]?.position.x).toBe(348)],
  ["align-right", ["a", "b"], ({ editor }) => expect(editor.doc.nodes[1]?.position.x).toBe(464)],
  ["align-top", ["a", "raised"], ({ editor }) => expect(editor.doc.nodes[4]?.position.y).toBe(0)],
  [
    "align-middle",
    ["a", "raised"],
    ({ editor }) => expect(editor.doc.nodes[1]?.position.y).toBe(40),
  ],
  [
    "align-bottom",
    ["a", "raised"],
    ({ editor }) => expect(editor.doc.nodes[1]?.position.y).toBe(80),
  ],
  [
    "distribute-x",
    ["input", "a", "softmax"],
    ({ editor }) => expect(editor.doc.nodes[1]?.position.x).toBe(348),
  ],
  [
    "distribute-y",
    ["input", "a", "raised"],
    ({ editor }) => expect(editor.doc.nodes[1]?.position.y).not.toBe(0),
  ],
];

describe("commands that change the board", () => {
  it.each(EDITS)("%s is one step of undo", (id, selected, holds) => {
    const it = bench();
    const { editor } = it;
    editor.apply("add", (doc) => ({
      ...doc,
      nodes: [
        ...doc.nodes,
        { id: "raised", type: "conv2d", position: { x: 1500, y: 80 }, data: {} },
      ],
    }));
    const before = editor.doc;
    editor.session.select(selected);
    run(id, editor);
    holds(it);
    expect(editor.doc).not.toBe(before);
    editor.undo();
    expect(editor.doc).toBe(before);
  });

  it("remove-frame leaves what was in it", () => {
    const { editor } = bench("a", "b");
    run("add-frame", editor);
    run("remove-frame", editor);
    expect(editor.doc.nodes.map((node) => node.position)).toEqual(
      chain.nodes.map((n) => n.position),
    );
  });

  it("undo and redo say what they did", () => {
    const { editor } = bench("a");
    run("delete", editor);
    run("undo", editor);
    expect(editor.session.announcement.text).toBe("Undone: delete");
    run("redo", editor);
    expect(editor.session.announcement.text).toBe("Redone: delete");
  });

  it("start-over goes back to the lab's board and can be undone", () => {
    const { editor } = bench("a");
    run("delete", editor);
    const worked = editor.doc;
    run("start-over", editor);
    expect(editor.doc).toBe(chain);
    run("undo", editor);
    expect(editor.doc).toBe(worked);
  });

  it("unfold asks the server, and fold brings the block back", async () => {
    const { editor, server } = bench("b");
    const done = run("unfold", editor);
    expect(server.last.path).toBe("/api/expand");
    const frame = {
      id: "b",
      type: "frame",
      position: { x: 0, y: 0 },
      data: { block: "bneck", parameters: {} },
    };
    const piece = {
      id: "b.p",
      type: "conv2d",
      position: { x: 24, y: 56 },
      data: {},
      parentId: "b",
    };
    const nodes = chain.nodes.flatMap((node) => (node.id === "b" ? [frame, piece] : [node]));
    const edges = chain.edges.map((edge) => ({
      ...edge,
      source: edge.source === "b" ? "b.p" : edge.source,
      target: edge.target === "b" ? "b.p" : edge.target,
    }));
    server.last.answer({ ...chain, nodes, edges });
    expect(await done).toBe(true);
    expect(editor.session.only).toBe("b");
    await run("fold", editor);
    expect(wires(editor.doc)).toEqual(wires(chain));
    editor.undo();
    editor.undo();
    expect(editor.doc).toBe(chain);
  });

  it("unfold says why it cannot, and changes nothing", async () => {
    const { editor, server } = bench("b");
    const done = run("unfold", editor);
    server.last.answer({ type: "x", title: "No", status: 422, detail: "too large" }, 422);
    expect(await done).toBe(false);
    expect(editor.session.notice?.text).toContain("too large");
    expect(editor.doc).toBe(chain);
  });

  it("unfold without the server, or without what enters, says so on screen", async () => {
    const { editor, server } = bench("b");
    const away = run("unfold", editor);
    server.last.fail();
    expect(await away).toBe(false);
    expect(editor.session.notice?.text).toContain("the server cannot be reached");
    const unfed = run("unfold", editor);
    server.last.answer({ type: "x", title: "No", status: 409, detail: "POST /api/check" }, 409);
    expect(await unfed).toBe(false);
    expect(editor.session.notice?.text).toContain("what enters it is not known yet");
  });

  it("unfold of a block with values left out names them and asks nobody", async () => {
    const { editor, server } = bench("b");
    void editor.check();
    const diagnostic = { nodes: ["b"], edges: [], code: "P203", name: "missing-parameter" };
    const rest = { severity: "warning" as const, port: null, message: "", help: "" };
    const diagnostics = ["exp_size", "out_channels"].map((parameter) => ({
      ...diagnostic,
      ...rest,
      parameter,
    }));
    server.last.answer(checkResult({ diagnostics }));
    await arrived();
    const asked = server.calls.length;
    expect(await run("unfold", editor)).toBe(false);
    expect(editor.session.notice?.text).toContain("exp_size and out_channels");
    expect(server.calls).toHaveLength(asked);
  });
});

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
  ])("%s", (id, selected, read, expected) => {
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
    run(id, it.editor);
    expect(read(it)).toEqual(expected);
    expect(it.editor.doc).toBe(before);
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

describe("keys", () => {
  const press = (key: string, modifiers: string[] = []) => ({
    key,
    ctrlKey: modifiers.includes("ctrl"),
    metaKey: modifiers.includes("meta"),
    shiftKey: modifiers.includes("shift"),
    altKey: modifiers.includes("alt"),
  });

  it.each<[string, string[], boolean, string]>([
    ["z", ["ctrl"], false, "Mod+Z"],
    ["z", ["meta"], true, "Mod+Z"],
    ["z", ["ctrl"], true, "Other+Z"],
    ["Z", ["ctrl", "shift"], false, "Mod+Shift+Z"],
    ["?", ["shift"], false, "?"],
    ["+", ["shift"], false, "+"],
    ["F8", ["shift"], false, "Shift+F8"],
    [" ", [], false, "Space"],
    ["Enter", ["ctrl"], false, "Mod+Enter"],
    ["b", ["ctrl", "alt"], false, "Mod+Alt+B"],
  ])("%s with %o on a Mac: %s is %s", (key, modifiers, mac, keys) => {
    expect(keysOf(press(key, modifiers), mac)).toBe(keys);
  });

  it("find their command, and single keys only on the canvas", () => {
    const { editor } = bench("a");
    expect(commandFor(editor, press("l"), true, false)?.id).toBe("layout");
    expect(commandFor(editor, press("l"), false, false)).toBeUndefined();
    expect(commandFor(editor, press("Enter", ["ctrl"]), false, false)?.id).toBe("verify");
    expect(commandFor(editor, press("z", ["ctrl"]), true, false)).toBeUndefined();
  });

  it("are written as on the keyboard", () => {
    expect(keyCaps("Mod+Shift+Z", false)).toEqual(["Ctrl", "Shift", "Z"]);
    expect(keyCaps("Mod+Shift+Z", true)).toEqual(["⌘", "⇧", "Z"]);
    expect(keyCaps("+", false)).toEqual(["+"]);
  });
});

describe("both languages", () => {
  it("have the same messages with the same values", () => {
    const values = (text: string): string[] => [...text.matchAll(/\{\w+\}/g)].map(String).sort();
    expect(Object.keys(zhCN).sort()).toEqual(Object.keys(en).sort());
    for (const [key, text] of Object.entries(en)) {
      expect([key, values(zhCN[key as keyof typeof zhCN])]).toEqual([key, values(text)]);
    }
  });

  it("separate Chinese and Latin words by a space", () => {
    const tight = Object.entries(zhCN).filter(([, text]) =>
      /[\u4e00-\u9fff][A-Za-z0-9]|[A-Za-z0-9][\u4e00-\u9fff]/.test(text),
    );
    expect(tight).toEqual([]);
  });
});
