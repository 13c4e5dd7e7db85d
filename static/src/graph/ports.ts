/** What the canvas must know of a block: its ports. The facts come from the server's catalogue. */
import { type BoardEdge, type BoardNode, type Document, isAnnotation } from "./document";

/** The name of a block's only output port. */
export const OUT = "out";

export interface Port {
  readonly name: string;
  /** Takes any number of wires, as `concat` does. */
  readonly many: boolean;
}

export interface BlockPorts {
  readonly inputs: readonly Port[];
  readonly outputs: readonly Port[];
  /** One input weights the other, whose way is drawn straight. */
  readonly gate: boolean;
}

/** Ports by block type. A type that is not in it has no ports. */
export type PortTable = ReadonlyMap<string, BlockPorts>;

const NONE: BlockPorts = { inputs: [], outputs: [], gate: false };

export const portsOf = (table: PortTable, node: BoardNode): BlockPorts =>
  isAnnotation(node) ? NONE : (table.get(node.type) ?? NONE);

/** The input port that a wire ends at: the named one, or the only (first) one. */
export function targetPort(table: PortTable, node: BoardNode, edge: BoardEdge): Port | undefined {
  const { inputs } = portsOf(table, node);
  return edge.targetHandle ? inputs.find((port) => port.name === edge.targetHandle) : inputs[0];
}

/** The wires into one input port, in document order. */
export function edgesAtInput(
  doc: Document,
  table: PortTable,
  node: BoardNode,
  port: string,
): BoardEdge[] {
  return doc.edges.filter(
    (edge) => edge.target === node.id && targetPort(table, node, edge)?.name === port,
  );
}

/** The first input port that can take another wire. */
export function freeInput(doc: Document, table: PortTable, node: BoardNode): Port | undefined {
  return portsOf(table, node).inputs.find(
    (port) => port.many || edgesAtInput(doc, table, node, port.name).length === 0,
  );
}

/**
 * The output that a wire leaves where nothing says which: of several, the first that no wire leaves
 * yet. Undefined where the node has one, which needs no name.
 */
export function nextOutput(
  doc: Document,
  table: PortTable,
  id: BoardNode["id"],
): string | undefined {
  const node = doc.nodes.find((each) => each.id === id);
  const outputs = node ? portsOf(table, node).outputs : [];
  const used = new Set(doc.edges.flatMap((e) => (e.source === id ? [e.sourceHandle] : [])));
  return handleName(outputs, outputs.find((port) => !used.has(port.name)) ?? outputs[0]);
}

/** The handle to write into an edge: none where the node has one port on that side. */
export const handleName = (ports: readonly Port[], port: Port | undefined): string | undefined =>
  ports.length > 1 ? port?.name : undefined;
