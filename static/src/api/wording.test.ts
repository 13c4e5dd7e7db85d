import { describe, expect, it } from "vitest";
import { reworded } from "./wording";

describe("shapes in the server's sentences", () => {
  it.each([
    ["“add” gets 1×24×56×56 and 1×40×28×28.", "“add” gets 56×56×24 and 28×28×40."],
    ["从 1×40×28×28 变成 1×80×28×28。", "从 28×28×40 变成 28×28×80。"],
    ["a 1×1 convolution, a 3×3×16 kernel", "a 1×1 convolution, a 3×3×16 kernel"],
    ["21×24×56×56 and 1×2×3×4×5", "21×24×56×56 and 1×2×3×4×5"],
  ])("%j is read as %j", (sentence, read) => {
    expect(reworded(sentence, "HWC")).toBe(read);
    expect(reworded(sentence, "NCHW")).toBe(sentence);
  });
});
