import { describe, expect, test } from "vitest";
import { channelsOf, resolutionOf, slabFaces, slabOf, widthShare } from "./slab";

describe("a tensor's slab", () => {
  test("grows taller with resolution and thicker with channels", () => {
    const early = slabOf([1, 16, 112, 112]);
    const late = slabOf([1, 160, 7, 7]);
    expect(early.height).toBeGreaterThan(late.height);
    expect(early.thickness).toBeLessThan(late.thickness);
  });

  test("a vector is one pixel high", () => {
    expect(resolutionOf([1, 1000])).toBe(1);
    expect(channelsOf([1, 1000])).toBe(1000);
    expect(slabOf([1, 1000]).height).toBe(slabOf([1, 1000, 1, 1]).height);
  });

  test.each([[[1, 1]], [[1, 8192, 1024, 1024]], [[1, 3, 224, 224]]])(
    "%j stays drawable",
    (shape) => {
      const slab = slabOf(shape);
      for (const size of Object.values(slab)) {
        expect(size).toBeGreaterThan(0);
        expect(size).toBeLessThan(32);
      }
      expect(Object.values(slabFaces(slab)).join("")).not.toContain("NaN");
    },
  );

  test("width is a share of 1280 channels", () => {
    expect(widthShare([1, 1280, 1, 1])).toBe(1);
    expect(widthShare([1, 1, 7, 7])).toBe(0);
  });
});
