import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { copy, foreignTypes, fromText, paste, toText } from "./clipboard";
import { type Document, EMPTY } from "./document";
import { frameAround } from "./frames";
import { bounds, nodeRect } from "./geometry";
import { board, PORTS, wires } from "./testing";

const chain = board("input>conv2d:a>bneck:b>softmax");
const ids = (...names: string[]) => new Set(names);

describe("clipboard", () => {
  it("copies nodes and the wires among them", () => {
    const clip = copy(chain, ids("a", "b"));
    expect(clip && wires(clip)).toEqual(["a>b"]);
    expect(copy(chain, ids())).toBeNull();
  });

  it("pastes under fresh ids at the place asked for", () => {
    const clip = copy(chain, ids("a", "b")) ?? EMPTY;
    const { doc, ids: added } = paste(chain, clip, { x: 1000, y: 500 });
    expect(added).toEqual(["conv2d-2", "bneck-2"]);
    expect(wires(doc)).toContain("conv2d-2>bneck-2");
    expect(new Set(doc.edges.map((edge) => edge.id)).size).toBe(doc.edges.length);
    const pasted = doc.nodes.filter((node) => added.includes(node.id));
    expect(bounds(pasted.map((node) => nodeRect(doc, node)))).toMatchObject({ x: 1000, y: 500 });
    expect(doc.nodes.slice(0, 4)).toEqual(chain.nodes);
  });

  it("takes a frame's contents along, and lifts out a node copied without its frame", () => {
    const framed = frameAround(chain, ids("a", "b"), "stem")?.doc ?? EMPTY;
    const whole = copy(framed, ids("frame-1"));
    expect(whole?.nodes.map((node) => node.id)).toEqual(["frame-1", "a", "b"]);
    const again = paste(framed, whole ?? EMPTY, { x: 0, y: 900 }).doc;
    expect(again.nodes.at(-1)?.parentId).toBe("frame-2");
    const single = copy(framed, ids("a"))?.nodes[0];
    expect(single).not.toHaveProperty("parentId");
    expect(single?.position).toEqual(chain.nodes[1]?.position);
  });

  it("travels as text, and knows its own text from others", () => {
    const clip = copy(chain, ids("a", "b")) ?? EMPTY;
    expect(fromText(toText(clip), PORTS, "snake")).toEqual(clip);
    for (const text of ["", "hello", "{}", '{"nodes":[]}', "[1]"])
      expect(fromText(text, PORTS, "snake")).toBeNull();
  });

  it("names the types that a lab does not offer", () => {
    expect(foreignTypes(chain, ids("input", "conv2d"))).toEqual(["bneck", "softmax"]);
  });

  it("pasting twice never repeats an id", () => {
    fc.assert(
      fc.property(fc.subarray(["input", "a", "b", "softmax"], { minLength: 1 }), (names) => {
        const clip = copy(chain, new Set(names)) ?? EMPTY;
        let doc: Document = chain;
        for (let round = 0; round < 3; round += 1) doc = paste(doc, clip, { x: 0, y: 0 }).doc;
        expect(new Set(doc.nodes.map((n) => n.id)).size).toBe(4 + 3 * names.length);
        expect(new Set(doc.edges.map((e) => e.id)).size).toBe(doc.edges.length);
      }),
    );
  });
});
