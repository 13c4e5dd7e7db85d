import { expect, test } from "vitest";
import { shapeText, shortCount, wireText } from "./shape-text";

test.each([
  [[1, 16, 112, 112], "112×112×16", "1×16×112×112", "16×112×112"],
  [[1, 16, 28, 14], "28×14×16", "1×16×28×14", "16×28×14"],
  [[1, 1000], "1000", "1×1000", "1000"],
])("%j", (shape, hwc, nchw, onWire) => {
  expect(shapeText(shape, "HWC")).toBe(hwc);
  expect(shapeText(shape, "NCHW")).toBe(nchw);
  expect(wireText(shape, "HWC")).toBe(hwc);
  expect(wireText(shape, "NCHW")).toBe(onWire);
});

test.each([
  [216_589_760, "216.6 M"],
  [5_483_032, "5.48 M"],
  [12_000, "12.0 k"],
  [9_999, "9,999"],
  [960, "960"],
  [4_100_000_000, "4.10 G"],
])("%i is %s", (value, text) => {
  expect(shortCount("en", value)).toBe(text);
});
