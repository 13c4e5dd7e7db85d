/** The board as a link for the audience. */
import type { Document } from "../graph/document";
import { toFragment } from "../graph/link";

/** The lab's page with this board on it, to be gone on with at the block that was placed last. */
export async function linkTo(lab: string, doc: Document, origin: string): Promise<string> {
  return `${origin}/labs/${lab}#${await toFragment(doc, doc.nodes.at(-1)?.id)}`;
}
