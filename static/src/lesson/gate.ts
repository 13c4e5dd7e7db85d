/** What a gate multiplies: the map, and one number for each of its channels. Pure; it only reads. */
import type { Numbers, Tensor } from "../api/types";
import type { Document, NodeId } from "../graph/document";

export interface Gated {
  readonly map: Tensor;
  readonly gates: readonly number[];
  /** The corner of each channel: before, the gate, and after, as the server worked them out. */
  readonly products: readonly {
    readonly channel: number;
    readonly before: number;
    readonly gate: number;
    readonly after: number;
  }[];
}

/** Read a node's two inputs; null where they are not a map and its weights. */
export function gateOf(doc: Document, { values }: Numbers, id: NodeId): Gated | null {
  const entering = doc.edges
    .filter(({ target }) => target === id)
    .flatMap(({ source, sourceHandle }) => values[source]?.[sourceHandle ?? "out"] ?? []);
  const made = values[id]?.out;
  const [map, weights] = [...entering].sort((a, b) => cells(b) - cells(a));
  if (entering.length !== 2 || !map || !weights || !made || cells(weights) !== 1) return null;
  const gates = weights.channels.map((rows) => rows[0]?.[0] ?? 0);
  const products = gates.flatMap((gate, channel) => {
    const before = map.channels[channel]?.[0]?.[0];
    const after = made.channels[channel]?.[0]?.[0];
    return before === undefined || after === undefined ? [] : [{ channel, before, gate, after }];
  });
  return { map, gates, products };
}

const cells = ({ shape }: Tensor): number => (shape[2] ?? 1) * (shape[3] ?? 1);
