import fc from "fast-check";
import { expect, test } from "vitest";
import { highlight } from "./highlight";

test("keywords, names that are called, numbers, strings and comments", () => {
  const [line] = highlight("return nn.Conv2d(16, padding='same')  # as the lab");
  const coloured = line?.filter(({ kind }) => kind).map(({ kind, text }) => [kind, text]);
  expect(coloured).toEqual([
    ["keyword", "return"],
    ["name", "Conv2d"],
    ["number", "16"],
    ["string", "'same'"],
    ["comment", "# as the lab"],
  ]);
});

test("a string over several lines is a string on each of them", () => {
  const lines = highlight('"""One\ntwo."""\nx = 1');
  expect(lines.map((line) => line[0]?.kind)).toEqual(["string", "string", null]);
});

test("nothing is lost or added", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom("a", '"', "'", "#", "\n", " ", "1", "(", "\\") }),
      (code) => {
        expect(
          highlight(code)
            .map((line) => line.map(({ text }) => text).join(""))
            .join("\n"),
        ).toBe(code);
      },
    ),
  );
});
