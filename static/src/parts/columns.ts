/** How a table's columns are read. */

export type Align = "left" | "center" | "right";

/** Words begin at the left, figures and shapes end at the right, ticks stand in the middle. */
export function alignOf(cells: readonly (string | undefined)[]): Align {
  const all = cells.join(" ");
  if (/\p{L}/u.test(all)) return "left";
  return /\d/.test(all) ? "right" : "center";
}
