/**
 * Cutting a network's ranks into rows, as text is cut into lines. Pure.
 *
 * A cut is possible behind a rank where the trunk stands alone and no branch begins. It costs more
 * the more tensors are led on beside the trunk (a shortcut that must follow from row to row), and every
 * row costs a little. Of the cheapest ways, the one with the fullest first rows is taken. Where many
 * wires run on, as in a dense block, only a join ends a row: one layer of it is one row.
 */
import { GAP_Y, LEGIBLE, NODE_HEIGHT, NODE_WIDTH } from "./geometry";
import type { Link, Placement } from "./layered";

/** A canvas between two panels, width to height: what the number of columns aims at. */
const ASPECT = 880 / 730;
const COLUMNS = 4;
/** A branched network no longer than this, in px, is one row: all of it can be seen and read. */
export const ONE_ROW = 880 / LEGIBLE;

export type Rank = readonly Placement[];

/** Wires as pairs of ranks. */
interface Span {
  readonly from: number;
  readonly to: number;
}

const ROW_COST = 1;
const CROSSING_COST = 2;
/** Where more wires than this run on, a row ends only at a join, or behind the network's start. */
const MOST_LED = 3;

export interface Row {
  readonly ranks: readonly Rank[];
  /** Room between ranks. */
  readonly gap: number;
  /** Where it begins and where it ends. */
  readonly start: number;
  readonly along: number;
}

/** Cut the ranks into rows. */
export function rowsOf(
  placements: readonly Placement[],
  links: readonly Link[],
  one: boolean,
  gap: number,
): Row[] {
  const ranks = ranksOf(placements);
  const length = lengthOf(ranks, gap);
  const rank = new Map(placements.map((each) => [each.item.id, each.rank]));
  const spans = links.map(({ source, target }) => ({
    from: rank.get(source) ?? 0,
    to: rank.get(target) ?? 0,
  }));
  const branched = spans.some(({ from, to }) => to > from + 1);
  if (one || (branched && length <= ONE_ROW)) return [{ ranks, gap, start: 0, along: length }];
  const pitch = (NODE_WIDTH + gap) / (NODE_HEIGHT + GAP_Y);
  const columns = Math.max(COLUMNS, Math.round(Math.sqrt((placements.length * ASPECT) / pitch)));
  const wanted = columns * (NODE_WIDTH + gap) - gap;
  // A piece that cannot be cut may be longer than wanted: then the other rows may be as long.
  const longest = Math.max(...cutRows(ranks, spans, gap, wanted).map((row) => lengthOf(row, gap)));
  const rows = cutRows(ranks, spans, gap, Math.max(wanted, longest));
  let end = 0;
  let first = 0;
  return rows.map((row) => {
    const length = lengthOf(row, gap);
    const last = first + row.length - 1;
    const start = last > 0 && joinsFrom(first, last, spans) ? Math.max(0, end - length) : 0;
    first = last + 1;
    end = start + length;
    return { ranks: row, gap, start, along: end };
  });
}

/** Whether a shortcut ends here. */
const isJoin = (rank: number, spans: readonly Span[]): boolean =>
  spans.some(({ from, to }) => to === rank && from < rank - 1);

/**
 * Whether a row's last block joins ways from the rows above it: then the row ends where the one above
 * ends, so that what is joined again and again runs down one column.
 */
const joinsFrom = (first: number, last: number, spans: readonly Span[]): boolean =>
  spans.some(({ from, to }) => to === last && from < first && from < last - 1);

function ranksOf(placements: readonly Placement[]): Rank[] {
  const ranks: Placement[][] = [];
  for (const placement of placements) {
    const rank = ranks[placement.rank];
    if (rank) rank.push(placement);
    else ranks[placement.rank] = [placement];
  }
  return ranks.filter((rank) => rank !== undefined);
}

/**
 * Return the rows as lists of ranks.
 *
 * @param width how long a row may be, in px; a piece that cannot be cut may be longer
 */
function cutRows(
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
  const led = spans.filter(({ from, to }) => from <= index && to > index);
  const ends = index === 0 || isJoin(index, spans);
  if (led.length > MOST_LED && !ends) return Number.POSITIVE_INFINITY;
  const beside = new Set(led.filter(({ to }) => to > index + 1).map(({ from }) => from));
  return beside.size * CROSSING_COST;
}

export const extentOf = (rank: Rank): number => Math.max(...rank.map(({ item }) => item.along));

const lengthOf = (row: readonly Rank[], gap: number): number =>
  row.reduce((sum, rank) => sum + extentOf(rank), gap * (row.length - 1));
