import { describe, expect, test } from "vitest";
import type { BlockInfo } from "../api/types";
import { insideFigure } from "./inside-figure";

const ONE = [{ text: "1×1", when: {}, unless: {} }];
const NL = [{ text: "{nl}", when: {}, unless: {} }];
const BLOCK: Pick<BlockInfo, "schema" | "shortcut"> = {
  shortcut: "shortcut",
  schema: {
    type: "object",
    properties: { nl: { type: "string", spelled: { HS: "h-swish" } } },
  },
};
/** Widen, keep, gate where asked for, narrow. */
const INSIDE: NonNullable<BlockInfo["inside"]> = {
  label: { en: "", "zh-CN": "" },
  stages: [
    { kind: "expand", width: "exp_size", window: ONE, activation: NL, when: { expand: [true] } },
    { kind: "depthwise", width: null, window: ONE, activation: NL, when: {} },
    { kind: "squeeze", width: null, window: ONE, activation: NL, when: { se: [true] } },
    { kind: "project", width: "out_channels", window: ONE, activation: [], when: {} },
  ],
};

const params = { exp_size: 120, out_channels: 40, se: true, nl: "HS", expand: true };

describe("the drawing of a composite's inside", () => {
  test("is as tall as its tensors are wide: narrow, wide, narrow", () => {
    const { stages } = insideFigure(BLOCK, INSIDE, params, 24);
    expect(stages.map(({ kind }) => kind)).toEqual(["expand", "depthwise", "squeeze", "project"]);
    const [expand, depthwise, , project] = stages;
    expect(expand?.left).toBeLessThan(expand?.right ?? 0);
    expect(depthwise?.left).toBe(expand?.right);
    expect(depthwise?.right).toBe(depthwise?.left);
    expect(project?.left).toBeGreaterThan(project?.right ?? 0);
  });

  test("has room in a laptop's panel at its full size, with all of its stages", () => {
    expect(insideFigure(BLOCK, INSIDE, params, 24).width).toBeLessThanOrEqual(241);
  });

  test("says what is below each stage as people write it", () => {
    const [expand, , , project] = insideFigure(BLOCK, INSIDE, params, 24).stages;
    expect([expand?.window, expand?.activation]).toEqual(["1×1", "h-swish"]);
    expect(project?.activation).toBe("");
  });

  test("leaves out the stages that are not there, which then change no width", () => {
    const { stages } = insideFigure(BLOCK, INSIDE, { ...params, expand: false, se: false }, 16);
    expect(stages.map(({ kind, channels }) => [kind, channels])).toEqual([
      ["depthwise", 16],
      ["project", 40],
    ]);
  });

  test("stands while nothing is known yet", () => {
    const { stages, shortcut } = insideFigure(BLOCK, INSIDE, { expand: true }, null);
    expect(stages.every(({ channels, left }) => channels === null && left > 0)).toBe(true);
    expect(shortcut).toBe(false);
  });

  test("has an arch where the block's switch is on", () => {
    expect(insideFigure(BLOCK, INSIDE, { shortcut: true }, 24).shortcut).toBe(true);
    const none = { ...BLOCK, shortcut: null };
    expect(insideFigure(none, INSIDE, { shortcut: true }, 24).shortcut).toBe(false);
  });
});
