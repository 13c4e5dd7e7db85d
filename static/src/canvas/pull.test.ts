import { describe, expect, it } from "vitest";
import { board, PORTS } from "../graph/testing";
import { type Over, type PortEnd, prospect } from "./pull";

const doc = board("input>conv2d:a>add:sum.a", "conv2d:b>softmax");
const out = (node: string): PortEnd => ({ node, port: "out", kind: "source" });
const into = (node: string, port = "in"): PortEnd => ({ node, port, kind: "target" });
const body = (node: string): Over => ({ node, port: null });
const at = (port: PortEnd): Over => ({ node: port.node, port });

describe("what a pull would do here", () => {
  it.each<[string, PortEnd, Over, string]>([
    ["a free block", out("a"), body("b"), "a>b.in"],
    ["a block whose input is taken", out("b"), body("a"), "b>a.in for e-1"],
    ["a port that is taken", out("b"), at(into("a")), "b>a.in for e-1"],
    ["a block with another input free", out("b"), body("sum"), "b>sum.b"],
    ["a taken port beside a free one", out("b"), at(into("sum", "a")), "b>sum.b"],
    ["a block without inputs", out("b"), body("input"), "no_port"],
    ["the port's own block", out("a"), body("a"), "nothing"],
    ["the input of the port's own block", out("a"), at(into("a")), "same_node"],
    ["another output", out("a"), at(out("b")), "nothing"],
    ["from an input back to a block", into("b"), body("a"), "a>b.in"],
    ["from an input back to an output", into("b"), at(out("softmax")), "cycle"],
  ])("over %s", (_what, from, over, expected) => {
    const found = prospect(doc, PORTS, from, over);
    const ends = found?.ends;
    const gone = found?.answer.ok && found.answer.replaces ? ` for ${found.answer.replaces}` : "";
    const wire = `${ends?.source}>${ends?.target}.${ends?.targetHandle ?? "in"}${gone}`;
    expect(!found ? "nothing" : found.answer.ok ? wire : found.answer.reason).toBe(expected);
  });

  it("an end that is moved does not stand in its own way", () => {
    expect(prospect(doc, PORTS, out("b"), body("a"), "e-1")?.answer.ok).toBe(true);
  });
});
