/**
 * Laying boards out: when asked to; when they are first shown; and a board that stands as layout left
 * it stays so, while one arranged by hand is left alone.
 */
import { absolutePosition, type Document } from "../graph/document";
import { cornerOf, type Form, laidOutAlike, layout, standing } from "../graph/layout";
import type { PortTable } from "../graph/ports";
import { isUntouched } from "../graph/untouched";
import type { Editor } from "../state/editor.svelte";
import { Notice } from "../state/session.svelte";

/** What takes longer than this, in ms, is said to be under way. */
const MOMENT_MS = 400;

/**
 * Lay the board out, as one step of undo. A large one is laid out while the page goes on; blocks or wires
 * that change meanwhile have it laid out again as it is then. Another layout, undo, or another board
 * that is opened takes the question back.
 *
 * @returns whether the board was laid out
 */
export async function tidyUp(editor: Editor, form: Form, glide: boolean): Promise<boolean> {
  const { session, layouts, ports } = editor;
  const turn = Symbol("tidying");
  session.tidying = turn;
  try {
    for (;;) {
      const asked = editor.doc;
      const found = layouts.places(asked, ports, form);
      const places = found instanceof Promise ? await patiently(editor, found) : found;
      if (session.tidying !== turn || !editor.writable) return false;
      if (!laidOutAlike(asked, editor.doc)) continue;
      editor.apply("layout", (doc) => standing(doc, places), { glide });
      return true;
    }
  } finally {
    if (session.tidying === turn) session.tidying = null;
  }
}

/** Wait for a layout; say that it is under way where that takes more than a moment. */
async function patiently<T>(editor: Editor, waited: T | Promise<T>): Promise<T> {
  const { session, timer } = editor;
  const notice = new Notice("info", () => editor.t("said.laying_out"));
  const slow = timer.set(() => {
    session.notice = notice;
  }, MOMENT_MS);
  try {
    return await waited;
  } finally {
    timer.clear(slow);
    if (session.notice === notice) session.notice = null;
  }
}

/** Above this many nodes a change does not lay the whole board out again. */
const MOST = 200;

/** So many documents back it is looked whether layout left the blocks where they stand. */
const BACK = 20;

/** Lay `after` out if the board stands as layout left it: adding and deleting leave no gaps. */
export function keepTidy({ history, ports, prefs }: Editor, after: Document): Document {
  const before = history.now.doc;
  if (after === before || after.nodes.length > MOST) return after;
  const form = prefs.get("form");
  // Wires that were drawn or cut since moved nothing: what stands as layout once left it is tidy still.
  const stood = [history.now, ...history.past.slice(-BACK).reverse()].map(({ doc }) => doc);
  const moved = stood.findIndex((doc) => !samePlaces(doc, before));
  const tidy = stood
    .slice(0, moved < 0 ? stood.length : moved)
    .some((doc) => isTidy(doc, ports, form));
  return tidy ? layout(after, ports, form, cornerOf(before)) : after;
}

const samePlaces = (a: Document, b: Document): boolean =>
  a.nodes === b.nodes ||
  (a.nodes.length === b.nodes.length &&
    a.nodes.every((node, index) => {
      const other = b.nodes[index];
      return (
        node.id === other?.id &&
        node.parentId === other.parentId &&
        node.position.x === other.position.x &&
        node.position.y === other.position.y
      );
    }));

function isTidy(doc: Document, table: PortTable, form: Form): boolean {
  const tidy = layout(doc, table, form);
  return doc.nodes.every((node, index) => {
    const there = tidy.nodes[index];
    return (
      node.type === "note" ||
      (there?.position.x === node.position.x && there.position.y === node.position.y)
    );
  });
}

/** How far apart the columns of earlier layouts stood, in px: then rows ran to and fro, too. */
const FORMER_PITCH = 240;
/** Fewer wires along rows tell nothing. */
const TELLING = 2;

/**
 * Lay a stored board out anew that stands as an earlier layout left it; one arranged by hand is left
 * alone. One step of undo.
 */
export async function renew(editor: Editor): Promise<void> {
  const before = editor.doc;
  if (!isFormer(before)) return;
  await tidyUp(editor, editor.prefs.get("form"), false);
  if (editor.doc === before) return;
  editor.session.inform(() => editor.t("said.renewed"));
}

/** A board as it is first shown: laid out where nobody has placed its blocks. */
export async function firstShown(editor: Editor, doc: Document): Promise<Document> {
  if (!isUntouched(doc)) return doc;
  return patiently(editor, editor.layouts.firstTime(doc, editor.ports, editor.prefs.get("form")));
}

/** Whether every wire along a row is as long as earlier layouts made it, or leads back along it. */
export function isFormer(doc: Document): boolean {
  const places = new Map(doc.nodes.map((node) => [node.id, absolutePosition(doc, node)]));
  const along = doc.edges.flatMap(({ source, target }) => {
    const [a, b] = [places.get(source), places.get(target)];
    return a && b && a.y === b.y && a.x !== b.x ? [b.x - a.x] : [];
  });
  return along.length >= TELLING && along.every((by) => by % FORMER_PITCH === 0);
}
