/** Writes shapes and counts as the student chose to read them. */
import type { Notation, Shape } from "../api/types";
import { formatNumber, type Lang } from "../i18n";

/** Write a shape in full. */
export function shapeText(shape: Shape, order: Notation): string {
  if (order === "NCHW") return shape.join("×");
  const [, channels, height, width] = shape;
  if (height === undefined || width === undefined) return String(channels ?? "");
  return `${height}×${width}×${channels}`;
}

/** Write what a wire carries, for which there is little room: the batch, 1 everywhere, is left out. */
export const wireText = (shape: Shape, order: Notation): string =>
  order === "NCHW" ? shape.slice(1).join("×") : shapeText(shape, order);

/** Write a large count in millions or thousands: 216.6 M; a small one with its digits grouped. */
export function shortCount(lang: Lang, value: number): string {
  if (value >= 1e9) return `${(value / 1e9).toFixed(2)} G`;
  if (value >= 1e6) return `${(value / 1e6).toFixed(value >= 1e8 ? 1 : 2)} M`;
  if (value >= 1e4) return `${(value / 1e3).toFixed(1)} k`;
  return formatNumber(lang, value);
}
