/** What a node is called on screen: its label, else its block's name and a number. */
import { type BoardNode, type Document, type NodeId, numberIn } from "./document";

/** The words that names are made of, in the language on screen. */
export interface Titles {
  /** The block's name, by type. */
  readonly title: (type: string) => string;
  /** What a piece is called that a block unfolds into; undefined where it has none of that name. */
  readonly piece: (type: string, piece: string) => string | undefined;
}

/**
 * Name every node of the document.
 *
 * The number is the one in the node's id (`bneck-3` and `bneck3` are "bneck 3"), so that a name does
 * not change when another node comes or goes; of two that bear the same the first keeps it. Other
 * ids are numbered in document order with the numbers that are left. A block that stands alone
 * needs no number. A piece of an unfolded block is named after its frame and what it is there.
 */
export function nodeNames(doc: Document, titles: Titles): Map<NodeId, string> {
  const { title } = titles;
  const pieces = piecesOf(doc, titles);
  const taken = new Map<string, Set<number>>();
  const numbers = new Map<NodeId, number>();
  const count = new Map<string, number>();
  for (const node of doc.nodes) {
    const type = kindOf(node);
    count.set(type, (count.get(type) ?? 0) + 1);
    const number = numberIn(node.id, type);
    const others = takenOf(taken, type);
    if (number === null || others.has(number)) continue;
    numbers.set(node.id, number);
    others.add(number);
  }
  const names = new Map<NodeId, string>();
  for (const node of doc.nodes) {
    const label = labelOf(node);
    if (label !== null) {
      names.set(node.id, label);
      continue;
    }
    if (pieces.has(node.id)) continue;
    const type = kindOf(node);
    const number = numbers.get(node.id) ?? nextFree(takenOf(taken, type));
    names.set(node.id, count.get(type) === 1 ? title(type) : `${title(type)} ${number}`);
  }
  for (const id of pieces.keys()) nameAfterFrame(id, pieces, names);
  return names;
}

interface PieceOf {
  readonly frame: BoardNode;
  readonly own: string;
  readonly word: string;
  readonly label: string | null;
}

/** The pieces that lie in the frame of the block that they were unfolded from. */
function piecesOf(doc: Document, { piece }: Titles): Map<NodeId, PieceOf> {
  const frames = new Map(
    doc.nodes.flatMap((node) => (node.type === "frame" ? [[node.id, node]] : [])),
  );
  const pieces = new Map<NodeId, PieceOf>();
  for (const node of doc.nodes) {
    const frame = node.parentId === undefined ? undefined : frames.get(node.parentId);
    const own = frame && pieceIn(frame.id, node.id);
    const word = own && piece(kindOf(frame), own);
    if (word) pieces.set(node.id, { frame, own, word, label: labelOf(node) });
  }
  return pieces;
}

/** What a node is in the block that it was unfolded from: `b3.se` is the piece `se` of `b3`. */
export const pieceIn = (frame: NodeId, id: NodeId): string | null =>
  id.startsWith(`${frame}.`) ? id.slice(frame.length + 1) : null;

/** A label that repeats the name of the frame and the piece's in the file is no student's. */
function nameAfterFrame(
  id: NodeId,
  pieces: ReadonlyMap<NodeId, PieceOf>,
  names: Map<NodeId, string>,
): void {
  const { frame, own, word, label } = pieces.get(id) ?? {};
  if (!frame) return;
  const whole = names.get(frame.id);
  // A frame in a frame, of an unfolded piece, may stand behind its contents.
  if (whole === undefined) nameAfterFrame(frame.id, pieces, names);
  const name = names.get(frame.id) ?? frame.id;
  const repeats = [frame.id, name].some((each) => label === `${each} ${own}`);
  if (label === null || repeats) names.set(id, `${name} ${word}`);
}

/** The name that a node was given, if any. */
function labelOf(node: BoardNode): string | null {
  const label = node.type === "frame" ? node.data.title : node.data.label;
  return typeof label === "string" && label !== "" ? label : null;
}

/**
 * The document with every node labelled with its name; those that bear a label keep it.
 *
 * @param ports what the lab's text calls a block's inputs, by type; `null` where it has no names
 */
export function labelled(
  doc: Document,
  titles: Titles,
  ports: (type: string) => Readonly<Record<string, string>> | null,
): Document {
  const names = nodeNames(doc, titles);
  const nodes = doc.nodes.map((node) => {
    const label = names.get(node.id);
    const entries = ports(node.type);
    return {
      ...node,
      data: { ...node.data, ...(label && { label }), ...(entries && { ports: entries }) },
    };
  });
  return { ...doc, nodes };
}

/** The frame of an unfolded composite keeps the composite's name. */
const kindOf = (node: BoardNode): string =>
  node.type === "frame" && typeof node.data.block === "string" ? node.data.block : node.type;

function takenOf(taken: Map<string, Set<number>>, type: string): Set<number> {
  let set = taken.get(type);
  if (!set) {
    set = new Set();
    taken.set(type, set);
  }
  return set;
}

function nextFree(taken: Set<number>): number {
  let number = 1;
  while (taken.has(number)) number += 1;
  taken.add(number);
  return number;
}
