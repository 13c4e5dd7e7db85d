/** What a command is, and how its keys are read and written. */
import { type Lang, otherLang } from "../i18n";
import type { Editor } from "../state/editor.svelte";

export const GROUPS = ["lab", "edit", "build", "arrange", "view", "file", "help"] as const;
export type Group = (typeof GROUPS)[number];

/**
 * Keys as `Mod+Shift+Z`: modifiers Mod (Ctrl, on a Mac ⌘), Shift, Alt, then the key as
 * `KeyboardEvent.key` gives it, letters in capitals. Shift is written only where the key has a
 * letter or a name: `?` is `?`, not `Shift+/`.
 */
export type Keys = string;

/** Where keys work: `page` everywhere but while typing, `canvas` only while the canvas has focus. */
export type Scope = "page" | "canvas";

export interface Command {
  readonly id: string;
  readonly group: Group;
  readonly keys: readonly Keys[];
  readonly scope: Scope;
  /** The browser's own copy, cut and paste events do the work: the keys are not taken from it. */
  readonly native?: boolean;
  enabled(editor: Editor): boolean;
  /** Whether it is for whoever is here; without it, it is for everybody. */
  offered?(editor: Editor): boolean;
  /** Whether it is switched on, for commands that toggle. */
  checked?(editor: Editor): boolean;
  run(editor: Editor): unknown;
}

/** The language that a command's name is in where it is not the page's: what it leads to says it in its own. */
export const langOf = (id: string, { prefs }: Editor): Lang | undefined =>
  id === "language" ? otherLang(prefs.lang) : undefined;

/** The part of a keyboard event that says which keys are down. */
export type Press = Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "shiftKey" | "altKey">;

/** Write a press as `Keys`; on a Mac ⌘ is Mod, elsewhere Ctrl is. */
export function keysOf(press: Press, mac: boolean): Keys {
  const mod = mac ? press.metaKey : press.ctrlKey;
  const other = mac ? press.ctrlKey : press.metaKey;
  const key =
    press.key === " " ? "Space" : press.key.length === 1 ? press.key.toUpperCase() : press.key;
  // Shift is part of what makes a sign like `?`; it is said only of letters and named keys.
  const shift = press.shiftKey && (key.length > 1 || key !== key.toLowerCase());
  return [
    other ? "Other" : "",
    mod ? "Mod" : "",
    press.altKey ? "Alt" : "",
    shift ? "Shift" : "",
    key,
  ]
    .filter(Boolean)
    .join("+");
}

const SIGNS: Readonly<Record<string, string>> = {
  ArrowUp: "↑",
  ArrowDown: "↓",
  ArrowLeft: "←",
  ArrowRight: "→",
  Escape: "Esc",
  Delete: "Del",
};
const MAC_SIGNS: Readonly<Record<string, string>> = { Mod: "⌘", Shift: "⇧", Alt: "⌥" };

/** Write keys as they stand on the keyboard, one part for each `<kbd>`. */
export const keyCaps = (keys: Keys, mac: boolean): string[] =>
  keys
    .split(/\+(?=.)/)
    .map(
      (part) =>
        (mac ? MAC_SIGNS[part] : undefined) ?? SIGNS[part] ?? (part === "Mod" ? "Ctrl" : part),
    );
