/**
 * Boards that nobody has laid out yet: of a program that tells no places, or of the server. They are laid out
 * when they are first shown.
 */
import { type Document, updateNodes } from "./document";
import { GAP_X, GAP_Y, nodeSize } from "./geometry";

/** Boards of the server and the command line stand in rows of four, in their order: `app/reference/boards.py`. */
const ROW = { nodes: 4, x: 256, y: 128 };
/** Fewer blocks stand so by chance. */
const FEWEST = 3;

export const isUntouched = (doc: Document): boolean => isHeap(doc) || isInRows(doc);

/** Whether all blocks lie on one another: a file that tells no places puts each at the same. */
export function isHeap({ nodes }: Document): boolean {
  const [first, ...rest] = nodes.filter(({ type }) => type !== "note");
  return (
    first !== undefined &&
    rest.length > 0 &&
    rest.every(({ position: { x, y } }) => x === first.position.x && y === first.position.y)
  );
}

/** Layout leaves notes where they are: those that lie in a heap are to stand above the network. */
export function withNotesAbove(doc: Document): Document {
  const corner = doc.nodes.find(({ type }) => type !== "note")?.position;
  const notes = doc.nodes.filter(
    ({ type, parentId, position: { x, y } }) =>
      type === "note" && parentId === undefined && x === corner?.x && y === corner.y,
  );
  let right = 0;
  return updateNodes(doc, new Set(notes.map(({ id }) => id)), (note) => {
    const { width, height } = nodeSize(note);
    const { x, y } = note.position;
    const position = { x: x + right, y: y - height - GAP_Y };
    right += width + GAP_X;
    return { ...note, position };
  });
}

/** Whether the blocks stand in the server's rows; what was left out since leaves its place empty. */
function isInRows({ nodes }: Document): boolean {
  const ranks = nodes.map(({ position: { x, y }, parentId }) =>
    parentId === undefined && x < ROW.nodes * ROW.x
      ? x / ROW.x + (y / ROW.y) * ROW.nodes
      : Number.NaN,
  );
  const inOrder = ranks.every(
    (rank, index) => Number.isInteger(rank) && rank > (ranks[index - 1] ?? -1),
  );
  return inOrder && nodes.length >= FEWEST;
}
