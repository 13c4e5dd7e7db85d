import { describe, expect, it } from "vitest";
import { glossed, termOf } from "./terms";

describe("terms in a text", () => {
  it.each([
    ["en", "Kernels: 16 kernels, stride 2, padding SAME", ["kernels", "stride", "SAME"]],
    ["zh-CN", "卷积核：3×3，步距 2，padding 为 SAME", ["卷积核", "步距", "SAME"]],
    ["en", "FC1: 24 nodes; FC2: 72", ["FC1"]],
    ["zh-CN", "28×28×72 的特征矩阵，全局平均池化", ["特征矩阵", "全局平均池化"]],
    ["en", "The NL column, not NLP; the stride of the stride", ["NL", "stride"]],
    ["zh-CN", "批归一化", []],
  ] as const)("%s: %s", (lang, text, expected) => {
    const pieces = glossed(text, lang);
    expect(pieces.filter(({ term }) => term !== null).map((piece) => piece.text)).toEqual(expected);
    expect(pieces.map((piece) => piece.text).join("")).toBe(text);
  });

  it("are found by what they are about", () => {
    expect(termOf(["exp_size", "expand"])?.id).toBe("exp-size");
    expect(termOf(["channels"])).toBeNull();
  });
});
