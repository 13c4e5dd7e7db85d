import { expect, test } from "vitest";
import type { Lesson } from "../api/types";
import { placeOf } from "./place";

const NO_TEXT = { en: "", "zh-CN": "" };
const section = (id: string, about: readonly string[]) => ({
  id,
  about,
  title: NO_TEXT,
  text: NO_TEXT,
  formulas: [],
});
const LESSON: Lesson = {
  chapters: [
    { title: NO_TEXT, sections: [section("size", ["stride"])] },
    { title: NO_TEXT, sections: [section("se", ["se"]), section("gate", ["wrong-gate", "se"])] },
  ],
  steps: [],
  questions: [],
  cards: {},
};

test.each([
  [["wrong-gate", "stride"], 1, "gate"],
  [["nothing-known", "stride"], 0, "size"],
  [["se"], 1, "se"],
])("%j is explained in chapter %d at %s", (names, chapter, id) => {
  const place = placeOf(LESSON, names);
  expect([place?.chapter, place?.section.id]).toEqual([chapter, id]);
});

test("what no section is about has no place", () => {
  expect(placeOf(LESSON, ["nothing-known"])).toBeNull();
});
