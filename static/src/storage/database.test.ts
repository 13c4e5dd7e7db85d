import "fake-indexeddb/auto";
import { openDB } from "idb";
import { describe, expect, it, vi } from "vitest";
import { type Document, setParams } from "../graph/document";
import { type History, record, start, undo } from "../graph/history";
import { board } from "../graph/testing";
import { openDatabase } from "./database";
import { DeviceStore } from "./device-store";
import { diff } from "./patch";

const first = board("input>conv2d:a>conv2d:b");
const edited = (doc: Document, stride: number): Document =>
  setParams(doc, new Set(["a"]), { stride });

/** A lab's own board as version 1 stored it, undone once, with a version, and a copy of another tab. */
async function versionOne(name: string): Promise<History> {
  const db = await openDB(name, 1, {
    upgrade(fresh) {
      fresh.createObjectStore("boards", { keyPath: "id" }).createIndex("home", "home");
      fresh.createObjectStore("fences", { keyPath: ["board", "writer"] });
      fresh.createObjectStore("steps", { keyPath: ["board", "index"] });
      fresh
        .createObjectStore("versions", { keyPath: "id", autoIncrement: true })
        .createIndex("board", "board");
    },
  });
  const docs = [first, edited(first, 2), edited(first, 3)] as const;
  const home = "se-module/guided";
  const common = { home, view: { x: 1, y: 2, zoom: 3 }, writer: "tab", saved: 7 };
  await db.put("boards", {
    ...common,
    id: home,
    doc: docs[1],
    did: "one",
    position: 1,
    steps: 2,
    attempts: { count: 2, of: "x" },
  });
  // Boards of the first days have no attempts.
  await db.put("boards", {
    ...common,
    id: `${home}#c0`,
    doc: docs[2],
    did: "start",
    position: 0,
    steps: 0,
  });
  for (const index of [1, 2] as const) {
    const [before, after] = [docs[index - 1] as Document, docs[index]];
    const did = index === 1 ? "one" : "two";
    const rest = { did, before: "start", undo: diff(after, before), redo: diff(before, after) };
    await db.put("steps", { board: home, index, ...rest });
  }
  await db.put("versions", { board: home, name: "mine", doc: docs[2], at: 5 });
  await db.put("fences", { board: home, writer: "a tab that lost it" });
  db.close();
  return undo(record(record(start(first), docs[1], "one"), docs[2], "two"));
}

describe("a database of version 1", () => {
  it("loses no board, step, version, view or attempt, and every board gets an id of its own", async () => {
    const history = await versionOne("ladder");
    const store = new DeviceStore(await openDatabase("ladder"));
    const id = await store.boardOf("se-module/guided", null);
    expect(id).toMatch(/^[0-9a-f-]{36}$/);
    expect(await store.load(id)).toEqual({
      history: { ...history, open: null },
      view: { x: 1, y: 2, zoom: 3 },
      attempts: { count: 2, of: "x" },
      saved: 7,
    });
    expect((await store.versions(id)).map(({ name, at }) => [name, at])).toEqual([["mine", 5]]);
    expect(await store.list("se-module/guided")).toHaveLength(2);
  });

  it("is found by a tab that remembers what its copy was called", async () => {
    await versionOne("ladder of a copy");
    const store = new DeviceStore(await openDatabase("ladder of a copy"));
    const copy = await store.boardOf("se-module/guided", "se-module/guided#c0");
    expect(copy).not.toBe(await store.boardOf("se-module/guided", null));
    expect((await store.load(copy))?.history.now.doc).toEqual(edited(first, 3));
  });

  it("keeps a version whose board is gone as it is", async () => {
    await versionOne("ladder of a lost board");
    const former = await openDB("ladder of a lost board", 1);
    const lost = { board: "gone/guided", name: "lost", doc: first, at: 6 };
    await former.put("versions", lost);
    former.close();
    const db = await openDatabase("ladder of a lost board");
    expect((await db.getAll("versions")).find(({ at }) => at === 6)).toMatchObject(lost);
  });

  it("is written on as before", async () => {
    await versionOne("ladder, written");
    const store = new DeviceStore(await openDatabase("ladder, written"));
    const id = await store.boardOf("se-module/guided", "se-module/guided");
    const loaded = await store.load(id);
    if (!loaded) throw new Error("the board is gone");
    await store.claim(id, "a new tab");
    const { history, view, attempts } = loaded;
    const next = record(history, edited(first, 5), "three");
    const saving = { id, home: "se-module/guided", writer: "a new tab", view, attempts, now: 8 };
    await store.save({ ...saving, history: next, stored: history });
    expect((await store.load(id))?.history).toEqual({ ...next, open: null });
  });
});

describe("an open database", () => {
  it("gives way to a newer form that another tab needs, and says so", async () => {
    const closed = vi.fn();
    await openDatabase("two tabs", closed, 1);
    expect(closed).not.toHaveBeenCalled();
    const newer = await openDatabase("two tabs");
    expect(newer.version).toBeGreaterThan(1);
    expect(closed).toHaveBeenCalledTimes(1);
  });
});
