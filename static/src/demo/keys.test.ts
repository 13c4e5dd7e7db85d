import { expect, it } from "vitest";
import { deedOf } from "./keys";

const press = (key: string, rest = {}) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  ...rest,
});

it.each([
  ["PageDown", "forward"],
  ["ArrowRight", "forward"],
  ["PageUp", "back"],
  ["ArrowLeft", "back"],
  [" ", "toggle"],
  ["Escape", "resume"],
  ["q", "asking"],
  ["x", null],
])("%s means %s", (key, deed) => {
  expect(deedOf(press(key), false)).toBe(deed);
});

it("leaves arrow keys to whoever has the board, but not the clicker's", () => {
  expect(deedOf(press("ArrowRight"), true)).toBeNull();
  expect(deedOf(press("PageDown"), true)).toBe("forward");
  expect(deedOf(press(" "), true)).toBe("toggle");
});

it("leaves the browser its own", () => {
  expect(deedOf(press("ArrowLeft", { altKey: true }), false)).toBeNull();
});
