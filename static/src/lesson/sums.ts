/** How a fully connected layer comes to its numbers, term by term, as the server worked them out. Pure; it only reads. */
import type { Numbers } from "../api/types";
import type { Document, NodeId } from "../graph/document";

export interface Sum {
  readonly terms: readonly { readonly input: number; readonly weight: number }[];
  /** Whether there are more terms than are given out. */
  readonly more: boolean;
  readonly sum: number;
  /** What norm and activation make of it. */
  readonly after: number;
}

/** The sums of a layer, one for each of its nodes; none where this is no such layer. */
export function sumsOf(doc: Document, { values, weights, sums }: Numbers, id: NodeId): Sum[] {
  const wire = doc.edges.find(({ target }) => target === id);
  const entering = wire && values[wire.source]?.[wire.sourceHandle ?? "out"];
  const made = values[id]?.out;
  if (!entering || !made) return [];
  return (weights[id] ?? []).flatMap((row, at): Sum[] => {
    const [sum, after] = [sums[id]?.[at], made.channels[at]?.[0]?.[0]];
    const terms = row.flatMap((weight, channel) => {
      const input = entering.channels[channel]?.[0]?.[0];
      return input === undefined ? [] : [{ input, weight }];
    });
    const more = (entering.shape[1] ?? 0) > terms.length;
    return sum === undefined || after === undefined ? [] : [{ terms, more, sum, after }];
  });
}
