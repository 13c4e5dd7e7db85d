/**
 * Where the tensor's glyph and the words of its shape stand on each wire: on a straight piece, clear of
 * blocks, of other wires and of what is written on them. Pure.
 */
import type { EdgeId, Rect, XY } from "./document";
import { cornersOf } from "./lanes";
import { around, Near } from "./near";

export type Anchor = "start" | "middle" | "end";

export interface Placing {
  /** Where the glyph stands. */
  readonly middle: XY;
  /** The wire is horizontal where the glyph stands. */
  readonly horizontal: boolean;
  /** Length of the free straight piece around the middle, in px. */
  readonly room: number;
  /** Where the shape is written; `null` where there is no room for it that is free. */
  readonly label: XY | null;
  readonly anchor: Anchor;
}

/** The longest shape that is written, 112×112×1280, and the height of its figures, in px. */
const WORDS = 92;
const TALL = 16;
const BASELINE = 13;
/** Half of the glyph, and how far the words stand from the wire. */
const GLYPH = 13;
const BESIDE = 16;
const BELOW = 30;
const ABOVE = 18;
/** Room beside words on a horizontal piece. */
const MARGIN = 4;
/** Places along a piece at which the glyph is tried. */
const SHARES = [0.5, 0.3, 0.7, 0.15, 0.85];
/** Wires are side by side, in one bundle, within this many px. */
const BUNDLE = 40;
/** Pieces shorter than this hold no glyph, unless there is no longer one. */
const SHORT = 30;

interface Straight {
  readonly a: XY;
  readonly b: XY;
  readonly horizontal: boolean;
  readonly length: number;
}

/**
 * Place the marks of all wires, those with the least room first.
 *
 * @param sources the port that each wire leaves: where its wires run side by side, one says their shape
 * @param frames no border strikes words out; where one stands upright between them they can be read
 */
export function placeLabels(
  wires: ReadonlyMap<EdgeId, readonly XY[]>,
  walls: Near<Rect>,
  frames: readonly Rect[] = [],
  sources: ReadonlyMap<EdgeId, string> = new Map(),
): Map<EdgeId, Placing> {
  const lines = new Near<EdgeId | null>();
  for (const frame of frames) {
    for (const { a, b, horizontal } of piecesOf(cornersOf(frame))) {
      if (horizontal) lines.add(around(a, b, 1), null);
    }
  }
  for (const [id, points] of wires) {
    for (const { a, b } of piecesOf(points)) lines.add(around(a, b, 1), id);
  }
  const pieces = new Map([...wires].map(([id, points]) => [id, sortedPieces(points)]));
  const order = [...wires.keys()].sort(
    (a, b) => (pieces.get(a)?.[0]?.length ?? 0) - (pieces.get(b)?.[0]?.length ?? 0),
  );
  const written = new Near<EdgeId>();
  const placed = new Map<EdgeId, Placing>();
  const told = new Map<string, readonly Placing[]>();
  for (const id of order) {
    const free = (box: Rect): boolean =>
      !walls.some(box) && !written.some(box) && !lines.some(box, (other) => other !== id);
    const found = placingOf(pieces.get(id) ?? [], free, (box) => !written.some(box));
    const source = sources.get(id);
    const siblings = source === undefined ? [] : (told.get(source) ?? []);
    const said = siblings.some((other) => isBeside(found, other));
    const placing = said ? { ...found, label: null } : found;
    placed.set(id, placing);
    if (source !== undefined && placing.label) told.set(source, [...siblings, placing]);
    written.add(glyphBox(found.middle), id);
    const box = labelBox(placing);
    if (box) written.add(box, id);
  }
  return placed;
}

/** Whether two wires run side by side where their glyphs stand. */
const isBeside = (a: Placing, b: Placing): boolean =>
  a.horizontal &&
  b.horizontal &&
  Math.abs(a.middle.y - b.middle.y) < BUNDLE &&
  Math.abs(a.middle.x - b.middle.x) < (a.room + b.room) / 2;

function placingOf(
  pieces: readonly Straight[],
  free: (box: Rect) => boolean,
  unwritten: (box: Rect) => boolean,
): Placing {
  let bare: Placing | null = null;
  for (const piece of pieces) {
    if (bare && piece.length < SHORT) break;
    for (const share of SHARES) {
      const middle = {
        x: piece.a.x + (piece.b.x - piece.a.x) * share,
        y: piece.a.y + (piece.b.y - piece.a.y) * share,
      };
      if (!unwritten(glyphBox(middle))) continue;
      for (const placing of spotsAt(piece, middle, pieces.length > 1)) {
        const box = labelBox(placing);
        if (box && free(box)) return placing;
      }
      const { horizontal, length } = piece;
      bare ??= { middle, horizontal, room: length, label: null, anchor: "middle" };
    }
  }
  const [first] = pieces;
  const middle = first
    ? { x: (first.a.x + first.b.x) / 2, y: (first.a.y + first.b.y) / 2 }
    : { x: 0, y: 0 };
  const horizontal = first?.horizontal ?? true;
  return bare ?? { middle, horizontal, room: first?.length ?? 0, label: null, anchor: "middle" };
}

/**
 * Below a wire between neighbours, above one that goes round, else behind the glyph where the channel is
 * narrow; to the right of an upright wire.
 */
function spotsAt({ horizontal, length }: Straight, middle: XY, bent: boolean): readonly Placing[] {
  const common = { middle, horizontal, room: length };
  if (!horizontal) {
    return [
      { ...common, label: { x: middle.x + BESIDE, y: middle.y + 4 }, anchor: "start" },
      { ...common, label: { x: middle.x - BESIDE, y: middle.y + 4 }, anchor: "end" },
    ];
  }
  const below: Placing = {
    ...common,
    label: { x: middle.x, y: middle.y + BELOW },
    anchor: "middle",
  };
  const above: Placing = {
    ...common,
    label: { x: middle.x, y: middle.y - ABOVE },
    anchor: "middle",
  };
  const beside = [-6, 15].map(
    (by): Placing => ({
      ...common,
      label: { x: middle.x + BESIDE, y: middle.y + by },
      anchor: "start",
    }),
  );
  const over = bent ? [above, below] : [below, above];
  return length < 2 * (BESIDE + WORDS) ? over : [...over, ...beside];
}

/** The rectangle that the words may fill; `null` where none are written. */
export function labelBox({ label, anchor, horizontal, room }: Placing): Rect | null {
  if (!label) return null;
  const width = horizontal ? Math.max(0, Math.min(WORDS, room - MARGIN)) : WORDS;
  const left = anchor === "middle" ? width / 2 : anchor === "end" ? width : 0;
  return { x: label.x - left, y: label.y - BASELINE, width, height: TALL };
}

const glyphBox = ({ x, y }: XY): Rect => ({
  x: x - GLYPH,
  y: y - GLYPH,
  width: 2 * GLYPH,
  height: 2 * GLYPH,
});

const piecesOf = (points: readonly XY[]): Straight[] =>
  points.slice(1).flatMap((b, index) => {
    const a = points[index];
    if (!a) return [];
    const horizontal = Math.abs(b.x - a.x) >= Math.abs(b.y - a.y);
    return [{ a, b, horizontal, length: Math.hypot(b.x - a.x, b.y - a.y) }];
  });

const sortedPieces = (points: readonly XY[]): Straight[] =>
  piecesOf(points).sort((a, b) => b.length - a.length);
