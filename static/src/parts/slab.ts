/** A tensor drawn as a slab: height follows log resolution, thickness follows log channels. */
import type { Shape } from "../api/types";

export interface Slab {
  /** Height of the front face in px. */
  readonly height: number;
  /** Extent along the wire in px. */
  readonly thickness: number;
  /** How far the slab reaches back, drawn to the upper right, in px. */
  readonly depth: number;
}

const FULL_RESOLUTION = 224;
const FULL_WIDTH = 1280;

const logShare = (value: number, full: number): number =>
  Math.min(1.15, Math.log2(Math.max(1, value)) / Math.log2(full));

/** Channels of an (N, C, H, W) or (N, C) shape. */
export const channelsOf = (shape: Shape): number => shape[1] ?? 1;

/** Rows of an (N, C, H, W) shape; 1 where the map has been flattened. */
export const resolutionOf = (shape: Shape): number => shape[2] ?? 1;

/** Share of full resolution (224) on a log scale, 0 to about 1. */
export const resolutionShare = (shape: Shape): number =>
  logShare(resolutionOf(shape), FULL_RESOLUTION);

/** Share of full width (1280 channels) on a log scale, 0 to about 1. */
export const widthShare = (shape: Shape): number => logShare(channelsOf(shape), FULL_WIDTH);

export function slabOf(shape: Shape): Slab {
  const tall = resolutionShare(shape);
  return {
    height: 5 + 19 * tall,
    thickness: 2 + 12 * widthShare(shape),
    depth: 1.5 + 6.5 * tall,
  };
}

/** The three visible faces as SVG paths around the origin. */
export function slabFaces({ height, thickness, depth }: Slab): {
  readonly front: string;
  readonly top: string;
  readonly side: string;
} {
  const rise = depth * 0.55;
  const left = -(thickness + depth) / 2;
  const right = left + thickness;
  const top = -(height - rise) / 2;
  const bottom = top + height;
  const n = (value: number): string => value.toFixed(1);
  return {
    front: `M${n(left)} ${n(top)}H${n(right)}V${n(bottom)}H${n(left)}Z`,
    top: `M${n(left)} ${n(top)}l${n(depth)} ${n(-rise)}h${n(thickness)}L${n(right)} ${n(top)}Z`,
    side: `M${n(right)} ${n(top)}l${n(depth)} ${n(-rise)}v${n(height)}L${n(right)} ${n(bottom)}Z`,
  };
}
