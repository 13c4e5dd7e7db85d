/** What turning a wheel, or two fingers on a trackpad, mean on the canvas. Pure. */
import type { WheelUse } from "../state/prefs.svelte";

/** The part of a wheel event that tells. */
export interface Turn {
  readonly deltaX: number;
  readonly deltaY: number;
  /** 0 in px, 1 in lines, 2 in pages. */
  readonly deltaMode: number;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
}

export type Meaning =
  | { readonly kind: "zoom"; readonly factor: number }
  | { readonly kind: "pan"; readonly x: number; readonly y: number };

const LINE = 20;
const PAGE = 400;
/** A notch of a wheel is at least so many px; fingers begin with less. */
const NOTCH = 50;
const PER_PX = 1 / 500;
/** Fingers that pinch come as small steps with Ctrl held. */
const PER_PINCHED_PX = 1 / 100;
const MOST = 0.4;

/** A wheel turns in whole notches along one axis; fingers glide, also sideways. */
export const isWheel = ({ deltaX, deltaY, deltaMode }: Turn): boolean =>
  deltaMode !== 0 || (deltaX === 0 && Number.isInteger(deltaY) && Math.abs(deltaY) >= NOTCH);

export function meaningOf(turn: Turn, use: WheelUse): Meaning {
  const scale = [1, LINE, PAGE][turn.deltaMode] ?? 1;
  const [x, y] = [turn.deltaX * scale, turn.deltaY * scale];
  const pinched = turn.ctrlKey || turn.metaKey;
  const zooms = use === "auto" ? isWheel(turn) && !turn.shiftKey : use === "zoom";
  if (!pinched && !zooms) {
    const sideways = turn.shiftKey && x === 0;
    return { kind: "pan", x: sideways ? -y : -x, y: sideways ? 0 : -y };
  }
  const rate = pinched && !isWheel(turn) ? PER_PINCHED_PX : PER_PX;
  const power = Math.max(-MOST, Math.min(MOST, -y * rate));
  return { kind: "zoom", factor: 2 ** power };
}
