/** A board that stands as automatic layout left it stays so; one arranged by hand is left alone. */
import type { Document } from "../graph/document";
import { cornerOf, type Form, layout } from "../graph/layout";

/** Above this many nodes a change does not lay the whole board out again. */
const MOST = 200;

/** Lay `after` out if `before` was in automatic layout: adding and deleting leave no gaps. */
export function keepTidy(before: Document, after: Document, form: Form): Document {
  if (after === before || after.nodes.length > MOST) return after;
  return isTidy(before, form) ? layout(after, form, cornerOf(before)) : after;
}

function isTidy(doc: Document, form: Form): boolean {
  const tidy = layout(doc, form);
  return doc.nodes.every((node, index) => {
    const there = tidy.nodes[index];
    return (
      node.type === "note" ||
      (there?.position.x === node.position.x && there.position.y === node.position.y)
    );
  });
}
