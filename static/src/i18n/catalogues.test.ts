import { describe, expect, it } from "vitest";
import lessonEn from "../lesson/en.json";
import lessonZh from "../lesson/zh-CN.json";
import makeEn from "../make/en.json";
import makeZh from "../make/zh-CN.json";
import en from "./en.json";
import zhCN from "./zh-CN.json";

const CATALOGUES: readonly [string, Record<string, string>, Record<string, string>][] = [
  ["the editor", en, zhCN],
  ["the lesson", lessonEn, lessonZh],
  ["the page that makes labs", makeEn, makeZh],
];

describe.each(CATALOGUES)("both languages of %s", (_what, en, zhCN) => {
  it("have the same messages with the same values", () => {
    const values = (text: string): string[] => [...text.matchAll(/\{\w+\}/g)].map(String).sort();
    expect(Object.keys(zhCN).sort()).toEqual(Object.keys(en).sort());
    for (const [key, text] of Object.entries(en)) {
      expect([key, values(zhCN[key] ?? "")]).toEqual([key, values(text)]);
    }
  });

  it("separate Chinese and Latin words by a space", () => {
    const tight = Object.entries(zhCN).filter(([, text]) =>
      /[\u4e00-\u9fff][A-Za-z0-9]|[A-Za-z0-9][\u4e00-\u9fff]/.test(text),
    );
    expect(tight).toEqual([]);
  });
});
