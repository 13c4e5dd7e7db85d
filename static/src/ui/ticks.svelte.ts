/**
 * Live ticks of the lab sheet: in guided mode each edit is compared with the reference in the
 * background, and steps that match are ticked. Nothing is called wrong until Verify is pressed.
 */
import { createContext } from "svelte";
import { ApiError } from "../api/client";
import type { StepStatus } from "../api/types";
import type { NodeId } from "../graph/document";
import type { Editor } from "../state/editor.svelte";

/** Shapes are drawn first; ticks follow when nothing was changed for this long. */
const REST_MS = 250;

export class Ticks {
  /** Steps that match just now, by number. */
  matched = $state.raw<ReadonlySet<number>>(new Set());

  /** The step whose sheet is open; null opens the next one. */
  opened = $state<number | null>(null);

  /** Whether the inspector shows the step's values. */
  cardOpen = $state(true);
  /** The step that each node makes, as far as it matches. */
  steps = $state.raw<ReadonlyMap<NodeId, number>>(new Map());

  readonly #editor: Editor;
  #abort: AbortController | null = null;

  constructor(editor: Editor) {
    this.#editor = editor;
  }

  /** How a step stands: what Verify said while that holds, else the live tick. */
  status(step: number): StepStatus {
    const { report, outdated } = this.#editor.server;
    const said = report?.steps.find((each) => each.step === step)?.status;
    if (said && !outdated) return said;
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
    if (boot.mode !== "guided" || server.checkState !== "current") return undefined;
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
      const report = await client.verify(boot.lab.slug, doc, abort.signal);
      const matched = report.steps.filter(({ status }) => status === "matched");
      this.matched = new Set(matched.map(({ step }) => step));
      this.steps = new Map(matched.flatMap(({ step, nodes }) => nodes.map((id) => [id, step])));
    } catch (error) {
      // Ticks are a courtesy: the check's own badge says that the server is away.
      if (!(error instanceof ApiError)) throw error;
    }
  }
}

const [getTicks, setTicksContext] = createContext<Ticks>();

export { getTicks };

export function setTicks(ticks: Ticks): Ticks {
  setTicksContext(ticks);
  return ticks;
}
