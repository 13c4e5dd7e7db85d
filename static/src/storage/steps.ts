/** A board's history as it is stored: the document, and each step of undo as what it changed. Pure. */
import type { Document } from "../graph/document";
import type { History, Step } from "../graph/history";
import { applyPatch, diff, type Patch } from "./patch";
import type { BoardId } from "./store";

export interface StepRecord {
  readonly board: BoardId;
  /** The step leads from document `index - 1` to document `index`. */
  readonly index: number;
  readonly did: string;
  readonly undo: Patch;
  readonly redo: Patch;
  /** What the document before was made by; needed for the first step only. */
  readonly before: string;
}

/** The document that is shown, and where in the history it lies. */
export interface Present {
  readonly doc: Document;
  readonly did: string;
  /** How many steps lie before the document; the others are there to be redone. */
  readonly position: number;
}

/** Walk the steps from the stored document in both directions. */
export function rebuild(board: Present, steps: readonly StepRecord[]): History {
  const past: Step[] = [];
  let { doc } = board;
  for (let index = board.position; index > 0; index -= 1) {
    const step = steps[index - 1];
    if (!step) break;
    doc = applyPatch(doc, step.undo);
    past.push({ doc, did: step.before });
  }
  const future: Step[] = [];
  doc = board.doc;
  for (const step of steps.slice(board.position)) {
    doc = applyPatch(doc, step.redo);
    future.push({ doc, did: step.did });
  }
  return { past: past.reverse(), now: { doc: board.doc, did: board.did }, future, open: null };
}

/** All documents of a history, oldest first. */
export const line = (history: History): readonly Step[] => [
  ...history.past,
  history.now,
  ...history.future,
];

export const stepRecord = (
  board: BoardId,
  index: number,
  before: Step,
  after: Step,
): StepRecord => ({
  board,
  index,
  did: after.did,
  before: before.did,
  undo: diff(after.doc, before.doc),
  redo: diff(before.doc, after.doc),
});
