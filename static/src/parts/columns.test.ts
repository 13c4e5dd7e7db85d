import { expect, it } from "vitest";
import { alignOf } from "./columns";

it.each([
  [["3", "16", "–"], "right"],
  [["224×224×3", "112²×16", ""], "right"],
  [["✓", "–", undefined], "center"],
  [["–", "HS"], "left"],
  [["conv 3", "输入"], "left"],
])("%j stands at the %s", (cells, align) => {
  expect(alignOf(cells)).toBe(align);
});
