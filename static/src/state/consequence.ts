/** The wires that a finding's consequence is seen on: those around the blocks at fault. Pure. */
import type { Finding, Hint } from "../api/types";
import type { Document, EdgeId } from "../graph/document";

/** The level of hint that speaks of the student's own tensors. */
export const CONSEQUENCE_LEVEL = 3;

/** So many wires can be taken in at once; of more, none is worth pointing at. */
const MOST = 6;

export function wiresConcerned(
  { edges }: Document,
  finding: Pick<Finding, "nodes" | "edges"> | null,
  hints: readonly Pick<Hint, "level">[],
): readonly EdgeId[] {
  if (!finding || !hints.some(({ level }) => level >= CONSEQUENCE_LEVEL)) return [];
  const named = new Set(finding.edges);
  const [node] = finding.nodes;
  const found = edges.filter(
    ({ id, source, target }) => named.has(id) || source === node || target === node,
  );
  return found.length <= MOST ? found.map(({ id }) => id) : [];
}
