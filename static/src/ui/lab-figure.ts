/** A figure that a lab gives: where its boxes and wires are drawn. */
import type { Figure } from "../api/types";
import type { Rect } from "../graph/document";

/** Boxes stand on a grid of this pitch, in px, so that four fit the panel side by side. */
const PITCH_X = 76;
const PITCH_Y = 60;
const WIDTH = 68;
const HEIGHT = 38;
/** How far from a box a wire turns, in px. */
const TURN = (PITCH_Y - HEIGHT) / 2;
const MARGIN = 2;

export interface DrawnFigure {
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly (Figure["boxes"][string] & {
    readonly name: string;
    readonly rect: Rect;
  })[];
  /** Path data of every wire, from the bottom of one box to the top of another. */
  readonly wires: readonly string[];
}

const middleOf = (column: number): number => MARGIN + column * PITCH_X + WIDTH / 2;

export function drawnFigure({ boxes, wires }: Figure): DrawnFigure {
  const placed = Object.entries(boxes).map(([name, box]) => ({
    ...box,
    name,
    rect: {
      x: MARGIN + box.column * PITCH_X,
      y: MARGIN + box.row * PITCH_Y,
      width: WIDTH,
      height: HEIGHT,
    },
  }));
  const paths = wires.flatMap(({ source, target, via }) => {
    const [from, to] = [boxes[source], boxes[target]];
    if (!from || !to) return [];
    const top = MARGIN + from.row * PITCH_Y + HEIGHT;
    const bottom = MARGIN + to.row * PITCH_Y;
    const [x, aside, end] = [from.column, via ?? to.column, to.column].map(middleOf);
    return [`M${x} ${top}V${top + TURN}H${aside}V${bottom - TURN}H${end}V${bottom}`];
  });
  return {
    width: 2 * MARGIN + Math.max(...placed.map(({ column }) => column)) * PITCH_X + WIDTH,
    height: 2 * MARGIN + Math.max(...placed.map(({ row }) => row)) * PITCH_Y + HEIGHT,
    boxes: placed,
    wires: paths,
  };
}
