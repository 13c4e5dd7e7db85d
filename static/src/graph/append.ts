/** Repeating a piece of the network: its copy goes on where it ends, wired as it is. Pure. */
import { copy, type Pasted, paste } from "./clipboard";
import { connect, type Document, edgesFrom, type NodeId, nodeById, reconnect } from "./document";
import { bounds, GAP_X, nodeRect } from "./geometry";
import { freeInput, handleName, type PortTable, portsOf } from "./ports";
import { makeRoom } from "./room";

/**
 * Copy nodes and put the copy behind them: the piece's end feeds the copy's beginning, and the copy's
 * end what the piece fed.
 *
 * @returns `null` where the piece has not one beginning and one end, or feeds several blocks: where it
 *   would go on is then not clear
 */
export function append(doc: Document, table: PortTable, ids: ReadonlySet<NodeId>): Pasted | null {
  const clip = copy(doc, ids);
  const chosen = clip?.nodes.map(({ id }) => id) ?? [];
  const [first, last] = [beginningOf(doc, chosen), endOf(doc, table, chosen)];
  const box = bounds(doc.nodes.filter(({ id }) => ids.has(id)).map((node) => nodeRect(doc, node)));
  if (!clip || !box || first === null || last === null) return null;
  const onward = edgesFrom(doc, last).filter(({ target }) => !chosen.includes(target));
  if (onward.length > 1) return null;
  const pasted = paste(doc, clip, { x: box.x + box.width + GAP_X, y: box.y });
  const copyOf = (id: NodeId): NodeId => pasted.ids[chosen.indexOf(id)] ?? id;
  const begin = nodeById(pasted.doc, copyOf(first));
  const input = begin && freeInput(pasted.doc, table, begin);
  if (!begin || !input) return null;
  const [wire] = onward;
  const passed = wire
    ? reconnect(pasted.doc, wire.id, { ...wire, source: copyOf(last) })
    : pasted.doc;
  const joined = connect(passed, {
    source: last,
    sourceHandle: wire?.sourceHandle ?? null,
    target: begin.id,
    targetHandle: handleName(portsOf(table, begin).inputs, input) ?? null,
  });
  const doc2 = pasted.ids.reduce((board, id) => makeRoom(board, id), joined);
  return { doc: doc2, ids: pasted.ids };
}

/** The only node that nothing of the piece feeds; a piece with frames in it is not looked into. */
function beginningOf(doc: Document, ids: readonly NodeId[]): NodeId | null {
  if (ids.some((id) => nodeById(doc, id)?.type === "frame")) return null;
  const fed = new Set(
    doc.edges.filter(({ source }) => ids.includes(source)).map(({ target }) => target),
  );
  const open = ids.filter((id) => !fed.has(id) && nodeById(doc, id)?.type !== "note");
  return open.length === 1 ? (open[0] ?? null) : null;
}

/** The only node that feeds nothing of the piece. */
function endOf(doc: Document, table: PortTable, ids: readonly NodeId[]): NodeId | null {
  const feeding = new Set(
    doc.edges.filter(({ target }) => ids.includes(target)).map(({ source }) => source),
  );
  const open = ids.filter((id) => {
    const node = nodeById(doc, id);
    return node && !feeding.has(id) && portsOf(table, node).outputs.length > 0;
  });
  return open.length === 1 ? (open[0] ?? null) : null;
}
