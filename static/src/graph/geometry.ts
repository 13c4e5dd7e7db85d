/** Sizes on the canvas, in px at zoom 1: the one place that layout and the components share. */
import {
  absolutePosition,
  type BoardNode,
  childrenOf,
  type Document,
  type Rect,
  type Size,
} from "./document";

/** All blocks are equally large, so that columns line up and the wires of a row run straight. */
export const NODE_WIDTH = 168;
export const NODE_HEIGHT = 72;
/** Room between nodes: the tensor glyph and its shape, as 112×112×128, stand there. */
export const GAP_X = 88;
export const GAP_Y = 56;
/** A frame's title strip, and the margin around its contents. */
export const FRAME_TITLE = 32;
export const FRAME_PADDING = 24;
/** The smallest figures on cards and wires, in px at zoom 1, and the zoom at which they are 12 px. */
export const FIGURES = 13;
export const LEGIBLE = 12 / FIGURES;
/** The dots of the canvas; snapping uses the same grid. */
export const GRID = 8;

export const NOTE_SIZE: Size = { width: 200, height: 96 };
export const FRAME_SIZE: Size = { width: 320, height: 200 };

/** Return a node's size on the canvas. */
export function nodeSize(node: BoardNode): Size {
  if (node.type === "note" || node.type === "frame") {
    const size = node.type === "note" ? NOTE_SIZE : FRAME_SIZE;
    return { width: node.width ?? size.width, height: node.height ?? size.height };
  }
  return { width: NODE_WIDTH, height: NODE_HEIGHT };
}

export const nodeRect = (doc: Document, node: BoardNode): Rect => ({
  ...absolutePosition(doc, node),
  ...nodeSize(node),
});

/** The smallest rectangle around all; `null` for none. */
export function bounds(rects: Iterable<Rect>): Rect | null {
  let left = Infinity;
  let top = Infinity;
  let right = -Infinity;
  let bottom = -Infinity;
  for (const rect of rects) {
    left = Math.min(left, rect.x);
    top = Math.min(top, rect.y);
    right = Math.max(right, rect.x + rect.width);
    bottom = Math.max(bottom, rect.y + rect.height);
  }
  return left === Infinity ? null : { x: left, y: top, width: right - left, height: bottom - top };
}

/** Whether two rectangles share an inner point, with at least `gap` px wanted between them. */
export const overlaps = (a: Rect, b: Rect, gap = 0): boolean =>
  a.x < b.x + b.width + gap &&
  b.x < a.x + a.width + gap &&
  a.y < b.y + b.height + gap &&
  b.y < a.y + a.height + gap;

/** Whether the second rectangle lies in the first. */
export const contains = (outer: Rect, inner: Rect): boolean =>
  outer.x <= inner.x &&
  outer.y <= inner.y &&
  outer.x + outer.width >= inner.x + inner.width &&
  outer.y + outer.height >= inner.y + inner.height;

export const snap = (value: number): number => Math.round(value / GRID) * GRID;

/** The size a frame needs to hold its children, whose positions are relative to it. */
export function frameSizeFor(doc: Document, frame: BoardNode): Size {
  const box = bounds(
    childrenOf(doc, frame.id).map((child) => ({ ...child.position, ...nodeSize(child) })),
  );
  if (!box) return nodeSize(frame);
  return {
    width: box.x + box.width + FRAME_PADDING,
    height: box.y + box.height + FRAME_PADDING,
  };
}
