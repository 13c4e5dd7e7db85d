import { expect, it } from "vitest";
import { factsIn, paragraphsIn } from "./lines";

it("a sheet is its lines, the same one as often as it is there, and no empty ones", () => {
  expect(factsIn("\nactivation: ReLU\n\n  activation: ReLU \n\nOutput\n")).toEqual([
    "activation: ReLU",
    "activation: ReLU",
    "Output",
  ]);
  expect(factsIn(" \n")).toEqual([]);
});

it("paragraphs have an empty line between them", () => {
  expect(paragraphsIn("\nOne\ntwo\n \nOne\ntwo\n")).toEqual(["One\ntwo", "One\ntwo"]);
});
