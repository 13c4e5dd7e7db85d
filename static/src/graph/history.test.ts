import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Document, EMPTY } from "./document";
import { abandon, type History, record, redo, settle, start, undo } from "./history";

const doc = (): Document => ({ ...EMPTY });

const steps = fc.array(
  fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({
        kind: fc.constant("edit"),
        gesture: fc.option(fc.constantFrom("a", "b")),
      }),
    },
    fc.record({ kind: fc.constantFrom("undo", "redo", "settle"), gesture: fc.constant(null) }),
  ),
  { maxLength: 40 },
);

function run(
  history: History,
  { kind, gesture }: { kind: string; gesture: string | null },
): History {
  if (kind === "undo") return undo(history);
  if (kind === "redo") return redo(history);
  if (kind === "settle") return settle(history);
  return record(history, doc(), "edit", gesture);
}

describe("history", () => {
  it("undo takes back a step, and redo brings the very same document", () => {
    fc.assert(
      fc.property(steps, (all) => {
        const before = all.reduce(run, start(doc()));
        const after = record(before, doc(), "edit");
        expect(undo(after).now).toBe(before.now);
        expect(redo(undo(after)).now).toBe(after.now);
      }),
    );
  });

  it("undoes to the very first document and redoes to the last, however long", () => {
    fc.assert(
      fc.property(steps, (all) => {
        const first = start(doc());
        let history = all.reduce(run, first);
        const newest = history.future.at(-1) ?? history.now;
        const length = history.past.length + history.future.length;
        for (let index = 0; index <= length; index += 1) history = undo(history);
        expect(history.past).toEqual([]);
        expect(history.now).toBe(first.now);
        for (let index = 0; index <= length; index += 1) history = redo(history);
        expect(history.now).toBe(newest);
      }),
    );
  });

  it("joins the pieces of a gesture into one step, until it is settled", () => {
    const [a, b, c, d] = [doc(), doc(), doc(), doc()];
    let history = record(start(a), b, "change", "stride");
    history = record(history, c, "change", "stride");
    expect(history.past.map((step) => step.doc)).toEqual([a]);
    expect(undo(history).now.doc).toBe(a);
    history = record(settle(history), d, "change", "stride");
    expect(history.past.map((step) => step.doc)).toEqual([a, c]);
  });

  it("does not join another gesture, nor one that was undone in between", () => {
    const first = record(start(doc()), doc(), "change", "stride");
    expect(record(first, doc(), "change", "kernel").past).toHaveLength(2);
    expect(record(redo(undo(first)), doc(), "change", "stride").past).toHaveLength(2);
  });

  it("forgets what was undone once something else is done", () => {
    const history = record(undo(record(start(doc()), doc(), "edit")), doc(), "edit");
    expect(history.future).toEqual([]);
  });

  it("takes a running gesture back as if it had not begun, and no settled one", () => {
    const before = record(start(doc()), doc(), "edit");
    const typing = record(record(before, doc(), "change", "stride"), doc(), "change", "stride");
    expect(abandon(typing).now).toBe(before.now);
    expect(abandon(typing).past).toEqual(before.past);
    expect(abandon(abandon(typing))).toEqual(abandon(typing));
    expect(abandon(settle(typing)).now).toBe(typing.now);
  });

  it("records nothing where nothing changed", () => {
    const history = start(doc());
    expect(record(history, history.now.doc, "move")).toBe(history);
    expect(undo(history)).toBe(history);
    expect(redo(history)).toBe(history);
  });
});
