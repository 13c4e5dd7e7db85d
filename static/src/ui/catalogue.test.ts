import { describe, expect, it } from "vitest";
import type { BlockInfo } from "../api/types";
import { search } from "./catalogue";

const block = (type: string, category: string, zh: string, en: string): BlockInfo =>
  ({ type, category, label: { "zh-CN": zh, en } }) as BlockInfo;

const BLOCKS = [
  block("conv2d", "conv", "卷积 Conv2D", "conv2d"),
  block("depthwise_conv2d", "conv", "DW 卷积", "depthwise conv2d"),
  block("avg_pool", "pool", "平均池化 AvgPool", "average pool"),
  block("global_avg_pool", "pool", "全局平均池化", "global average pool"),
  block("linear", "head", "全连接 FC", "linear"),
];

const found = (query: string): string[] =>
  search(BLOCKS, query, "en").flatMap(({ blocks }) => blocks.map(({ type }) => type));

describe("search", () => {
  it.each([
    ["", ["conv2d", "depthwise_conv2d", "avg_pool", "global_avg_pool", "linear"]],
    ["conv", ["conv2d", "depthwise_conv2d"]],
    ["depth", ["depthwise_conv2d"]],
    ["全局", ["global_avg_pool"]],
    ["fc", ["linear"]],
    ["pool average", ["avg_pool", "global_avg_pool"]],
    ["DwiseConv2D", ["depthwise_conv2d"]],
    ["gap", ["global_avg_pool"]],
    ["zzz", []],
  ])("%j finds %j", (query, types) => {
    expect(found(query)).toEqual(types);
  });
});
