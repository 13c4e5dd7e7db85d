/** Keeping what was just made in sight, and the keyboard with it. */
import { tick } from "svelte";
import type { NodeId } from "../graph/document";
import type { Editor } from "../state/editor.svelte";

/** Bring nodes into sight where the board made room for something, or they were made out of it. */
export async function keepInSight(editor: Editor, ids: readonly NodeId[]): Promise<void> {
  // The canvas takes over the new positions first.
  await tick();
  const there = ids.filter((id) => editor.node(id));
  if (there.length > 0) editor.session.canvas?.keep(there);
}

/** The same with what was copied: keys go on from there. */
export async function goOnWith(editor: Editor, ids: readonly NodeId[]): Promise<void> {
  await keepInSight(editor, ids);
  const [first] = ids;
  if (first !== undefined) editor.session.canvas?.focus(first);
}

/** Something was taken away: keys go on from the node beside it, and something of the rest is in sight. */
export async function goOnBeside(editor: Editor, next: NodeId | null): Promise<void> {
  await tick();
  const { canvas } = editor.session;
  canvas?.focus(next);
  canvas?.glimpse(editor.doc.nodes.map(({ id }) => id));
}

/** What is away now may have had the keyboard: keys go on from what is chosen, else on the canvas. */
export async function goOnFromGone({ session }: Editor): Promise<void> {
  await tick();
  const { canvas, only } = session;
  if (!canvas?.holdsFocus()) canvas?.focus(only);
}
