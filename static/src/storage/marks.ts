/** Which labs were begun and which are done on this device: what the list of labs shows. */
import type { TextStore } from "./allowed";

/** Milliseconds since 1970. */
export interface Mark {
  readonly begun: number;
  readonly done?: number;
}

const KEY = "bneck-lab marks";

/** All marks by home: the lab and its mode, as `se-module/guided`. */
export function readMarks(texts: TextStore | null): Readonly<Record<string, Mark>> {
  try {
    const value: unknown = JSON.parse(texts?.getItem(KEY) ?? "{}");
    if (typeof value !== "object" || value === null) return {};
    return Object.fromEntries(Object.entries(value).filter(([, mark]) => isMark(mark)));
  } catch {
    // What cannot be read marks nothing.
    return {};
  }
}

const isMark = (mark: unknown): mark is Mark =>
  typeof mark === "object" && mark !== null && "begun" in mark && typeof mark.begun === "number";

/** Write a mark; others were perhaps written in another tab since, so they are read again. */
export function writeMark(texts: TextStore | null, home: string, mark: Mark): void {
  try {
    texts?.setItem(KEY, JSON.stringify({ ...readMarks(texts), [home]: mark }));
  } catch (error) {
    // A full or forbidden storage costs the mark, not the work.
    console.warn("the lab is not marked:", error);
  }
}
