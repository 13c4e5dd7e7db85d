/**
 * How often Verify was asked, where the mode counts it. Asking again about a board that has not changed is the same
 * attempt, also after a reload.
 */
import { type Document, isAnnotation } from "../graph/document";
import { NO_ATTEMPTS, type Tally } from "../storage/tally";

export class Attempts {
  /** Whether the lab's mode counts them. */
  readonly counted: boolean;
  #tally = $state.raw<Tally>(NO_ATTEMPTS);

  /** Called when an attempt was counted; the storage listens here. */
  oncount: (() => void) | null = null;

  constructor(counted: boolean) {
    this.counted = counted;
  }

  get tally(): Tally {
    return this.#tally;
  }

  get count(): number {
    return this.#tally.count;
  }

  /** Verify answered about this document. */
  add(doc: Document): void {
    const of = contentOf(doc);
    if (of === this.#tally.of) return;
    this.#tally = { count: this.#tally.count + 1, of };
    this.oncount?.();
  }

  /** Go on from what was stored. */
  restore(tally: Tally): void {
    this.#tally = tally;
  }
}

/** What a document computes, as text that stays the same over a reload: no positions, no notes. */
function contentOf({ nodes, edges }: Document): string {
  const blocks = nodes.filter((node) => !isAnnotation(node));
  return JSON.stringify([
    blocks.map(({ id, type, data: { label: _label, ...parameters } }) => [id, type, parameters]),
    edges.map(({ source, target, sourceHandle, targetHandle }) => [
      source,
      target,
      sourceHandle ?? null,
      targetHandle ?? null,
    ]),
  ]);
}
