/** The two boards whose costs are compared: one convolution, and the two that stand in for it. */
import type { Document } from "../graph/document";

export interface Sizes {
  readonly side: number;
  readonly kernel: number;
  readonly from: number;
  readonly to: number;
}

const at = { x: 0, y: 0 };

/** Both on one board, behind one input, named `full`, `depthwise` and `pointwise`. */
export function costBoard({ side, kernel, from, to }: Sizes): Document {
  return {
    version: 1,
    nodes: [
      {
        id: "in",
        type: "input",
        position: at,
        data: { channels: from, height: side, width: side },
      },
      {
        id: "full",
        type: "conv2d",
        position: at,
        data: { out_channels: to, kernel_size: kernel, bias: false },
      },
      {
        id: "depthwise",
        type: "depthwise_conv2d",
        position: at,
        data: { kernel_size: kernel, bias: false },
      },
      {
        id: "pointwise",
        type: "conv2d",
        position: at,
        data: { out_channels: to, kernel_size: 1, bias: false },
      },
    ],
    edges: [
      { id: "a", source: "in", target: "full" },
      { id: "b", source: "in", target: "depthwise" },
      { id: "c", source: "depthwise", target: "pointwise" },
    ],
  };
}
