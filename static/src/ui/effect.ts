/** What a change of a parameter did: figures of the node and the whole network, before and after. */
import type { Shape } from "../api/types";
import type { NodeId } from "../graph/document";
import type { Editor } from "../state/editor.svelte";

export interface Figures {
  readonly shape: Shape | null;
  readonly params: number | null;
  readonly madds: number | null;
  readonly allParams: number | null;
  readonly allMadds: number | null;
}

export function figuresOf(editor: Editor, id: NodeId): Figures {
  const cell = editor.node(id);
  // Where nothing comes out at the end, the totals are those of a part: they compare with nothing.
  const totals = editor.server.result?.totals;
  const whole = totals?.output_shape ? totals : undefined;
  return {
    shape: cell?.shape ?? null,
    params: cell?.cost?.n_params ?? null,
    madds: cell?.cost?.madds ?? null,
    allParams: whole?.n_params ?? null,
    allMadds: whole?.madds ?? null,
  };
}

const LINES = [
  { key: "effect.shape", of: "shape" },
  { key: "effect.params", of: "params" },
  { key: "effect.madds", of: "madds" },
  { key: "effect.all_params", of: "allParams" },
  { key: "effect.all_madds", of: "allMadds" },
] as const;

export interface Effect {
  readonly key: (typeof LINES)[number]["key"];
  readonly before: Shape | number;
  /** `null` where it cannot be computed. */
  readonly after: Shape | number | null;
}

/** The figures that differ; one that was not known before is no effect. */
export function effectOf(before: Figures, after: Figures): Effect[] {
  return LINES.flatMap(({ key, of }) => {
    const was = before[of];
    const is = after[of];
    if (was === null || JSON.stringify(was) === JSON.stringify(is)) return [];
    return [{ key, before: was, after: is }];
  });
}
