/** Which wire a pull would draw if it ended where the pointer is, and whether it may. */
import { type Answer, canReplace, endsToNode } from "../graph/connect";
import { type Document, type EdgeId, type Ends, type NodeId, nodeById } from "../graph/document";
import { type PortTable, portsOf } from "../graph/ports";

/** A port as the canvas knows it. */
export interface PortEnd {
  readonly node: NodeId;
  readonly port: string | null;
  readonly kind: "source" | "target";
}

/** What the pointer is over: one port, or a block as a whole. */
export interface Over {
  readonly node: NodeId;
  readonly port: PortEnd | null;
}

interface Handle {
  readonly nodeId: NodeId;
  readonly id?: string | null;
  readonly type: PortEnd["kind"];
}

/** Svelte Flow's handle as a port. */
export const portEnd = (handle: Handle): PortEnd => ({
  node: handle.nodeId,
  port: handle.id ?? null,
  kind: handle.type,
});

export interface Prospect {
  readonly ends: Ends;
  readonly answer: Answer;
}

/**
 * Judge the wire between a port and what the pointer is over; `null` where it is over nothing that
 * a wire could mean. A block as a whole, or one that has another input free, takes it where it can; a
 * wire that is there already gives way where it is clear which.
 *
 * @param replacing the wire whose end is being moved
 */
export function prospect(
  doc: Document,
  table: PortTable,
  from: PortEnd,
  over: Over,
  replacing?: EdgeId,
): Prospect | null {
  const { port } = over;
  if (port && port.kind === from.kind) return null;
  const target = nodeById(doc, over.node);
  if (!target || (!port && over.node === from.node)) return null;
  if (from.kind === "target") {
    const ends = { source: over.node, sourceHandle: port?.port ?? null, ...into(from) };
    return { ends, answer: canReplace(doc, table, ends, replacing) };
  }
  const out = { source: from.node, sourceHandle: from.port };
  const whole = endsToNode(doc, table, out, target, replacing);
  if (whole.answer.ok && !port) return whole;
  const alone = portsOf(table, target).inputs.length === 1;
  if (!port)
    return alone ? { ...whole, answer: canReplace(doc, table, whole.ends, replacing) } : whole;
  const ends = { ...out, ...into(port) };
  const answer = canReplace(doc, table, ends, replacing);
  const free = answer.ok && answer.replaces === undefined;
  return !free && whole.answer.ok ? whole : { ends, answer };
}

const into = ({ node, port }: PortEnd) => ({ target: node, targetHandle: port });

/** What is at a point of the screen; blocks lie under their own ports and over the wires. */
export function overAt(x: number, y: number): Over | null {
  const [top] = document.elementsFromPoint(x, y);
  const port = top && portOf(top);
  if (port) return { node: port.node, port };
  const node = blockAt(x, y);
  return node === null ? null : { node, port: null };
}

/** The block at a point of the screen, whatever lies over it. */
export function blockAt(x: number, y: number): NodeId | null {
  for (const element of document.elementsFromPoint(x, y)) {
    const found = element.closest<HTMLElement>(".svelte-flow__node:has(.node)");
    if (found?.dataset.id) return found.dataset.id;
  }
  return null;
}

/** The port that an element of the canvas is. */
export function portOf(element: Element): PortEnd | null {
  const handle = element.closest<HTMLElement>(".svelte-flow__handle");
  const { nodeid, handleid } = handle?.dataset ?? {};
  if (!handle || nodeid === undefined) return null;
  const kind = handle.classList.contains("source") ? "source" : "target";
  return { node: nodeid, port: handleid ?? null, kind };
}
