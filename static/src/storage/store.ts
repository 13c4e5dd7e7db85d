/** What keeps boards, whatever it is made of: this device now, a server later. */
import type { Document } from "../graph/document";
import type { History } from "../graph/history";
import type { Tally } from "./tally";

/** A UUID: a board is one thing, wherever it is kept and whichever lab it was begun in. */
export type BoardId = string;

export interface View {
  readonly x: number;
  readonly y: number;
  readonly zoom: number;
}

export interface Loaded {
  readonly history: History;
  readonly view: View | null;
  readonly attempts: Tally;
  /** Milliseconds since 1970. */
  readonly saved: number;
}

export interface Saving {
  readonly id: BoardId;
  /** Lab and mode that the board belongs to: copies share it. */
  readonly home: string;
  /** The tab that writes. */
  readonly writer: string;
  readonly history: History;
  /** The history that is stored already; `null` for a board that is not stored at all. */
  readonly stored: History | null;
  readonly view: View | null;
  readonly attempts: Tally;
  readonly now: number;
}

export interface Version {
  readonly id: number;
  readonly board: BoardId;
  /** Given by the student; `null` for versions kept by themselves. */
  readonly name: string | null;
  readonly doc: Document;
  /** Milliseconds since 1970. */
  readonly at: number;
}

export interface StoredBoard {
  readonly id: BoardId;
  readonly saved: number;
  readonly blocks: number;
}

/** Versions kept by themselves; named ones are kept until they are deleted. */
export const KEPT_VERSIONS = 50;

/** Another tab owns the board now. */
export class NotTheWriter extends Error {
  override readonly name = "NotTheWriter";
}

export interface BoardStore {
  /**
   * The board that a tab opens for a lab and mode: the one that it remembers, else the lab's own.
   * Two tabs that ask at once for a lab that was never opened are given the same.
   */
  boardOf(home: string, remembered: string | null): Promise<BoardId>;
  /** Read a board with its whole history; `null` where there is none. */
  load(id: BoardId): Promise<Loaded | null>;
  /**
   * Write a board and the steps of its history that are not stored yet, all or nothing.
   *
   * @throws NotTheWriter another tab has claimed the board; nothing was written
   */
  save(saving: Saving): Promise<void>;
  /** Make a tab the only one that may write; a write of the former one fails from now on. */
  claim(id: BoardId, writer: string): Promise<void>;
  /** The boards of one lab and mode, last saved first: the board itself and copies. */
  list(home: string): Promise<StoredBoard[]>;
  /** Keep the document as a version, and drop the oldest unnamed ones beyond the number kept. */
  addVersion(version: Omit<Version, "id">): Promise<void>;
  /** The versions of a board, newest first. */
  versions(id: BoardId): Promise<Version[]>;
  deleteVersion(id: number): Promise<void>;
}

/** A UUID of version 4; unlike `crypto.randomUUID` it works on pages without encryption too. */
export function randomId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const version = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  const variant = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  bytes.set([version], 6);
  bytes.set([variant], 8);
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, "$1-$2-$3-$4-$5");
}
