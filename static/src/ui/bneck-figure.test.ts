import { describe, expect, test } from "vitest";
import { bneckFigure } from "./bneck-figure";

const params = {
  kernel_size: 5,
  exp_size: 120,
  out_channels: 40,
  se: true,
  nl: "HS",
  stride: 2,
  expand: true,
};

describe("the drawing of a bneck", () => {
  test("is narrow, wide, narrow", () => {
    const { stages } = bneckFigure(params, 24);
    expect(stages.map(({ kind }) => kind)).toEqual(["expand", "depthwise", "squeeze", "project"]);
    const [expand, , , project] = stages;
    expect(expand?.left).toBeLessThan(expand?.right ?? 0);
    expect(project?.left).toBeGreaterThan(project?.right ?? 0);
    expect(project?.activation).toBe("linear");
  });

  test("without expansion the depthwise convolution works on what comes in", () => {
    const { stages } = bneckFigure({ ...params, expand: false, se: false }, 16);
    expect(stages.map(({ kind, channels }) => [kind, channels])).toEqual([
      ["depthwise", 16],
      ["project", 40],
    ]);
  });

  test("stands while nothing is known yet", () => {
    const { stages, shortcut } = bneckFigure({}, null);
    expect(stages.every(({ channels }) => channels === null)).toBe(true);
    expect(shortcut).toBe(false);
  });
});
