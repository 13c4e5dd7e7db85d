/** What a node is called on screen: its label, else its block's name and a number. */
import { type BoardNode, type Document, type NodeId, numberIn } from "./document";

/**
 * Name every node of the document.
 *
 * The number is the one in the node's id (`bneck-3` and `bneck3` are "bneck 3"), so that a name does
 * not change when another node comes or goes; of two that bear the same the first keeps it. Other
 * ids are numbered in document order with the numbers that are left. A block that stands alone
 * needs no number.
 *
 * @param title the block's name in the language on screen, by type
 */
export function nodeNames(doc: Document, title: (type: string) => string): Map<NodeId, string> {
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
    const label = node.type === "frame" ? node.data.title : node.data.label;
    if (typeof label === "string" && label !== "") {
      names.set(node.id, label);
      continue;
    }
    const type = kindOf(node);
    const number = numbers.get(node.id) ?? nextFree(takenOf(taken, type));
    names.set(node.id, count.get(type) === 1 ? title(type) : `${title(type)} ${number}`);
  }
  return names;
}

/**
 * The document with every node labelled with its name; those that bear a label keep it.
 *
 * @param ports what the lab's text calls a block's inputs, by type; `null` where it has no names
 */
export function labelled(
  doc: Document,
  title: (type: string) => string,
  ports: (type: string) => Readonly<Record<string, string>> | null,
): Document {
  const names = nodeNames(doc, title);
  const nodes = doc.nodes.map((node) => {
    const label = node.data.label || names.get(node.id);
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
