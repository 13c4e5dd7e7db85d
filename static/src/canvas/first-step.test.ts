import { describe, expect, it } from "vitest";
import { EMPTY } from "../graph/document";
import { addNote } from "../graph/frames";
import { board } from "../graph/testing";
import { firstStepFrom } from "./first-step";

describe("the first step starts from the input", () => {
  it("while nothing else computes anything", () => {
    expect(firstStepFrom(board("input"))).toBe("input");
    expect(firstStepFrom(addNote(board("input"), "a note", { x: 0, y: 0 }).doc)).toBe("input");
  });

  it.each([
    ["an empty board", EMPTY],
    ["the first block is there", board("input>conv2d:a")],
    ["a block without an input", board("conv2d:a")],
  ])("no longer, or not yet: %s", (_what, doc) => {
    expect(firstStepFrom(doc)).toBeNull();
  });
});
