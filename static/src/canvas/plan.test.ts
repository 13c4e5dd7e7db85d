import { describe, expect, it } from "vitest";
import { boxes, nameSize } from "./plan";

describe("the plan of a large board", () => {
  it("has one path for many rectangles", () => {
    const rect = { x: 8, y: -16, width: 168, height: 72 };
    expect(boxes([rect, { ...rect, x: 300 }])).toBe("M8 -16h168v72h-168zM300 -16h168v72h-168z");
    expect(boxes([])).toBe("");
  });

  it("writes a name as large as its card lets it", () => {
    expect(nameSize("add")).toBe(nameSize("conv2d"));
    expect(nameSize("global average pool")).toBeLessThan(nameSize("conv2d"));
    expect(nameSize("全局平均池化")).toBeLessThan(nameSize("global"));
  });
});
