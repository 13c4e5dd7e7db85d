/**
 * Wires with an end where there is no port, as a board from elsewhere may have: at a block that has no such
 * port, at an annotation, at nothing. Each is drawn to the edge of a block, so that it is seen and can be
 * removed. Pure.
 */
import {
  type BoardEdge,
  type BoardNode,
  type Document,
  type EdgeId,
  isAnnotation,
  type NodeId,
} from "./document";
import { portKey } from "./port-sides";
import { type PortTable, portsOf } from "./ports";

/** The port at which such an end is drawn. */
export const STRAY = "?";

type EndOf = "source" | "target";

export interface Stray {
  /** The wire from block to block: where one of them is missing, the other stands for it. */
  readonly edge: BoardEdge;
  /** The ends that are at no port. */
  readonly ends: readonly EndOf[];
  /** The end at which there is no block at all. */
  readonly nowhere: EndOf | null;
}

export interface Strays {
  readonly wires: ReadonlyMap<EdgeId, Stray>;
  /** The ports that they hold on to, by `portKey`. */
  readonly ports: ReadonlySet<string>;
  /** Those of them at which they are led to the block: a wire that leads nowhere ends beside it. */
  readonly seen: ReadonlySet<string>;
}

const NONE: Strays = { wires: new Map(), ports: new Set(), seen: new Set() };

/** The stray wires of a board; always the same value where there are none. */
export function straysOf(doc: Document, table: PortTable): Strays {
  const blocks = new Map(
    doc.nodes.flatMap((node) => (isAnnotation(node) ? [] : [[node.id, node]])),
  );
  const wires = new Map<EdgeId, Stray>();
  const ports = new Set<string>();
  const seen = new Set<string>();
  for (const edge of doc.edges) {
    const stray = strayOf(edge, blocks, table);
    if (!stray) continue;
    wires.set(edge.id, stray);
    for (const end of stray.ends) {
      const key = portKey(stray.edge[end], end === "source" ? "out" : "in", STRAY);
      ports.add(key);
      if (end !== stray.nowhere) seen.add(key);
    }
  }
  return wires.size === 0 ? NONE : { wires, ports, seen };
}

function strayOf(
  edge: BoardEdge,
  blocks: ReadonlyMap<NodeId, BoardNode>,
  table: PortTable,
): Stray | null {
  const source = blocks.get(edge.source);
  const target = blocks.get(edge.target);
  const there = source ?? target;
  // Between two blocks that there are not nothing can be drawn: the list of problems has it.
  if (!there) return null;
  const leaves = source && hasPort(portsOf(table, source).outputs, edge.sourceHandle);
  const enters = target && hasPort(portsOf(table, target).inputs, edge.targetHandle);
  if (leaves && enters) return null;
  return {
    edge: {
      ...edge,
      source: (source ?? there).id,
      target: (target ?? there).id,
      ...(leaves ? {} : { sourceHandle: STRAY }),
      ...(enters ? {} : { targetHandle: STRAY }),
    },
    ends: [...(leaves ? [] : ["source" as const]), ...(enters ? [] : ["target" as const])],
    nowhere: !source ? "source" : !target ? "target" : null,
  };
}

/** A wire that names no port means the first one. */
const hasPort = (
  ports: readonly { readonly name: string }[],
  handle: string | null | undefined,
): boolean => (handle ? ports.some(({ name }) => name === handle) : ports.length > 0);
