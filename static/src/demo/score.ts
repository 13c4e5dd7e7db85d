/** What is on the board at each moment of a score, and how moments hang together. Pure. */
import type { Moment, PieceWords, Score, Slip, StepInfo } from "../api/types";
import type { BoardNode, Document, NodeId, Rect, Size } from "../graph/document";
import { bounds, nodeRect } from "../graph/geometry";
import type { Lang } from "../i18n";

/** Moments that pass by themselves; at all others somebody speaks. */
export const passes = (moment: Moment | undefined): boolean =>
  moment?.kind === "place" || moment?.kind === "wire";

/** Whether the demo passes over a moment as if it were not there: a question, where none is asked. */
export const skips = (moment: Moment | undefined, asking: boolean): boolean =>
  moment?.kind === "ask" && !asking;

const stays = (moment: Moment | undefined, asking: boolean): boolean =>
  !passes(moment) && !skips(moment, asking);

/** The next moment at which somebody speaks, `at` left out; the last one where there is none. */
export function stopAfter(score: Score, at: number, asking: boolean): number {
  const next = score.moments.findIndex((moment, index) => index > at && stays(moment, asking));
  return next < 0 ? score.moments.length - 1 : next;
}

/** The moment before `at` at which somebody speaks. */
export function stopBefore(score: Score, at: number, asking: boolean): number {
  for (let index = at - 1; index > 0; index -= 1) {
    if (stays(score.moments[index], asking)) return index;
  }
  return 0;
}

/** Where a step begins. */
export const beginningOf = (score: Score, step: number): number =>
  score.moments.findIndex((moment) => moment.step === step);

/** The step at a moment: the first before all of them, the last at the end. */
export function stepAt(score: Score, at: number): StepInfo | undefined {
  const moment = score.moments[at];
  const number = moment?.step ?? (moment?.kind === "open" ? 0 : score.steps.length);
  return score.steps.find((step) => step.number === number);
}

/** The steps whose rows are filled in: those that are over, and the one whose shape is shown. */
export function stepsShown(score: Score, at: number): ReadonlySet<number> {
  const shown = score.moments.slice(0, at + 1).filter(({ kind }) => kind === "show");
  return new Set(shown.map(({ step }) => step ?? 0));
}

/** The board at a moment: of the whole network, what has arrived. */
export function boardAt(score: Score, at: number): Document {
  const past = score.moments.slice(0, at + 1);
  const nodes = new Set([...score.given, ...past.map(({ node }) => node)]);
  const edges = new Set(past.map(({ edge }) => edge));
  return {
    ...score.board,
    nodes: score.board.nodes.filter(({ id }) => nodes.has(id)),
    edges: score.board.edges.filter(({ id }) => edges.has(id)),
  };
}

/** The nodes that a step is about: its own that have arrived, or what they will join. */
export function focusAt(score: Score, at: number): readonly NodeId[] {
  const moment = score.moments[at];
  if (!moment || moment.kind === "end") return score.board.nodes.map(({ id }) => id);
  const step = moment.step ?? null;
  if (step === null) return score.given;
  const own = new Set(
    score.moments.flatMap((each) => (each.step === step && each.node ? [each.node] : [])),
  );
  const before = score.board.edges.flatMap(({ source, target }) =>
    own.has(target) && !own.has(source) ? [source] : [],
  );
  return [...own, ...before];
}

/** The blocks of a step whose shape is asked for, until it is shown. */
export function untoldAt(score: Score, at: number): readonly NodeId[] {
  const step = score.moments[at]?.step ?? null;
  const own = score.moments.filter((moment) => step !== null && moment.step === step);
  const shown = stepsShown(score, at).has(step ?? 0);
  if (shown || !own.some(({ kind }) => kind === "ask")) return [];
  return own.flatMap(({ node }) => node ?? []);
}

/** Where the class looks: these nodes with room around them, no larger than can be taken in at once. */
export function sight(doc: Document, ids: Iterable<NodeId>, size: Size): Rect | null {
  const wanted = new Set(ids);
  const box = bounds(doc.nodes.filter(({ id }) => wanted.has(id)).map((n) => nodeRect(doc, n)));
  if (!box) return null;
  const zoom = Math.max(NEAR, size.width / LEAST_WIDTH);
  const width = Math.max(box.width + 2 * MARGIN, size.width / zoom);
  const height = Math.max(box.height + 2 * MARGIN, size.height / zoom);
  return {
    x: box.x + box.width / 2 - width / 2,
    y: box.y + box.height / 2 - height / 2,
    width,
    height,
  };
}

const MARGIN = 32;
/** How much larger than life a block is at most where there is little room. */
const NEAR = 1.35;
/** So much of the board is seen at least, in its own px: on a larger projector it grows as the words beside it do. */
const LEAST_WIDTH = 628;

/**
 * The mistakes that can be made on the board at a moment: this step's, or the latest before; and where the network is
 * whole, those that go all through it.
 */
export function slipsAt(score: Score, at: number): readonly Slip[] {
  const shown = new Set(score.moments.slice(0, at + 1).flatMap(({ node }) => node ?? []));
  const ready = score.slips.filter(
    ({ node, step }) => shown.has(node) && step <= reached(score, at),
  );
  const latest = Math.max(0, ...ready.flatMap(({ step, whole }) => (whole ? [] : step)));
  return ready.filter(({ step, whole }) => whole || step === latest);
}

/** The last step all of whose blocks are on the board. */
function reached(score: Score, at: number): number {
  const ahead = score.moments.slice(at + 1).find(passes);
  return ahead?.step ? ahead.step - 1 : score.steps.length;
}

/** The board with a mistake put in. */
export function broken(doc: Document, slip: Slip): Document {
  const made = new Map(slip.nodes.map((node) => [node.id, node]));
  const nodes = doc.nodes.map((node): BoardNode => {
    const other = made.get(node.id);
    return other ? { ...node, type: other.type, data: other.data } : node;
  });
  const there = new Set(nodes.map(({ id }) => id));
  const fresh = slip.nodes.filter(({ id }) => !there.has(id));
  for (const { id } of fresh) there.add(id);
  const edges = [...doc.edges.filter(({ id }) => !slip.cut.includes(id)), ...slip.edges];
  return {
    ...doc,
    nodes: [...nodes, ...fresh],
    edges: edges.filter(({ source, target }) => there.has(source) && there.has(target)),
  };
}

/** A composite of the board that can be looked into: of the step, else the last one there is. */
export function compositeAt(
  score: Score,
  at: number,
  isComposite: (type: string) => boolean,
): NodeId | null {
  const { nodes } = boardAt(score, at);
  const step = score.moments[at]?.step ?? null;
  const own = new Set(
    score.moments.flatMap((each) => (each.step === step && each.node ? [each.node] : [])),
  );
  const found = nodes.filter(({ type }) => isComposite(type));
  return (found.find(({ id }) => own.has(id)) ?? found.at(-1))?.id ?? null;
}

/** The pieces of an unfolded composite, in the order of the walk, with what is said of each. */
export function piecesOf(
  score: Score,
  doc: Document,
  frame: NodeId,
): readonly { readonly id: NodeId; readonly words: PieceWords | undefined }[] {
  const block = doc.nodes.find(({ id }) => id === frame)?.data.block;
  const words = (typeof block === "string" ? score.inside[block] : undefined) ?? {};
  return doc.nodes
    .filter(({ parentId }) => parentId === frame)
    .map(({ id }) => ({ id, words: words[id.slice(frame.length + 1)] }));
}

/** How long it takes to read a text aloud, in ms. */
export function readingMs(text: string, lang: Lang): number {
  return Math.max(LEAST_MS, text.length * (lang === "en" ? 60 : 200));
}

const LEAST_MS = 2_500;
