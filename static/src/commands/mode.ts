/** The mode that the page is in. */
import type { Mode } from "../api/types";
import { listed } from "../i18n";
import type { Editor } from "../state/editor.svelte";

/** The address asks for a mode that the lab does not have: it is open all the same, and which it has is said. */
export function sayNoMode(editor: Editor): void {
  const { noMode, lab } = editor.boot;
  if (!noMode) return;
  const named = (mode: Mode): string => editor.t(`mode.${mode}`);
  editor.session.refuse(() =>
    editor.t("said.no_mode", {
      asked: noMode,
      mode: named(lab.mode),
      modes: listed(editor.prefs.lang, lab.modes.map(named)),
    }),
  );
}
