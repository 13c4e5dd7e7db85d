/**
 * One reactive cell for each node and edge, so that a changed shape redraws the wires and blocks
 * it concerns and nothing else. Cells mirror the document and the server's answers; they own no
 * facts and are never saved.
 */
import type { CheckResult, Cost, Diagnostic, Finding, Shape, StepStatus } from "../api/types";
import type { BoardEdge, BoardNode, Document, EdgeId, NodeId } from "../graph/document";
import { OUT, type PortTable, portsOf } from "../graph/ports";

const NOTHING: readonly never[] = [];

export class NodeCell {
  readonly id: NodeId;
  node = $state.raw<BoardNode>() as BoardNode;
  /** What it is called on screen. */
  name = $state("");
  /** Shapes at its ports, inputs and outputs; `null` while unknown. */
  shapes = $state.raw<Readonly<Record<string, Shape>> | null>(null);
  cost = $state.raw<Cost | null>(null);
  diagnostics = $state.raw<readonly Diagnostic[]>(NOTHING);
  /** The finding under the spotlight, if it is at this node. */
  finding = $state.raw<Finding | null>(null);
  /** The step of the lab that Verify found in this node. */
  step = $state.raw<{ readonly number: number; readonly status: StepStatus } | null>(null);

  readonly #table: PortTable;

  constructor(node: BoardNode, table: PortTable) {
    this.id = node.id;
    this.node = node;
    this.#table = table;
  }

  /** The shape at its output; at the first, where it has several. */
  get shape(): Shape | null {
    return this.shapes?.[portsOf(this.#table, this.node).outputs[0]?.name ?? OUT] ?? null;
  }
}

export class EdgeCell {
  readonly id: EdgeId;
  edge = $state.raw<BoardEdge>() as BoardEdge;
  /** The shape of what the wire carries; `null` while unknown. */
  shape = $state.raw<Shape | null>(null);
  diagnostics = $state.raw<readonly Diagnostic[]>(NOTHING);
  finding = $state.raw<Finding | null>(null);
  /** Counts the changes of the shape: each is worth one pulse along the wire. */
  pulse = $state(0);

  constructor(edge: BoardEdge) {
    this.id = edge.id;
    this.edge = edge;
  }
}

export class Cells {
  readonly #nodes = new Map<NodeId, NodeCell>();
  readonly #edges = new Map<EdgeId, EdgeCell>();

  node(id: NodeId): NodeCell | undefined {
    return this.#nodes.get(id);
  }

  edge(id: EdgeId): EdgeCell | undefined {
    return this.#edges.get(id);
  }

  /** Follow the document. An untouched node is the same object, so its cell is not written. */
  follow(doc: Document, table: PortTable): void {
    const nodes = new Set<NodeId>();
    for (const node of doc.nodes) {
      nodes.add(node.id);
      const cell = this.#nodes.get(node.id);
      if (!cell) this.#nodes.set(node.id, new NodeCell(node, table));
      else if (cell.node !== node) cell.node = node;
    }
    for (const id of this.#nodes.keys()) if (!nodes.has(id)) this.#nodes.delete(id);
    const edges = new Set<EdgeId>();
    for (const edge of doc.edges) {
      edges.add(edge.id);
      const cell = this.#edges.get(edge.id);
      if (!cell) this.#edges.set(edge.id, new EdgeCell(edge));
      else if (cell.edge !== edge) {
        if (cell.edge.source !== edge.source) cell.shape = null;
        cell.edge = edge;
      }
    }
    for (const id of this.#edges.keys()) if (!edges.has(id)) this.#edges.delete(id);
  }

  rename(names: ReadonlyMap<NodeId, string>): void {
    for (const [id, cell] of this.#nodes) cell.name = names.get(id) ?? id;
  }

  /** Draw the server's answer: only cells whose value changed are written. */
  draw(result: CheckResult): void {
    const byNode = groupBy(result.diagnostics, (each) => each.nodes[0]);
    const byEdge = groupBy(result.diagnostics, (each) => each.edges[0]);
    for (const [id, cell] of this.#nodes) {
      const shapes = result.shapes[id] ?? null;
      if (!same(cell.shapes, shapes)) cell.shapes = shapes;
      const cost = result.nodes[id] ?? null;
      if (!same(cell.cost, cost)) cell.cost = cost;
      const diagnostics = byNode.get(id) ?? NOTHING;
      if (!same(cell.diagnostics, diagnostics)) cell.diagnostics = diagnostics;
    }
    for (const [id, cell] of this.#edges) {
      const shape = result.shapes[cell.edge.source]?.[cell.edge.sourceHandle ?? OUT] ?? null;
      if (!same(cell.shape, shape)) {
        cell.shape = shape;
        if (shape) cell.pulse += 1;
      }
      const diagnostics = byEdge.get(id) ?? NOTHING;
      if (!same(cell.diagnostics, diagnostics)) cell.diagnostics = diagnostics;
    }
  }

  /** Put one finding under the spotlight, or none. */
  spotlight(finding: Finding | null): void {
    for (const [id, cell] of this.#nodes)
      cell.finding = finding?.nodes.includes(id) ? finding : null;
    for (const [id, cell] of this.#edges)
      cell.finding = finding?.edges.includes(id) ? finding : null;
  }

  /** Mark the steps that Verify found in the nodes. */
  mark(
    steps: readonly {
      readonly step: number;
      readonly status: StepStatus;
      readonly nodes: readonly NodeId[];
    }[],
  ): void {
    const byNode = new Map<NodeId, { number: number; status: StepStatus }>();
    for (const { step, status, nodes } of steps) {
      for (const id of nodes) if (!byNode.has(id)) byNode.set(id, { number: step, status });
    }
    for (const [id, cell] of this.#nodes) {
      const step = byNode.get(id) ?? null;
      if (!same(cell.step, step)) cell.step = step;
    }
  }
}

function groupBy(
  diagnostics: readonly Diagnostic[],
  key: (each: Diagnostic) => string | undefined,
): Map<string, Diagnostic[]> {
  const groups = new Map<string, Diagnostic[]>();
  for (const each of diagnostics) {
    const id = key(each);
    if (id === undefined) continue;
    const group = groups.get(id);
    if (group) group.push(each);
    else groups.set(id, [each]);
  }
  return groups;
}

/** Small JSON values: writing them out is the shortest comparison that is right. */
const same = (a: unknown, b: unknown): boolean =>
  a === b || JSON.stringify(a) === JSON.stringify(b);
