import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Document } from "./document";
import { reachable } from "./order";
import { removeNodes } from "./remove";
import { board, wires } from "./testing";

describe("removing nodes heals the wire", () => {
  it.each<[string, Document, string[], string[]]>([
    ["one of a chain", board("input>conv2d:a>conv2d:b"), ["a"], ["input>b"]],
    ["two in a row", board("input>conv2d:a>conv2d:b>conv2d:c"), ["a", "b"], ["input>c"]],
    ["in any order", board("input>conv2d:a>conv2d:b>conv2d:c"), ["b", "a"], ["input>c"]],
    ["the first", board("input>conv2d:a>conv2d:b"), ["input"], ["a>b"]],
    ["the last", board("input>conv2d:a>conv2d:b"), ["b"], ["input>a"]],
    [
      "a fork",
      board("input>conv2d:a>conv2d:b", "conv2d:a>conv2d:c"),
      ["a"],
      ["input>b", "input>c"],
    ],
    [
      "an add: the trunk goes on, the shortcut goes",
      board("input>conv2d:a>conv2d:b>add:s.a>softmax", "input>add:s.b"),
      ["s"],
      ["a>b", "b>softmax", "input>a"],
    ],
    [
      "a whole branch: no second wire from the same block",
      board("input>conv2d:a>add:s.a", "input>add:s.b"),
      ["a"],
      ["input>s.b"],
    ],
    ["into a named port", board("input>conv2d:a>add:s.b"), ["a"], ["input>s.b"]],
    ["what is not there", board("input>conv2d:a"), ["nobody"], ["input>a"]],
  ])("%s", (_what, doc, ids, expected) => {
    expect(wires(removeNodes(doc, ids))).toEqual(expected);
  });

  it("keeps the id and the order of a healed wire, so a concat's inputs stay in order", () => {
    const doc = board("conv2d:x>concat:k", "conv2d:y>conv2d:z>concat:k", "conv2d:w>concat:k");
    const healed = removeNodes(doc, ["z"]);
    expect(healed.edges.map(({ id, source }) => [id, source])).toEqual([
      ["e-1", "x"],
      ["e-3", "y"],
      ["e-4", "w"],
    ]);
  });

  it("takes an unfolded composite's contents along, and spares those of a frame drawn by hand", () => {
    const doc = board("input>conv2d:a>conv2d:b");
    const framed = (data: Record<string, string>): Document => ({
      ...doc,
      nodes: [
        { id: "f", type: "frame", position: { x: 100, y: 50 }, data },
        ...doc.nodes.map((node) => (node.id === "a" ? { ...node, parentId: "f" } : node)),
      ],
    });
    expect(removeNodes(framed({ block: "bneck" }), ["f"]).nodes.map((n) => n.id)).toEqual([
      "input",
      "b",
    ]);
    const spared = removeNodes(framed({ title: "stem" }), ["f"]).nodes.find((n) => n.id === "a");
    expect(spared).toMatchObject({ position: { x: 332, y: 50 } });
    expect(spared).not.toHaveProperty("parentId");
  });

  it("leaves what could be reached reachable", () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(), { minLength: 2, maxLength: 12 }),
        fc.nat(),
        (picks, victim) => {
          const doc = board(
            "input:n0",
            ...picks.map((pick, index) => `conv2d:n${pick % (index + 1)}>conv2d:n${index + 1}`),
          );
          const id = `n${1 + (victim % picks.length)}`;
          const before = reachable(doc, "n0");
          before.delete(id);
          expect(reachable(removeNodes(doc, [id]), "n0")).toEqual(before);
        },
      ),
    );
  });
});
