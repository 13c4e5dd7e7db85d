import { expect, test } from "vitest";
import type { Family, Finding } from "../api/types";
import en from "../i18n/en.json";
import zhCN from "../i18n/zh-CN.json";
import { kinds } from "./kinds";

const FAMILIES: Readonly<Record<Family, true>> = {
  missing: true,
  blocks: true,
  wires: true,
  parameters: true,
  misread: true,
  untold: true,
};
const finding = (id: string, family: Family): Finding => ({ id, family }) as Finding;

test("findings are counted by family, in the order in which the families appear", () => {
  const found = kinds([
    finding("1", "parameters"),
    finding("2", "missing"),
    finding("3", "parameters"),
  ]);
  expect(found.map(({ key, findings }) => [key, findings.length])).toEqual([
    ["kind.parameters", 2],
    ["kind.missing", 1],
  ]);
});

test("every family has words", () => {
  for (const family of Object.keys(FAMILIES)) {
    expect(en).toHaveProperty([`kind.${family}`]);
    expect(zhCN).toHaveProperty([`kind.${family}`]);
  }
});
