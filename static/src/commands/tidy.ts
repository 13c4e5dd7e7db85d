/** A board that stands as automatic layout left it stays so; one arranged by hand is left alone. */
import { absolutePosition, type Document } from "../graph/document";
import { cornerOf, type Form, layout } from "../graph/layout";
import type { PortTable } from "../graph/ports";
import type { Editor } from "../state/editor.svelte";

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
export function renew(editor: Editor): void {
  const form = editor.prefs.get("form");
  if (!isFormer(editor.doc) || !editor.apply("layout", (doc) => layout(doc, editor.ports, form)))
    return;
  editor.session.notice = { kind: "info", text: editor.t("said.renewed") };
}

/** Boards that no hand has laid out yet stand in rows of four, in their order: `app/reference/boards.py`. */
const ROW = { nodes: 4, x: 256, y: 128 };
/** Fewer blocks stand so by chance. */
const UNTOUCHED = 3;

/** A board as it is first shown: laid out where it comes from the server or the command line. */
export function firstShown({ ports, prefs }: Editor, doc: Document): Document {
  return isUntouched(doc) ? layout(doc, ports, prefs.get("form")) : doc;
}

/** Whether the blocks stand in the server's rows; what was left out since leaves its place empty. */
export function isUntouched({ nodes }: Document): boolean {
  const ranks = nodes.map(({ position: { x, y }, parentId }) =>
    parentId === undefined && x < ROW.nodes * ROW.x
      ? x / ROW.x + (y / ROW.y) * ROW.nodes
      : Number.NaN,
  );
  const inOrder = ranks.every(
    (rank, index) => Number.isInteger(rank) && rank > (ranks[index - 1] ?? -1),
  );
  return inOrder && nodes.length >= UNTOUCHED;
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
