/** What a node says about itself on the canvas: the parameters that matter, in Table 1's words. */

export interface NodeSummary {
  /** One line for a primitive, two for the larger blocks. */
  readonly lines: readonly string[];
  /** Whether the small shortcut arch is drawn behind the last line. */
  readonly shortcut: boolean;
}

type Params = Readonly<Record<string, unknown>>;
type Describe = (params: Params) => readonly string[];

const DOT = " · ";

const ACTIVATIONS: Readonly<Record<string, string>> = {
  relu: "ReLU",
  relu6: "ReLU6",
  hardswish: "h-swish",
  hardsigmoid: "h-sigmoid",
  silu: "swish",
  sigmoid: "sigmoid",
  tanh: "tanh",
};

const NON_LINEARITIES: Readonly<Record<string, string>> = {
  RE: "ReLU",
  HS: "h-swish",
  RE6: "ReLU6",
  SW: "swish",
};

/** The field's spelling of an activation, or null for "none" and unknown values. */
export const activationName = (value: unknown): string | null =>
  ACTIVATIONS[String(value)] ?? NON_LINEARITIES[String(value)] ?? null;

const square = (value: unknown): string => `${value ?? "?"}×${value ?? "?"}`;
const show = (value: unknown): string =>
  value === undefined || value === null ? "?" : String(value);
const join = (...parts: readonly (string | false | null | undefined)[]): string =>
  parts.filter(Boolean).join(DOT);
const stride = (params: Params): string | false => params.stride !== 1 && `s${show(params.stride)}`;
const norm = (params: Params): string | false => params.norm === "batch" && "BN";

const DESCRIBE: Readonly<Record<string, Describe>> = {
  input: (p) => [`${show(p.height)}×${show(p.width)}×${show(p.channels)}`],
  conv2d: (p) => [
    join(
      `${square(p.kernel_size)} → ${show(p.out_channels)}`,
      stride(p),
      p.groups !== 1 && `g${show(p.groups)}`,
    ),
    join(norm(p), activationName(p.activation)),
  ],
  depthwise_conv2d: (p) => [
    join(square(p.kernel_size), stride(p)),
    join(norm(p), activationName(p.activation)),
  ],
  activation: (p) => [activationName(p.kind) ?? show(p.kind)],
  bneck: (p) => [
    p.expand === false
      ? `${square(p.kernel_size)} → ${show(p.out_channels)}`
      : `${square(p.kernel_size)} · exp ${show(p.exp_size)} → ${show(p.out_channels)}`,
    join(
      activationName(p.nl),
      p.se === true && (typeof p.se_channels === "number" ? `SE ${p.se_channels}` : "SE"),
      stride(p),
    ),
  ],
  squeeze_excite: (p) => [
    join(
      typeof p.squeeze_channels === "number" ? `FC1 ${p.squeeze_channels}` : "FC1 C/4",
      activationName(p.gate),
    ),
  ],
  avg_pool: (p) => [
    join(
      square(p.kernel_size),
      typeof p.stride === "number" && stride(p),
      p.ceil_mode === true && "⌈ ⌉",
    ),
  ],
  max_pool: (p) => [
    join(
      square(p.kernel_size),
      typeof p.stride === "number" && stride(p),
      p.ceil_mode === true && "⌈ ⌉",
    ),
  ],
  channel_shuffle: (p) => [`g${show(p.groups)}`],
  global_avg_pool: () => ["→ 1×1"],
  linear: (p) => [join(`→ ${show(p.out_features)}`, activationName(p.activation))],
  dropout: (p) => [`p ${show(p.p)}`],
};

/** Describe a node; `params` are complete (defaults filled in). */
export function summarise(type: string, params: Params): NodeSummary {
  const lines = (DESCRIBE[type]?.(params) ?? []).filter((line) => line !== "");
  return { lines, shortcut: type === "bneck" && params.shortcut === true };
}
