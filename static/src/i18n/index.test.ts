import { describe, expect, it } from "vitest";
import { clauses, formatNumber, preferredLang } from ".";
import { translate } from "./words";

describe("words on screen", () => {
  it("fill in values, numbers grouped", () => {
    expect(translate("en", "said.connected", { source: "a", target: "b" })).toBe(
      "a connected to b",
    );
    expect(translate("zh-CN", "said.added", { name: "bneck 3" })).toBe("已添加 bneck 3");
    expect(formatNumber("en", 5_483_032)).toBe("5,483,032");
  });

  it("know one from many", () => {
    expect(translate("en", "said.pasted", { count: 1 })).toBe("1 block pasted");
    expect(translate("en", "said.pasted", { count: 1200 })).toBe("1,200 blocks pasted");
  });

  it("leave a value that was not given as it stands, so that it is seen", () => {
    expect(translate("en", "said.added")).toBe("{name} added");
  });

  it.each<[string | null, string[], string]>([
    ["en", ["zh-CN"], "en"],
    [null, ["zh-TW", "en"], "zh-CN"],
    [null, ["fr", "en-GB"], "en"],
    ["fr", ["de"], "zh-CN"],
  ])("remembered %o, browser %o: %s", (remembered, browser, lang) => {
    expect(preferredLang(remembered, browser)).toBe(lang);
  });
});

describe("facts one after the other", () => {
  it("have the language's own commas, and leave out what is not there", () => {
    expect(clauses("zh-CN", ["一", undefined, "二", ""])).toBe("一，二");
    expect(clauses("en", ["one", null, "two"])).toBe("one, two");
  });
});
