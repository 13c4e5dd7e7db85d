/** Commands on the selection: undo, clipboard, delete, lining up, layout. */
import { tick } from "svelte";
import { type Alignment, type Axis, align, distribute } from "../graph/arrange";
import type { Document, NodeId } from "../graph/document";
import type { Form } from "../graph/layout";
import type { Editor } from "../state/editor.svelte";
import * as actions from "./actions";
import { copyText } from "./copy-text";
import { tidyUp } from "./tidy";

export const writable = (editor: Editor): boolean => editor.writable;
export const hasNodes = (editor: Editor): boolean => editor.session.selection.nodes.size > 0;
export const hasSelection = (editor: Editor): boolean =>
  hasNodes(editor) || editor.session.selection.edges.size > 0;
export const hasEditable = (editor: Editor): boolean => editor.writable && hasSelection(editor);
export const hasEditableNodes = (editor: Editor): boolean => editor.writable && hasNodes(editor);
export const hasOneEditable = (editor: Editor): boolean =>
  editor.writable && editor.session.only !== null;
export const hasSeveral = (editor: Editor): boolean =>
  editor.writable && editor.session.selection.nodes.size > 1;
export const hasThree = (editor: Editor): boolean =>
  editor.writable && editor.session.selection.nodes.size > 2;

export const canUndo = (editor: Editor): boolean =>
  editor.canUndo || editor.session.tidying !== null;

export function undo(editor: Editor): void {
  // What was asked for last is taken back before it is there.
  if (editor.session.tidying !== null) {
    editor.session.tidying = null;
    editor.session.announce(editor.t("said.undone", { what: editor.did("layout") }));
    return;
  }
  const { did } = editor.history.now;
  if (!keepingPlace(editor, () => editor.undo())) return;
  editor.session.announce(editor.t("said.undone", { what: editor.did(did) }));
}

/**
 * Where what had the keyboard's focus is gone, it goes on beside that, as after a deletion; and what came of it is in
 * sight.
 */
function keepingPlace(editor: Editor, travel: () => boolean): boolean {
  const { doc: before } = editor;
  const onCanvas = editor.session.canvas?.holdsFocus() ?? false;
  const done = travel();
  const { doc: now } = editor;
  void tick().then(() => {
    const { canvas } = editor.session;
    if (onCanvas && !canvas?.holdsFocus()) canvas?.focus(besideGone(before, now));
    canvas?.glimpse(otherIn(before, now));
  });
  return done;
}

function besideGone(before: Document, now: Document): NodeId | null {
  const there = new Set(now.nodes.map(({ id }) => id));
  const gone = new Set(before.nodes.flatMap(({ id }) => (there.has(id) ? [] : [id])));
  const drawn = new Set(now.edges.map(({ id }) => id));
  const wires = before.edges.flatMap(({ id }) => (drawn.has(id) ? [] : [id]));
  return actions.nextTo(before, gone, wires) ?? now.nodes[0]?.id ?? null;
}

/** What there is now and was not, or has other values; all that is left where there is only less. */
function otherIn(before: Document, now: Document): readonly NodeId[] {
  const datas = new Map(before.nodes.map(({ id, data }) => [id, data]));
  const other = now.nodes.filter(({ id, data }) => datas.get(id) !== data);
  return (other.length > 0 ? other : now.nodes).map(({ id }) => id);
}

export function redo(editor: Editor): void {
  if (!keepingPlace(editor, () => editor.redo())) return;
  const what = editor.did(editor.history.now.did);
  editor.session.announce(editor.t("said.redone", { what }));
}

export async function copy(editor: Editor): Promise<boolean> {
  const text = actions.copyText(editor);
  if (text === null) return false;
  const count = editor.session.selection.nodes.size;
  if (!(await copyText(text))) {
    // Where the page may not write to the clipboard, only the keys' own event can: say so.
    editor.session.refuse(() => editor.t("said.copy_by_keys"));
    return false;
  }
  editor.session.announce(editor.t("said.copied", { count }));
  return true;
}

export async function cut(editor: Editor): Promise<void> {
  if (await copy(editor)) deleteSelection(editor);
}

export async function paste(editor: Editor): Promise<void> {
  let text: string;
  try {
    text = await navigator.clipboard.readText();
  } catch {
    editor.session.refuse(() => editor.t("said.paste_by_keys"));
    return;
  }
  actions.pasteText(editor, text);
}

export const duplicate = (editor: Editor): boolean => actions.duplicate(editor);

export function deleteSelection(editor: Editor): boolean {
  const { nodes, edges } = editor.session.selection;
  return actions.remove(editor, nodes, edges);
}

export function selectAll(editor: Editor): void {
  const { nodes, edges } = editor.doc;
  editor.session.select(
    nodes.map((node) => node.id),
    edges.map((edge) => edge.id),
  );
  editor.session.announce(editor.t("said.selected", { count: nodes.length }));
}

export function alignSelection(editor: Editor, to: Alignment): boolean {
  const { nodes } = editor.session.selection;
  return editor.apply("align", (doc) => align(doc, nodes, to), { glide: true });
}

export function distributeSelection(editor: Editor, axis: Axis): boolean {
  const { nodes } = editor.session.selection;
  return editor.apply("distribute", (doc) => distribute(doc, nodes, axis), { glide: true });
}

/** Lay the board out and remember the form for next time. */
export async function layOut(editor: Editor, form: Form): Promise<void> {
  editor.prefs.set("form", form);
  if (!(await tidyUp(editor, form, true))) return;
  editor.session.canvas?.open();
  editor.session.announce(editor.t("said.laid_out"));
}
