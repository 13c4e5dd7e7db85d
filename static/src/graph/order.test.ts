import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Document, freshNodeId } from "./document";
import { nodeNames } from "./naming";
import { outline, topologicalOrder } from "./order";
import { board, mobilenet, withData } from "./testing";

describe("topological order", () => {
  it("lists every block after all that feeds it, whatever the document's order", () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(), { maxLength: 15 }),
        fc.infiniteStream(fc.nat()),
        (picks, mix) => {
          const doc = board(
            "input:n0",
            ...picks.map((pick, index) => `conv2d:n${pick % (index + 1)}>conv2d:n${index + 1}`),
          );
          const keyed = doc.nodes.map((node) => ({ node, key: mix.next().value ?? 0 }));
          const nodes = keyed.sort((a, b) => a.key - b.key).map(({ node }) => node);
          const order = topologicalOrder({ ...doc, nodes });
          expect([...order].sort()).toEqual(doc.nodes.map((node) => node.id).sort());
          for (const { source, target } of doc.edges) {
            expect(order.indexOf(source)).toBeLessThan(order.indexOf(target));
          }
        },
      ),
    );
  });

  it("keeps chains together", () => {
    const doc = board("input>conv2d:a>conv2d:b>add:s.a", "input>conv2d:c>conv2d:d>add:s.b");
    expect(topologicalOrder(doc)).toEqual(["input", "a", "b", "c", "d", "s"]);
  });

  it("lists a loop last instead of losing it, and annotations not at all", () => {
    const doc = board("conv2d:a>conv2d:b>conv2d:a", "input");
    const note = { id: "note-1", type: "note", position: { x: 0, y: 0 }, data: {} };
    expect(topologicalOrder({ ...doc, nodes: [...doc.nodes, note] })).toEqual(["input", "a", "b"]);
  });

  it("is the outline's order, with what feeds each block", () => {
    const doc = board("input>conv2d:a>add:s.a", "input>add:s.b");
    expect(outline(doc).map(({ node, inputs }) => [node.id, inputs])).toEqual([
      ["input", []],
      ["a", ["input"]],
      ["s", ["a", "input"]],
    ]);
  });
});

describe("names", () => {
  const title = (type: string): string => type.toUpperCase();
  const WORDS: Readonly<Record<string, string>> = { expand: "升维", se: "SE", fc1: "FC1" };
  const piece = (_type: string, own: string) => WORDS[own];
  const names = (doc = mobilenet()) => Object.fromEntries(nodeNames(doc, { title, piece }));

  describe("of the pieces of an unfolded block", () => {
    const at = { position: { x: 0, y: 0 } };
    const frame = { id: "bneck3", type: "frame", data: { block: "bneck" }, ...at };
    const boardWith = (id: string, data = {}, parentId = "bneck3"): Document => ({
      ...board("bneck:b1"),
      nodes: [...board("bneck:b1").nodes, frame, { id, type: "conv2d", data, parentId, ...at }],
    });

    it("are the frame's and their own, in the words of the page", () => {
      expect(names(boardWith("bneck3.expand"))["bneck3.expand"]).toBe("BNECK 3 升维");
    });

    it("are those of a file that repeats them in its own words, and a student's where they are others", () => {
      const named = (label: string) =>
        names(boardWith("bneck3.expand", { label }))["bneck3.expand"];
      expect(named("bneck3 expand")).toBe("BNECK 3 升维");
      expect(named("BNECK 3 expand")).toBe("BNECK 3 升维");
      expect(named("wide expand")).toBe("wide expand");
    });

    it("are a block's as any other where the frame has no such piece", () => {
      expect(names(boardWith("bneck3.blorb"))["bneck3.blorb"]).toBe("CONV2D");
      expect(names(boardWith("expand")).expand).toBe("CONV2D");
    });

    it("go on in a piece that was unfolded itself", () => {
      const inner = {
        id: "bneck3.se",
        type: "frame",
        data: { block: "squeeze_excite" },
        parentId: "bneck3",
        ...at,
      };
      const doc = boardWith("bneck3.se.fc1", {}, "bneck3.se");
      expect(names({ ...doc, nodes: [...doc.nodes, inner] })["bneck3.se.fc1"]).toBe(
        "BNECK 3 SE FC1",
      );
    });
  });

  it("takes no number from ids that count all nodes", () => {
    const opened = board("input:n0>global_avg_pool:n1>conv2d:n2>conv2d:n3");
    expect(names(opened)).toMatchObject({ n2: "CONV2D 1", n3: "CONV2D 2" });
  });

  it("keeps the numbers of opened boards, whatever is added", () => {
    const chain = Array.from({ length: 15 }, (_, index) => `bneck:bneck${index + 1}`);
    const opened = board(["input", "conv2d:conv1", ...chain, "conv2d:conv2"].join(">"));
    const before = names(opened);
    expect(before).toMatchObject({ bneck7: "BNECK 7", conv1: "CONV2D 1", conv2: "CONV2D 2" });
    let grown = opened;
    for (const type of ["bneck", "conv2d", "bneck"]) {
      const id = freshNodeId(grown, type);
      grown = {
        ...grown,
        nodes: [...grown.nodes, { id, type, position: { x: 0, y: 0 }, data: {} }],
      };
    }
    expect(names(grown)).toMatchObject(before);
    expect(names(grown)).toMatchObject({ "bneck-16": "BNECK 16", "conv2d-3": "CONV2D 3" });
  });

  it("gives a new block a number that no nameless one had", () => {
    const opened = board("input>conv2d:stem>conv2d:head>conv2d:conv2d-1");
    const before = names(opened);
    const id = freshNodeId(opened, "conv2d");
    const node = { id, type: "conv2d", position: { x: 0, y: 0 }, data: {} };
    expect(names({ ...opened, nodes: [...opened.nodes, node] })).toMatchObject(before);
  });

  it("number blocks of one kind by their ids, and leave a single one without", () => {
    expect(names()).toMatchObject({ input: "INPUT", "bneck-3": "BNECK 3", softmax: "SOFTMAX" });
  });

  it("prefer the student's own, and number other ids with what is left", () => {
    const doc = withData(board("bneck:bneck-1>bneck:x>bneck:y>bneck:bneck-3"), "y", {
      label: "mine",
    });
    expect(names(doc)).toEqual({
      "bneck-1": "BNECK 1",
      x: "BNECK 2",
      y: "mine",
      "bneck-3": "BNECK 3",
    });
  });

  it("are never given twice: of two ids with one number the first keeps it", () => {
    const doc = board("bneck:bneck-3>bneck:bneck3>bneck:x>bneck:y");
    expect(names(doc)).toEqual({
      "bneck-3": "BNECK 3",
      bneck3: "BNECK 1",
      x: "BNECK 2",
      y: "BNECK 4",
    });
  });

  it("keep a composite's name while it is unfolded", () => {
    const doc = board("bneck:bneck-1>bneck:bneck-2");
    const frame = {
      id: "bneck-2",
      type: "frame",
      position: { x: 0, y: 0 },
      data: { block: "bneck" },
    };
    const unfolded = { ...doc, nodes: [...doc.nodes.slice(0, 1), frame] };
    expect(names(unfolded)).toEqual(names(doc));
  });
});
