/** The moment before the first step: nothing on the board but the picture that comes in. */
import { type Document, isAnnotation, type NodeId } from "../graph/document";

/** The input that the first block will join; `null` once there is anything else on the board. */
export function firstStepFrom(doc: Document): NodeId | null {
  const blocks = doc.nodes.filter((node) => !isAnnotation(node));
  const [only] = blocks;
  return blocks.length === 1 && only?.type === "input" ? only.id : null;
}
