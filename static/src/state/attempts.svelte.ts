/**
 * How often Verify was asked, where the mode counts it. The server counts, and signs the count; here it is kept with the
 * board, so that a reload counts on.
 */
import type { AttemptsTold } from "../api/types";
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
