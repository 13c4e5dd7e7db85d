/** The cell that a component of the canvas draws; the canvas draws only what the document holds. */
import type { EdgeCell, NodeCell } from "../state/cells.svelte";
import type { Editor } from "../state/editor.svelte";

export function nodeCell(editor: Editor, id: string): NodeCell {
  const cell = editor.node(id);
  if (!cell) throw new Error(`no cell for node ${id}`);
  return cell;
}

export function edgeCell(editor: Editor, id: string): EdgeCell {
  const cell = editor.edge(id);
  if (!cell) throw new Error(`no cell for wire ${id}`);
  return cell;
}
