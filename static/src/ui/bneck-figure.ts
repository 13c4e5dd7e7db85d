/** The inside of a bneck as a figure: narrow, wide, narrow. Heights follow log channels. */

export interface Stage {
  readonly kind: "expand" | "depthwise" | "squeeze" | "project";
  readonly x: number;
  /** Heights of the left and right side in px; equal for what keeps the width. */
  readonly left: number;
  readonly right: number;
  /** Channels that leave the stage; null where they are not known. */
  readonly channels: number | null;
  readonly kernel: string;
  /** Activation after the stage; "linear" after the projection. */
  readonly activation: string;
}

export interface BneckFigure {
  readonly width: number;
  readonly height: number;
  readonly axis: number;
  readonly stages: readonly Stage[];
  readonly shortcut: boolean;
}

export interface BneckParams {
  readonly kernel_size?: unknown;
  readonly exp_size?: unknown;
  readonly out_channels?: unknown;
  readonly se?: unknown;
  readonly se_channels?: unknown;
  readonly nl?: unknown;
  readonly stride?: unknown;
  readonly expand?: unknown;
  readonly shortcut?: unknown;
}

export const STAGE_WIDTH = 48;
const STAGE_GAP = 16;
const MARGIN = 28;
const MAX_HEIGHT = 60;

const count = (value: unknown): number | null =>
  typeof value === "number" && value > 0 ? value : null;

const heightOf = (channels: number | null): number =>
  channels === null
    ? 24
    : 10 + (MAX_HEIGHT - 10) * Math.min(1, Math.log2(channels) / Math.log2(1280));

const NL: Readonly<Record<string, string>> = {
  RE: "ReLU",
  HS: "h-swish",
  RE6: "ReLU6",
  SW: "swish",
};

/** Lay the figure out. `inChannels` is the width that arrives, null while unknown. */
export function bneckFigure(params: BneckParams, inChannels: number | null): BneckFigure {
  const expand = params.expand !== false;
  const wide = expand ? count(params.exp_size) : inChannels;
  const out = count(params.out_channels);
  const nl = NL[String(params.nl)] ?? String(params.nl ?? "?");
  const kernel = `${params.kernel_size ?? "?"}×${params.kernel_size ?? "?"}`;
  const stride = params.stride === 1 ? "" : ` s${params.stride ?? "?"}`;
  const stages: Stage[] = [];
  const push = (stage: Omit<Stage, "x">): void => {
    stages.push({ ...stage, x: MARGIN + stages.length * (STAGE_WIDTH + STAGE_GAP) });
  };
  const tall = heightOf(wide);
  if (expand) {
    push({
      kind: "expand",
      left: heightOf(inChannels),
      right: tall,
      channels: wide,
      kernel: "1×1",
      activation: nl,
    });
  }
  push({
    kind: "depthwise",
    left: tall,
    right: tall,
    channels: wide,
    kernel: `${kernel}${stride}`,
    activation: nl,
  });
  if (params.se === true) {
    const squeeze = count(params.se_channels);
    const fc = squeeze === null ? "FC ¼" : `FC ${squeeze}`;
    push({
      kind: "squeeze",
      left: tall,
      right: tall,
      channels: wide,
      kernel: fc,
      activation: "h-sigmoid",
    });
  }
  push({
    kind: "project",
    left: tall,
    right: heightOf(out),
    channels: out,
    kernel: "1×1",
    activation: "linear",
  });
  return {
    width: MARGIN * 2 + stages.length * STAGE_WIDTH + (stages.length - 1) * STAGE_GAP,
    height: 132,
    axis: 62,
    stages,
    shortcut: params.shortcut === true,
  };
}
