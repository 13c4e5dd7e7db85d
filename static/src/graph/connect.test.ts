import { describe, expect, it } from "vitest";
import { canConnect, canReplace, endsToNode, possibleTargets, type Refusal } from "./connect";
import { type BoardNode, connect, type Document, type Ends, nodeById } from "./document";
import { board, PORTS } from "./testing";

const doc: Document = {
  ...board("input>conv2d:a>conv2d:b>add:s.a", "conv2d:loose", "concat:k"),
};
const withNote: Document = {
  ...doc,
  nodes: [...doc.nodes, { id: "note", type: "note", position: { x: 0, y: 0 }, data: {} }],
};

function node(of: Document, id: string): BoardNode {
  const found = nodeById(of, id);
  if (!found) throw new Error(`no node ${id}`);
  return found;
}

describe("which wires may be drawn", () => {
  it.each<[Ends, Refusal | "yes"]>([
    [{ source: "loose", target: "k" }, "yes"],
    [{ source: "a", target: "s", targetHandle: "b" }, "yes"],
    [{ source: "a", target: "s", targetHandle: "a" }, "taken"],
    [{ source: "a", target: "a" }, "same_node"],
    [{ source: "s", target: "loose" }, "yes"],
    [{ source: "loose", target: "b" }, "taken"],
    [{ source: "a", target: "input" }, "no_port"],
    [{ source: "a", target: "s", targetHandle: "c" }, "no_port"],
    [{ source: "a", sourceHandle: "side", target: "loose" }, "no_port"],
    [{ source: "note", target: "loose" }, "no_port"],
    [{ source: "gone", target: "loose" }, "no_port"],
    [{ source: "a", target: "b" }, "duplicate"],
  ])("%o: %s", (ends, expected) => {
    const answer = canConnect(withNote, PORTS, ends);
    expect(answer.ok ? "yes" : answer.reason).toBe(expected);
  });

  it("closes no loop, however long", () => {
    const loop = board("conv2d:a>conv2d:b>concat:k", "concat:k>conv2d:c");
    expect(canConnect(loop, PORTS, { source: "c", target: "a" })).toEqual({
      ok: false,
      reason: "cycle",
    });
  });

  it("takes many wires into a concat, but none twice", () => {
    const two = board("conv2d:a>concat:k", "conv2d:b");
    expect(canConnect(two, PORTS, { source: "b", target: "k" }).ok).toBe(true);
    expect(canConnect(two, PORTS, { source: "a", target: "k" })).toMatchObject({
      reason: "duplicate",
    });
  });

  it("takes both halves of a split into a concat, each once", () => {
    const empty = board("input>channel_split:s", "concat:k");
    const first = endsToNode(empty, PORTS, { source: "s" }, node(empty, "k")).ends;
    expect(first).toMatchObject({ source: "s", sourceHandle: "first", target: "k" });
    const one = connect(empty, first);
    const second = endsToNode(one, PORTS, { source: "s" }, node(one, "k"));
    expect(second).toMatchObject({ ends: { sourceHandle: "second" }, answer: { ok: true } });
    expect(canConnect(one, PORTS, first)).toMatchObject({ reason: "duplicate" });
  });

  it("does not let a wire stand in its own way when its end is moved", () => {
    expect(canConnect(doc, PORTS, { source: "loose", target: "b" }, "e-2").ok).toBe(true);
  });

  it("finds the free input of a node as a whole, or says why there is none", () => {
    const sum = doc.nodes.find((node) => node.id === "s");
    if (!sum) throw new Error("no sum");
    expect(endsToNode(doc, PORTS, { source: "loose" }, sum).ends.targetHandle).toBe("b");
    const full = board("conv2d:a>add:s.a", "conv2d:b>add:s.b", "conv2d:c");
    const there = full.nodes.find((node) => node.id === "s");
    if (!there) throw new Error("no sum");
    expect(endsToNode(full, PORTS, { source: "c" }, there).answer).toEqual({
      ok: false,
      reason: "taken",
    });
  });

  it.each<[Ends, string]>([
    [{ source: "a", target: "s", targetHandle: "a" }, "e-3"],
    [{ source: "loose", target: "b" }, "e-2"],
    [{ source: "s", target: "a" }, "cycle"],
    [{ source: "a", target: "b" }, "duplicate"],
    [{ source: "a", target: "s", targetHandle: "b" }, "nothing"],
  ])("%o onto a taken input replaces %s", (ends, expected) => {
    const answer = canReplace(doc, PORTS, ends);
    expect(answer.ok ? (answer.replaces ?? "nothing") : answer.reason).toBe(expected);
  });

  it("lists the targets that the keyboard offers", () => {
    expect(possibleTargets(withNote, PORTS, "a").map((node) => node.id)).toEqual([
      "s",
      "loose",
      "k",
    ]);
  });
});
