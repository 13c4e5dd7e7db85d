/**
 * Keeps the editor's board on this device: every edit within 350 ms, the view when it rests, and
 * both at once when the page hides. What the badge says is what is true.
 */
import type { Document } from "../graph/document";
import type { History } from "../graph/history";
import type { Ownership } from "./ownership";
import {
  type BoardId,
  type BoardStore,
  NotTheWriter,
  randomId,
  type Version,
  type View,
} from "./store";
import type { Tally } from "./tally";

/** `saved` on this device, `saving`, or `unsaved`: see `why`. */
export type SaveState = "saved" | "saving" | "unsaved";
/** Why nothing is saved; its message is `badge.why_<why>`. */
export type Why = "unavailable" | "full" | "failed" | "elsewhere";

/** How long edits are gathered before they are written, in ms; with the write it stays under 350. */
export const GATHER_MS = 200;
/** How soon a failed write is tried again, in ms. */
const RETRY_MS = 2_000;
/** An unnamed version is kept at most this often, in ms, and before every large change. */
const VERSION_MS = 120_000;
const LARGE: ReadonlySet<string> = new Set(["start_over", "open", "restore", "paste"]);

/** The open board as the keeper sees it: what it writes, what it listens to, what it brings back. */
export interface OpenBoard {
  readonly doc: Document;
  readonly history: History;
  readonly session: { readonly viewport: View | null; onview: (() => void) | null };
  readonly attempts: {
    readonly tally: Tally;
    oncount: (() => void) | null;
  };
  writable: boolean;
  onchange: ((history: History, before: Document) => void) | null;
  apply(
    did: string,
    change: (doc: Document) => Document,
    options: { readonly select: readonly string[]; readonly glide: boolean },
  ): boolean;
  restore(history: History): void;
  recall(tally: Tally): void;
}

export interface KeeperOptions {
  readonly store: BoardStore;
  readonly board: BoardId;
  readonly home: string;
  readonly writer: string;
  readonly stored: History | null;
  /** Called with the id when the tab goes on with another board. */
  readonly remember: (board: BoardId) => void;
}

export class Keeper {
  state = $state<SaveState>("saved");
  why = $state<Why | null>(null);
  /** Where the board is open for writing. */
  owner = $state<"here" | "elsewhere">("here");
  /** The board's id; a copy has its own. */
  board = $state<BoardId>("");

  readonly home: string;
  readonly #store: BoardStore;
  readonly #open: OpenBoard;
  readonly #writer: string;
  readonly #remember: (board: BoardId) => void;
  #ownership: Ownership | null = null;
  #stored: History | null;
  #dirty = false;
  /** Not the view alone is to be written: moving it further puts nothing off. */
  #edited = false;
  #timer: ReturnType<typeof setTimeout> | null = null;
  /** Writes on their way, in order; a page that hides waits for none of them. */
  #pending = 0;
  #versionAt = 0;
  #wroteAt = 0;

  constructor(open: OpenBoard, options: KeeperOptions) {
    this.#open = open;
    this.#store = options.store;
    this.board = options.board;
    this.home = options.home;
    this.#writer = options.writer;
    this.#remember = options.remember;
    this.#stored = options.stored;
    open.onchange = (_history, before) => this.#changed(before);
    open.session.onview = () => this.#moved();
    open.attempts.oncount = () => this.#soon();
  }

  /** Begin to write, as the tab that owns the board, or only to watch. */
  async begin(ownership: Ownership, owned: boolean): Promise<void> {
    this.#ownership = ownership;
    if (owned) await this.#claim();
    else this.#yield();
  }

  /** Write at once what is not written yet; resolves when it is on disk, or known not to be. */
  async flush(): Promise<void> {
    this.#stopTimer();
    if (!this.#dirty || this.owner === "elsewhere") return;
    await this.#write();
  }

  /** Take the board over from the other tab, with what that tab did last; false where that one keeps it. */
  async takeOver(): Promise<boolean> {
    if (!(await this.#ownership?.takeOver())) return false;
    await this.#reload();
    await this.#claim();
    return true;
  }

  /** The page is looked at again: go on here where the other tab was closed meanwhile. */
  async goOn(): Promise<void> {
    if (this.owner === "here" || !(await this.#ownership?.inherit())) return;
    await this.#reload();
    await this.#claim();
  }

  /** Leave the board to the other tab and go on with a copy of it. */
  async workOnCopy(): Promise<void> {
    const board = randomId();
    await this.#ownership?.moveTo(board);
    this.board = board;
    this.#stored = null;
    this.#remember(board);
    await this.#claim();
    this.#dirty = true;
    await this.flush();
  }

  /** The other tab asks for the board: write the rest, then only watch. What cannot be written stays here. */
  async handOver(): Promise<boolean> {
    await this.flush();
    if (this.#dirty) return false;
    this.#yield();
    return true;
  }

  /** The other tab has the board. */
  async lose(): Promise<void> {
    await this.flush();
    this.#yield();
  }

  /** The owner in the other tab saved: show it. */
  async follow(): Promise<void> {
    if (this.owner === "elsewhere") await this.#reload();
  }

  versions(): Promise<Version[]> {
    return this.#store.versions(this.board);
  }

  /** Keep the board as it is under a name. */
  saveVersion(name: string): Promise<void> {
    return this.#addVersion(this.#open.doc, name.trim() || null);
  }

  /** Bring a version back: one step of undo. */
  restoreVersion(version: Version): boolean {
    return this.#open.apply("restore", () => version.doc, { select: [], glide: true });
  }

  deleteVersion(id: number): Promise<void> {
    return this.#store.deleteVersion(id);
  }

  #changed(before: Document): void {
    const { did } = this.#open.history.now;
    if (LARGE.has(did)) this.#keepVersion(before);
    this.#soon();
  }

  /** The first edit after a pause is written at once: a page that goes away may drop a late write. */
  #soon(): void {
    if (!this.#edited) this.#stopTimer();
    this.#edited = true;
    this.#gather(Date.now() - this.#wroteAt > GATHER_MS ? 0 : GATHER_MS);
  }

  /** A write is of the whole board: while the canvas is panned or glides, none is made for that. */
  #moved(): void {
    if (!this.#edited) this.#stopTimer();
    this.#gather();
  }

  #gather(delay = GATHER_MS): void {
    if (this.owner === "elsewhere") return;
    this.#dirty = true;
    if (this.state === "saved") this.state = "saving";
    this.#timer ??= setTimeout(() => void this.flush(), delay);
  }

  async #write(): Promise<void> {
    const { history, session, attempts } = this.#open;
    this.#dirty = false;
    this.#edited = false;
    this.#wroteAt = Date.now();
    this.#pending += 1;
    try {
      await this.#store.save({
        id: this.board,
        home: this.home,
        writer: this.#writer,
        history,
        stored: this.#stored,
        view: session.viewport,
        attempts: attempts.tally,
        now: Date.now(),
      });
      this.#stored = history;
      this.why = null;
      this.state = this.#dirty || this.#pending > 1 ? "saving" : "saved";
      this.#ownership?.saved();
      if (Date.now() - this.#versionAt > VERSION_MS) this.#keepVersion(history.now.doc);
    } catch (error) {
      this.#failed(error);
    } finally {
      this.#pending -= 1;
    }
  }

  #failed(error: unknown): void {
    if (error instanceof NotTheWriter) {
      this.#yield();
      return;
    }
    console.error("the board could not be saved:", error);
    this.#dirty = true;
    this.#edited = true;
    this.state = "unsaved";
    this.why =
      error instanceof DOMException && error.name === "QuotaExceededError" ? "full" : "failed";
    this.#timer ??= setTimeout(() => void this.flush(), RETRY_MS);
  }

  #keepVersion(doc: Document): void {
    this.#versionAt = Date.now();
    // A version is a convenience: the board itself and its history are stored apart from it.
    this.#addVersion(doc, null).catch((error: unknown) => console.warn("no version kept:", error));
  }

  #addVersion(doc: Document, name: string | null): Promise<void> {
    return this.#store.addVersion({ board: this.board, name, doc, at: Date.now() });
  }

  async #claim(): Promise<void> {
    await this.#store.claim(this.board, this.#writer);
    this.owner = "here";
    this.#open.writable = true;
    this.state = "saved";
    this.why = null;
  }

  #yield(): void {
    this.#stopTimer();
    this.#dirty = false;
    this.#edited = false;
    this.owner = "elsewhere";
    this.#open.writable = false;
    this.state = "unsaved";
    this.why = "elsewhere";
  }

  async #reload(): Promise<void> {
    const loaded = await this.#store.load(this.board);
    if (!loaded) return;
    this.#stored = loaded.history;
    this.#open.restore(loaded.history);
    this.#open.recall(loaded.attempts);
  }

  #stopTimer(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }
}
