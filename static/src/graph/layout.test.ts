import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { BoardEdge, BoardNode, Document } from "./document";
import { bounds, LEGIBLE, nodeRect, overlaps } from "./geometry";
import { type Form, layout } from "./layout";
import { board, mobilenet, PORTS } from "./testing";

const FORMS: readonly Form[] = ["snake", "down", "right"];

/** Pairs of nodes that cover each other; a frame covers what is in it. */
function collisions(doc: Document): string[] {
  const found: string[] = [];
  doc.nodes.forEach((a, index) => {
    for (const b of doc.nodes.slice(index + 1)) {
      if (a.parentId !== b.parentId) continue;
      if (overlaps(nodeRect(doc, a), nodeRect(doc, b))) found.push(`${a.id} ${b.id}`);
    }
  });
  return found;
}

const box = (doc: Document) => bounds(doc.nodes.map((node) => nodeRect(doc, node)));
const at = (doc: Document, id: string) => {
  const node = doc.nodes.find((each) => each.id === id);
  if (!node) throw new Error(`no node ${id}`);
  return nodeRect(doc, node);
};

/** Any acyclic graph: every node may take from those before it. */
const graphs: fc.Arbitrary<Document> = fc
  .array(
    fc.record({
      type: fc.constantFrom("conv2d", "add", "multiply", "softmax", "concat", "note", "frame"),
      sources: fc.array(fc.nat(), { maxLength: 3 }),
      parent: fc.option(fc.nat(), { nil: undefined }),
      x: fc.integer({ min: -500, max: 500 }),
      y: fc.integer({ min: -500, max: 500 }),
    }),
    { minLength: 1, maxLength: 30 },
  )
  .map((specs): Document => {
    const nodes: BoardNode[] = [];
    const edges: BoardEdge[] = [];
    const wired: string[] = [];
    specs.forEach(({ type, sources, parent, x, y }, index) => {
      const id = `n${index}`;
      const frames = nodes.filter((node) => node.type === "frame");
      const frame = parent === undefined ? undefined : frames[parent % frames.length];
      const inFrame = frame && type !== "frame" ? { parentId: frame.id } : {};
      nodes.push({ id, type, position: { x, y }, data: {}, ...inFrame });
      if (type === "note" || type === "frame") return;
      for (const pick of sources) {
        const source = wired[pick % Math.max(1, wired.length)];
        if (source !== undefined) edges.push({ id: `e${edges.length}`, source, target: id });
      }
      wired.push(id);
    });
    return { version: 1, nodes, edges };
  });

describe("layout", () => {
  it.each(FORMS)("%s: no two nodes cover each other, whatever the graph", (form) => {
    fc.assert(
      fc.property(graphs, (doc) => {
        const blocks = { ...doc, nodes: doc.nodes.filter((node) => node.type !== "note") };
        expect(collisions(layout(blocks, PORTS, form))).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  it.each(FORMS)("%s: laying out twice changes nothing, so a tidy board is known", (form) => {
    fc.assert(
      fc.property(graphs, (doc) => {
        const once = layout(doc, PORTS, form);
        expect(layout(once, PORTS, form)).toBe(once);
      }),
      { numRuns: 200 },
    );
  });

  it.each(FORMS)("%s: depends on the network, not on where things were", (form) => {
    fc.assert(
      fc.property(graphs, (doc) => {
        const corner = { x: 0, y: 0 };
        const heap = { ...doc, nodes: doc.nodes.map((n) => ({ ...n, position: { x: 7, y: 7 } })) };
        const rects = (d: Document) =>
          d.nodes.filter((n) => n.type !== "note").map((n) => nodeRect(d, n));
        expect(rects(layout(doc, PORTS, form, corner))).toEqual(
          rects(layout(heap, PORTS, form, corner)),
        );
      }),
    );
  });

  it("keeps frames around their contents", () => {
    fc.assert(
      fc.property(graphs, (doc) => {
        const tidy = layout(doc, PORTS, "snake");
        for (const node of tidy.nodes) {
          const frame = tidy.nodes.find((each) => each.id === node.parentId);
          if (!frame || node.type === "note") continue;
          const [inner, outer] = [nodeRect(tidy, node), nodeRect(tidy, frame)];
          expect(bounds([inner, outer])).toEqual(outer);
        }
      }),
    );
  });

  it("fits MobileNetV3-Large legibly into the canvas between the panels, in four columns", () => {
    const tidy = layout(mobilenet(), PORTS, "snake");
    const size = box(tidy);
    // At 1440 × 900, less the room that is kept at the edges and for the tools.
    expect((size?.width ?? Infinity) * LEGIBLE).toBeLessThanOrEqual(880);
    expect((size?.height ?? Infinity) * LEGIBLE).toBeLessThanOrEqual(680);
    expect(new Set(tidy.nodes.map((node) => node.position.x)).size).toBe(4);
  });

  it("runs as text is written: every row from left to right, from the same edge", () => {
    const tidy = layout(mobilenet(), PORTS, "snake");
    for (const [last, first] of [
      ["bneck-2", "bneck-3"],
      ["bneck-6", "bneck-7"],
      ["bneck-10", "bneck-11"],
    ] as const) {
      expect(at(tidy, first).x).toBe(at(tidy, "input").x);
      expect(at(tidy, first).y).toBeGreaterThan(at(tidy, last).y);
    }
  });

  it("right is one row and down one column", () => {
    expect(
      new Set(
        layout(mobilenet(), PORTS, "right").nodes.map(
          (n) =>
            at(layout(mobilenet(), PORTS, "right"), n.id).y +
            at(layout(mobilenet(), PORTS, "right"), n.id).height / 2,
        ),
      ).size,
    ).toBe(1);
    expect(new Set(layout(mobilenet(), PORTS, "down").nodes.map((n) => n.position.x)).size).toBe(1);
  });

  it("keeps the trunk straight and lays the SE branch beside it", () => {
    const doc = board(
      "input>conv2d:expand>depthwise_conv2d:dw>global_avg_pool:pool>conv2d:fc1>conv2d:fc2>multiply:gate.b",
      "depthwise_conv2d:dw>multiply:gate.a>conv2d:project>add:sum.a",
      "input>add:sum.b",
    );
    const tidy = layout(doc, PORTS, "right");
    const middle = (id: string) => at(tidy, id).y + at(tidy, id).height / 2;
    for (const id of ["expand", "dw", "gate", "project", "sum"])
      expect(middle(id)).toBe(middle("input"));
    for (const id of ["pool", "fc1", "fc2"]) {
      expect(at(tidy, id).y).toBeGreaterThan(at(tidy, "dw").y + at(tidy, "dw").height);
    }
  });

  it("lays a small network with a shortcut out in one row, the input at the left", () => {
    const doc = board("input>conv2d:x>conv2d:p>add:sum.a", "input>add:sum.b");
    const tidy = layout(doc, PORTS, "snake");
    expect(new Set(tidy.nodes.map(({ position }) => position.y)).size).toBe(1);
    const columns = tidy.nodes.map(({ position }) => position.x);
    expect(columns).toEqual([...columns].sort((a, b) => a - b));
  });

  it.each([
    ["a residual block", ["input>conv2d:x>conv2d:dw>conv2d:p>add:sum.a", "input>add:sum.b"]],
    [
      "an SE module",
      ["input>global_avg_pool:p>conv2d:a>conv2d:b>multiply:m.b", "input>multiply:m.a"],
    ],
    [
      "a bneck in pieces",
      [
        "input>conv2d:x>conv2d:dw>global_avg_pool:p>conv2d:a>conv2d:b>multiply:m.b",
        "conv2d:dw>multiply:m.a>conv2d:y>add:sum.a",
        "input>add:sum.b",
      ],
    ],
  ])("%s can be seen whole and read between the panels", (_name, chains) => {
    const tidy = layout(board(...chains), PORTS, "snake");
    // At 1440 × 900, less the room that is kept at the edges.
    expect((box(tidy)?.width ?? Infinity) * LEGIBLE).toBeLessThanOrEqual(880);
    const [one, join] = tidy.nodes.slice(-2).map(({ position }) => position);
    expect(join?.x).toBe(one?.x);
  });

  it("turns a row where no shortcut is led on to the next", () => {
    const chain = Array.from({ length: 9 }, (_, index) =>
      index === 5 ? "add:n5.a" : `conv2d:n${index}`,
    );
    const tidy = layout(board(chain.join(">"), "conv2d:n2>add:n5.b"), PORTS, "snake");
    const rows = new Map<number, string[]>();
    for (const { id, position } of tidy.nodes) {
      rows.set(position.y, [...(rows.get(position.y) ?? []), id]);
    }
    // Three rows are needed either way; four blocks in the first would cut the shortcut in two.
    expect([...rows.values()]).toEqual([
      ["n0", "n1"],
      ["n2", "n3", "n4", "n5"],
      ["n6", "n7", "n8"],
    ]);
  });

  it("stands a block that nothing feeds beside the one that it feeds", () => {
    const tidy = layout(
      board("input>conv2d:a>conv2d:b>add:sum.a", "conv2d:loose>add:sum.b"),
      PORTS,
      "right",
    );
    expect(at(tidy, "loose").x).toBe(at(tidy, "b").x);
  });

  it("runs a wire straight into a frame, whatever lies beside the trunk in it", () => {
    const pieces = board(
      "input>conv2d:c1>global_avg_pool:p1>conv2d:p2>multiply:p3.b",
      "conv2d:c1>multiply:p3.a>softmax",
    );
    const frame = { id: "f", type: "frame", position: { x: 0, y: 0 }, data: { block: "bneck" } };
    const inside = new Set(["p1", "p2", "p3"]);
    const framed: Document = {
      ...pieces,
      nodes: [frame, ...pieces.nodes.map((n) => (inside.has(n.id) ? { ...n, parentId: "f" } : n))],
    };
    const tidy = layout(framed, PORTS, "right");
    expect(at(tidy, "p1").y).toBe(at(tidy, "c1").y);
    expect(at(tidy, "softmax").y).toBe(at(tidy, "c1").y);
  });

  it("leaves the corner of the network and the notes where they are", () => {
    const doc = mobilenet();
    const note: BoardNode = {
      id: "note-1",
      type: "note",
      position: { x: 3, y: 900 },
      data: { text: "" },
    };
    const moved = {
      ...doc,
      nodes: [...doc.nodes.map((n) => ({ ...n, position: { x: n.position.x + 40, y: 80 } })), note],
    };
    const tidy = layout(moved, PORTS, "snake");
    expect(box({ ...tidy, nodes: tidy.nodes.slice(0, -1) })).toMatchObject({ x: 40, y: 80 });
    expect(tidy.nodes.at(-1)).toBe(note);
  });
});
