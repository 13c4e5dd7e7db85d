import { expect, test } from "vitest";
import type { Diagnostic, Finding } from "../api/types";
import type { Document } from "../graph/document";
import { firstConcern } from "./first";

const node = (id: string, type: string) => ({ id, type, position: { x: 0, y: 0 }, data: {} });
const wire = (source: string, target: string) => ({ id: `${source}>${target}`, source, target });
const DOC = {
  nodes: [node("multiply", "multiply"), ...["input", "one", "two"].map((id) => node(id, "conv2d"))],
  edges: [wire("input", "one"), wire("one", "two"), wire("two", "multiply")],
} as unknown as Document;

const at = (id: string) => ({ nodes: [id], edges: [], name: id }) as unknown as Diagnostic;
const found = (id: string) => ({ ...at(id), id }) as unknown as Finding;

test.each([
  ["what is not filled in comes before the end", ["one", "two", "multiply"], ["multiply"], "one"],
  ["in whatever order the server lists it", ["multiply", "two", "one"], ["multiply"], "one"],
  ["what is wrong at the beginning comes first", ["two"], ["one"], "found one"],
  ["at one block the finding is told", ["two"], ["two"], "found two"],
  ["the server says which finding is the first", [], ["multiply", "one"], "found multiply"],
  ["without findings there are diagnostics", ["two"], [], "two"],
  ["nothing is nothing", [], [], null],
] as const)("%s", (_, diagnostics, findings, first) => {
  const given = firstConcern(DOC, diagnostics.map(at), findings.map(found));
  const told = given && ("id" in given ? `found ${given.nodes[0]}` : given.nodes[0]);
  expect(told).toBe(first);
});

test("what is merely worth knowing waits", () => {
  const note = { ...at("one"), severity: "info" } as Diagnostic;
  expect(firstConcern(DOC, [note], [])).toBeNull();
});

test("a wire stands where it ends", () => {
  const broken = { nodes: [], edges: ["one>two"] } as unknown as Diagnostic;
  expect(firstConcern(DOC, [broken], [found("multiply")])).toBe(broken);
  expect(firstConcern(DOC, [broken], [found("one")])).not.toBe(broken);
});
