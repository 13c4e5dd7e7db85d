/** A network too large to be read as a whole, folded into its steps: one card for each row of a step's blocks. Pure. */
import type { Score } from "../api/types";
import type { BoardNode, Document, NodeId, Rect } from "../graph/document";
import { bounds, nodeRect } from "../graph/geometry";
import type { Lang } from "../i18n";

export interface StepCard {
  /** Its step's number; null for what is there from the start. */
  readonly step: number | null;
  /** The first of its blocks. */
  readonly node: NodeId;
  readonly rect: Rect;
}

/** The cards that cover a board, in the order of its steps. */
export function stepCards(score: Score, doc: Document): readonly StepCard[] {
  const stepOf = new Map(
    score.moments.flatMap(({ node, step }) => (node && step ? [[node, step] as const] : [])),
  );
  const rows = new Map<string, BoardNode[]>();
  for (const node of doc.nodes) {
    const step = stepOf.get(node.id);
    if (step === undefined && !score.given.includes(node.id)) continue;
    const { y, height } = nodeRect(doc, node);
    // Blocks beside each other have their middles at one height, however high they are.
    const row = `${step ?? 0} ${Math.round((y + height / 2) / ROW)}`;
    rows.set(row, [...(rows.get(row) ?? []), node]);
  }
  const cards = [...rows.values()].flatMap((nodes): StepCard[] => {
    const rect = bounds(nodes.map((node) => nodeRect(doc, node)));
    const [first] = nodes;
    return rect && first ? [{ step: stepOf.get(first.id) ?? null, node: first.id, rect }] : [];
  });
  return cards.sort((a, b) => (a.step ?? 0) - (b.step ?? 0) || a.rect.y - b.rect.y);
}

const ROW = 40;

/** A step's name without what explains it: of “c1: the first convolution”, c1. */
export const shortTitle = (title: Readonly<Record<Lang, string>>, lang: Lang): string =>
  title[lang].split(/：|: /)[0] ?? "";

/** Whether a text has room on one line, as many times its letters' size wide. */
export function fits(text: string, width: number): boolean {
  return [...text].reduce((sum, sign) => sum + (sign > "⺀" ? 1 : LETTER), 0) <= width;
}

const LETTER = 0.6;
