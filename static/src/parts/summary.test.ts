import { describe, expect, test } from "vitest";
import { activationName, summarise } from "./summary";

describe("what a node says", () => {
  test.each([
    [
      "conv2d",
      {
        kernel_size: 3,
        out_channels: 16,
        stride: 2,
        groups: 1,
        norm: "batch",
        activation: "hardswish",
      },
      ["3×3 → 16 · s2", "BN · h-swish"],
    ],
    [
      "conv2d",
      {
        kernel_size: 1,
        out_channels: 1000,
        stride: 1,
        groups: 1,
        norm: "none",
        activation: "none",
      },
      ["1×1 → 1000"],
    ],
    [
      "bneck",
      {
        kernel_size: 5,
        exp_size: 72,
        out_channels: 40,
        se: true,
        se_channels: null,
        nl: "RE",
        stride: 2,
        expand: true,
      },
      ["5×5 · exp 72 → 40", "ReLU · SE · s2"],
    ],
    [
      "bneck",
      { kernel_size: 3, out_channels: 16, se: false, nl: "HS", stride: 1, expand: false },
      ["3×3 → 16", "h-swish"],
    ],
    [
      "bneck",
      {
        kernel_size: 5,
        exp_size: 72,
        out_channels: 40,
        se: true,
        se_channels: 24,
        nl: "RE",
        stride: 1,
        expand: true,
      },
      ["5×5 · exp 72 → 40", "ReLU · SE 24"],
    ],
    [
      "bneck",
      { kernel_size: 3, nl: "RE", stride: 1, se: false, expand: true },
      ["3×3 · exp ? → ?", "ReLU"],
    ],
    ["input", { height: 224, width: 224, channels: 3 }, ["224×224×3"]],
    ["softmax", {}, []],
    ["a type of another version", { any: 1 }, []],
  ])("%s", (type, params, lines) => {
    expect(summarise(type, params).lines).toEqual(lines);
  });

  test("only a bneck with a shortcut has the arch", () => {
    expect(summarise("bneck", { shortcut: true }).shortcut).toBe(true);
    expect(summarise("bneck", {}).shortcut).toBe(false);
    expect(summarise("add", { shortcut: true }).shortcut).toBe(false);
  });

  test("no activation has no name", () => {
    expect(activationName("none")).toBeNull();
    expect(activationName("RE6")).toBe("ReLU6");
  });
});
