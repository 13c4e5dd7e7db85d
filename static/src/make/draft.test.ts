import { describe, expect, it } from "vitest";
import type { Draft } from "../api/types";
import {
  carried,
  flawsAt,
  keptParts,
  mergeBack,
  moveNode,
  moveStep,
  NOTHING,
  restored,
  slugOf,
  splitAt,
  toggled,
} from "./draft";

const step = (title: string, ...nodes: string[]) => ({
  nodes,
  title: { "zh-CN": title, en: title },
  task: NOTHING,
  sheet: { "zh-CN": `in\n${title}\nout`, en: `in\n${title}\nout` },
  think: NOTHING,
});

const DRAFT: Draft = {
  slug: "mine",
  title: NOTHING,
  summary: NOTHING,
  task: NOTHING,
  intro: NOTHING,
  given: NOTHING,
  source: NOTHING,
  closing: NOTHING,
  modes: ["guided"],
  hint_cap: 5,
  blocks: [],
  kept: null,
  drops: [],
  steps: [step("one", "a", "b", "c"), step("two", "d"), step("three", "e")],
  graph: { version: 1, nodes: [], edges: [] },
};

const nodes = ({ steps }: Draft): string[] => steps.map((each) => each.nodes.join(""));
const titles = ({ steps }: Draft): string[] => steps.map((each) => each.title.en);

describe("the blocks of steps", () => {
  it("move, and stay in order", () => {
    expect(nodes(moveNode(DRAFT, "c", 1))).toEqual(["ab", "cd", "e"]);
    expect(nodes(moveNode(DRAFT, "e", 0))).toEqual(["abce", "d"]);
    expect(nodes(moveNode(DRAFT, "a", 0))).toEqual(["abc", "d", "e"]);
  });

  it("part into two steps, of which the second has no name yet", () => {
    const split = splitAt(DRAFT, "b");
    expect(nodes(split)).toEqual(["a", "bc", "d", "e"]);
    expect(titles(split)).toEqual(["one", "", "two", "three"]);
    expect(splitAt(DRAFT, "a")).toBe(DRAFT);
    expect(splitAt(DRAFT, "nowhere")).toBe(DRAFT);
  });

  it("come together under the earlier name, with what both sheets say", () => {
    const merged = mergeBack(DRAFT, 1);
    expect(nodes(merged)).toEqual(["abcd", "e"]);
    expect(merged.steps[0]?.sheet.en).toBe("in\none\ntwo\nout");
    expect(mergeBack(DRAFT, 0)).toBe(DRAFT);
  });

  it("stay with their step, which moves as a whole", () => {
    expect(titles(moveStep(DRAFT, 2, -1))).toEqual(["one", "three", "two"]);
    expect(moveStep(DRAFT, 0, -1)).toBe(DRAFT);
    expect(moveStep(DRAFT, 2, 1)).toBe(DRAFT);
  });

  it("are never lost and never doubled", () => {
    const all = nodes(DRAFT).join("");
    for (const node of all) {
      for (const to of [0, 1, 2]) {
        expect([...nodes(moveNode(DRAFT, node, to)).join("")].sort().join("")).toBe(all);
      }
      expect(nodes(splitAt(DRAFT, node)).join("")).toBe(all);
    }
  });
});

describe("names and choices", () => {
  it.each([
    ["My first lab!", "my-first-lab"],
    ["  Café № 5 ", "cafe-no-5"],
    ["我的实验", ""],
    ["a".repeat(30), "a".repeat(20)],
    ["nineteen letters or more", "nineteen-letters-or"],
  ])("%s becomes %s", (title, slug) => expect(slugOf(title, 20)).toBe(slug));

  it("keep the order of what there is to choose", () => {
    const all = ["guided", "exercise", "exam"];
    expect(toggled(["exam"], "guided", all)).toEqual(["guided", "exam"]);
    expect(toggled(["guided", "exam"], "exam", all)).toEqual(["guided"]);
  });

  it("find what is wrong at a place", () => {
    const said = { "zh-CN": "错", en: "wrong" };
    const flaws = [
      { place: ["steps", 1, "title"], said },
      { place: ["steps"], said },
    ];
    expect(flawsAt(flaws, "steps", 1, "title")).toHaveLength(1);
    expect(flawsAt(flaws, "steps")).toHaveLength(1);
    expect(flawsAt(flaws, "title")).toHaveLength(0);
  });
});

it("of what comes along from a lab, only what is there is told", () => {
  const kept = {
    lab: "se-module",
    steps: [],
    table: { columns: ["a"], of: null, steps: null, rows: [], headings: {}, legend: null },
    figure: null,
    ports: {},
    read_again: { kernel_size: NOTHING },
    misconceptions: [],
    compare_bias: true,
    compare_eps: false,
    start: { version: 1 as const, nodes: [], edges: [] },
  };
  expect(keptParts(DRAFT)).toEqual([]);
  expect(keptParts({ ...DRAFT, kept })).toEqual(["table", "read_again", "compare_bias"]);
  const node = { id: "c", position: { x: 0, y: 0 }, data: {}, parentId: null };
  const begun = (type: string) => ({ ...kept.start, nodes: [{ ...node, type }] });
  const starting = (type: string) =>
    keptParts({ ...DRAFT, kept: { ...kept, start: begun(type) } }).includes("start");
  expect([starting("input"), starting("conv2d")]).toEqual([false, true]);
});

describe("a draft that a window kept", () => {
  const { closing: _, ...before } = DRAFT;
  const said = { "zh-CN": "回头看", en: "Look back" };
  const kept = { lab: "se-module", steps: [], closing: said };
  const of = (draft: object): Draft => restored(JSON.stringify(draft));

  it("is as it was", () => {
    expect(of({ ...DRAFT, closing: said })).toEqual({ ...DRAFT, closing: said });
  });

  it("has the demo's end in its own field, also where it came along from a lab", () => {
    expect(of(before).closing).toEqual(NOTHING);
    expect(of({ ...before, kept })).toMatchObject({ closing: said, kept: { lab: "se-module" } });
    expect(of({ ...before, kept }).kept).not.toHaveProperty("closing");
    expect(of({ ...before, kept, drops: ["closing"] })).toMatchObject({
      closing: NOTHING,
      drops: [],
    });
  });
});

describe("a network that is exchanged", () => {
  const board = (channels: number): Draft["graph"] => ({
    version: 1,
    nodes: ["a", "b"].map((id) => ({
      id,
      type: "conv2d",
      position: { x: 0, y: 0 },
      data: { channels: id === "b" ? channels : 8 },
    })),
    edges: [],
  });
  const before: Draft = {
    ...DRAFT,
    title: { "zh-CN": "我的", en: "Mine" },
    modes: ["exam"],
    hint_cap: 2,
    steps: [step("first", "a"), step("second", "b")],
    graph: board(16),
  };

  it("leaves what was written, and takes the sheets of blocks that are others", () => {
    const proposed = {
      ...DRAFT,
      slug: "",
      steps: [step("a", "a"), step("b", "b"), step("c", "c")],
      graph: board(32),
    };
    const draft = carried(before, proposed);
    expect([draft.slug, draft.title, draft.modes, draft.hint_cap]).toEqual([
      "mine",
      before.title,
      ["exam"],
      2,
    ]);
    expect(draft.steps.map(({ title }) => title.en)).toEqual(["first", "second", "c"]);
    expect(draft.steps.map(({ sheet }) => sheet.en.split("\n")[1])).toEqual(["first", "b", "c"]);
    expect(draft.graph).toBe(proposed.graph);
  });
});
