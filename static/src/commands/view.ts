/** Commands on what is shown: panels, theme, language, notation, dialogs. */
import type { Editor } from "../state/editor.svelte";
import type { Theme } from "../state/prefs.svelte";
import type { Dialog } from "../state/session.svelte";
import type { Keys } from "./command";

export const ZOOM_STEP = 1.25;

type Switch = "minimap" | "ribbon" | "outline" | "left" | "right";

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
];

const THEMES: readonly Theme[] = ["system", "light", "dark"];

export function nextTheme(editor: Editor): void {
  const next = THEMES[(THEMES.indexOf(editor.prefs.theme) + 1) % THEMES.length] ?? "system";
  editor.prefs.set("theme", next);
  editor.session.announce(editor.t(`theme.${next}`));
}

/** The server's words change with the language too, so it is asked again. */
export function switchLanguage(editor: Editor): void {
  editor.setLang(editor.prefs.lang === "en" ? "zh-CN" : "en");
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
}

export function showCode(editor: Editor): void {
  editor.session.presenting = false;
  editor.prefs.set("right", true);
  editor.session.tab = "code";
}
