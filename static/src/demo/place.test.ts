import { expect, it } from "vitest";
import { momentIn, PlaceMemory } from "./place";

const memory = (kept: string | null) => ({ getItem: () => kept, setItem: () => undefined });

it.each([
  ["#at=17", 17],
  ["#at=0", 0],
  ["#at=", null],
  ["#at=x", null],
  ["#board=abc", null],
  ["", null],
])("an address with %j names %s", (hash, at) => {
  expect(momentIn(hash)).toBe(at);
});

it("an address that names another moment goes before what the tab remembers", () => {
  const taken = { at: 5, speed: 2, asking: false, view: { kind: "taken" }, began: 900 };
  const place = new PlaceMemory("lab", memory(JSON.stringify(taken)));
  expect(place.read("#at=5")).toEqual(taken);
  expect(place.read("")).toEqual(taken);
  expect(place.read("#at=7")).toEqual({ ...taken, at: 7, view: { kind: "moment" } });
});

it("without a memory there is only the address", () => {
  expect(new PlaceMemory("lab", null).read("")).toBeNull();
  expect(new PlaceMemory("lab", null).read("#at=3")?.at).toBe(3);
});
