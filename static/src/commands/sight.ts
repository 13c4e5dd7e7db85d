/** Keeping what was just made in sight. */
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
