/** What a node is called on screen: its label, else its block's name and a number. */
import type { Document, NodeId } from "./document";

/**
 * Name every node of the document.
 *
 * The number is the one in the node's id (`bneck-3` is "bneck 3"), so that a name does not change
 * when another node comes or goes. Ids of other forms are numbered in document order with the
 * numbers that are left. A block that stands alone needs no number.
 *
 * @param title the block's name in the language on screen, by type
 */
export function nodeNames(doc: Document, title: (type: string) => string): Map<NodeId, string> {
  const taken = new Map<string, Set<number>>();
  const numbers = new Map<NodeId, number>();
  const count = new Map<string, number>();
  for (const node of doc.nodes) {
    count.set(node.type, (count.get(node.type) ?? 0) + 1);
    const suffix = node.id.startsWith(`${node.type}-`) ? node.id.slice(node.type.length + 1) : "";
    if (!/^\d{1,9}$/.test(suffix)) continue;
    numbers.set(node.id, Number(suffix));
    takenOf(taken, node.type).add(Number(suffix));
  }
  const names = new Map<NodeId, string>();
  for (const node of doc.nodes) {
    const label = node.data.label;
    if (typeof label === "string" && label !== "") {
      names.set(node.id, label);
      continue;
    }
    const number = numbers.get(node.id) ?? nextFree(takenOf(taken, node.type));
    const alone = count.get(node.type) === 1;
    names.set(node.id, alone ? title(node.type) : `${title(node.type)} ${number}`);
  }
  return names;
}

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
