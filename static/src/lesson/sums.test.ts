import { expect, test } from "vitest";
import type { Numbers } from "../api/types";
import { board } from "../graph/testing";
import { sumsOf } from "./sums";

const DOC = board("input>conv2d:fc1");
const one = (...numbers: number[]) => ({
  out: { shape: [1, numbers.length, 1, 1], channels: numbers.map((each) => [[each]]) },
});
const NUMBERS: Numbers = {
  values: { input: one(0.3, 0.5), fc1: one(0) },
  weights: { fc1: [[1.4, -1.2]] },
  sums: { fc1: [-0.18] },
};

test("a node's number is told term by term, before its activation and after it", () => {
  expect(sumsOf(DOC, NUMBERS, "fc1")).toEqual([
    {
      terms: [
        { input: 0.3, weight: 1.4 },
        { input: 0.5, weight: -1.2 },
      ],
      more: false,
      sum: -0.18,
      after: 0,
    },
  ]);
});

test("of many terms it is said that there are more", () => {
  const wide = { out: { ...one(0.3, 0.5).out, shape: [1, 40, 1, 1] } };
  const values = { ...NUMBERS.values, input: wide };
  expect(sumsOf(DOC, { ...NUMBERS, values }, "fc1")[0]?.more).toBe(true);
});

test("what is no such layer, or has not run, has none", () => {
  expect(sumsOf(DOC, { ...NUMBERS, weights: {} }, "fc1")).toEqual([]);
  expect(sumsOf(DOC, { ...NUMBERS, values: {} }, "fc1")).toEqual([]);
});
