import { describe, expect, it } from "vitest";
import { NODE_HEIGHT, NODE_WIDTH } from "../graph/geometry";
import {
  beginningOf,
  boardAt,
  broken,
  compositeAt,
  focusAt,
  readingMs,
  sight,
  slipsAt,
  stepAt,
  stepsShown,
  stopAfter,
  stopBefore,
  untoldAt,
} from "./score";
import { network, SCORE } from "./testing";

const ids = (list: readonly { readonly id: string }[]): string =>
  list.map(({ id }) => id).join(" ");

describe("the board of a moment", () => {
  it.each([
    [0, "input", ""],
    [1, "input", ""],
    [2, "input a", ""],
    [3, "input a", "e-1"],
    [8, "input a b", "e-1 e-2"],
    [12, "input a b c", "e-1 e-2 e-3"],
  ])("at %i: %s", (at, nodes, edges) => {
    const doc = boardAt(SCORE, at);
    expect(ids(doc.nodes)).toBe(nodes);
    expect(ids(doc.edges)).toBe(edges);
  });
});

describe("stops", () => {
  it.each([
    [0, true, 1, 0],
    [1, true, 4, 0],
    [2, true, 4, 1],
    [4, true, 5, 1],
    [9, true, 11, 6],
    [12, true, 12, 11],
    [1, false, 5, 0],
    [2, false, 5, 1],
    [5, false, 6, 1],
    [6, false, 11, 5],
  ])("around %i, asking: %s", (at, asking, after, before) => {
    expect(stopAfter(SCORE, at, asking)).toBe(after);
    expect(stopBefore(SCORE, at, asking)).toBe(before);
  });

  it("know their step", () => {
    expect(stepAt(SCORE, 0)).toBeUndefined();
    expect(stepAt(SCORE, 3)?.number).toBe(1);
    expect(stepAt(SCORE, 12)?.number).toBe(2);
    expect(beginningOf(SCORE, 2)).toBe(6);
  });

  it("fill a row only when its shape is shown", () => {
    expect([...stepsShown(SCORE, 4)]).toEqual([]);
    expect([...stepsShown(SCORE, 5)]).toEqual([1]);
    expect([...stepsShown(SCORE, 12)]).toEqual([1, 2]);
  });
});

it("what is asked for is told by no block before it is shown", () => {
  expect([1, 4, 5, 8, 12].map((at) => untoldAt(SCORE, at).join())).toEqual(["a", "a", "", "", ""]);
});

describe("slips", () => {
  const names = (at: number): string =>
    slipsAt(SCORE, at)
      .map(({ name }) => name)
      .join(" ");

  it("are offered when all of their step is there, the latest ones", () => {
    expect([0, 2, 4, 5, 8, 11, 12].map(names)).toEqual([
      "",
      "",
      "behind",
      "behind",
      "behind",
      "nl everywhere",
      "nl everywhere",
    ]);
  });

  it("change what is there and add what is not", () => {
    const [nl, behind] = SCORE.slips;
    if (!nl || !behind) throw new Error("no slips");
    expect(broken(network, nl).nodes.find(({ id }) => id === "b")?.data).toEqual({ nl: "HS" });
    const moved = broken(network, behind);
    expect(ids(moved.nodes)).toBe("input a b c s");
    expect(ids(moved.edges)).toBe("e-1 e-3 x-1 x-2");
    expect(ids(broken(boardAt(SCORE, 4), behind).edges)).toBe("e-1 x-1");
    expect(network.edges).toHaveLength(3);
  });
});

describe("the camera", () => {
  it("looks at the step and what it joins", () => {
    expect(focusAt(SCORE, 0)).toEqual(["input"]);
    expect(focusAt(SCORE, 6)).toEqual(["b", "c", "a"]);
    expect(focusAt(SCORE, 12)).toHaveLength(4);
  });

  it("shows all of it, and is no closer than it may be", () => {
    const size = { width: 540, height: 270 };
    const near = sight(network, ["a"], size);
    expect(near).toEqual({
      x: 232 + NODE_WIDTH / 2 - 200,
      y: NODE_HEIGHT / 2 - 100,
      width: 400,
      height: 200,
    });
    const far = sight(network, ["input", "c"], size);
    expect(far?.width).toBeGreaterThan(3 * 232 + NODE_WIDTH);
    expect(sight(network, [], size)).toBeNull();
  });

  it("shows blocks larger on a larger projector, as the words beside them are", () => {
    const zoomAt = (width: number): number =>
      width / (sight(network, ["a"], { width, height: width / 2 })?.width ?? 0);
    // The board of 1280×720 and of 1920×1080.
    expect(zoomAt(1272) / zoomAt(848)).toBeCloseTo(1.5);
  });
});

it("a composite of the step comes before an earlier one, and any before none", () => {
  const composite = (type: string): boolean => type === "bneck" || type === "conv2d";
  expect(compositeAt(SCORE, 0, composite)).toBeNull();
  expect(compositeAt(SCORE, 5, composite)).toBe("a");
  expect(compositeAt(SCORE, 6, composite)).toBe("a");
  expect(compositeAt(SCORE, 8, composite)).toBe("b");
  expect(compositeAt(SCORE, 12, composite)).toBe("b");
});

it("Chinese takes longer to read, sign by sign, and nothing is over at once", () => {
  expect(readingMs("字".repeat(50), "zh-CN")).toBeGreaterThan(readingMs("a".repeat(50), "en"));
  expect(readingMs("", "en")).toBeGreaterThan(1000);
});
