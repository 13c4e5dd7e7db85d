/** What the page's lab brings beyond its name: texts and the table, as far as the mode gives them. */
import type { LabInfo, LabStep, Shape, Text } from "../api/types";

export interface StepSheet extends LabStep {
  readonly input_shape?: Shape | null;
  readonly output_shape?: Shape | null;
}

export interface TableRowView {
  readonly step: number;
  readonly cells: Readonly<Record<string, string>>;
}

/** A lab as `GET /api/labs/{lab}` gives it. */
export type LabView = Omit<LabInfo, "steps" | "table"> & {
  readonly task: Text;
  readonly source: Text;
  readonly hint_cap: number;
  readonly columns: readonly string[];
  readonly rows: readonly TableRowView[];
  readonly steps: readonly StepSheet[];
};

export const labView = (lab: LabInfo): LabView => lab as unknown as LabView;
