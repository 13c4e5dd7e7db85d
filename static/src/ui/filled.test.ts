import { expect, test } from "vitest";
import type { TableColumn } from "../api/types";
import { entering, type Filled, filledCell, filledColumns } from "./filled";

const column = (...tells: string[]): TableColumn => ({ tells }) as unknown as TableColumn;
const SCHEMA = {
  type: "object",
  properties: {
    exp_size: {},
    expand: {},
    out_channels: {},
    se: {},
    nl: { spelled: { HS: "h-swish" } },
    norm: {},
  },
} as unknown as Filled["schema"];
const bneck = (params: Filled["params"]): Filled => ({
  name: "bneck 4",
  schema: SCHEMA,
  params,
  input: "56×56×24",
});

test.each([
  [["type"], {}, "bneck 4"],
  [["channels", "height", "width"], {}, "56×56×24"],
  [["exp_size", "expand"], { exp_size: 72, expand: true }, "72"],
  [["exp_size", "expand"], { exp_size: null, expand: false }, ""],
  [["out_channels", "out_features"], { out_channels: 40 }, "40"],
  [["out_channels", "out_features"], {}, "?"],
  [["se"], { se: true }, "✓"],
  [["se"], { se: false }, ""],
  [["nl", "activation", "kind"], { nl: "HS" }, "h-swish"],
  [["nl"], { nl: "none" }, "–"],
  [["padding"], {}, ""],
])("%j of %j is %s", (tells, params, written) => {
  expect(filledCell(column(...tells), bneck(params))).toBe(written);
});

test("the column of layers without batch norm ticks those", () => {
  const nbn = { ...column("norm"), key: "nbn" };
  expect(filledCell(nbn, bneck({ norm: "none" }))).toBe("✓");
  expect(filledCell(nbn, bneck({ norm: "batch" }))).toBe("");
});

test("one column has one notation: a convolution's activation is written as a bneck's", () => {
  const schema = {
    properties: {
      activation: { type: "string", spelled: { hardswish: "h-swish", silu: "swish" } },
    },
  } as unknown as Filled["schema"];
  const nl = { ...column("nl", "activation", "kind"), key: "nl" };
  const cell = (activation: string): string => filledCell(nl, { ...bneck({ activation }), schema });
  expect([cell("hardswish"), cell("relu"), cell("silu"), cell("none")]).toEqual([
    "HS",
    "RE",
    "swish",
    "–",
  ]);
});

test("what nobody fills in has no column", () => {
  expect(filledColumns([column(), column("se")])).toHaveLength(1);
});

test("a block is fed by its first input", () => {
  expect(entering({ a: [1, 2], out: [1, 3] }, [{ name: "a" }, { name: "b" }])).toEqual([1, 2]);
  expect(entering(null, [{ name: "a" }])).toBeUndefined();
  expect(entering({ out: [1, 3] }, [])).toBeUndefined();
});
