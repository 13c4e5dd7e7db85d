/** What the server takes and gives. Written by hand after the contract until it is generated. */
import type { Document, EdgeId, Json, NodeId } from "../graph/document";
import type { BlockPorts } from "../graph/ports";

/** (N, C, H, W) of a feature map, or (N, C) of a vector. */
export type Shape = readonly number[];

/** One text in every language. */
export type Text = Readonly<Record<"zh-CN" | "en", string>>;

export type Mode = "guided" | "exercise" | "exam";

/** A `composite` can be unfolded into primitive blocks. */
export type Category =
  | "input"
  | "conv"
  | "composite"
  | "pool"
  | "norm"
  | "activation"
  | "combine"
  | "head";

/** A block of the catalogue: what the palette, the inspector and the help page are made from. */
export interface BlockInfo {
  readonly type: string;
  readonly label: Text;
  readonly category: Category;
  readonly composite: boolean;
  readonly ports: BlockPorts;
  /** JSON Schema of the parameters. */
  readonly schema: ParamSchema;
  readonly theory: { readonly text: Text; readonly source: string };
}

export interface ParamSchema {
  readonly type: "object";
  readonly properties: Readonly<Record<string, PropertySchema>>;
  readonly required?: readonly string[];
  readonly $defs?: Readonly<Record<string, PropertySchema>>;
}

/** The part of JSON Schema that the parameters use. */
export interface PropertySchema {
  readonly type?: "integer" | "number" | "string" | "boolean" | "null";
  readonly title?: string;
  readonly description?: string;
  readonly default?: Json;
  readonly enum?: readonly Json[];
  readonly const?: Json;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  readonly multipleOf?: number;
  readonly anyOf?: readonly PropertySchema[];
  readonly $ref?: string;
  /** Words of the parameter in both languages, where the catalogue gives them. */
  readonly label?: Text;
  readonly help?: Text;
}

export type Severity = "error" | "warning" | "info";

/** Something wrong with the graph itself. `nodes` and `edges` begin with the one at fault. */
export interface Diagnostic {
  readonly code: string;
  readonly name: string;
  readonly severity: Severity;
  readonly message: string;
  readonly help?: string | null;
  readonly nodes: readonly NodeId[];
  readonly edges: readonly EdgeId[];
  readonly parameter?: string | null;
  readonly port?: string | null;
}

export interface Cost {
  readonly n_params: number;
  readonly madds: number;
}

export interface Totals extends Cost {
  readonly output_shape?: Shape | null;
}

/** Answer of `POST /api/check`. Input and output ports; one without a shape is not in `shapes`. */
export interface CheckResult {
  readonly shapes: Readonly<Record<NodeId, Readonly<Record<string, Shape>>>>;
  readonly nodes: Readonly<Record<NodeId, Cost>>;
  readonly totals: Totals;
  readonly diagnostics: readonly Diagnostic[];
}

export type GateId = "wiring" | "shapes" | "structure" | "parameters";
export type GateStatus = "passed" | "failed" | "not_checked";
export type StepStatus = "matched" | "wrong" | "missing" | "not_checked";
export type Verdict = "correct" | "incomplete" | "incorrect" | "invalid";

export interface Finding extends Diagnostic {
  readonly id: string;
  readonly step?: number | null;
  /** How many hints there are beyond the message, as far as the lab allows. */
  readonly hint_levels: number;
}

export interface StepResult {
  readonly step: number;
  readonly status: StepStatus;
  readonly nodes: readonly NodeId[];
}

/** Answer of `POST /api/labs/{lab}/verify`. */
export interface Report {
  readonly verdict: Verdict;
  readonly gates: readonly { readonly id: GateId; readonly status: GateStatus }[];
  readonly progress: { readonly matched: number; readonly total: number };
  readonly steps: readonly StepResult[];
  readonly findings: readonly Finding[];
  readonly diagnostics: readonly Diagnostic[];
  readonly totals: Totals;
}

export interface Hint {
  readonly level: number;
  readonly text: string;
}

/** A row of the reference table, as far as the mode shows it. */
export interface TableRow {
  readonly step: number;
  readonly cells: Readonly<Record<string, string>>;
}

export interface LabStep {
  readonly number: number;
  readonly title: Text;
  readonly task?: Text | null;
  readonly think?: Text | null;
  readonly sheet?: Text | null;
  readonly input_shape?: Shape | null;
  readonly output_shape?: Shape | null;
}

/** A lab as the mode shows it. */
export interface LabInfo {
  readonly slug: string;
  readonly title: Text;
  readonly summary: Text;
  readonly source: Text;
  readonly mode: Mode;
  readonly modes: readonly Mode[];
  readonly hint_cap: number;
  /** The types that may be placed, in the palette's order. */
  readonly blocks: readonly string[];
  readonly start: Document;
  readonly task: Text;
  readonly intro?: Text | null;
  readonly columns: readonly string[];
  readonly rows: readonly TableRow[];
  readonly steps: readonly LabStep[];
}

/** Answer of `POST /api/export/pytorch`. `lines` says which lines belong to which node. */
export interface PytorchExport {
  readonly code: string;
  readonly filename?: string;
  readonly lines?: Readonly<Record<NodeId, readonly (readonly [first: number, last: number])[]>>;
}

/** RFC 9457. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail?: string;
  readonly errors?: readonly { readonly pointer: string; readonly detail: string }[];
  readonly request_id?: string;
}
