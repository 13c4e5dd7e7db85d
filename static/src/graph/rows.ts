/**
 * Cutting a network's ranks into rows, as text is cut into lines. Pure.
 *
 * A cut is possible behind a rank where the trunk stands alone and no branch begins. It costs more
 * the more wires cross it beside the trunk (a shortcut that must follow from row to row), and every
 * row costs a little. Of the cheapest ways, the one with the fullest first rows is taken.
 */
import type { Placement } from "./layered";

export type Rank = readonly Placement[];

/** Wires as pairs of ranks. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

const ROW_COST = 1;
const CROSSING_COST = 2;

/**
 * Return the rows as lists of ranks.
 *
 * @param width how long a row may be, in px; a piece that cannot be cut may be longer
 */
export function cutRows(
  ranks: readonly Rank[],
  spans: readonly Span[],
  gap: number,
  width: number,
): Rank[][] {
  const cutCost = ranks.map((rank, index) => costOfCut(rank, index, spans));
  const extents = ranks.map(extentOf);
  // best[i]: the least cost of the ranks from i on; next[i]: where the row that begins at i ends.
  const best = new Array<number>(ranks.length + 1).fill(Number.POSITIVE_INFINITY);
  const next = new Array<number>(ranks.length).fill(ranks.length);
  best[ranks.length] = 0;
  for (let begin = ranks.length - 1; begin >= 0; begin -= 1) {
    let along = -gap;
    let fits = false;
    for (let end = begin + 1; end <= ranks.length; end += 1) {
      along += gap + (extents[end - 1] ?? 0);
      if (along > width && fits) break;
      const cut = end === ranks.length ? 0 : (cutCost[end - 1] ?? 0);
      const cost = ROW_COST + cut + (best[end] ?? 0);
      fits ||= cost < Number.POSITIVE_INFINITY;
      if (cost > (best[begin] ?? 0)) continue;
      best[begin] = cost;
      next[begin] = end;
    }
  }
  const rows: Rank[][] = [];
  for (let begin = 0; begin < ranks.length; begin = next[begin] ?? ranks.length) {
    rows.push(ranks.slice(begin, next[begin]));
  }
  return rows;
}

/** What a cut behind a rank costs. */
function costOfCut(rank: Rank, index: number, spans: readonly Span[]): number {
  if (rank.length !== 1 || rank[0]?.offset !== 0 || rank[0].forks) return Number.POSITIVE_INFINITY;
  const crossing = spans.filter(({ from, to }) => from <= index && to > index + 1).length;
  return crossing * CROSSING_COST;
}

export const extentOf = (rank: Rank): number => Math.max(...rank.map(({ item }) => item.along));

export const lengthOf = (row: readonly Rank[], gap: number): number =>
  row.reduce((sum, rank) => sum + extentOf(rank), gap * (row.length - 1));
