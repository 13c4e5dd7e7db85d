/** Keeping what was just made in sight. */
import { tick } from "svelte";
import { type NodeId, nodeById, type Rect, type Size } from "../graph/document";
import { nodeRect } from "../graph/geometry";
import type { Editor } from "../state/editor.svelte";
import type { Viewport } from "../state/session.svelte";

/** Show the whole network where a new node lies outside of what is visible. */
export async function keepInSight(editor: Editor, id: NodeId): Promise<void> {
  // The canvas takes over the new positions first.
  await tick();
  const { canvas, viewport } = editor.session;
  const node = nodeById(editor.doc, id);
  if (!canvas || !viewport || !node) return;
  if (!inSight(nodeRect(editor.doc, node), viewport, canvas.size())) canvas.fit();
}

/** Whether all of a rectangle on the canvas is within the visible area. */
export function inSight(rect: Rect, viewport: Viewport, size: Size): boolean {
  const left = rect.x * viewport.zoom + viewport.x;
  const top = rect.y * viewport.zoom + viewport.y;
  return (
    left >= 0 &&
    top >= 0 &&
    left + rect.width * viewport.zoom <= size.width &&
    top + rect.height * viewport.zoom <= size.height
  );
}
