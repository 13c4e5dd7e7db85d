/**
 * Live ticks of the lab sheet: where the mode ticks, each edit is compared with the reference in the
 * background, and steps that match are ticked. Nothing is called wrong until Verify is pressed.
 */
import { ApiError } from "../api/client";
import type { StepResult, StepStatus } from "../api/types";
import type { Document, NodeId } from "../graph/document";
import { topologicalOrder } from "../graph/order";
import { sameContent } from "./content";
import type { Editor } from "./editor.svelte";
import { kept, type Tick } from "./kept";

/** Shapes are drawn first; ticks follow when nothing was changed for this long. */
const REST_MS = 250;

export class Ticks {
  /** The last comparison: how the steps stood, those that matched, and the board that was compared. */
  #compared = $state.raw<{
    readonly steps: readonly StepResult[];
    readonly ticks: readonly Tick[];
    readonly doc: Document;
  }>();
  /** The board that the server was last asked about. */
  #asked = $state.raw<Document>();

  /**
   * A block whose values are still being filled in keeps the whole board from being compared: what
   * matched before and was not touched since still stands.
   */
  readonly #ticks: readonly Tick[] = $derived(
    this.#compared && this.#asked
      ? kept(this.#compared.ticks, this.#compared.doc, this.#asked)
      : [],
  );

  /** Steps that match just now, by number. */
  readonly matched: ReadonlySet<number> = $derived(new Set(this.#ticks.map(({ step }) => step)));

  /** The step whose sheet is open; null opens the next one. */
  opened = $state<number | null>(null);
  /** The step whose question is being answered. */
  answering = $state<number | null>(null);

  /** Whether the inspector shows the step's values. */
  cardOpen = $state(true);
  /** The step that each node makes, as far as it matches. */
  readonly steps: ReadonlyMap<NodeId, number> = $derived(
    new Map(this.#ticks.flatMap(({ step, nodes }) => nodes.map((id) => [id, step]))),
  );

  readonly #editor: Editor;
  #abort: AbortController | null = null;

  /** The step that was turned to by hand; null follows the selection. */
  chosen = $state<number | null>(null);

  readonly #known: (id: NodeId) => number | null;

  /** @param known the step of a block where the page knows it and need not be told */
  constructor(editor: Editor, known: (id: NodeId) => number | null = () => null) {
    this.#editor = editor;
    this.#known = known;
  }

  /** The steps as they were told last: by Verify while that holds, else by the last comparison. */
  readonly #told: readonly StepResult[] = $derived.by(() => {
    const { report, outdated } = this.#editor.server;
    const said = outdated ? undefined : report?.steps;
    if (said?.some(({ nodes }) => nodes.length > 0)) return said;
    return this.#compared?.steps ?? [];
  });

  readonly #places: ReadonlyMap<NodeId, number> = $derived(
    new Map(this.#told.flatMap(({ step, nodes }) => nodes.map((id) => [id, step] as const))),
  );

  /** The step that a block makes, right or not; null while nobody has told. A frame makes its pieces' one. */
  stepOf(id: NodeId): number | null {
    return oneOf(this.#pieces(id), (each) => this.#places.get(each) ?? this.#known(each));
  }

  /** The step that a block, or all of a frame, makes and matches. */
  madeBy(id: NodeId): number | null {
    return oneOf(this.#pieces(id), (each) => this.steps.get(each) ?? null);
  }

  #pieces(id: NodeId): readonly NodeId[] {
    const { doc } = this.#editor;
    if (this.#editor.node(id)?.node.type !== "frame") return [id];
    return doc.nodes.filter(({ parentId }) => parentId === id).map((each) => each.id);
  }

  /** The blocks that make a step. */
  nodesOf(step: number): readonly NodeId[] {
    const { nodes = [] } = this.#told.find((each) => each.step === step) ?? {};
    return nodes.filter((id) => this.#editor.node(id));
  }

  /** In which parameters a step's block differs, as the server tells; null where it does not. */
  differs(step: number): readonly string[] | null {
    const { report, outdated } = this.#editor.server;
    if (report && !outdated) {
      return report.steps.find((each) => each.step === step)?.differs ?? null;
    }
    if (this.matched.has(step)) return [];
    if (!this.#compared || !sameContent(this.#compared.doc, this.#editor.doc)) return null;
    return this.#compared.steps.find((each) => each.step === step)?.differs ?? null;
  }

  /**
   * The step that the student works on: the one turned to, the selected block's, else the next one.
   * Where nothing ticks, a block is taken for the row that is as far down the table as it is in the network.
   */
  get inHand(): number | null {
    const { only } = this.#editor.session;
    if (this.chosen !== null) return this.chosen;
    const told = only === null ? null : this.stepOf(only);
    return told ?? (only === null ? null : this.#rowAt(only)) ?? this.next;
  }

  #rowAt(id: NodeId): number | null {
    const { boot, doc } = this.#editor;
    if (boot.lab.policy.ticks) return null;
    const blocks = topologicalOrder(doc).filter((each) => {
      return this.#editor.node(each)?.node.type !== "input";
    });
    const { table } = boot.lab.given;
    return table?.own ? (table.rows[blocks.indexOf(id)]?.step ?? null) : null;
  }

  /** How a step stands: what Verify said while that holds, else the live tick. */
  status(step: number): StepStatus {
    const { report, outdated } = this.#editor.server;
    const said = report?.steps.find((each) => each.step === step)?.status;
    if (said && said !== "not_checked" && !outdated) return said;
    return this.matched.has(step) ? "matched" : "not_checked";
  }

  get count(): number {
    return this.#editor.boot.lab.steps.filter(({ number }) => this.status(number) === "matched")
      .length;
  }

  /** The first step that is not matched yet. */
  get next(): number | null {
    const open = this.#editor.boot.lab.steps.find(
      ({ number }) => this.status(number) !== "matched",
    );
    return open?.number ?? null;
  }

  /** Run in an effect: once the board was checked and rests for a moment, tick its steps. */
  follow(): (() => void) | undefined {
    const { boot, server, doc } = this.#editor;
    if (!boot.lab.policy.ticks || server.checkState !== "current") return undefined;
    if (server.checked !== server.revision) return undefined;
    const timer = setTimeout(() => void this.#tick(doc), REST_MS);
    return () => clearTimeout(timer);
  }

  async #tick(doc: Editor["doc"]): Promise<void> {
    this.#abort?.abort();
    const abort = new AbortController();
    this.#abort = abort;
    const { client, boot } = this.#editor;
    try {
      const report = await client.verify(boot.lab.slug, doc, boot.mode, null, abort.signal);
      this.#asked = doc;
      if (report.steps.every(({ status }) => status === "not_checked")) return;
      const { steps } = report;
      this.#compared = { steps, ticks: steps.filter(({ status }) => status === "matched"), doc };
    } catch (error) {
      // Ticks are a courtesy: the check's own badge says that the server is away.
      if (!(error instanceof ApiError)) throw error;
    }
  }
}

/** The one number that all of them have; null where they have several, or none. */
function oneOf<T>(all: readonly T[], numberOf: (each: T) => number | null): number | null {
  const numbers = new Set(all.map(numberOf));
  const [one] = numbers;
  return numbers.size === 1 ? (one ?? null) : null;
}
