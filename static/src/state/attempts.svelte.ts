/**
 * How often Verify was asked of this board, and how many hints were given. Where the mode counts attempts, the server
 * does, and signs the count; elsewhere it is the page's own, for the lab report. Kept with the board, so that a reload
 * counts on.
 */
import type { AttemptsTold } from "../api/types";
import { NO_ATTEMPTS, type Said, type Tally } from "../storage/tally";

export class Attempts {
  /** Whether the lab's mode counts them: then the count is the server's. */
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

  /** How many are left; null where there is no limit, or nobody has told yet. */
  get left(): number | null {
    return this.#tally.left ?? null;
  }

  /** The server's word for the count; null before its first answer. */
  get token(): string | null {
    return this.#tally.token ?? null;
  }

  /** When the exam was handed in, in seconds since 1970; null while it lasts. */
  get ended(): number | null {
    return this.#tally.ended ?? null;
  }

  /** The server said how they stand. */
  told({ used, left, tally, ended }: AttemptsTold): void {
    if (tally === this.#tally.token) return;
    this.#tally = { ...this.#tally, count: used, left, token: tally, ended };
    this.oncount?.();
  }

  /** What Verify said, to be kept where it was an attempt. */
  keep(said: Said): void {
    if (!this.counted) return;
    this.#tally = { ...this.#tally, said };
    this.oncount?.();
  }

  /** Verify answered. */
  answered(): void {
    if (this.counted) return;
    this.#tally = { ...this.#tally, count: this.count + 1 };
    this.oncount?.();
  }

  /** The board is begun anew, and so is the count; but for the server's, which is of the whole sitting. */
  beginAnew(): void {
    if (this.counted) return;
    this.#tally = { ...NO_ATTEMPTS, before: this.#tally };
    this.oncount?.();
  }

  /** The board was not begun anew after all: what was counted since belongs to what was before. */
  goBack(): void {
    const { before } = this.#tally;
    if (!before) return;
    const hints = (before.hints ?? 0) + this.hints;
    this.#tally = { ...before, count: before.count + this.count, hints };
    this.oncount?.();
  }

  /** How many hints were given to this board. */
  get hints(): number {
    return this.#tally.hints ?? 0;
  }

  /** A hint was given. */
  hinted(): void {
    this.#tally = { ...this.#tally, hints: this.hints + 1 };
    this.oncount?.();
  }

  /** Go on from what was stored. */
  restore(tally: Tally): void {
    this.#tally = tally;
  }
}
