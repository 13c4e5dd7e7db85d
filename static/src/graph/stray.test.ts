import { describe, expect, it } from "vitest";
import type { BoardEdge, Document } from "./document";
import { portKey } from "./port-sides";
import { STRAY, straysOf } from "./stray";
import { board, PORTS } from "./testing";

/** A board with one wire, as it may come from elsewhere. */
const withWire = (wire: Omit<BoardEdge, "id">, ...more: Document["nodes"]): Document => {
  const doc = board("conv2d:a", "conv2d:b");
  return { ...doc, nodes: [...doc.nodes, ...more], edges: [{ id: "w", ...wire }] };
};
const note = { id: "n", type: "note", position: { x: 0, y: 0 }, data: {} };
const unknown = { id: "u", type: "blorb", position: { x: 0, y: 0 }, data: {} };

describe("a wire with an end at no port", () => {
  it.each([
    [
      "a port that the target has not",
      { source: "a", target: "b", targetHandle: "x" },
      ["target"],
      null,
    ],
    [
      "a port that the source has not",
      { source: "a", sourceHandle: "x", target: "b" },
      ["source"],
      null,
    ],
    ["a block that there is not", { source: "a", target: "gone" }, ["target"], "target"],
    ["from a block that there is not", { source: "gone", target: "b" }, ["source"], "source"],
    ["a note", { source: "a", target: "n" }, ["target"], "target"],
    ["a block of no known kind", { source: "a", target: "u" }, ["target"], null],
  ])("to %s", (_what, wire, ends, nowhere) => {
    const stray = straysOf(withWire(wire, note, unknown), PORTS).wires.get("w");
    expect(stray).toMatchObject({ ends, nowhere });
    expect(["a", "b", "u"]).toContain(stray?.edge.source);
    expect(["a", "b", "u"]).toContain(stray?.edge.target);
  });

  it("has a port of its own where it is drawn", () => {
    const { ports } = straysOf(withWire({ source: "a", target: "b", targetHandle: "x" }), PORTS);
    expect([...ports]).toEqual([portKey("b", "in", STRAY)]);
  });

  it("is none where the ports are said or may be left out", () => {
    const doc = withWire({ source: "a", target: "b", targetHandle: "in", sourceHandle: null });
    expect(straysOf(doc, PORTS).wires.size).toBe(0);
    expect(straysOf(doc, PORTS)).toBe(straysOf(board(), PORTS));
  });

  it("between two blocks that there are not is drawn nowhere", () => {
    expect(straysOf(withWire({ source: "x", target: "y" }), PORTS).wires.size).toBe(0);
  });
});
