/** Where the canvas looks, from what lies on it and what of it is free to be seen. Pure. */
import type { Rect } from "../graph/document";
import { LEGIBLE } from "../graph/geometry";
import type { Viewport } from "../state/session.svelte";

/** The smallest zoom that the canvas has: a telephone shows rows of 25 blocks whole. */
export const LEAST_ZOOM = 0.05;
/** Room around what is shown, in px of the screen. */
export const EDGE = 16;

/**
 * Show all of a rectangle of the canvas.
 *
 * @param area what of the canvas is not covered, in px of the screen
 * @param most a small network is not shown larger than this
 */
export function whole(all: Rect, area: Rect, most: number): Viewport {
  const zoom = Math.max(LEAST_ZOOM, Math.min(most, zoomFor(all, area)));
  return {
    x: area.x + (area.width - all.width * zoom) / 2 - all.x * zoom,
    y: area.y + (area.height - all.height * zoom) / 2 - all.y * zoom,
    zoom,
  };
}

/** The zoom at which a rectangle fills the area. */
function zoomFor(all: Rect, area: Rect): number {
  const across = (area.width - 2 * EDGE) / Math.max(1, all.width);
  return Math.min(across, (area.height - 2 * EDGE) / Math.max(1, all.height));
}

/** Whether all of it can be read at once. */
export const isLegible = (all: Rect, area: Rect): boolean => zoomFor(all, area) >= LEGIBLE;

/** All of a network where it can be read, else its beginning: the rest is walked through. */
export function opening(all: Rect, area: Rect): Viewport {
  if (isLegible(all, area)) return whole(all, area, 1);
  const zoom = LEGIBLE;
  const start = (from: number, length: number, at: number, room: number): number =>
    length * zoom <= room - 2 * EDGE
      ? from + (room - length * zoom) / 2 - at * zoom
      : from + EDGE - at * zoom;
  return {
    x: start(area.x, all.width, all.x, area.width),
    y: start(area.y, all.height, all.y, area.height),
    zoom,
  };
}

/** Whether a rectangle has room at this zoom. */
export const fits = (rect: Rect, { zoom }: Viewport, area: Rect): boolean =>
  zoomFor(rect, area) >= zoom;

/** What of the canvas can be seen, in its own coordinates. */
export const seenThrough = ({ x, y, zoom }: Viewport, area: Rect): Rect => ({
  x: (area.x - x) / zoom,
  y: (area.y - y) / zoom,
  width: area.width / zoom,
  height: area.height / zoom,
});

/** Whether all of a rectangle can be seen; half a px more or less is no difference. */
export function inSight(rect: Rect, { x, y, zoom }: Viewport, area: Rect): boolean {
  const [left, top] = [rect.x * zoom + x, rect.y * zoom + y];
  return (
    left >= area.x - 0.5 &&
    top >= area.y - 0.5 &&
    left + rect.width * zoom <= area.x + area.width + 0.5 &&
    top + rect.height * zoom <= area.y + area.height + 0.5
  );
}

/** The shortest way to where a rectangle is in sight; `null` where it is, or where it has no room. */
export function keeping(rect: Rect, view: Viewport, area: Rect): Viewport | null {
  const { zoom } = view;
  const by = (at: number, length: number, from: number, room: number): number => {
    if (length * zoom > room) return from + EDGE - at;
    const edge = Math.min(EDGE, (room - length * zoom) / 2);
    if (at < from) return from + edge - at;
    const over = at + length * zoom - (from + room);
    return over > 0 ? -over - edge : 0;
  };
  const x = by(rect.x * zoom + view.x, rect.width, area.x, area.width);
  const y = by(rect.y * zoom + view.y, rect.height, area.y, area.height);
  return x === 0 && y === 0 ? null : { x: view.x + x, y: view.y + y, zoom };
}
