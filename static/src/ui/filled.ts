/** The lab's own table as the student has filled it in: one cell of it for one block. Pure. */
import type { BlockInfo, Shape, TableColumn } from "../api/types";
import type { Params } from "../parts/params";
import { spelled } from "../parts/summary";

/** A block as it stands on the board; `input` is the shape that enters, written out. */
export interface Filled {
  readonly name: string;
  readonly schema: BlockInfo["schema"];
  readonly params: Params;
  readonly input: string;
}

export const TICK = "✓";
const NOTHING = "";
const NBN = "nbn";
const NL = "nl";
/** The papers' NL column writes the activations of all its rows so; others are spelled out. */
const NONLINEARITIES: Readonly<Record<string, string>> = { relu: "RE", hardswish: "HS" };

/** The columns that a student fills in; a paper's own names and counts are no part of a board. */
export const filledColumns = (columns: readonly TableColumn[]): readonly TableColumn[] =>
  columns.filter(({ tells }) => tells.length > 0);

/** What a block has in a column; nothing where the column does not speak of such blocks. */
export function filledCell({ key, tells }: TableColumn, block: Filled): string {
  if (tells.includes("type")) return block.name;
  if (tells.includes("height")) return block.input;
  const { schema, params } = block;
  const name = tells.find((each) => each in schema.properties);
  // A width that a switch beside it has turned off is not used.
  if (name === undefined || tells.some((each) => each !== name && params[each] === false))
    return NOTHING;
  const value = params[name];
  // Its heading says no batch norm: there the tick is.
  if (key === NBN) return value === "none" ? TICK : NOTHING;
  if (typeof value === "boolean") return value ? TICK : NOTHING;
  if (value === "none") return "–";
  const nonlinearity = key === NL && typeof value === "string" && NONLINEARITIES[value];
  return nonlinearity || spelled(schema, name, value);
}

/** The shape at a block's first input. */
export function entering(
  shapes: Readonly<Record<string, Shape>> | null,
  inputs: readonly { readonly name: string }[],
): Shape | undefined {
  const [first] = inputs;
  return first && shapes?.[first.name];
}
