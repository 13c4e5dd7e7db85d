/** The board as a link for the audience. */
import type { Document } from "../graph/document";
import { toFragment } from "../graph/link";

/** The lab's page with this board on it; it opens like any board that somebody shares. */
export async function linkTo(lab: string, doc: Document, origin: string): Promise<string> {
  return `${origin}/labs/${lab}#${await toFragment(doc)}`;
}
