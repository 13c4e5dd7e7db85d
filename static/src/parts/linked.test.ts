import { describe, expect, it } from "vitest";
import type { TableColumn } from "../api/types";
import { linked } from "./linked";

const text = (zh: string, en: string) => ({ "zh-CN": zh, en });
const column = (key: string, zh: string, en: string): TableColumn => ({
  key,
  label: text(key, key),
  what: text(key, key),
  tells: [],
  place: text(zh, en),
});
const COLUMNS = [
  column("nl", "表中的 NL 一列", "the NL column of the table"),
  column("stride", "表中的 s 一列", "the s column of the table"),
];
const STEPS = new Set([1, 8, 12]);

describe("what a hint mentions", () => {
  it.each([
    [
      "en",
      "Step 8 differs; read the NL column of the table again.",
      ["step 8", " differs; read ", "column nl", " again."],
    ],
    ["en", "The s column of the table, and step 12.", ["column stride", ", and ", "step 12", "."]],
    ["zh-CN", "第 8 步不同：再看表中的 NL 一列。", ["step 8", "不同：再看", "column nl", "。"]],
    ["en", "Step 9 is none of the lab's.", ["Step 9 is none of the lab's."]],
  ] as const)("%s: %s", (lang, message, expected) => {
    const pieces = linked(message, lang, COLUMNS, STEPS);
    const shown = pieces.map((piece) => {
      if (piece.kind === "step") return `step ${piece.step}`;
      return piece.kind === "column" ? `column ${piece.column}` : piece.text;
    });
    expect(shown).toEqual(expected);
    expect(pieces.map((piece) => piece.text).join("")).toBe(message);
  });
});
