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
export type Mark = BlockInfo["summary"][number][number];
export type Conditions = Mark["when"];

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
    .map((line) => written(line, block.schema, params))
    .filter((line) => line !== "");
  return { lines, shortcut: block.shortcut !== null && params[block.shortcut] === true };
}

/** A line of marks as text: those that show, with the parameters' values. */
export const written = (line: readonly Mark[], schema: ParamSchema, params: Params): string =>
  line
    .filter(
      ({ when, unless }) =>
        holds(when, params) && !names(unless).some((name) => has(unless, name, params)),
    )
    .map(({ text }) =>
      text.replace(/\{(\w+)\}/g, (_, name: string) => spelled(schema, name, params[name])),
    )
    .join(DOT);

/** Whether every parameter has one of the values that are named for it. */
export const holds = (conditions: Conditions, params: Params): boolean =>
  names(conditions).every((name) => has(conditions, name, params));

const names = (conditions: Conditions): string[] => Object.keys(conditions);

/** A parameter that is not given is as good as null: decided from the rest. */
const has = (conditions: Conditions, name: string, params: Params): boolean =>
  conditions[name]?.some((value) => Object.is(value, params[name] ?? null)) ?? false;

/** The parameters that a block's card shows, or hangs on. */
export const namedBy = ({ summary }: Pick<BlockInfo, "summary">): ReadonlySet<string> =>
  new Set(
    summary
      .flat()
      .flatMap(({ text, when, unless }) => [
        ...[...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? ""),
        ...names(when),
        ...names(unless),
      ]),
  );
