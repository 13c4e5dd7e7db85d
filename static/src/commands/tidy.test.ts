import { describe, expect, it } from "vitest";
import type { Document } from "../graph/document";
import { layout } from "../graph/layout";
import { board, PORTS } from "../graph/testing";
import { testEditor } from "../state/testing";
import { firstShown, isFormer, isUntouched, renew } from "./tidy";

/** Nine blocks as rows of three once stood: the second row ran back. */
function former(pitch = 240): Document {
  const chain = board("input>conv2d:a>conv2d:b>conv2d:c>conv2d:d>conv2d:e>conv2d:f>conv2d:g");
  const columns = [0, 1, 2, 2, 1, 0, 0, 1];
  const nodes = chain.nodes.map((node, index) => ({
    ...node,
    position: { x: pitch * (columns[index] ?? 0), y: 128 * Math.floor(index / 3) },
  }));
  return { ...chain, nodes };
}

describe("a board that an earlier layout left", () => {
  it("is laid out anew when it is opened, as one step of undo", () => {
    const { editor } = testEditor(former());
    renew(editor);
    expect(layout(editor.doc, PORTS, "snake")).toBe(editor.doc);
    expect(editor.session.notice?.kind).toBe("info");
    editor.undo();
    expect(editor.doc).toEqual(former());
  });

  it.each([
    ["as layout leaves it now", layout(former(), PORTS, "snake")],
    ["by hand", former(248)],
    ["with nothing in a row", board("input>conv2d:a")],
  ])("is left alone where it stands %s", (_how, doc) => {
    expect(isFormer(doc)).toBe(false);
  });
});

/** A branch, and what it comes back to, as the server hands boards out. */
function untouched(): Document {
  const doc = board("input>conv2d:a>conv2d:b>add:sum", "input>add:sum");
  const nodes = doc.nodes.map((node, index) => ({
    ...node,
    position: { x: 256 * (index % 4), y: 128 * Math.floor(index / 4) },
  }));
  return { ...doc, nodes };
}

describe("a board that comes from the server", () => {
  it("is laid out when it is first shown", () => {
    const { editor } = testEditor();
    const shown = firstShown(editor, untouched());
    expect(shown).toEqual(layout(untouched(), PORTS, "snake"));
    expect(firstShown(editor, shown)).toBe(shown);
  });

  it("is known by its rows, also with a block left out; one that was moved is not", () => {
    const doc = untouched();
    expect(isUntouched(doc)).toBe(true);
    expect(isUntouched({ ...doc, nodes: doc.nodes.toSpliced(1, 1) })).toBe(true);
    const [first, ...rest] = doc.nodes;
    if (!first) throw new Error("no node");
    expect(isUntouched({ ...doc, nodes: [{ ...first, position: { x: 8, y: 0 } }, ...rest] })).toBe(
      false,
    );
    expect(isUntouched({ ...doc, nodes: [...rest, first] })).toBe(false);
  });
});
