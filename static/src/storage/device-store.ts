/**
 * Boards in this device's IndexedDB, with the steps of their undo history and their versions.
 * Every write of a board says who writes; a tab that lost the board to another one writes nothing.
 */
import type { BoardRecord, Database } from "./database";
import { line, rebuild, stepRecord } from "./steps";
import {
  type BoardId,
  type BoardStore,
  KEPT_VERSIONS,
  type Loaded,
  NotTheWriter,
  randomId,
  type Saving,
  type StoredBoard,
  type Version,
} from "./store";
import { NO_ATTEMPTS } from "./tally";

export class DeviceStore implements BoardStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  async boardOf(home: string, remembered: string | null): Promise<BoardId> {
    const tx = this.#db.transaction(["boards", "names"], "readwrite");
    const names = tx.objectStore("names");
    const find = async (): Promise<BoardId> => {
      if (remembered !== null) {
        if (await tx.objectStore("boards").getKey(remembered)) return remembered;
        const former = await names.get(remembered);
        if (former) return former.board;
      }
      const own = await names.get(home);
      if (own) return own.board;
      const board = randomId();
      await names.put({ name: home, board });
      return board;
    };
    const board = await find();
    await tx.done;
    return board;
  }

  async load(id: BoardId): Promise<Loaded | null> {
    const tx = this.#db.transaction(["boards", "steps"]);
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

  /**
   * Every request is made before the first answer is waited for, and the transaction is committed at
   * once: a page that is going away gets no more answers. That is why the fence is no read.
   */
  async save(saving: Saving): Promise<void> {
    const { id, history, writer } = saving;
    const steps = line(history);
    const stored = saving.stored ? line(saving.stored) : [];
    let same = 0;
    while (same < steps.length && steps[same] === stored[same]) same += 1;
    const tx = this.#db.transaction(["boards", "fences", "steps"], "readwrite");
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

  async claim(id: BoardId, writer: string): Promise<void> {
    const tx = this.#db.transaction(["boards", "fences"], "readwrite");
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

  async list(home: string): Promise<StoredBoard[]> {
    const boards = await this.#db.getAllFromIndex("boards", "home", home);
    return boards
      .map(({ id, saved, doc }) => ({ id, saved, blocks: doc.nodes.length }))
      .sort((a, b) => b.saved - a.saved);
  }

  async addVersion(version: Omit<Version, "id">): Promise<void> {
    const tx = this.#db.transaction("versions", "readwrite");
    await tx.store.add(version);
    const unnamed = (await tx.store.index("board").getAll(version.board)).filter(
      (each) => each.name === null,
    );
    const surplus = unnamed.slice(0, Math.max(0, unnamed.length - KEPT_VERSIONS));
    await Promise.all(
      surplus.map(({ id }) => (id === undefined ? undefined : tx.store.delete(id))),
    );
    await tx.done;
  }

  async versions(id: BoardId): Promise<Version[]> {
    const versions = await this.#db.getAllFromIndex("versions", "board", id);
    return (versions as Version[]).reverse();
  }

  deleteVersion(id: number): Promise<void> {
    return this.#db.delete("versions", id);
  }
}

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

const stepsOf = (id: BoardId, from = 0): IDBKeyRange =>
  IDBKeyRange.bound([id, from], [id, Number.MAX_SAFE_INTEGER]);
