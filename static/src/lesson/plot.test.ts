import { expect, test } from "vitest";
import { nearest, pathOf, type Window } from "./plot";

const WINDOW: Window = { left: 0, right: 2, bottom: 0, top: 1 };
const AREA = { x: 10, y: 0, width: 100, height: 50 };
const GRID = [-1, 0, 1, 2, 3];

test("a curve is drawn from the left, upwards where it grows", () => {
  expect(pathOf(GRID, [0, 0, 0.5, 1, 1], WINDOW, AREA)).toBe("M10.0 50.0L60.0 25.0L110.0 0.0");
});

test("what lies outside of the window is left out", () => {
  expect(pathOf(GRID, [9, 9, 9, 9, 9], WINDOW, AREA)).toBe("");
});

test.each([
  [10, 1],
  [58, 2],
  [900, 3],
  [-900, 1],
])("at %d px the nearest point of the grid is number %d", (px, at) => {
  expect(nearest(GRID, px, WINDOW, AREA)).toBe(at);
});
