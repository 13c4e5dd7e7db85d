/**
 * Which wires may be drawn. Only wiring is judged here; whether the shapes fit is for the server.
 * A refusal is a reason, and its message key is `wire.<reason>`.
 */
import type { BoardEdge, BoardNode, Document, EdgeId, Ends, NodeId } from "./document";
import { isAnnotation } from "./document";
import { reachable } from "./order";
import { edgesAtInput, nextOutput, type Port, type PortTable, portsOf } from "./ports";

export type Refusal = "same_node" | "no_port" | "cycle" | "taken" | "duplicate";

export type Answer =
  | {
      readonly ok: true;
      /** The wire that has to go, because the input has room for one. */
      readonly replaces?: EdgeId;
    }
  | { readonly ok: false; readonly reason: Refusal };

const YES: Answer = { ok: true };
const no = (reason: Refusal): Answer => ({ ok: false, reason });

/**
 * Say whether a wire may be drawn, and if not, why.
 *
 * @param replacing the wire whose end is being moved: it does not stand in its own way
 */
export function canConnect(
  doc: Document,
  table: PortTable,
  ends: Ends,
  replacing?: EdgeId,
): Answer {
  const source = doc.nodes.find((node) => node.id === ends.source);
  const target = doc.nodes.find((node) => node.id === ends.target);
  if (!source || !target || isAnnotation(source) || isAnnotation(target)) return no("no_port");
  if (source === target) return no("same_node");
  const from = namedPort(portsOf(table, source).outputs, ends.sourceHandle);
  const to = namedPort(portsOf(table, target).inputs, ends.targetHandle);
  if (!from || !to) return no("no_port");
  const rest = replacing === undefined ? doc : without(doc, replacing);
  const there = edgesAtInput(rest, table, target, to.name);
  const same = (edge: BoardEdge): boolean =>
    edge.source === source.id && (edge.sourceHandle || from.name) === from.name;
  if (there.some(same)) return no("duplicate");
  if (!to.many && there.length > 0) return no("taken");
  if (reachable(rest, target.id).has(source.id)) return no("cycle");
  return YES;
}

/** As `canConnect`, but a wire that is led to a taken input takes the place of the one there. */
export function canReplace(doc: Document, table: PortTable, ends: Ends, moving?: EdgeId): Answer {
  const answer = canConnect(doc, table, ends, moving);
  const target = doc.nodes.find((node) => node.id === ends.target);
  if (answer.ok || answer.reason !== "taken" || !target) return answer;
  const rest = moving === undefined ? doc : without(doc, moving);
  const port = namedPort(portsOf(table, target).inputs, ends.targetHandle);
  const [there] = port ? edgesAtInput(rest, table, target, port.name) : [];
  if (!there) return answer;
  const freed = canConnect(without(rest, there.id), table, ends);
  return freed.ok ? { ok: true, replaces: there.id } : freed;
}

/** The ends of a wire to a node as a whole: to its first input that may take it, else why not. */
export function endsToNode(
  doc: Document,
  table: PortTable,
  from: { readonly source: NodeId; readonly sourceHandle?: string | null },
  target: BoardNode,
  replacing?: EdgeId,
): { readonly ends: Ends; readonly answer: Answer } {
  const { inputs } = portsOf(table, target);
  const start = { ...from, sourceHandle: from.sourceHandle || nextOutput(doc, table, from.source) };
  const tries = inputs.map(
    (port): Ends => ({
      ...start,
      target: target.id,
      targetHandle: inputs.length > 1 ? port.name : null,
    }),
  );
  const ends = tries.find((each) => canConnect(doc, table, each, replacing).ok) ??
    tries[0] ?? { ...start, target: target.id };
  return { ends, answer: canConnect(doc, table, ends, replacing) };
}

/** The nodes that a wire from `source` may go to, in document order: the keyboard's list. */
export function possibleTargets(doc: Document, table: PortTable, source: NodeId): BoardNode[] {
  return doc.nodes.filter((node) => endsToNode(doc, table, { source }, node).answer.ok);
}

function namedPort(ports: readonly Port[], handle: string | null | undefined): Port | undefined {
  return handle ? ports.find((port) => port.name === handle) : ports[0];
}

const without = (doc: Document, id: EdgeId): Document => ({
  ...doc,
  edges: doc.edges.filter((edge) => edge.id !== id),
});
