import { describe, expect, it } from "vitest";
import { named } from "./named";

describe("a problem's message names its block once", () => {
  it.each([
    ["“conv 1” has no input.", "conv 1", ["“", "conv 1", "” has no input."]],
    ["“卷积 1”还没有输入。", "卷积 1", ["“", "卷积 1", "”还没有输入。"]],
    ["Input “in” of “conv 1” waits.", "conv 1", ["Input “in” of “", "conv 1", "” waits."]],
    ["到不了：bneck 7, bneck 8", "bneck 7", ["到不了：", "bneck 7", ", bneck 8"]],
  ])("%s", (message, name, [before, within, after]) => {
    expect(named(message, name)).toEqual({ before, name: within, after });
  });

  it("is not taken in by a longer name that begins alike", () => {
    expect(named("“conv 12” feeds “conv 1”.", "conv 1").before).toBe("“conv 12” feeds “");
  });

  it("puts the name first where the message does not say it", () => {
    const { before, name, after } = named("An input is missing.", "conv 1");
    expect(before + name + after).toBe("conv 1 An input is missing.");
  });
});
