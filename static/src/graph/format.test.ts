import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import type { Document } from "./document";
import { type Fault, MAX_BYTES, parseBoard, serialise } from "./format";
import { fromFragment, toFragment } from "./link";
import { board, mobilenet } from "./testing";

const node = { id: "a", type: "conv2d", position: { x: 0, y: 0 }, data: {} };
const text = (value: unknown): string => JSON.stringify(value);

/** A board with a parameter so many lists deep. */
const nested = (depth: number): string =>
  text({ nodes: [{ ...node, data: { a: 0 } }] }).replace(
    '"a":0',
    `"a":${"[".repeat(depth)}${"]".repeat(depth)}`,
  );

/** Boards with keys that this version does not know, at every level. */
const boards: fc.Arbitrary<Document> = fc
  .record({
    ids: fc.uniqueArray(fc.string({ minLength: 1 }), { maxLength: 6 }),
    extra: fc.dictionary(
      fc.string().filter((key) => !["version", "nodes", "edges", "__proto__"].includes(key)),
      fc.jsonValue(),
    ),
    data: fc.dictionary(
      fc.string().filter((key) => key !== "__proto__"),
      fc.jsonValue(),
    ),
    x: fc.integer(),
  })
  .map(
    ({ ids, extra, data, x }) =>
      ({
        ...extra,
        version: 1,
        nodes: ids.map((id) => ({
          id,
          type: "conv2d",
          position: { x, y: -x, z: 1 },
          data,
          future: data,
        })),
        edges: ids.slice(1).map((id, index) => ({ id, source: ids[index], target: id, future: x })),
      }) as unknown as Document,
  );

describe("the file format", () => {
  it("comes back as it was, unknown keys included", () => {
    fc.assert(
      fc.property(boards, (doc) => {
        const json = JSON.parse(serialise(doc));
        expect(parseBoard(serialise(doc))).toEqual({ ok: true, doc: json });
      }),
    );
  });

  it.each<[string, string, Fault, string]>([
    ["cut off", '{\n"nodes": [', "not_json", "2:11"],
    ["without a colon", '{\n"nodes" []}', "not_json", "2:9"],
    ["nothing at all", "\n", "not_json", ""],
    ["misspelt", '{\n"nodes": nothing}', "not_json", ""],
    ["a list", "[]", "not_a_board", ""],
    ["something else", '{"hello": 1}', "not_a_board", ""],
    ["newer", text({ version: 2, nodes: [] }), "newer_version", "/version"],
    ["nodes no list", text({ nodes: {} }), "not_a_list", "/nodes"],
    ["edges no list", text({ nodes: [], edges: 3 }), "not_a_list", "/edges"],
    ["a node no object", text({ nodes: [node, 7] }), "not_an_object", "/nodes/1"],
    ["a node without id", text({ nodes: [{ ...node, id: undefined }] }), "missing", "/nodes/0/id"],
    ["an empty id", text({ nodes: [{ ...node, id: "" }] }), "missing", "/nodes/0/id"],
    ["a number for a type", text({ nodes: [{ ...node, type: 3 }] }), "wrong_kind", "/nodes/0/type"],
    [
      "a text for a place",
      text({ nodes: [{ ...node, position: { x: "1", y: 0 } }] }),
      "wrong_kind",
      "/nodes/0/position/x",
    ],
    [
      "half a place",
      text({ nodes: [{ ...node, position: { x: 1 } }] }),
      "missing",
      "/nodes/0/position/y",
    ],
    ["data no object", text({ nodes: [{ ...node, data: [] }] }), "not_an_object", "/nodes/0/data"],
    ["an id twice", text({ nodes: [node, node] }), "duplicate_id", "/nodes/1/id"],
    [
      "a wire's id twice",
      text({ nodes: [], edges: ["b", "c"].map((target) => ({ id: "e", source: "a", target })) }),
      "duplicate_id",
      "/edges/1/id",
    ],
    [
      "a wire to nowhere named",
      text({ nodes: [], edges: [{ id: "e", source: "a" }] }),
      "missing",
      "/edges/0/target",
    ],
    [
      "a handle that is a number",
      text({ nodes: [], edges: [{ id: "e", source: "a", target: "b", sourceHandle: 1 }] }),
      "wrong_kind",
      "/edges/0/sourceHandle",
    ],
    [
      "a frame that is not there",
      text({ nodes: [{ ...node, parentId: "f" }] }),
      "no_such_frame",
      "/nodes/0/parentId",
    ],
    ["far too big", `"${"x".repeat(1024 * 1024)}"`, "too_big", ""],
    ["nested without end", nested(5000), "too_deep", ""],
    ["a text without end, of quotes", `{"nodes":"${'\\"'.repeat(400_000)}`, "not_json", "1:800011"],
    ["nested and cut off", nested(5000).slice(0, 9000), "too_deep", ""],
  ])("refuses %s, and says where", (_what, input, reason, at) => {
    expect(parseBoard(input)).toMatchObject({ ok: false, reason, at });
  });

  it("counts brackets, not those in texts", () => {
    const label = '[{"'.repeat(100);
    expect(parseBoard(text({ nodes: [{ ...node, data: { label } }] })).ok).toBe(true);
    expect(parseBoard(nested(40)).ok).toBe(true);
  });

  it("reads null as none, where others write it so", () => {
    const edge = { id: "e", source: "a", target: "a", sourceHandle: null, targetHandle: null };
    const parsed = parseBoard(
      text({ nodes: [{ ...node, parentId: null, x: null }], edges: [edge] }),
    );
    expect(parsed).toEqual({
      ok: true,
      doc: {
        version: 1,
        nodes: [{ ...node, x: null }],
        edges: [{ id: "e", source: "a", target: "a" }],
      },
    });
  });

  it("takes what can be left out: version, edges, places, data", () => {
    const parsed = parseBoard('\uFEFF{"nodes":[{"id":"a","type":"conv2d"}]}');
    expect(parsed).toEqual({ ok: true, doc: { version: 1, nodes: [node], edges: [] } });
  });
});

describe("a link that carries the board", () => {
  it("comes back as it was", async () => {
    await fc.assert(
      fc.asyncProperty(boards, async (doc) => {
        expect(await fromFragment(`#${await toFragment(doc)}`)).toEqual({
          ok: true,
          doc: JSON.parse(JSON.stringify(doc)),
        });
      }),
      { numRuns: 30 },
    );
  });

  it("is short enough for a mail, and needs no escaping", async () => {
    const fragment = await toFragment(mobilenet());
    expect(fragment).toMatch(/^board=[\w-]+$/);
    expect(fragment.length).toBeLessThan(1500);
  });

  it("passes over fragments of other kinds", async () => {
    expect(await fromFragment("#steps")).toBeNull();
    expect(await fromFragment("")).toBeNull();
  });

  it.each(["#board=", "#board=%%%", "#board=AAAA", "#board=x"])("refuses %s", async (fragment) => {
    expect(await fromFragment(fragment)).toMatchObject({ ok: false, reason: "cut_off" });
  });

  it("refuses a link cut off in the middle", async () => {
    const fragment = await toFragment(board("input>conv2d:a"));
    expect(await fromFragment(fragment.slice(0, -12))).toMatchObject({ ok: false });
  });

  it("does not unpack without end", async () => {
    const bomb = { ...board("input"), x: "0".repeat(3 * 1024 * 1024) } as Document;
    const fragment = await toFragment(bomb);
    expect(fragment.length).toBeLessThan(8000);
    const unpacked = vi.spyOn(TextDecoder.prototype, "decode");
    expect(await fromFragment(fragment)).toMatchObject({ ok: false, reason: "too_big" });
    const sizes = unpacked.mock.calls.map(([part]) => part?.byteLength ?? 0);
    unpacked.mockRestore();
    expect(sizes.length).toBeGreaterThan(0);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(MAX_BYTES);
  });
});
