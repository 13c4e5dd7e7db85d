/** Commands on what is shown: panels, theme, language, notation, dialogs. */
import { otherLang } from "../i18n";
import { fetchWords } from "../i18n/words";
import type { Editor } from "../state/editor.svelte";
import type { Switch, Theme } from "../state/prefs.svelte";
import type { Dialog, Tab } from "../state/session.svelte";
import type { Ticks } from "../state/ticks.svelte";
import type { Keys } from "./command";
import { goOnFromGone } from "./sight";

export const ZOOM_STEP = 1.25;

export const TOGGLES: readonly {
  readonly id: string;
  readonly key: Switch;
  readonly keys: readonly Keys[];
}[] = [
  { id: "panel-left", key: "left", keys: ["Mod+B"] },
  { id: "panel-right", key: "right", keys: ["Mod+Alt+B"] },
  { id: "ribbon", key: "ribbon", keys: [] },
  { id: "minimap", key: "minimap", keys: [] },
  { id: "outline", key: "outline", keys: [] },
  { id: "pin-table", key: "pinned", keys: ["Mod+Alt+T"] },
  { id: "predict", key: "predict", keys: [] },
];

const THEMES: readonly Theme[] = ["system", "light", "dark"];

export function nextTheme(editor: Editor): void {
  const next = THEMES[(THEMES.indexOf(editor.prefs.theme) + 1) % THEMES.length] ?? "system";
  editor.prefs.set("theme", next);
  editor.session.announce(editor.t(`theme.${next}`));
}

/** The page has its own language's words; the server's change with the language too, so it is asked again. */
export async function switchLanguage(editor: Editor): Promise<void> {
  const next = otherLang(editor.prefs.lang);
  try {
    await fetchWords(next);
  } catch {
    editor.session.refuse(() => editor.t("later.failed"));
    return;
  }
  editor.setLang(next);
}

export function switchNotation(editor: Editor): void {
  editor.setNotation(editor.prefs.notation === "HWC" ? "NCHW" : "HWC");
}

export const open =
  (dialog: Dialog) =>
  (editor: Editor): void => {
    editor.session.dialog = dialog;
  };

/** Show the network to a room, or go back to work. */
export function present(editor: Editor, presenting: boolean): void {
  editor.session.presenting = presenting;
  editor.session.announce(editor.t(presenting ? "said.presenting" : "said.not_presenting"));
  void goOnFromGone(editor);
}

export function showCode(editor: Editor): void {
  editor.session.presenting = false;
  showTab(editor, "code");
}

/** Unfold a panel; where it lies over the canvas, the other one is folded. */
export function showPanel(editor: Editor, side: "left" | "right"): void {
  editor.prefs.set(side, true);
  if (editor.session.narrow) editor.prefs.set(side === "left" ? "right" : "left", false);
  void goOnFromGone(editor);
}

/** Show a step: its sheet, and its block where it is known. */
export function readStep(editor: Editor, ticks: Ticks, step: number): void {
  ticks.opened = step;
  editor.session.reading = { step, column: null };
  showTab(editor, "lab");
}

/** Show a column of the table, in the row of a step. */
export function readColumn(editor: Editor, column: string, step: number | null): void {
  editor.session.reading = { step, column };
  if (!editor.prefs.get("pinned")) showTab(editor, "table");
}

/** Open the lesson, where it explains the first of these that it knows. */
export function readLesson(editor: Editor, about: readonly string[] | null): void {
  editor.session.wondering = about;
  showTab(editor, "lesson");
}

/** Show a tab of the side panel. */
export function showTab(editor: Editor, tab: Tab): void {
  editor.session.tab = tab;
  showPanel(editor, "right");
}

export function toggle(editor: Editor, key: Switch): void {
  if ((key === "left" || key === "right") && !editor.prefs.get(key)) showPanel(editor, key);
  else editor.prefs.toggle(key);
  // It stands in the left panel, which may be folded.
  if (key === "outline" && editor.prefs.get("outline")) showPanel(editor, "left");
  void goOnFromGone(editor);
}

/** Open the help beside the board. */
export function help(editor: Editor): void {
  window.open(`${editor.boot.urls.home}help`, "_blank", "noopener");
}
