/**
 * What this device keeps, in IndexedDB: boards, the steps of their undo history, and versions.
 * Every write of a board says who writes; a tab that lost the board to another one writes nothing.
 */
import { type DBSchema, type IDBPDatabase, openDB } from "idb";
import type { Document } from "../graph/document";
import type { History, Step } from "../graph/history";
import { applyPatch, diff, type Patch } from "./patch";
import { NO_ATTEMPTS, type Tally } from "./tally";

export interface View {
  readonly x: number;
  readonly y: number;
  readonly zoom: number;
}

interface BoardRecord {
  readonly id: string;
  /** Lab and mode that the board belongs to: copies share it. */
  readonly home: string;
  readonly doc: Document;
  readonly did: string;
  /** How many steps lie before the document; the others are there to be redone. */
  readonly position: number;
  readonly steps: number;
  readonly view: View | null;
  /** Not in boards that were stored before attempts were counted. */
  readonly attempts?: Tally;
  /** The tab that may write. */
  readonly writer: string;
  readonly saved: number;
}

interface StepRecord {
  readonly board: string;
  /** The step leads from document `index - 1` to document `index`. */
  readonly index: number;
  readonly did: string;
  readonly undo: Patch;
  readonly redo: Patch;
  /** What the document before was made by; needed for the first step only. */
  readonly before: string;
}

export interface Version {
  readonly id: number;
  readonly board: string;
  /** Given by the student; `null` for versions kept by themselves. */
  readonly name: string | null;
  readonly doc: Document;
  /** Milliseconds since 1970. */
  readonly at: number;
}

interface Schema extends DBSchema {
  boards: { key: string; value: BoardRecord; indexes: { home: string } };
  /** Writers that lost a board. A write first adds its own and takes it away: if it is there, all fails. */
  fences: { key: [string, string]; value: { readonly board: string; readonly writer: string } };
  steps: { key: [string, number]; value: StepRecord };
  versions: {
    key: number;
    value: Omit<Version, "id"> & { readonly id?: number };
    indexes: { board: string };
  };
}

export type Database = IDBPDatabase<Schema>;

/** Versions kept by themselves; named ones are kept until they are deleted. */
export const KEPT_VERSIONS = 50;

/** Another tab owns the board now. */
export class NotTheWriter extends Error {
  override readonly name = "NotTheWriter";
}

/** @param onclosed called when another tab needs a newer form of the database, or it was deleted */
export function openDatabase(
  name = "bneck-lab",
  onclosed: () => void = () => {},
): Promise<Database> {
  return openDB<Schema>(name, 1, {
    upgrade(db) {
      db.createObjectStore("boards", { keyPath: "id" }).createIndex("home", "home");
      db.createObjectStore("fences", { keyPath: ["board", "writer"] });
      db.createObjectStore("steps", { keyPath: ["board", "index"] });
      const versions = db.createObjectStore("versions", { keyPath: "id", autoIncrement: true });
      versions.createIndex("board", "board");
    },
    blocking(_current, _blocked, event) {
      (event.target as IDBDatabase).close();
      onclosed();
    },
    terminated: onclosed,
  });
}

export interface Loaded {
  readonly history: History;
  readonly view: View | null;
  readonly attempts: Tally;
  readonly saved: number;
}

/** Read a board with its whole history; `null` where there is none. */
export async function loadBoard(db: Database, id: string): Promise<Loaded | null> {
  const tx = db.transaction(["boards", "steps"]);
  const [board, steps] = await Promise.all([
    tx.objectStore("boards").get(id),
    tx.objectStore("steps").getAll(stepsOf(id)),
  ]);
  await tx.done;
  if (!board) return null;
  return {
    history: rebuild(board, steps),
    view: board.view,
    attempts: board.attempts ?? NO_ATTEMPTS,
    saved: board.saved,
  };
}

/** Walk the steps from the stored document in both directions. */
function rebuild(board: BoardRecord, steps: readonly StepRecord[]): History {
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

const line = (history: History): readonly Step[] => [
  ...history.past,
  history.now,
  ...history.future,
];

export interface Saving {
  readonly id: string;
  readonly home: string;
  readonly writer: string;
  readonly history: History;
  /** The history that is stored already; `null` for a board that is not stored at all. */
  readonly stored: History | null;
  readonly view: View | null;
  readonly attempts: Tally;
  readonly now: number;
}

/**
 * Write a board and the steps of its history that are not stored yet, all or nothing.
 *
 * Every request is made before the first answer is waited for, and the transaction is committed at
 * once: a page that is going away gets no more answers. That is why the fence is no read.
 *
 * @throws NotTheWriter another tab has claimed the board; nothing was written
 */
export async function saveBoard(db: Database, saving: Saving): Promise<void> {
  const { id, history, writer } = saving;
  const steps = line(history);
  const stored = saving.stored ? line(saving.stored) : [];
  let same = 0;
  while (same < steps.length && steps[same] === stored[same]) same += 1;
  const tx = db.transaction(["boards", "fences", "steps"], "readwrite");
  const fences = tx.objectStore("fences");
  const stepStore = tx.objectStore("steps");
  const passed = fences.add({ board: id, writer });
  // Step `index` depends on the documents on both of its sides.
  const first = Math.max(same, 1);
  const writes: Promise<unknown>[] = [
    fences.delete([id, writer]),
    stepStore.delete(stepsOf(id, first)),
  ];
  for (let index = first; index < steps.length; index += 1) {
    const [before, after] = [steps[index - 1], steps[index]];
    if (before && after) writes.push(stepStore.put(stepRecord(id, index, before, after)));
  }
  writes.push(tx.objectStore("boards").put(boardRecord(saving, steps.length - 1)), tx.done);
  tx.commit();
  const fenced = await passed.then(
    () => false,
    (error: unknown) => error instanceof DOMException && error.name === "ConstraintError",
  );
  const results = await Promise.allSettled(writes);
  if (fenced) throw new NotTheWriter(id);
  for (const result of results) if (result.status === "rejected") throw result.reason;
}

const stepRecord = (board: string, index: number, before: Step, after: Step): StepRecord => ({
  board,
  index,
  did: after.did,
  before: before.did,
  undo: diff(after.doc, before.doc),
  redo: diff(before.doc, after.doc),
});

const boardRecord = (saving: Saving, steps: number): BoardRecord => ({
  id: saving.id,
  home: saving.home,
  doc: saving.history.now.doc,
  did: saving.history.now.did,
  position: saving.history.past.length,
  steps,
  view: saving.view,
  attempts: saving.attempts,
  writer: saving.writer,
  saved: saving.now,
});

/** Make a tab the only one that may write; a write of the former one fails from now on. */
export async function claimBoard(db: Database, id: string, writer: string): Promise<void> {
  const tx = db.transaction(["boards", "fences"], "readwrite");
  const boards = tx.objectStore("boards");
  const fences = tx.objectStore("fences");
  const board = await boards.get(id);
  if (board && board.writer !== writer) {
    await fences.put({ board: id, writer: board.writer });
    await boards.put({ ...board, writer });
  }
  await fences.delete([id, writer]);
  await tx.done;
}

const stepsOf = (id: string, from = 0): IDBKeyRange =>
  IDBKeyRange.bound([id, from], [id, Number.MAX_SAFE_INTEGER]);

/** Keep the document as a version, and drop the oldest unnamed ones beyond the number kept. */
export async function addVersion(db: Database, version: Omit<Version, "id">): Promise<void> {
  const tx = db.transaction("versions", "readwrite");
  await tx.store.add(version);
  const unnamed = (await tx.store.index("board").getAll(version.board)).filter(
    (each) => each.name === null,
  );
  const surplus = unnamed.slice(0, Math.max(0, unnamed.length - KEPT_VERSIONS));
  await Promise.all(surplus.map(({ id }) => (id === undefined ? undefined : tx.store.delete(id))));
  await tx.done;
}

/** The versions of a board, newest first. */
export async function listVersions(db: Database, board: string): Promise<Version[]> {
  const versions = await db.getAllFromIndex("versions", "board", board);
  return (versions as Version[]).reverse();
}

export const deleteVersion = (db: Database, id: number): Promise<void> => db.delete("versions", id);

export interface StoredBoard {
  readonly id: string;
  readonly saved: number;
  readonly blocks: number;
}

/** The boards of one lab and mode on this device, last saved first: the board itself and copies. */
export async function listBoards(db: Database, home: string): Promise<StoredBoard[]> {
  const boards = await db.getAllFromIndex("boards", "home", home);
  return boards
    .map(({ id, saved, doc }) => ({ id, saved, blocks: doc.nodes.length }))
    .sort((a, b) => b.saved - a.saved);
}
