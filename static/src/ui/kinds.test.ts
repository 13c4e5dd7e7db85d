import { expect, test } from "vitest";
import type { Finding } from "../api/types";
import en from "../i18n/en.json";
import zhCN from "../i18n/zh-CN.json";
import { kinds } from "./kinds";

const finding = (id: string, code: string): Finding => ({ id, code }) as Finding;

test("findings are counted by family, in the order in which the families appear", () => {
  const found = kinds([
    finding("1", "V301"),
    finding("2", "V201"),
    finding("3", "V308"),
    finding("4", "V212"),
    finding("5", "V203"),
    finding("6", "V401"),
  ]);
  expect(found.map(({ key, findings }) => [key, findings.length])).toEqual([
    ["kind.parameters", 2],
    ["kind.missing", 1],
    ["kind.wires", 1],
    ["kind.blocks", 1],
    ["kind.misread", 1],
  ]);
});

test("every kind has words", () => {
  for (const { key } of kinds(
    ["V201", "V203", "V211", "V301", "V401"].map((code) => finding(code, code)),
  )) {
    expect(en).toHaveProperty([key]);
    expect(zhCN).toHaveProperty([key]);
  }
});
