import { describe, expect, it } from "vitest";
import { EMPTY } from "../graph/document";
import { addNote } from "../graph/frames";
import { board } from "../graph/testing";
import { firstStepFrom, wordsAt } from "./first-step";

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

describe("the words about the input", () => {
  const area = { x: 0, y: 0, width: 640, height: 190 };
  const input = { x: 236, y: 59, width: 168, height: 72 };

  it.each([
    ["below it", { width: 200, height: 30 }, { x: 220, y: 151 }],
    ["beside it, where there is none above", { width: 200, height: 95 }, { x: 424, y: 47.5 }],
    ["nowhere, where there is none at all", { width: 320, height: 95 }, null],
  ])("stand %s", (_where, words, at) => {
    expect(wordsAt(input, words, area)).toEqual(at);
  });

  it("stand above it where there is no room below", () => {
    const lower = { ...input, y: 100 };
    expect(wordsAt(lower, { width: 200, height: 60 }, area)).toEqual({ x: 220, y: 20 });
  });

  it("stay whole near an edge and beside a panel", () => {
    const high = { ...area, height: 600 };
    expect(wordsAt({ ...input, x: 10 }, { width: 300, height: 60 }, high)?.x).toBe(20);
    expect(wordsAt({ ...input, x: 460 }, { width: 300, height: 60 }, high)?.x).toBe(320);
    const beside = { ...high, x: 288, width: 352 };
    expect(wordsAt({ ...input, x: 300 }, { width: 200, height: 60 }, beside)?.x).toBe(308);
  });
});
