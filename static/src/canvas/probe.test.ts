import { describe, expect, it } from "vitest";
import type { Diagnostic } from "../api/types";
import { board } from "../graph/testing";
import { arrived, checkResult, testEditor } from "../state/testing";
import { Probe } from "./probe.svelte";

const says = (message: string, node: string): Diagnostic => ({
  code: "G101",
  name: "test",
  severity: "error",
  message,
  help: "",
  nodes: [node],
  edges: [],
  parameter: null,
  port: null,
});

/** A chain whose last block lacks its width, which the server has said already. */
async function probing() {
  const { editor, server } = testEditor(board("input>conv2d:conv2d-1", "add:a", "linear:linear-1"));
  void editor.check();
  server.last.answer(checkResult({ diagnostics: [says("“linear” has no width.", "linear-1")] }));
  await arrived();
  return { editor, server, probe: new Probe(editor) };
}

const into = (source: string) => ({ source, target: "a", targetHandle: "a" });

describe("a wire that is being drawn", () => {
  it("is asked about under the names on screen, so that an old complaint is known again", async () => {
    const { editor, server, probe } = await probing();
    probe.ask(into("conv2d-1"));
    const sent = (server.last.body.graph as typeof editor.doc).nodes;
    expect(sent.map((node) => node.data.label)).toEqual(["input", "conv2d", "add", "linear"]);
    server.last.answer(checkResult({ diagnostics: [says("“linear” has no width.", "linear-1")] }));
    await arrived();
    expect(probe.complaint).toBeNull();
  });

  it("is told what it would break, at its own end first", async () => {
    const { server, probe } = await probing();
    probe.ask(into("conv2d-1"));
    const diagnostics = [says("Elsewhere.", "linear-1"), says("“add” gets two sizes.", "a")];
    server.last.answer(checkResult({ diagnostics }));
    await arrived();
    expect(probe.complaint).toBe("“add” gets two sizes.");
  });

  it("that is moved is asked about in its new place, not as a second wire", async () => {
    const { editor, server, probe } = await probing();
    const [wire] = editor.doc.edges;
    probe.ask({ source: "input", target: "a", targetHandle: "a" }, wire?.id);
    const graph = server.last.body.graph as typeof editor.doc;
    expect(graph.edges).toHaveLength(editor.doc.edges.length);
    expect(graph.edges[0]).toMatchObject({ id: wire?.id, source: "input", target: "a" });
  });

  it("whose beginning is moved is asked about from there, and its end keeps one wire", async () => {
    const { editor, server } = testEditor(board("input>conv2d:a", "add:b"));
    const probe = new Probe(editor);
    const [wire] = editor.doc.edges;
    probe.ask({ source: "b", target: "a" }, wire?.id);
    const { edges } = server.last.body.graph as typeof editor.doc;
    expect(edges.filter(({ target }) => target === "a")).toHaveLength(1);
    expect(edges[0]).toMatchObject({ id: wire?.id, source: "b", target: "a" });
  });

  it("is asked about once, until it ends elsewhere", async () => {
    const { server, probe } = await probing();
    const before = server.calls.length;
    probe.ask(into("conv2d-1"));
    probe.ask(into("conv2d-1"));
    expect(server.calls).toHaveLength(before + 1);
    probe.ask(null);
    expect(server.last.signal?.aborted).toBe(true);
  });
});
