import { describe, expect, it } from "vitest";
import { board } from "../graph/testing";
import { checkResult, testEditor } from "../state/testing";
import { effectOf, figuresOf } from "./effect";

const shape = [1, 40, 28, 28];
const totals = { n_params: 100, madds: 1000, output_shape: shape };

/** An editor that has heard the server's answer. */
function answered(result: Parameters<typeof checkResult>[0]) {
  const { editor } = testEditor(board("input>conv2d:a>conv2d:b"));
  editor.server.result = checkResult(result);
  editor.cells.draw(editor.server.result);
  return figuresOf(editor, "a");
}

describe("the effect of a change", () => {
  const before = answered({
    shapes: { a: { out: shape } },
    nodes: { a: { n_params: 20, madds: 200, automatic: {} } },
    totals,
  });

  it("is what differs", () => {
    const now = answered({
      shapes: { a: { out: shape } },
      nodes: { a: { n_params: 30, madds: 200, automatic: {} } },
      totals: { ...totals, n_params: 110 },
    });
    expect(effectOf(before, now)).toEqual([
      { key: "effect.params", before: 20, after: 30 },
      { key: "effect.all_params", before: 100, after: 110 },
    ]);
  });

  it("is unknown, and not zero, where nothing can be computed", () => {
    const now = answered({ totals: { n_params: 7, madds: 70, output_shape: null } });
    expect(effectOf(before, now).map((line) => line.after)).toEqual([null, null, null, null, null]);
  });
});
