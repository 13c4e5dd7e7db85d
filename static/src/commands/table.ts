/**
 * The one table of commands. Toolbar, menus, shortcuts, the command palette and the shortcut sheet
 * are all made from it. A command's name is the message `command.<id>`.
 */
import type { Alignment, Axis } from "../graph/arrange";
import { WHEEL_USES } from "../state/prefs.svelte";
import * as build from "./build";
import type { Command, Group, Keys, Scope } from "./command";
import * as edit from "./edit";
import * as file from "./file";
import * as handin from "./hand-in";
import * as problems from "./problems";
import * as view from "./view";

type Rest = Omit<Command, "id" | "group" | "keys" | "scope" | "enabled"> &
  Partial<Pick<Command, "enabled">>;

const always = (): boolean => true;

const define = (
  id: string,
  group: Group,
  scope: Scope,
  keys: readonly Keys[],
  rest: Rest,
): Command => ({ id, group, scope, keys, enabled: always, ...rest });

const alignment = (to: Alignment): Command =>
  define(`align-${to}`, "arrange", "canvas", [], {
    enabled: edit.hasSeveral,
    run: (editor) => edit.alignSelection(editor, to),
  });

const distribution = (axis: Axis): Command =>
  define(`distribute-${axis}`, "arrange", "canvas", [], {
    enabled: edit.hasThree,
    run: (editor) => edit.distributeSelection(editor, axis),
  });

export const COMMANDS: readonly Command[] = [
  define("verify", "lab", "page", ["Mod+Enter"], {
    offered: (editor) => !editor.boot.sketch,
    enabled: build.canVerify,
    run: build.verify,
  }),
  define("hint", "lab", "canvas", ["H"], {
    enabled: (editor) => editor.server.moreHints,
    run: build.hint,
  }),
  define("hand-in", "lab", "page", [], { enabled: handin.canHandIn, run: view.open("hand-in") }),
  define("next-problem", "lab", "page", ["F8"], {
    enabled: (editor) => editor.concerns.length > 0,
    run: (editor) => problems.visitProblem(editor, 1),
  }),
  define("previous-problem", "lab", "page", ["Shift+F8"], {
    enabled: (editor) => editor.concerns.length > 0,
    run: (editor) => problems.visitProblem(editor, -1),
  }),

  define("undo", "edit", "page", ["Mod+Z"], {
    enabled: (editor) => edit.canUndo(editor) && editor.writable,
    run: edit.undo,
  }),
  define("redo", "edit", "page", ["Mod+Shift+Z", "Mod+Y"], {
    enabled: (editor) => editor.canRedo && editor.writable,
    run: edit.redo,
  }),
  define("cut", "edit", "canvas", ["Mod+X"], {
    native: true,
    enabled: edit.hasEditableNodes,
    run: edit.cut,
  }),
  define("copy", "edit", "canvas", ["Mod+C"], {
    native: true,
    enabled: edit.hasNodes,
    run: edit.copy,
  }),
  define("paste", "edit", "canvas", ["Mod+V"], {
    native: true,
    enabled: edit.writable,
    run: edit.paste,
  }),
  define("duplicate", "edit", "canvas", ["Mod+D"], {
    enabled: edit.hasEditableNodes,
    run: edit.duplicate,
  }),
  define("delete", "edit", "canvas", ["Delete", "Backspace"], {
    enabled: edit.hasEditable,
    run: edit.deleteSelection,
  }),
  define("select-all", "edit", "canvas", ["Mod+A"], { run: edit.selectAll }),
  define("leave-present", "view", "page", ["Escape"], {
    enabled: (editor) => editor.session.presenting,
    run: (editor) => view.present(editor, false),
  }),
  define("deselect", "edit", "canvas", ["Escape"], {
    enabled: edit.hasSelection,
    run: (editor) => editor.session.clearSelection(),
  }),

  define("add-block", "build", "canvas", ["/"], {
    enabled: edit.writable,
    run: build.openAdd,
  }),
  define("insert", "build", "canvas", ["I"], { enabled: build.canInsert, run: build.openInsert }),
  define("connect", "build", "canvas", ["C"], { enabled: build.canWire, run: build.openConnect }),
  define("rename", "build", "canvas", ["F2"], {
    enabled: edit.hasOneEditable,
    run: build.openRename,
  }),
  define("unfold", "build", "canvas", ["E"], { enabled: build.canUnfold, run: build.unfold }),
  define("fold", "build", "canvas", ["Shift+E"], { enabled: build.canFold, run: build.foldBack }),
  define("add-note", "build", "canvas", ["N"], { enabled: edit.writable, run: build.addNote }),
  define("add-frame", "build", "canvas", ["Mod+G"], {
    enabled: edit.hasEditableNodes,
    run: build.addFrame,
  }),
  define("remove-frame", "build", "canvas", ["Mod+Shift+G"], {
    enabled: build.hasFrame,
    run: build.removeFrame,
  }),

  define("layout", "arrange", "canvas", ["L"], {
    enabled: edit.writable,
    run: (editor) => edit.layOut(editor, editor.prefs.get("form")),
  }),
  define("layout-snake", "arrange", "canvas", [], {
    enabled: edit.writable,
    checked: (editor) => editor.prefs.get("form") === "snake",
    run: (editor) => edit.layOut(editor, "snake"),
  }),
  define("layout-right", "arrange", "canvas", [], {
    enabled: edit.writable,
    checked: (editor) => editor.prefs.get("form") === "right",
    run: (editor) => edit.layOut(editor, "right"),
  }),
  define("layout-down", "arrange", "canvas", [], {
    enabled: edit.writable,
    checked: (editor) => editor.prefs.get("form") === "down",
    run: (editor) => edit.layOut(editor, "down"),
  }),
  ...(["left", "centre", "right", "top", "middle", "bottom"] as const).map(alignment),
  ...(["x", "y"] as const).map(distribution),
  define("snap", "arrange", "page", [], {
    checked: (editor) => editor.prefs.get("snap"),
    run: (editor) => editor.prefs.toggle("snap"),
  }),

  define("fit", "view", "canvas", ["F", "Mod+1"], {
    run: (editor) => editor.session.canvas?.fit(),
  }),
  define("fit-selection", "view", "canvas", ["Z"], {
    enabled: edit.hasNodes,
    run: (editor) => editor.session.canvas?.fit([...editor.session.selection.nodes]),
  }),
  define("zoom-in", "view", "canvas", ["+", "=", "Mod++", "Mod+="], {
    run: (editor) => editor.session.canvas?.zoomBy(view.ZOOM_STEP),
  }),
  define("zoom-out", "view", "canvas", ["-", "Mod+-"], {
    run: (editor) => editor.session.canvas?.zoomBy(1 / view.ZOOM_STEP),
  }),
  define("zoom-100", "view", "canvas", ["0", "Mod+0"], {
    run: (editor) => editor.session.canvas?.zoomTo(1),
  }),
  ...view.TOGGLES.map(({ id, key, keys }) =>
    define(id, "view", "page", keys, {
      checked: (editor) => editor.prefs.get(key),
      run: (editor) => view.toggle(editor, key),
    }),
  ),
  ...WHEEL_USES.map((use) =>
    define(`wheel-${use}`, "view", "page", [], {
      checked: (editor) => editor.prefs.get("wheel") === use,
      run: (editor) => editor.prefs.set("wheel", use),
    }),
  ),
  define("present", "view", "canvas", ["P"], {
    checked: (editor) => editor.session.presenting,
    run: (editor) => view.present(editor, !editor.session.presenting),
  }),
  define("theme", "view", "page", [], { run: view.nextTheme }),
  define("language", "view", "page", [], { run: view.switchLanguage }),
  define("notation", "view", "page", [], {
    checked: (editor) => editor.prefs.notation === "NCHW",
    run: view.switchNotation,
  }),

  define("save-file", "file", "page", ["Mod+S"], { run: file.saveFile }),
  define("open-file", "file", "page", ["Mod+O"], { enabled: edit.writable, run: file.openFile }),
  define("copy-link", "file", "page", [], { run: file.copyLink }),
  define("versions", "file", "page", [], { run: view.open("versions") }),
  define("export-pytorch", "file", "page", [], { run: view.showCode }),
  define("picture-svg", "file", "page", [], {
    run: (editor) => editor.session.canvas?.savePicture("svg"),
  }),
  define("picture-png", "file", "page", [], {
    run: (editor) => editor.session.canvas?.savePicture("png"),
  }),
  define("report", "file", "page", ["Mod+P"], { run: view.open("report") }),
  define("demo", "file", "page", [], {
    offered: file.hasDemo,
    run: file.demo,
  }),
  define("make-lab", "file", "page", [], {
    offered: (editor) => editor.boot.instructor === true,
    run: file.makeLab,
  }),
  define("start-over", "file", "page", [], { enabled: edit.writable, run: file.startOver }),

  define("commands", "help", "page", ["Mod+K"], { run: view.open("commands") }),
  define("help", "help", "page", [], { run: view.help }),
  define("shortcuts", "help", "canvas", ["?"], { run: view.open("shortcuts") }),
];

export const COMMAND: ReadonlyMap<string, Command> = new Map(
  COMMANDS.map((each) => [each.id, each]),
);
