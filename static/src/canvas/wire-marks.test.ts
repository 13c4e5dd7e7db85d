import { describe, expect, it } from "vitest";
import { writtenShape } from "./wire-marks";

describe("the shape on a wire", () => {
  it.each([
    [true, 200, "112×112×16"],
    [true, 88, "112×112×16"],
    [true, 64, ""],
    [false, 0, "112×112×16"],
  ])("is written as far as there is room (horizontal %s, %d px)", (horizontal, room, text) => {
    expect(
      writtenShape([1, 16, 112, 112], "HWC", { horizontal, room, label: { x: 0, y: 0 } }),
    ).toBe(text);
  });
});
