/** Reads a block's JSON Schema into the fields of the inspector's form. */
import type { ParamSchema, PropertySchema, TableColumn, Text } from "../api/types";
import type { Json } from "../graph/document";
import type { Lang } from "../i18n";
import type { Params } from "../parts/params";

export interface Field {
  readonly name: string;
  readonly label: Text | null;
  readonly help: Text | null;
  readonly required: boolean;
  /** The switch that has to be off for this to stay empty: null is then no automatic value. */
  readonly neededWhile: string | null;
  /** The switch without which it does nothing, and is not shown. */
  readonly usedWhile: string | null;
  readonly fallback: Json | undefined;
  /** May be null, which means: decided from the rest. */
  readonly automatic: boolean;
  readonly boolean: boolean;
  /** Words that the parameter may be, in the schema's order. */
  readonly words: readonly string[];
  /** How people write them, where that is not how the file does. */
  readonly spelled: Readonly<Record<string, string>>;
  readonly number: NumberRange | null;
}

export interface NumberRange {
  readonly integer: boolean;
  readonly min: number;
  readonly max: number;
  /** What one press of a stepper adds. */
  readonly step: number;
}

/** One of the values that a field offers, and how it is called. */
export interface Choice {
  readonly value: Json;
  readonly text: string;
}

/** Widths come in multiples of 8, kernels are odd: a stepper goes where people want to go. */
const WIDTH_STEP = 8;
const STEPS: Readonly<Record<string, number>> = { kernel_size: 2 };
const WIDE = 1024;

export function fieldsOf(schema: ParamSchema): Field[] {
  const required = new Set(schema.required ?? []);
  return Object.entries(schema.properties)
    .filter(
      ([name, property]) => name !== "type" && name !== "label" && property.const === undefined,
    )
    .map(([name, property]) => fieldOf(schema, name, property, required.has(name)));
}

function fieldOf(
  schema: ParamSchema,
  name: string,
  property: PropertySchema,
  required: boolean,
): Field {
  const kinds = alternatives(schema, property);
  const neededWhile = property.needed_while ?? null;
  const numeric = kinds.find((kind) => kind.type === "integer" || kind.type === "number");
  return {
    name,
    label: property.label ?? null,
    help: property.help ?? null,
    required,
    neededWhile,
    usedWhile: property.used_while ?? null,
    fallback: property.default,
    automatic: neededWhile === null && kinds.some((kind) => kind.type === "null"),
    boolean: kinds.some((kind) => kind.type === "boolean"),
    words: kinds.flatMap(wordsOf),
    spelled: property.spelled ?? {},
    number: numeric ? rangeOf(name, numeric) : null,
  };
}

function alternatives(schema: ParamSchema, property: PropertySchema): readonly PropertySchema[] {
  if (property.$ref) {
    const name = property.$ref.split("/").at(-1) ?? "";
    const target = schema.$defs?.[name];
    if (!target) throw new Error(`the schema refers to ${property.$ref}, which is not in it`);
    return alternatives(schema, target);
  }
  return property.anyOf ? property.anyOf.flatMap((each) => alternatives(schema, each)) : [property];
}

function wordsOf(kind: PropertySchema): string[] {
  const values = kind.enum ?? (kind.const === undefined ? [] : [kind.const]);
  return values.filter((value) => typeof value === "string");
}

function rangeOf(name: string, kind: PropertySchema): NumberRange {
  const integer = kind.type === "integer";
  const max = kind.maximum ?? kind.exclusiveMaximum ?? Number.MAX_SAFE_INTEGER;
  const wide = max >= WIDE ? WIDTH_STEP : 1;
  return {
    integer,
    min: kind.minimum ?? kind.exclusiveMinimum ?? 0,
    max,
    step: integer ? (STEPS[name] ?? wide) : 0.05,
  };
}

/**
 * Step a number: onto the next multiple where the steps are widths (12 and 8 give 16), by a factor of
 * ten where it is a share that is never nothing, as eps; never out of the range.
 */
export function stepped(range: NumberRange, value: number | null, direction: 1 | -1): number {
  const { step, min, max } = range;
  if (value === null) return Math.max(min, Math.min(max, step === WIDTH_STEP ? 16 : min));
  if (!range.integer && min > 0) {
    const next = direction > 0 ? value * 10 : value / 10;
    return Number(Math.max(min, Math.min(max, next)).toPrecision(2));
  }
  const onGrid = step === WIDTH_STEP;
  const next = onGrid
    ? direction > 0
      ? (Math.floor(value / step) + 1) * step
      : (Math.ceil(value / step) - 1) * step
    : value + direction * step;
  const clamped = Math.max(min, Math.min(max, next));
  return range.integer ? clamped : Math.round(clamped * 100) / 100;
}

/** Read what was typed, also in full-width figures; null where it is not a number of the range. */
export function parsed(range: NumberRange, typed: string): number | null {
  const text = typed.normalize("NFKC").trim();
  if (text === "") return null;
  const value = Number(text);
  if (!Number.isFinite(value) || value < range.min || value > range.max) return null;
  if (range.integer && !Number.isInteger(value)) return null;
  return value;
}

/** Whether one of these blocks cannot do without the parameter. */
export const needed = (field: Field, params: readonly Params[]): boolean =>
  field.required || params.some((each) => field.neededWhile !== null && each[field.neededWhile]);

/**
 * The fields that do something, in the order in which they are filled in: what cannot be left open, then
 * the columns of the lab's table in theirs, each followed by what it switches on; then what the block's
 * card shows, and last what is seldom touched.
 */
export function inOrder(
  fields: readonly Field[],
  params: readonly Params[],
  columns: readonly TableColumn[],
  onCard: ReadonlySet<string>,
): Field[] {
  const { length } = columns;
  const column = (name: string): number => {
    const at = columns.findIndex(({ tells }) => tells.includes(name));
    return at >= 0 ? at : onCard.has(name) ? length : length + 1;
  };
  const rank = (field: Field): number => {
    if (needed(field, params)) return column(field.name) - 2 * (length + 2);
    return field.usedWhile === null ? column(field.name) : column(field.usedWhile) + 0.5;
  };
  const used = ({ usedWhile }: Field): boolean =>
    usedWhile === null || params.some((each) => each[usedWhile]);
  return fields.filter(used).sort((a, b) => rank(a) - rank(b));
}

/** How the lab's table heads a parameter, where its label does not say so already. */
export function headingOf(
  field: Field,
  columns: readonly TableColumn[],
  lang: Lang,
): string | null {
  const heading = columns.find(({ tells }) => tells.includes(field.name))?.label[lang];
  const label = field.label?.[lang].toLowerCase() ?? field.name;
  return heading === undefined || label.split(" ").includes(heading.toLowerCase()) ? null : heading;
}

/** Stands for a parameter in which the selected nodes differ. */
export const MIXED = Symbol("mixed");

/** The value that all nodes share, or `MIXED`. */
export function shared(values: readonly (Json | undefined)[]): Json | undefined | typeof MIXED {
  const [first, ...rest] = values;
  return rest.every((value) => Object.is(value, first)) ? first : MIXED;
}
