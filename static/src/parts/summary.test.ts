import { describe, expect, test } from "vitest";
import type { BlockInfo } from "../api/types";
import { namedBy, spelled, summarise } from "./summary";

/** A bneck as the server declares it, as far as its card needs it. */
const BLOCK: Pick<BlockInfo, "summary" | "shortcut" | "schema"> = {
  summary: [
    [
      {
        text: "{kernel_size}×{kernel_size} · exp {exp_size} → {out_channels}",
        when: {},
        unless: { expand: [false] },
      },
      {
        text: "{kernel_size}×{kernel_size} → {out_channels}",
        when: { expand: [false] },
        unless: {},
      },
    ],
    [
      { text: "{activation}", when: {}, unless: { activation: ["none"] } },
      { text: "SE", when: { se: [true], se_channels: [null] }, unless: {} },
      { text: "SE {se_channels}", when: { se: [true] }, unless: { se_channels: [null] } },
      { text: "s{stride}", when: {}, unless: { stride: [1, null] } },
    ],
  ],
  shortcut: "shortcut",
  schema: {
    type: "object",
    properties: { activation: { type: "string", spelled: { hardswish: "h-swish" } } },
  },
};

test("the parameters that a card names, or hangs on", () => {
  expect([...namedBy(BLOCK)].sort()).toEqual([
    "activation",
    "exp_size",
    "expand",
    "kernel_size",
    "out_channels",
    "se",
    "se_channels",
    "stride",
  ]);
});

describe("what a node says", () => {
  test.each([
    [
      { kernel_size: 5, exp_size: 72, out_channels: 40, se: true, se_channels: null, stride: 2 },
      ["5×5 · exp 72 → 40", "? · SE · s2"],
    ],
    [
      { kernel_size: 3, out_channels: 16, expand: false, activation: "hardswish", stride: 1 },
      ["3×3 → 16", "h-swish"],
    ],
    [
      { kernel_size: 5, exp_size: 72, out_channels: 40, se: true, se_channels: 24, stride: null },
      ["5×5 · exp 72 → 40", "? · SE 24"],
    ],
    [{ kernel_size: 3, activation: "none" }, ["3×3 · exp ? → ?"]],
  ])("%j", (params, lines) => {
    expect(summarise(BLOCK, params).lines).toEqual(lines);
  });

  test("nothing, where the block is of another version", () => {
    expect(summarise(undefined, { any: 1 })).toEqual({ lines: [], shortcut: false });
  });

  test("the arch is there where the switch that the block names is on", () => {
    expect(summarise(BLOCK, { shortcut: true }).shortcut).toBe(true);
    expect(summarise(BLOCK, {}).shortcut).toBe(false);
    expect(summarise({ ...BLOCK, shortcut: null }, { shortcut: true }).shortcut).toBe(false);
  });

  test("values are written as people write them", () => {
    expect(spelled(BLOCK.schema, "activation", "hardswish")).toBe("h-swish");
    expect(spelled(BLOCK.schema, "activation", "gelu")).toBe("gelu");
    expect(spelled(BLOCK.schema, "groups", 2)).toBe("2");
  });
});
