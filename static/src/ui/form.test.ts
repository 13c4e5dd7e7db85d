import { describe, expect, test } from "vitest";
import type { ParamSchema, TableColumn } from "../api/types";
import { fieldsOf, headingOf, inOrder, MIXED, needed, parsed, shared, stepped } from "./form";

const schema: ParamSchema = {
  type: "object",
  required: ["out_channels"],
  properties: {
    out_channels: { type: "integer", minimum: 1, maximum: 8192 },
    kernel_size: { type: "integer", minimum: 1, maximum: 31, default: 3 },
    padding: {
      anyOf: [
        { const: "same", type: "string" },
        { type: "integer", minimum: 0, maximum: 31 },
      ],
      default: "same",
    },
    bias: { anyOf: [{ type: "boolean" }, { type: "null" }], default: null },
    nl: { type: "string", enum: ["RE", "HS"], default: "RE" },
    norm: { $ref: "#/$defs/Norm", default: "none" },
    exp_size: {
      anyOf: [{ type: "integer", minimum: 1 }, { type: "null" }],
      default: null,
      needed_while: "expand",
    },
    expand: { type: "boolean", default: true },
    p: { type: "number", minimum: 0, maximum: 1, default: 0.2 },
    eps: { type: "number", minimum: 1e-12, maximum: 1, default: 1e-5 },
  },
  $defs: { Norm: { type: "string", enum: ["none", "batch"] } },
};
const field = (name: string) => {
  const found = fieldsOf(schema).find((each) => each.name === name);
  if (!found) throw new Error(name);
  return found;
};
const range = (name: string) => {
  const { number } = field(name);
  if (!number) throw new Error(name);
  return number;
};

describe("fields of a schema", () => {
  test("keep the order of the schema", () => {
    expect(fieldsOf(schema).map(({ name }) => name)).toEqual(Object.keys(schema.properties));
  });

  test.each([
    ["out_channels", { required: true, automatic: false, boolean: false, words: [] }],
    ["padding", { automatic: false, words: ["same"], fallback: "same" }],
    ["bias", { automatic: true, boolean: true, number: null }],
    ["nl", { words: ["RE", "HS"], number: null }],
    ["norm", { words: ["none", "batch"] }],
  ])("%s", (name, expected) => {
    expect(field(name)).toMatchObject(expected);
  });

  test("a width is needed while its convolution is there, and never automatic", () => {
    expect(field("exp_size")).toMatchObject({ automatic: false, required: false });
    expect(needed(field("exp_size"), [{ expand: true }])).toBe(true);
    expect(needed(field("exp_size"), [{ expand: false }])).toBe(false);
    expect(needed(field("out_channels"), [{}])).toBe(true);
    expect(needed(field("bias"), [{ expand: true }])).toBe(false);
  });

  test("a reference to nowhere is a fault of the server and said so", () => {
    expect(() => fieldsOf({ type: "object", properties: { a: { $ref: "#/$defs/B" } } })).toThrow(
      "#/$defs/B",
    );
  });
});

describe("the order of the fields", () => {
  const text = (en: string) => ({ en, "zh-CN": en });
  const column = (key: string, ...tells: string[]): TableColumn => ({
    key,
    label: text(key),
    what: text(key),
    tells,
    place: text(key),
  });
  const columns = [
    column("k", "kernel_size"),
    column("exp", "exp_size", "expand"),
    column("#out", "out_channels"),
    column("NL", "nl"),
  ];
  const names = (...params: Record<string, boolean>[]) =>
    inOrder(fieldsOf(used), params, columns, new Set(["eps"])).map(({ name }) => name);
  const used: ParamSchema = {
    ...schema,
    properties: {
      ...schema.properties,
      exp_size: { type: "integer", needed_while: "expand", used_while: "expand" },
      width: { type: "integer", used_while: "se" },
      se: { type: "boolean", default: false },
    },
  };

  test("is what has to be given, then the table's, then the rest", () => {
    expect(names({ expand: true }).slice(0, 5)).toEqual([
      "exp_size",
      "out_channels",
      "kernel_size",
      "expand",
      "nl",
    ]);
  });

  test("puts what the card shows before what it does not", () => {
    const order = names({ expand: true });
    expect(order.indexOf("eps")).toBeLessThan(order.indexOf("padding"));
  });

  test("leaves out what does nothing, unless it does something at one of the blocks", () => {
    expect(names({ expand: false })).not.toContain("exp_size");
    expect(names({ expand: false })).not.toContain("width");
    expect(names({ se: false }, { se: true })).toContain("width");
  });

  test("shows the table's name beside a label that does not say it", () => {
    const labelled = { ...field("kernel_size"), label: text("kernel") };
    expect(headingOf(labelled, columns, "en")).toBe("k");
    expect(headingOf({ ...labelled, label: text("kernel k") }, columns, "en")).toBeNull();
    expect(headingOf(field("padding"), columns, "en")).toBeNull();
  });
});

describe("stepping", () => {
  test.each([
    ["out_channels", 16, 1, 24],
    ["out_channels", 12, 1, 16],
    ["out_channels", 12, -1, 8],
    ["out_channels", 8, -1, 1],
    ["out_channels", 8192, 1, 8192],
    ["out_channels", null, 1, 16],
    ["kernel_size", 3, 1, 5],
    ["kernel_size", 1, -1, 1],
    ["p", 0.2, 1, 0.25],
    ["eps", 1e-5, 1, 1e-4],
    ["eps", 1e-5, -1, 1e-6],
    ["eps", 0.3, 1, 1],
    ["eps", 1e-12, -1, 1e-12],
  ] as const)("%s from %s by %i", (name, value, direction, expected) => {
    expect(stepped(range(name), value, direction)).toBe(expected);
  });
});

describe("typing", () => {
  test.each([
    ["out_channels", "72", 72],
    ["out_channels", " 72 ", 72],
    ["out_channels", "７２", 72],
    ["out_channels", "0", null],
    ["out_channels", "8193", null],
    ["out_channels", "7.5", null],
    ["out_channels", "", null],
    ["out_channels", "1e400", null],
    ["out_channels", "seven", null],
    ["p", "0.5", 0.5],
    ["eps", "0.001", 0.001],
    ["eps", "1e-3", 0.001],
    ["eps", "0", null],
  ])("%s: %j", (name, typed, expected) => {
    expect(parsed(range(name), typed)).toBe(expected);
  });
});

test("values that differ are mixed", () => {
  expect(shared([1, 1])).toBe(1);
  expect(shared([1, 2])).toBe(MIXED);
  expect(shared([])).toBeUndefined();
});
