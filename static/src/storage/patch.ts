/**
 * The difference between two documents, so that a step of undo is stored as what it changed.
 * Pure. Untouched nodes are the same objects in both documents, which makes this cheap.
 */
import type { BoardEdge, BoardNode, Document } from "../graph/document";

interface ListPatch<T> {
  /** Items that are new or changed. */
  readonly set: readonly T[];
  /** All ids in order; `null` where none came, went or moved. */
  readonly order: readonly string[] | null;
}

export interface Patch {
  readonly nodes: ListPatch<BoardNode> | null;
  readonly edges: ListPatch<BoardEdge> | null;
  /** The document's other keys, where they changed. */
  readonly rest: Readonly<Record<string, unknown>> | null;
}

/** Return what turns `from` into `to`. */
export function diff(from: Document, to: Document): Patch {
  const before = restOf(from);
  const after = restOf(to);
  return {
    nodes: diffList(from.nodes, to.nodes),
    edges: diffList(from.edges, to.edges),
    rest: JSON.stringify(before) === JSON.stringify(after) ? null : after,
  };
}

export function applyPatch(doc: Document, patch: Patch): Document {
  const rest = patch.rest ?? restOf(doc);
  return {
    ...rest,
    version: 1,
    nodes: applyList(doc.nodes, patch.nodes),
    edges: applyList(doc.edges, patch.edges),
  };
}

function restOf({ nodes: _nodes, edges: _edges, ...rest }: Document): Record<string, unknown> {
  return rest;
}

function diffList<T extends { readonly id: string }>(
  from: readonly T[],
  to: readonly T[],
): ListPatch<T> | null {
  if (from === to) return null;
  const before = new Map(from.map((item) => [item.id, item]));
  const set = to.filter((item) => before.get(item.id) !== item);
  const moved = from.length !== to.length || from.some((item, index) => item.id !== to[index]?.id);
  return set.length > 0 || moved ? { set, order: moved ? to.map((item) => item.id) : null } : null;
}

function applyList<T extends { readonly id: string }>(
  items: readonly T[],
  patch: ListPatch<T> | null,
): readonly T[] {
  if (!patch) return items;
  const set = new Map(patch.set.map((item) => [item.id, item]));
  if (!patch.order) return items.map((item) => set.get(item.id) ?? item);
  const before = new Map(items.map((item) => [item.id, item]));
  return patch.order.flatMap((id) => set.get(id) ?? before.get(id) ?? []);
}
