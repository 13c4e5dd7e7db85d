/** The inside of a composite as a figure, from its declaration. Heights follow log channels. */
import type { BlockInfo } from "../api/types";
import type { Params } from "./params";
import { holds, written } from "./summary";

type Inside = NonNullable<BlockInfo["inside"]>;

export interface Stage {
  readonly kind: Inside["stages"][number]["kind"];
  readonly x: number;
  /** Heights of the left and right side in px; equal for what keeps the width. */
  readonly left: number;
  readonly right: number;
  /** Channels that leave the stage; null where they are not known. */
  readonly channels: number | null;
  readonly window: string;
  readonly activation: string;
}

export interface InsideFigure {
  readonly width: number;
  readonly height: number;
  readonly axis: number;
  readonly stages: readonly Stage[];
  readonly shortcut: boolean;
}

/** Four stages stand beside each other in a laptop's panel at their full size, so that their words can be read. */
export const STAGE_WIDTH = 40;
const STAGE_GAP = 13;
const BEFORE = 16;
/** The shortcut comes back behind the last stage. */
const BEHIND = 24;
const MAX_HEIGHT = 60;
/** The width that is drawn at full height: the widest tensor of MobileNetV3. */
const WIDEST = 1280;

const count = (value: unknown): number | null =>
  typeof value === "number" && value > 0 ? value : null;

const heightOf = (channels: number | null): number =>
  channels === null
    ? 24
    : 10 + (MAX_HEIGHT - 10) * Math.min(1, Math.log2(channels) / Math.log2(WIDEST));

/**
 * Lay the figure out.
 *
 * @param params complete: defaults are filled in
 * @param inChannels the width that arrives, null while unknown
 */
export function insideFigure(
  { schema, shortcut }: Pick<BlockInfo, "schema" | "shortcut">,
  inside: Inside,
  params: Params,
  inChannels: number | null,
): InsideFigure {
  const stages: Stage[] = [];
  let channels = inChannels;
  for (const { kind, width, window, activation, when } of inside.stages) {
    if (!holds(when, params)) continue;
    const entering = channels;
    if (width !== null) channels = count(params[width]);
    stages.push({
      kind,
      x: BEFORE + stages.length * (STAGE_WIDTH + STAGE_GAP),
      left: heightOf(entering),
      right: heightOf(channels),
      channels,
      window: written(window, schema, params),
      activation: written(activation, schema, params),
    });
  }
  return {
    width: BEFORE + BEHIND + stages.length * STAGE_WIDTH + (stages.length - 1) * STAGE_GAP,
    height: 132,
    axis: 62,
    stages,
    shortcut: shortcut !== null && params[shortcut] === true,
  };
}
