/**
 * The form of the database on this device, and the ladder by which an older one becomes it: each rung
 * leads from one version to the next, and none is ever changed, because somewhere a browser still
 * stands on the rung below.
 */
import {
  type DBSchema,
  type IDBPDatabase,
  type IDBPTransaction,
  openDB,
  type StoreNames,
} from "idb";
import type { StepRecord } from "./steps";
import { type BoardId, randomId, type Version, type View } from "./store";
import type { Tally } from "./tally";

export interface BoardRecord {
  readonly id: BoardId;
  /** Lab and mode that the board belongs to: copies share it. */
  readonly home: string;
  readonly doc: Version["doc"];
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

export interface Schema extends DBSchema {
  boards: { key: BoardId; value: BoardRecord; indexes: { home: string } };
  /** What boards are found by: a lab and mode, and what version 1 called them, as tabs remember it. */
  names: { key: string; value: { readonly name: string; readonly board: BoardId } };
  /** Writers that lost a board. A write first adds its own and takes it away: if it is there, all fails. */
  fences: {
    key: [BoardId, string];
    value: { readonly board: BoardId; readonly writer: string };
  };
  steps: { key: [BoardId, number]; value: StepRecord };
  versions: {
    key: number;
    value: Omit<Version, "id"> & { readonly id?: number };
    indexes: { board: BoardId };
  };
}

export type Database = IDBPDatabase<Schema>;
type Upgrade = IDBPTransaction<Schema, StoreNames<Schema>[], "versionchange">;

/** Rung by rung: the first leads from nothing to version 1. */
const LADDER: readonly ((db: Database, tx: Upgrade) => Promise<void> | void)[] = [
  (db) => {
    db.createObjectStore("boards", { keyPath: "id" }).createIndex("home", "home");
    db.createObjectStore("fences", { keyPath: ["board", "writer"] });
    db.createObjectStore("steps", { keyPath: ["board", "index"] });
    const versions = db.createObjectStore("versions", { keyPath: "id", autoIncrement: true });
    versions.createIndex("board", "board");
  },
  async (db, tx) => {
    db.createObjectStore("names", { keyPath: "name" });
    await giveIds(tx);
  },
];

/** @param onclosed called when another tab needs a newer form of the database, or it was deleted */
export function openDatabase(
  name = "bneck-lab",
  onclosed: () => void = () => {},
  version = LADDER.length,
): Promise<Database> {
  return openDB<Schema>(name, version, {
    async upgrade(db, from, to, tx) {
      for (const rung of LADDER.slice(from, to ?? version)) await rung(db, tx);
    },
    blocking(_current, _blocked, event) {
      (event.target as IDBDatabase).close();
      onclosed();
    },
    terminated: onclosed,
  });
}

/** Version 1 called a board by its lab and mode, a copy by these and a number: now by a UUID. */
async function giveIds(tx: Upgrade): Promise<void> {
  const names = tx.objectStore("names");
  const boards = tx.objectStore("boards");
  const steps = tx.objectStore("steps");
  const versions = tx.objectStore("versions");
  const ids = new Map<string, BoardId>();
  for (const board of await boards.getAll()) {
    const id = randomId();
    ids.set(board.id, id);
    await boards.delete(board.id);
    await boards.put({ ...board, id });
    await names.put({ name: board.id, board: id });
  }
  for (const step of await steps.getAll()) {
    const board = ids.get(step.board);
    if (board === undefined) continue;
    await steps.delete([step.board, step.index]);
    await steps.put({ ...step, board });
  }
  for (const version of await versions.getAll()) {
    const board = ids.get(version.board);
    if (board !== undefined) await versions.put({ ...version, board });
  }
  // Whoever was fenced off a board by its old name has no connection to this version.
  await tx.objectStore("fences").clear();
}
