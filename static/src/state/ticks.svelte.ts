/**
 * Live ticks of the lab sheet: where the mode ticks, each edit is compared with the reference in the
 * background, and steps that match are ticked. Nothing is called wrong until Verify is pressed.
 */
import { ApiError } from "../api/client";
import type { StepStatus } from "../api/types";
import type { Document, NodeId } from "../graph/document";
import type { Editor } from "./editor.svelte";
import { kept, type Tick } from "./kept";

/** Shapes are drawn first; ticks follow when nothing was changed for this long. */
const REST_MS = 250;

export class Ticks {
  /** The last comparison: the steps that matched, and the board that was compared. */
  #compared = $state.raw<{ readonly ticks: readonly Tick[]; readonly doc: Document }>();
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

  /** Whether the inspector shows the step's values. */
  cardOpen = $state(true);
  /** The step that each node makes, as far as it matches. */
  readonly steps: ReadonlyMap<NodeId, number> = $derived(
    new Map(this.#ticks.flatMap(({ step, nodes }) => nodes.map((id) => [id, step]))),
  );

  readonly #editor: Editor;
  #abort: AbortController | null = null;

  constructor(editor: Editor) {
    this.#editor = editor;
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
      const report = await client.verify(boot.lab.slug, doc, boot.mode, abort.signal);
      this.#asked = doc;
      if (report.steps.every(({ status }) => status === "not_checked")) return;
      this.#compared = { ticks: report.steps.filter(({ status }) => status === "matched"), doc };
    } catch (error) {
      // Ticks are a courtesy: the check's own badge says that the server is away.
      if (!(error instanceof ApiError)) throw error;
    }
  }
}
