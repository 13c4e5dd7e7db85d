/**
 * What the server takes and gives, under the names that the editor uses. All of it comes from the
 * server's own schema (`npm run types`), but for the two documents that it describes loosely: a
 * board, and the JSON Schema of a block's parameters.
 */
import type { Document, Json } from "../graph/document";
import type { components } from "./schema.gen";

type Schemas = components["schemas"];

/** (N, C, H, W) of a feature map, or (N, C) of a vector. */
export type Shape = readonly number[];

/** How shapes are written: as the lab text (224×224×3) or as PyTorch (1×3×224×224). */
export type Notation = Schemas["AskBody"]["notation"];

/** One text in every language. */
export type Text = Schemas["Words"];

/** A block of the catalogue: what the palette, the inspector and the help page are made from. */
export type BlockInfo = Omit<Schemas["BlockJson"], "schema"> & {
  /** JSON Schema of the parameters. */
  readonly schema: ParamSchema;
};
export type Category = BlockInfo["category"];

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
  /** How people write its values, where that is not how the file does. */
  readonly spelled?: Readonly<Record<string, string>>;
  /** The switch that has to be off for it to be null. */
  readonly needed_while?: string;
  /** The switch without which it does nothing. */
  readonly used_while?: string;
}

export type Severity = Schemas["Severity"];
export type Diagnostic = Schemas["DiagnosticJson"];
export type Cost = Schemas["NodeJson"];
export type CheckResult = Schemas["CheckJson"];

export type Report = Schemas["ReportJson"];
export type Verdict = Report["verdict"];
export type Finding = Schemas["FindingJson"];
export type Family = Finding["family"];
export type StepResult = Schemas["StepJson"];
export type StepStatus = StepResult["status"];
export type Hint = Schemas["HintJson"];

/** A lab as the mode shows it. */
export type LabInfo = Omit<Schemas["LabView"], "start"> & { readonly start: Document };
export type TableColumn = Schemas["ColumnView"];
export type TableRow = Schemas["RowView"];
export type Mode = LabInfo["mode"];
type Box = Schemas["Box"];
type FigureWire = Schemas["FigureWire"];
/** Boxes and wires beside the task; what a box or a wire does not have is left out. */
export type Figure = Omit<Schemas["Figure"], "boxes" | "wires"> & {
  readonly boxes: Readonly<Record<string, Omit<Box, "category" | "step"> & Partial<Box>>>;
  readonly wires: readonly (Omit<FigureWire, "via"> & Partial<FigureWire>)[];
};
/** What the mode gives, tells and counts. */
export type ModePolicy = LabInfo["policy"];

/** What is taught beside the construction, as far as the mode gives it. */
export type Lesson = Schemas["Lesson"];
export type LessonSection = Schemas["Section"];
export type LessonStep = Schemas["StepLesson"];
export type Question = Schemas["QuestionView"];
export type Card = Schemas["Card"];
export type Curves = Schemas["CurvesJson"];
export type Curve = Schemas["CurveJson"];
/** What every wire of the board carries, and the weights of fully connected layers. */
export type Numbers = Schemas["ProbeJson"];
export type Tensor = Schemas["ValuesJson"];
export type Judged = Schemas["JudgedJson"];
export type Quantity = Schemas["PredictBody"]["quantity"];
/** What an instructor's link fixes. */
export type Terms = Schemas["Terms"];
/** How many attempts were made and are left, and the token that says so. */
export type AttemptsTold = NonNullable<Report["attempts"]>;

/** A file to hand in, sealed by the server as it is. */
export type HandIn = Schemas["HandInJson"];

export type PytorchExport = Schemas["ModuleJson"];
/** RFC 9457. */
export type Problem = Schemas["ProblemJson"];

/** A lab's construction, as the instructor's demo plays it. */
export type Score = Omit<Schemas["Score"], "board" | "slips"> & {
  readonly board: Document;
  readonly slips: readonly Slip[];
};
export type Moment = Schemas["Moment"];
export type StepInfo = Schemas["StepView"];
/** A typical mistake, as a change of the board. */
export type Slip = Omit<Schemas["Slip"], "nodes" | "edges"> & {
  readonly nodes: Document["nodes"];
  readonly edges: Document["edges"];
};
export type PieceWords = Schemas["PieceWords"];

/** A lab as it stands in the instructor's form. */
export type Draft = Omit<Required<Schemas["Draft"]>, "graph" | "steps"> & {
  readonly graph: Document;
  readonly steps: readonly DraftStep[];
};
/** What a draft has from a lab although the form has no field for it. */
export type DraftPart = NonNullable<Schemas["Draft"]["drops"]>[number];
export type DraftStep = Required<Schemas["DraftStep"]>;
/** What came of a draft: the lab as a student would see it, or what is wrong with it. */
export type Drafted = Omit<Schemas["DraftedJson"], "lab"> & { readonly lab: LabInfo | null };
export type Flaw = Schemas["FlawJson"];
export type ProofEvent = Schemas["EventJson"];
export type Progress = Schemas["ProofProgressJson"];
export type Made = Schemas["MadeJson"];
export type Proof = Schemas["ProofJson"];
export type FaultKind = Schemas["MissedJson"]["kind"];
