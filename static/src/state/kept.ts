/** What of the last ticks still holds where the board cannot be compared just now. */
import type { BoardNode, Document, NodeId } from "../graph/document";

/** A step that matched, with the nodes that make it. */
export interface Tick {
  readonly step: number;
  readonly nodes: readonly NodeId[];
}

/** The ticks whose nodes are all still there and as they were; a new name changes nothing. */
export function kept(ticks: readonly Tick[], before: Document, now: Document): Tick[] {
  const was = new Map(before.nodes.map((node) => [node.id, node]));
  const is = new Map(now.nodes.map((node) => [node.id, node]));
  return ticks.filter(({ nodes }) => nodes.every((id) => unchanged(was.get(id), is.get(id))));
}

function unchanged(a: BoardNode | undefined, b: BoardNode | undefined): boolean {
  if (!a || !b || a.type !== b.type) return false;
  return a.data === b.data || JSON.stringify(parameters(a)) === JSON.stringify(parameters(b));
}

const parameters = ({ data: { label: _, ...rest } }: BoardNode) =>
  Object.entries(rest).sort(([a], [b]) => (a < b ? -1 : 1));
