/** A node's parameters with the block's defaults filled in. */
import type { BlockInfo } from "../api/types";
import type { BoardNode, Json } from "../graph/document";

export type Params = Readonly<Record<string, Json>>;

const defaults = new WeakMap<BlockInfo, Params>();

function defaultsOf(block: BlockInfo): Params {
  let found = defaults.get(block);
  if (!found) {
    found = Object.fromEntries(
      Object.entries(block.schema.properties).flatMap(([name, property]) =>
        property.default === undefined ? [] : [[name, property.default]],
      ),
    );
    defaults.set(block, found);
  }
  return found;
}

export const paramsOf = (block: BlockInfo | undefined, node: BoardNode): Params =>
  block ? { ...defaultsOf(block), ...node.data } : node.data;
