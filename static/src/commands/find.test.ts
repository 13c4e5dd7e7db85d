import { describe, expect, it } from "vitest";
import { board } from "../graph/testing";
import { testEditor } from "../state/testing";
import { findBlocks } from "./find";

const doc = board(
  `input>${Array.from({ length: 18 }, (_, at) => `bneck:bneck-${at + 1}`).join(">")}>softmax`,
);
const steps = new Map([
  ["bneck-1", 8],
  ["bneck-2", 18],
]);

function find(query: string, lang: "en" | "zh-CN" = "en"): string[] {
  const { editor } = testEditor(doc);
  editor.setLang(lang);
  return findBlocks(editor, (id) => steps.get(id) ?? null, query).map(({ node }) => node.id);
}

describe("finding a block", () => {
  it("is by its name, and by a number as a whole", () => {
    expect(find("bneck 8")).toEqual(["bneck-8", "bneck-1"]);
    expect(find("BNECK8")).toEqual(["bneck-8", "bneck-1"]);
    expect(find("bneck")).toHaveLength(18);
  });

  it("is by its step, as the screen says it", () => {
    expect(find("step 8")).toEqual(["bneck-1"]);
    expect(find("第8步", "zh-CN")).toEqual(["bneck-1"]);
    expect(find("第 18 步", "zh-CN")).toEqual(["bneck-2"]);
  });

  it("is by its type, in whichever language", () => {
    expect(find("softm")).toEqual(["softmax"]);
    expect(find("softmax（中）")).toEqual(["softmax"]);
  });

  it("finds nothing for nothing, and nothing that is not there", () => {
    expect(find(" ")).toEqual([]);
    expect(find("bneck 19")).toEqual([]);
    expect(find("relu")).toEqual([]);
  });
});
