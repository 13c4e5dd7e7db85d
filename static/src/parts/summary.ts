/** What a node says about itself on the canvas: the parameters that its block's declaration names. */
import type { BlockInfo, ParamSchema } from "../api/types";
import type { Json } from "../graph/document";
import type { Params } from "./params";

export interface NodeSummary {
  /** One line for a primitive, two for the larger blocks. */
  readonly lines: readonly string[];
  /** Whether the small shortcut arch is drawn behind the last line. */
  readonly shortcut: boolean;
}

type Declared = Pick<BlockInfo, "summary" | "shortcut" | "schema">;
type Mark = BlockInfo["summary"][number][number];
type Conditions = Mark["when"];

const DOT = " · ";
const NOTHING: NodeSummary = { lines: [], shortcut: false };

/** How people write a parameter's value: `hardswish` is h-swish; what is not given yet is "?". */
export function spelled(schema: ParamSchema, name: string, value: Json | undefined): string {
  if (value === undefined || value === null) return "?";
  return schema.properties[name]?.spelled?.[String(value)] ?? String(value);
}

/** Describe a node; `params` are complete (defaults filled in), the block unknown in some files. */
export function summarise(block: Declared | undefined, params: Params): NodeSummary {
  if (!block) return NOTHING;
  const lines = block.summary
    .map((line) =>
      line
        .filter((mark) => shows(mark, params))
        .map((mark) => words(mark))
        .join(DOT),
    )
    .filter((line) => line !== "");
  return { lines, shortcut: block.shortcut !== null && params[block.shortcut] === true };

  function words({ text }: Mark): string {
    return text.replace(/\{(\w+)\}/g, (_, name: string) =>
      spelled(block?.schema ?? { type: "object", properties: {} }, name, params[name]),
    );
  }
}

const shows = ({ when, unless }: Mark, params: Params): boolean =>
  names(when).every((name) => has(when, name, params)) &&
  !names(unless).some((name) => has(unless, name, params));

const names = (conditions: Conditions): string[] => Object.keys(conditions);

/** A parameter that is not given is as good as null: decided from the rest. */
const has = (conditions: Conditions, name: string, params: Params): boolean =>
  conditions[name]?.some((value) => Object.is(value, params[name] ?? null)) ?? false;
