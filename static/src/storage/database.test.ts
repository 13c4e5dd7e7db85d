import "fake-indexeddb/auto";
import fc from "fast-check";
import { beforeEach, describe, expect, it } from "vitest";
import { type Document, setParams } from "../graph/document";
import { type History, record, redo, start, undo } from "../graph/history";
import { board } from "../graph/testing";
import {
  addVersion,
  claimBoard,
  type Database,
  deleteVersion,
  KEPT_VERSIONS,
  listBoards,
  listVersions,
  loadBoard,
  NotTheWriter,
  openDatabase,
  saveBoard,
} from "./database";
import { NO_ATTEMPTS } from "./tally";

const first = board("input>conv2d:a>conv2d:b");
let db: Database;
let count = 0;

beforeEach(async () => {
  count += 1;
  db = await openDatabase(`test ${count}`);
});

const save = (
  history: History,
  stored: History | null,
  writer = "tab 1",
  id = "lab",
): Promise<void> =>
  saveBoard(db, {
    id,
    home: "lab",
    writer,
    history,
    stored,
    view: { x: 1, y: 2, zoom: 3 },
    attempts: NO_ATTEMPTS,
    now: count,
  });

const load = async (): Promise<History | undefined> => (await loadBoard(db, "lab"))?.history;

let stride = 0;
const edited = (doc: Document): Document => {
  stride += 1;
  return setParams(doc, new Set(["a"]), { stride });
};

type Act = "edit" | "typing" | "undo" | "redo" | "save";
const act = (history: History, what: Act): History => {
  if (what === "undo") return undo(history);
  if (what === "redo") return redo(history);
  if (what === "save") return history;
  return record(history, edited(history.now.doc), what, what === "typing" ? "stride" : null);
};

describe("a stored board", () => {
  it("comes back with its whole history, whatever was done between the saves", async () => {
    const acts = fc.array(fc.constantFrom<Act>("edit", "edit", "typing", "undo", "redo", "save"), {
      maxLength: 30,
    });
    await fc.assert(
      fc.asyncProperty(acts, async (all) => {
        count += 1;
        db = await openDatabase(`property ${count}`);
        let history = start(first);
        let stored: History | null = null;
        for (const what of [...all, "save" as const]) {
          history = act(history, what);
          if (what !== "save") continue;
          await save(history, stored);
          stored = history;
        }
        expect(await load()).toEqual({ ...history, open: null });
      }),
      { numRuns: 60 },
    );
  });

  it("is nothing before the first save, and keeps its view", async () => {
    expect(await loadBoard(db, "lab")).toBeNull();
    await save(start(first), null);
    expect((await loadBoard(db, "lab"))?.view).toEqual({ x: 1, y: 2, zoom: 3 });
  });

  it("drops the steps that an edit after undo made impossible", async () => {
    let history = record(record(start(first), edited(first), "one"), edited(first), "two");
    await save(history, null);
    const stored = history;
    history = record(undo(undo(history)), edited(first), "three");
    await save(history, stored);
    const loaded = await load();
    expect(loaded?.past.map((step) => step.did)).toEqual(["start"]);
    expect(loaded?.now.did).toBe("three");
    expect(loaded?.future).toEqual([]);
    expect(await db.count("steps")).toBe(1);
  });

  it("is written by its writer alone: another tab's save writes nothing", async () => {
    const history = start(first);
    await save(history, null);
    await claimBoard(db, "lab", "tab 2");
    const late = record(history, edited(first), "late");
    await expect(save(late, history)).rejects.toThrow(NotTheWriter);
    expect((await load())?.now.did).toBe("start");
    expect(await db.count("steps")).toBe(0);
    await save(late, history, "tab 2");
    expect((await load())?.now.did).toBe("late");
  });

  it("stands beside its copies", async () => {
    await save(start(first), null);
    count += 1;
    await save(start(edited(first)), null, "tab 2", "lab#copy");
    expect((await listBoards(db, "lab")).map((each) => each.id)).toEqual(["lab#copy", "lab"]);
    expect(await listBoards(db, "other")).toEqual([]);
  });
});

describe("versions", () => {
  it("are listed newest first, and deleted one by one", async () => {
    await addVersion(db, { board: "lab", name: "before SE", doc: first, at: 1 });
    await addVersion(db, { board: "lab", name: null, doc: first, at: 2 });
    await addVersion(db, { board: "other", name: null, doc: first, at: 3 });
    const versions = await listVersions(db, "lab");
    expect(versions.map(({ name, at }) => [name, at])).toEqual([
      [null, 2],
      ["before SE", 1],
    ]);
    await deleteVersion(db, versions[0]?.id ?? -1);
    expect(await listVersions(db, "lab")).toHaveLength(1);
  });

  it("that are unnamed give way to newer ones; named ones stay", async () => {
    await addVersion(db, { board: "lab", name: "mine", doc: first, at: 0 });
    for (let at = 1; at <= KEPT_VERSIONS + 3; at += 1) {
      await addVersion(db, { board: "lab", name: null, doc: first, at });
    }
    const times = (await listVersions(db, "lab")).map((each) => each.at);
    expect(times).toHaveLength(KEPT_VERSIONS + 1);
    expect(times.at(0)).toBe(KEPT_VERSIONS + 3);
    expect(times.at(-2)).toBe(4);
    expect(times.at(-1)).toBe(0);
  });
});
