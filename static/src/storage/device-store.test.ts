import "fake-indexeddb/auto";
import fc from "fast-check";
import { beforeEach, describe, expect, it } from "vitest";
import { type Document, setParams } from "../graph/document";
import { type History, record, redo, start, undo } from "../graph/history";
import { board } from "../graph/testing";
import { type Database, openDatabase } from "./database";
import { DeviceStore } from "./device-store";
import { KEPT_VERSIONS, NotTheWriter } from "./store";
import { NO_ATTEMPTS } from "./tally";

const first = board("input>conv2d:a>conv2d:b");
let db: Database;
let store: DeviceStore;
let count = 0;

beforeEach(async () => {
  count += 1;
  db = await openDatabase(`test ${count}`);
  store = new DeviceStore(db);
});

const save = (
  history: History,
  stored: History | null,
  writer = "tab 1",
  id = "lab",
): Promise<void> =>
  store.save({
    id,
    home: "lab",
    writer,
    history,
    stored,
    view: { x: 1, y: 2, zoom: 3 },
    attempts: NO_ATTEMPTS,
    now: count,
  });

const load = async (): Promise<History | undefined> => (await store.load("lab"))?.history;

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
        store = new DeviceStore(await openDatabase(`property ${count}`));
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
    expect(await store.load("lab")).toBeNull();
    await save(start(first), null);
    expect((await store.load("lab"))?.view).toEqual({ x: 1, y: 2, zoom: 3 });
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
    await store.claim("lab", "tab 2");
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
    expect((await store.list("lab")).map((each) => each.id)).toEqual(["lab#copy", "lab"]);
    expect(await store.list("other")).toEqual([]);
  });
});

describe("the board that a tab opens", () => {
  it("is the same for two tabs that ask at once for a lab that was never opened", async () => {
    const [one, two] = await Promise.all([
      store.boardOf("lab/guided", null),
      store.boardOf("lab/guided", null),
    ]);
    expect(one).toBe(two);
    expect(one).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(await store.boardOf("lab/guided", null)).toBe(one);
    expect(await store.boardOf("lab/exam", null)).not.toBe(one);
  });

  it("is the copy that it remembers, and the lab's own where that is gone", async () => {
    const own = await store.boardOf("lab", null);
    await save(start(edited(first)), null, "tab 2", "copy");
    expect(await store.boardOf("lab", "copy")).toBe("copy");
    expect(await store.boardOf("lab", "never stored")).toBe(own);
  });
});

describe("versions", () => {
  it("are listed newest first, and deleted one by one", async () => {
    await store.addVersion({ board: "lab", name: "before SE", doc: first, at: 1 });
    await store.addVersion({ board: "lab", name: null, doc: first, at: 2 });
    await store.addVersion({ board: "other", name: null, doc: first, at: 3 });
    const versions = await store.versions("lab");
    expect(versions.map(({ name, at }) => [name, at])).toEqual([
      [null, 2],
      ["before SE", 1],
    ]);
    await store.deleteVersion(versions[0]?.id ?? -1);
    expect(await store.versions("lab")).toHaveLength(1);
  });

  it("that are unnamed give way to newer ones; named ones stay", async () => {
    await store.addVersion({ board: "lab", name: "mine", doc: first, at: 0 });
    for (let at = 1; at <= KEPT_VERSIONS + 3; at += 1) {
      await store.addVersion({ board: "lab", name: null, doc: first, at });
    }
    const times = (await store.versions("lab")).map((each) => each.at);
    expect(times).toHaveLength(KEPT_VERSIONS + 1);
    expect(times.at(0)).toBe(KEPT_VERSIONS + 3);
    expect(times.at(-2)).toBe(4);
    expect(times.at(-1)).toBe(0);
  });
});
