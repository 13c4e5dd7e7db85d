/** Boards and port tables for the tests. */
import type { BoardEdge, BoardNode, Document, NodeData, NodeId, XY } from "./document";
import type { BlockPorts, PortTable } from "./ports";

const ONE: BlockPorts = {
  inputs: [{ name: "in", many: false }],
  outputs: [{ name: "out", many: false }],
  gate: false,
};
const TWO: BlockPorts = {
  inputs: [
    { name: "a", many: false },
    { name: "b", many: false },
  ],
  outputs: ONE.outputs,
  gate: false,
};

export const PORTS: PortTable = new Map<string, BlockPorts>([
  ["input", { ...ONE, inputs: [] }],
  ["concat", { ...ONE, inputs: [{ name: "in", many: true }] }],
  [
    "channel_split",
    {
      ...ONE,
      outputs: [
        { name: "first", many: false },
        { name: "second", many: false },
      ],
    },
  ],
  ["add", TWO],
  ["multiply", { ...TWO, gate: true }],
  ...["conv2d", "depthwise_conv2d", "bneck", "squeeze_excite", "global_avg_pool", "softmax"].map(
    (type): [string, BlockPorts] => [type, ONE],
  ),
]);

/**
 * Build a board from words: `"input>conv2d:c1>bneck"` is a chain, `type:id` names a node, a
 * repeated id is the same node, `id.port` ends a wire at a port.
 */
export function board(...chains: readonly string[]): Document {
  const nodes = new Map<NodeId, BoardNode>();
  const edges: BoardEdge[] = [];
  for (const chain of chains) {
    let source: NodeId | null = null;
    for (const word of chain.split(">")) {
      const [name = "", port] = word.trim().split(".");
      const [type = "", id = type] = name.split(":");
      if (!nodes.has(id)) {
        nodes.set(id, { id, type, position: { x: nodes.size * 232, y: 0 }, data: {} });
      }
      if (source !== null) {
        const targetHandle = port === undefined ? {} : { targetHandle: port };
        edges.push({ id: `e-${edges.length + 1}`, source, target: id, ...targetHandle });
      }
      source = id;
    }
  }
  return { version: 1, nodes: [...nodes.values()], edges };
}

/** Wires as text, `source>target.port`, sorted: what most tests compare. */
export const wires = (doc: Document): string[] =>
  doc.edges
    .map(
      ({ source, target, targetHandle }) =>
        `${source}>${target}${targetHandle ? `.${targetHandle}` : ""}`,
    )
    .sort();

export const withData = (doc: Document, id: NodeId, data: NodeData): Document => ({
  ...doc,
  nodes: doc.nodes.map((node) => (node.id === id ? { ...node, data } : node)),
});

/** MobileNetV3-Large as the lab has it: input, conv, fifteen bnecks, head. */
export function mobilenet(): Document {
  const bnecks = Array.from({ length: 15 }, (_, index) => `bneck:bneck-${index + 1}`);
  const head = ["conv2d:conv-2", "global_avg_pool", "conv2d:conv-3", "conv2d:conv-4", "softmax"];
  return board(["input", "conv2d:conv-1", ...bnecks, ...head].join(">"));
}

/** The same as a program writes it that tells no places. */
export const heap = (doc: Document, position: XY = { x: 0, y: 0 }): Document => ({
  ...doc,
  nodes: doc.nodes.map((node) => ({ ...node, position })),
});
