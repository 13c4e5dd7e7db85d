import { describe, expect, it } from "vitest";
import { keyCaps, keysOf } from "./command";
import { commandFor } from "./shortcuts";
import { bench } from "./testing";

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
