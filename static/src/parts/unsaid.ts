/** What a sheet says of a step, without what is still to be predicted. Pure. */
import type { StepInfo } from "../api/types";
import { shapeText } from "./shape-text";

/** What stands where a shape is not told yet. */
const UNTOLD = "?";

type Shapes = Pick<StepInfo, "input_shape" | "output_shape">;

/** A line of the sheet with its output shape left out; where nothing is reshaped nothing is. */
export function unsaid(fact: string, { input_shape, output_shape }: Shapes): string {
  if (!input_shape || !output_shape || input_shape.join() === output_shape.join()) return fact;
  const written = shapeText(output_shape, "HWC");
  // Within a longer shape, or a longer number, the same figures are others.
  return fact.replace(new RegExp(`(?<![\\d×.,])${written}(?![\\d×])`, "g"), UNTOLD);
}
