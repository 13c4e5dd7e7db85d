import "fake-indexeddb/auto";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { ModePolicy } from "../api/types";
import * as actions from "../commands/actions";
import { verify } from "../commands/build";
import { startOver } from "../commands/file";
import type { Document } from "../graph/document";
import { board } from "../graph/testing";
import type { Lang } from "../i18n";
import type { Editor } from "../state/editor.svelte";
import { report, testEditor } from "../state/testing";
import { type Database, openDatabase } from "./database";
import { DeviceStore } from "./device-store";
import { GATHER_MS, Keeper } from "./keeper.svelte";
import type { Ownership } from "./ownership";

const chain = board("input>conv2d:a>conv2d:b");
const noOtherTab = {
  takeOver: async () => true,
  moveTo: async () => {},
  saved: () => {},
} as unknown as Ownership;

let db: Database;
let store: DeviceStore;
let count = 0;

beforeEach(async () => {
  count += 1;
  db = await openDatabase(`keeper ${count}`);
  store = new DeviceStore(db);
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

/** A tab with the lab open: what is stored is shown, else the starting board. */
async function tab(
  writer: string,
  owned = true,
  policy: Partial<ModePolicy> = {},
  lang: Lang = "en",
) {
  const loaded = await store.load("lab");
  const { editor, server } = testEditor(chain, undefined, policy);
  editor.setLang(lang);
  if (loaded) {
    editor.restore(loaded.history);
    editor.recall(loaded.attempts);
  }
  const remembered: string[] = [];
  const keeper = new Keeper(editor, {
    store,
    board: "lab",
    home: "lab",
    writer,
    stored: loaded?.history ?? null,
    remember: (id) => remembered.push(id),
  });
  await keeper.begin(noOtherTab, owned);
  return { editor, server, keeper, remembered };
}

const stored = async (id = "lab"): Promise<Document | undefined> =>
  (await store.load(id))?.history.now.doc;

describe("every edit is kept", () => {
  it("soon after it was made, without being asked to", async () => {
    const { editor, keeper } = await tab("one");
    actions.change(editor, ["a"], { stride: 2 });
    expect(keeper.state).toBe("saving");
    vi.advanceTimersByTime(GATHER_MS);
    await vi.waitFor(() => expect(keeper.state).toBe("saved"));
    expect(await stored()).toEqual(editor.doc);
  });

  it("at once after a pause, and what follows on its heels is gathered", async () => {
    const { editor, keeper } = await tab("one");
    const write = vi.spyOn(db, "transaction");
    // However long the write takes here, the second edit is made at the moment of the first.
    vi.spyOn(Date, "now").mockReturnValue(1_800_000_000_000);
    actions.change(editor, ["a"], { stride: 2 });
    vi.advanceTimersByTime(0);
    expect(write).toHaveBeenCalled();
    await vi.waitFor(() => expect(keeper.state).toBe("saved"));
    write.mockClear();
    actions.change(editor, ["a"], { stride: 3 });
    vi.advanceTimersByTime(0);
    expect(write).not.toHaveBeenCalled();
    vi.advanceTimersByTime(GATHER_MS);
    await vi.waitFor(async () => expect(await stored()).toEqual(editor.doc));
  });

  it("after the first edit of many, not after the last: typing does not put it off", async () => {
    const { editor, keeper } = await tab("one");
    for (let stride = 1; stride <= 4; stride += 1) {
      actions.change(editor, ["a"], { stride });
      vi.advanceTimersByTime(GATHER_MS / 4);
    }
    await vi.waitFor(async () => expect(await stored()).toEqual(editor.doc));
    expect(keeper.state).toBe("saved");
  });

  it("at once when the page hides", async () => {
    const { editor, keeper } = await tab("one");
    actions.remove(editor, ["a"]);
    await keeper.flush();
    expect(await stored()).toEqual(editor.doc);
  });

  it("comes back with its history in the next tab", async () => {
    const first = await tab("one");
    actions.remove(first.editor, ["a"]);
    await first.keeper.flush();
    const second = await tab("two");
    expect(second.editor.doc).toEqual(first.editor.doc);
    second.editor.undo();
    expect(second.editor.doc).toEqual(chain);
  });

  it("keeps the view too, and writes nothing where nothing happened", async () => {
    const { editor, keeper } = await tab("one");
    await keeper.flush();
    expect(await stored()).toBeUndefined();
    editor.session.viewport = { x: 0, y: 0, zoom: 1 };
    expect(keeper.state).toBe("saved");
    editor.session.viewport = { x: 1, y: 2, zoom: 0.5 };
    expect(keeper.state).toBe("saving");
    await keeper.flush();
    expect((await store.load("lab"))?.view).toEqual({ x: 1, y: 2, zoom: 0.5 });
  });
});

describe("a view that moves", () => {
  const frames = 10;
  const glide = (editor: { session: { viewport: unknown } }): void => {
    for (let x = 1; x <= frames; x += 1) {
      editor.session.viewport = { x, y: 0, zoom: 1 };
      vi.advanceTimersByTime(GATHER_MS / 4);
    }
  };

  it("is written once, when it rests; until then nothing says that it is", async () => {
    const { editor, keeper } = await tab("one");
    const write = vi.spyOn(db, "transaction");
    glide(editor);
    expect(write).not.toHaveBeenCalled();
    expect(keeper.state).toBe("saving");
    vi.advanceTimersByTime(GATHER_MS);
    await vi.waitFor(() => expect(keeper.state).toBe("saved"));
    expect((await store.load("lab"))?.view).toEqual({ x: frames, y: 0, zoom: 1 });
  });

  it("does not put off an edit", async () => {
    const { editor } = await tab("one");
    actions.change(editor, ["a"], { stride: 2 });
    const { doc } = editor;
    const write = vi.spyOn(db, "transaction");
    glide(editor);
    expect(write).toHaveBeenCalled();
    await vi.waitFor(async () => expect(await stored()).toEqual(doc));
  });
});

describe("attempts of an exam", () => {
  it("are kept with the board", async () => {
    const first = await tab("one");
    first.editor.attempts.told({ used: 1, left: 2, tally: "signed", ended: null });
    vi.advanceTimersByTime(GATHER_MS);
    await vi.waitFor(async () => expect((await store.load("lab"))?.attempts.count).toBe(1));
    const second = await tab("two");
    expect(second.editor.attempts.tally).toEqual({
      count: 1,
      left: 2,
      token: "signed",
      ended: null,
    });
  });
});

describe("what Verify said in an exam", () => {
  const exam = { attempts: "counted", detail: "verdict" } as const;
  const wrong = report({
    gates: [{ id: "wiring", status: "not_checked" }],
    attempts: { used: 1, left: 2, tally: "signed", ended: null },
  });

  /** A tab in which the board was verified, and then left. */
  async function verified(edit = (_editor: Editor): void => {}) {
    const before = await tab("one", true, exam);
    const asked = verify(before.editor);
    before.server.last.answer(wrong);
    await asked;
    edit(before.editor);
    await before.keeper.flush();
    return before;
  }

  it("is shown again, without asking, when the page is loaded anew", async () => {
    const { editor: before } = await verified();
    const { editor, server } = await tab("two", true, exam);
    expect(editor.server.report).toEqual(before.server.report);
    expect(editor.server.verifiedAt).toBe(before.server.verifiedAt);
    expect(editor.server.outdated).toBe(false);
    expect(server.calls.map(({ path }) => path)).not.toContain("/api/labs/test-lab/verify");
  });

  it("is shown as old where the board has changed since, until it is as it was", async () => {
    await verified((editor) => actions.change(editor, ["a"], { stride: 2 }));
    const { editor } = await tab("two", true, exam);
    expect(editor.server.report?.verdict).toBe("incorrect");
    expect(editor.server.outdated).toBe(true);
    editor.undo();
    expect(editor.server.outdated).toBe(false);
  });

  it("is asked for in the language that was chosen since: the same board is no other attempt", async () => {
    await verified();
    const { editor, server } = await tab("two", true, exam, "zh-CN");
    expect(editor.server.report?.verdict).toBe("incorrect");
    expect(server.last.path).toMatch(/verify/);
    expect(server.last.headers.get("Accept-Language")).toBe("zh-CN");
  });

  it("is not kept where asking again costs nothing", async () => {
    const { editor, server, keeper } = await tab("one");
    const asked = verify(editor);
    server.last.answer(report());
    await asked;
    await keeper.flush();
    expect((await store.load("lab"))?.attempts.said).toBeUndefined();
  });
});

describe("the badge tells the truth", () => {
  it.each([
    ["QuotaExceededError", "full"],
    ["UnknownError", "failed"],
  ])("after %s it says why, and the next write makes up for it", async (name, why) => {
    vi.spyOn(console, "error").mockImplementation(() => {});
    const { editor, keeper } = await tab("one");
    const write = vi.spyOn(db, "transaction").mockImplementation(() => {
      throw new DOMException("no", name);
    });
    actions.remove(editor, ["a"]);
    await keeper.flush();
    expect([keeper.state, keeper.why]).toEqual(["unsaved", why]);
    write.mockRestore();
    vi.advanceTimersByTime(2_000);
    await vi.waitFor(() => expect(keeper.state).toBe("saved"));
    expect(await stored()).toEqual(editor.doc);
  });
});

describe("two tabs", () => {
  it("the second only watches, and follows what the first saves", async () => {
    const first = await tab("one");
    const second = await tab("two", false);
    expect(second.keeper.owner).toBe("elsewhere");
    expect(actions.remove(second.editor, ["a"])).toBe(false);
    actions.remove(first.editor, ["b"]);
    await first.keeper.flush();
    await second.keeper.follow();
    expect(second.editor.doc).toEqual(first.editor.doc);
  });

  it("a tab that lost the board writes nothing over it, even if nobody told it", async () => {
    const first = await tab("one");
    actions.remove(first.editor, ["a"]);
    await first.keeper.flush();
    const kept = await stored();
    await store.claim("lab", "two");
    actions.remove(first.editor, ["b"]);
    await first.keeper.flush();
    expect(await stored()).toEqual(kept);
    expect([first.keeper.owner, first.keeper.why]).toEqual(["elsewhere", "elsewhere"]);
    expect(first.editor.writable).toBe(false);
  });

  it("taking over brings what the other tab did last", async () => {
    const first = await tab("one");
    const second = await tab("two", false);
    actions.remove(first.editor, ["b"]);
    await first.keeper.handOver();
    await second.keeper.takeOver();
    expect(second.editor.doc).toEqual(first.editor.doc);
    expect(actions.remove(second.editor, ["a"])).toBe(true);
    await second.keeper.flush();
    expect(await stored()).toEqual(second.editor.doc);
    expect(first.editor.writable).toBe(false);
  });

  it("what cannot be written stays with the tab that has it, and is written there once it can be", async () => {
    vi.spyOn(console, "error").mockImplementation(() => {});
    const first = await tab("one");
    const write = vi.spyOn(db, "transaction").mockImplementation(() => {
      throw new DOMException("no", "QuotaExceededError");
    });
    actions.remove(first.editor, ["b"]);
    expect(await first.keeper.handOver()).toBe(false);
    expect([first.keeper.owner, first.keeper.why, first.editor.writable]).toEqual([
      "here",
      "full",
      true,
    ]);
    write.mockRestore();
    expect(await first.keeper.handOver()).toBe(true);
    expect(first.keeper.owner).toBe("elsewhere");
    expect(await stored()).toEqual(first.editor.doc);
  });

  it("a board that was taken without an answer is only watched, written or not", async () => {
    const first = await tab("one");
    actions.remove(first.editor, ["b"]);
    await first.keeper.lose();
    expect(first.editor.writable).toBe(false);
    expect(await stored()).toEqual(first.editor.doc);
  });

  it("a copy is a board of its own, with the history it had", async () => {
    const first = await tab("one");
    actions.remove(first.editor, ["b"]);
    await first.keeper.flush();
    const second = await tab("two", false);
    await second.keeper.workOnCopy();
    actions.remove(second.editor, ["a"]);
    await second.keeper.flush();
    const [copy = ""] = second.remembered;
    expect(await stored(copy)).toEqual(second.editor.doc);
    expect(await stored()).toEqual(first.editor.doc);
    expect((await store.load(copy))?.history.past).toHaveLength(2);
    expect(new Set((await store.list("lab")).map(({ id }) => id))).toEqual(new Set(["lab", copy]));
  });
});

describe("versions", () => {
  it("are kept by name and brought back as one step", async () => {
    const { editor, keeper } = await tab("one");
    await keeper.saveVersion("  before SE ");
    actions.remove(editor, ["a"]);
    const worked = editor.doc;
    const [version] = await keeper.versions();
    expect(version?.name).toBe("before SE");
    if (version) keeper.restoreVersion(version);
    expect(editor.doc).toEqual(chain);
    editor.undo();
    expect(editor.doc).toBe(worked);
  });

  it("are kept before every large change", async () => {
    const { editor, keeper } = await tab("one");
    actions.remove(editor, ["a"]);
    const worked = editor.doc;
    startOver(editor);
    await keeper.flush();
    expect((await keeper.versions()).map((each) => each.doc)).toContainEqual(worked);
  });
});
