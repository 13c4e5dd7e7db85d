/** Whether two documents compute the same: positions, notes and frames aside. */
import { type BoardEdge, type BoardNode, type Document, isAnnotation } from "../graph/document";

export function sameContent(a: Document, b: Document): boolean {
  if (a === b) return true;
  return sameList(blocksOf(a), blocksOf(b), sameNode) && sameList(a.edges, b.edges, sameEdge);
}

const blocksOf = (doc: Document): readonly BoardNode[] =>
  doc.nodes.filter((node) => !isAnnotation(node));

const sameNode = (a: BoardNode, b: BoardNode): boolean =>
  a === b || (a.id === b.id && a.type === b.type && sameData(a.data, b.data));

/** What was stored, or set and set back, is another object with the same in it. */
const sameData = (a: BoardNode["data"], b: BoardNode["data"]): boolean =>
  a === b || JSON.stringify(a) === JSON.stringify(b);

const sameEdge = (a: BoardEdge, b: BoardEdge): boolean =>
  a === b ||
  (a.id === b.id &&
    a.source === b.source &&
    a.target === b.target &&
    a.sourceHandle === b.sourceHandle &&
    a.targetHandle === b.targetHandle);

const sameList = <T>(a: readonly T[], b: readonly T[], same: (a: T, b: T) => boolean): boolean =>
  a.length === b.length &&
  a.every((item, index) => {
    const other = b[index];
    return other !== undefined && same(item, other);
  });
