/** What an instructor's hands do to a draft, as pure functions: texts, steps, choices. */
import type { Draft, DraftPart, DraftStep, Flaw, Text } from "../api/types";
import type { BoardNode } from "../graph/document";

export const NOTHING: Text = { "zh-CN": "", en: "" };

const EMPTY_STEP: DraftStep = {
  nodes: [],
  title: NOTHING,
  task: NOTHING,
  sheet: NOTHING,
  think: NOTHING,
};

/** A draft that a window kept, also one from before the form had a field for the demo's end. */
export function restored(kept: string): Draft {
  const { kept: before, ...draft } = JSON.parse(kept) as Draft & { kept: Earlier | null };
  const { closing = null, ...rest } = before ?? {};
  const drops = draft.drops.filter((part) => part !== ("closing" as string));
  const words = draft.closing ?? (drops.length < draft.drops.length ? null : closing) ?? NOTHING;
  return { ...draft, drops, closing: words, kept: before && (rest as Kept) };
}

type Kept = NonNullable<Draft["kept"]>;
type Earlier = Kept & { readonly closing?: Text | null };

/** The name of an address for a title: `My first lab!` is `my-first-lab`. */
export const slugOf = (title: string, longest: number): string =>
  title
    .normalize("NFKD")
    .replace(/\p{Mark}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, longest)
    .replace(/^-+|-+$/g, "");

/** The draft with another step at a place. */
export const withStep = (draft: Draft, index: number, change: Partial<DraftStep>): Draft => ({
  ...draft,
  steps: draft.steps.map((step, at) => (at === index ? { ...step, ...change } : step)),
});

/** A block in another step; the step that it was in goes where it was the last one there. */
export function moveNode(draft: Draft, node: string, to: number): Draft {
  const steps = draft.steps.map((step, at) => {
    const others = step.nodes.filter((each) => each !== node);
    return { ...step, nodes: at === to ? inOrder(draft, [...others, node]) : others };
  });
  return { ...draft, steps: steps.filter((step) => step.nodes.length > 0) };
}

/** A new step that begins with this block: it takes those of its step that come after it along. */
export function splitAt(draft: Draft, node: string): Draft {
  const at = draft.steps.findIndex((step) => step.nodes.includes(node));
  const step = draft.steps[at];
  if (!step || step.nodes[0] === node) return draft;
  const cut = step.nodes.indexOf(node);
  const parts = [
    { ...step, nodes: step.nodes.slice(0, cut) },
    { ...EMPTY_STEP, nodes: step.nodes.slice(cut) },
  ];
  return { ...draft, steps: draft.steps.toSpliced(at, 1, ...parts) };
}

/** A step and the one before it as one, under the name of the earlier one. */
export function mergeBack(draft: Draft, index: number): Draft {
  const before = draft.steps[index - 1];
  const step = draft.steps[index];
  if (!before || !step) return draft;
  const merged: DraftStep = {
    ...before,
    nodes: inOrder(draft, [...before.nodes, ...step.nodes]),
    sheet: joined(before.sheet, step.sheet),
  };
  return { ...draft, steps: draft.steps.toSpliced(index - 1, 2, merged) };
}

/** A step earlier or later. */
export function moveStep(draft: Draft, index: number, by: -1 | 1): Draft {
  const step = draft.steps[index];
  const to = index + by;
  if (!step || to < 0 || to >= draft.steps.length) return draft;
  return { ...draft, steps: draft.steps.toSpliced(index, 1).toSpliced(to, 0, step) };
}

/** The words and choices of a draft whose network was exchanged: they are of the lab, not of its blocks. */
export function carried(before: Draft, proposed: Draft): Draft {
  const { slug, title, summary, task, intro, given, source, closing, modes, hint_cap } = before;
  const data = (draft: Draft, ids: readonly string[]): string =>
    JSON.stringify(
      ids.map((id) => draft.graph.nodes?.find((node) => node.id === id)?.data ?? null),
    );
  const steps = proposed.steps.map((step): DraftStep => {
    const own = before.steps.find(({ nodes }) => nodes.join() === step.nodes.join());
    if (!own) return step;
    // A sheet tells values: of other values, the proposed one does.
    const sheet = data(before, own.nodes) === data(proposed, own.nodes) ? own.sheet : step.sheet;
    return { ...own, sheet };
  });
  const words = { slug, title, summary, task, intro, given, source, closing };
  return { ...proposed, ...words, modes, hint_cap, steps };
}

/** What is chosen of a list, with one more of it or one less, in the order of `all`. */
export const toggled = <T>(chosen: readonly T[], each: T, all: readonly T[]): T[] =>
  all.filter((one) => chosen.includes(one) !== (one === each));

/** The parts that a draft has from the lab it began with, left out or not, in the server's order. */
export const keptParts = ({ kept }: Draft): DraftPart[] =>
  (Object.keys(kept ?? {}) as (keyof NonNullable<Draft["kept"]>)[]).filter(
    (part): part is DraftPart => {
      if (part === "lab" || part === "steps") return false;
      if (part === "start") return kept?.start?.nodes.some(({ type }) => type !== "input") === true;
      const value = kept?.[part];
      return typeof value === "object" && value !== null
        ? Object.keys(value).length > 0
        : value === true;
    },
  );

/** What is wrong at a place of the form, and not at one inside it. */
export const flawsAt = (flaws: readonly Flaw[], ...place: readonly (string | number)[]): Flaw[] =>
  flaws.filter((flaw) => flaw.place.join("/") === place.join("/"));

/** The types of block that the network is made of: students have to be offered these. */
export const typesOf = (draft: Draft): ReadonlySet<string> =>
  new Set(draft.graph.nodes.map(({ type }) => type));

export const nodeOf = (draft: Draft, id: string): BoardNode | undefined =>
  draft.graph.nodes.find((node) => node.id === id);

/** The lines of two sheets as those of one: what left the first step is no fact of its own. */
const joined = (one: Text, other: Text): Text => ({
  "zh-CN": lines(one["zh-CN"], other["zh-CN"]),
  en: lines(one.en, other.en),
});

const lines = (one: string, other: string): string =>
  [...one.split("\n").slice(0, -1), ...other.split("\n").slice(1)].join("\n");

/** Nodes in the order in which the steps have them now. */
function inOrder(draft: Draft, nodes: readonly string[]): string[] {
  const order = draft.steps.flatMap((step) => step.nodes);
  return [...nodes].sort((one, other) => order.indexOf(one) - order.indexOf(other));
}
