/** What is looked at first after Verify: what stands earliest in the network. Pure. */
import type { Diagnostic, Finding } from "../api/types";
import { type Document, edgeById } from "../graph/document";
import { topologicalOrder } from "../graph/order";

/**
 * The first finding, or the diagnostic that stands before it on the board: nobody goes on with the
 * end while the beginning is not filled in. At one block the finding is told, because it has hints.
 */
export function firstConcern(
  doc: Document,
  diagnostics: readonly Diagnostic[],
  findings: readonly Finding[],
): Diagnostic | Finding | null {
  const places = new Map(topologicalOrder(doc).map((id, index) => [id, index]));
  const placeOf = ({ nodes, edges }: Pick<Diagnostic, "nodes" | "edges">): number => {
    const [edge] = edges;
    const node = nodes[0] ?? (edge === undefined ? undefined : edgeById(doc, edge)?.target);
    return places.get(node ?? "") ?? Number.POSITIVE_INFINITY;
  };
  const [finding] = findings;
  const earliest = diagnostics
    .filter(({ severity }) => severity !== "info")
    .reduce<Diagnostic | null>(
      (first, each) => (first && placeOf(first) <= placeOf(each) ? first : each),
      null,
    );
  if (!finding || !earliest) return finding ?? earliest;
  return placeOf(earliest) < placeOf(finding) ? earliest : finding;
}
