import { describe, expect, it } from "vitest";
import type { Document } from "../graph/document";
import { fits, shortTitle, stepCards } from "./fold";
import { network, SCORE } from "./testing";

const at = (places: Readonly<Record<string, readonly [number, number]>>): Document => ({
  ...network,
  nodes: network.nodes.map((node) => {
    const [x, y] = places[node.id] ?? [0, 0];
    return { ...node, position: { x, y } };
  }),
});

describe("a network folded into its steps", () => {
  it("has one card over blocks of a step that stand beside each other", () => {
    const cards = stepCards(SCORE, at({ input: [0, 0], a: [300, 0], b: [600, 0], c: [900, 0] }));
    expect(cards.map(({ step, node }) => [step, node])).toEqual([
      [null, "input"],
      [1, "a"],
      [2, "b"],
    ]);
    const [, , last] = cards;
    expect(last?.rect.x).toBe(600);
    expect((last?.rect.x ?? 0) + (last?.rect.width ?? 0)).toBeGreaterThan(900);
  });

  it("has a card in each row that a step goes through, from the top", () => {
    const cards = stepCards(SCORE, at({ input: [0, 0], a: [300, 0], b: [600, 0], c: [0, 200] }));
    expect(cards.filter(({ step }) => step === 2).map(({ node }) => node)).toEqual(["b", "c"]);
  });

  it("calls a step by its name alone, where there is room for it", () => {
    const title = { en: "c1: the first convolution", "zh-CN": "c1：入口卷积" };
    expect([shortTitle(title, "en"), shortTitle(title, "zh-CN")]).toEqual(["c1", "c1"]);
    expect([fits("bneck 1", 5), fits("bneck 1", 4), fits("池化", 2), fits("池化", 1.5)]).toEqual([
      true,
      false,
      true,
      false,
    ]);
  });
});
