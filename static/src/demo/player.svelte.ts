/** The clock of a demo: which moment it is, and when the next one comes. It knows no canvas. */
import type { Score } from "../api/types";
import type { Timer } from "../state/server.svelte";
import { passes, skips, stopAfter, stopBefore } from "./score";

/** `still`; `stepping` to the next moment at which somebody speaks; `playing` on and on. */
export type Motion = "still" | "stepping" | "playing";

export const SPEEDS = [0.5, 1, 1.5, 2, 4] as const;

export class Player {
  at = $state(0);
  motion = $state<Motion>("still");
  speed = $state(1);
  /** Whether the class is asked to predict; if not, answers come without their questions. */
  asking = $state(true);
  /** Called whenever a moment has come. */
  onmove: (() => void) | null = null;

  readonly #score: Score;
  readonly #timer: Timer;
  readonly #lasts: (at: number) => number;
  #next: unknown = null;

  /** @param lasts how long a moment lasts at speed 1, in ms */
  constructor(score: Score, timer: Timer, lasts: (at: number) => number) {
    this.#score = score;
    this.#timer = timer;
    this.#lasts = lasts;
  }

  get last(): number {
    return this.#score.moments.length - 1;
  }

  /** A question to the class: only a key goes on from here. */
  get asks(): boolean {
    return this.#score.moments[this.at]?.kind === "ask";
  }

  /** On to the next thing to say; pressed on the way there, it is there at once. */
  forward(): void {
    const moving = this.motion !== "still" && passes(this.#score.moments[this.at]);
    if (moving) this.#come(stopAfter(this.#score, this.at, this.asking));
    else if (this.at < this.last) {
      if (this.motion === "still") this.motion = "stepping";
      this.#come(this.at + 1);
    }
  }

  back(): void {
    this.motion = "still";
    this.#come(stopBefore(this.#score, this.at, this.asking));
  }

  /** Play or pause; at a question, the answer is shown and the rest goes on. */
  toggle(): void {
    if (this.asks || this.motion !== "playing") this.#play();
    else this.pause();
  }

  pause(): void {
    this.motion = "still";
    this.#timer.clear(this.#next);
  }

  /** Go to a moment, and stay there. */
  jump(at: number): void {
    this.motion = "still";
    this.#come(Math.min(Math.max(at, 0), this.last));
  }

  setSpeed(speed: number): void {
    this.speed = speed;
    this.#schedule();
  }

  /** Ask the class from here on, or no more; a question that is on the screen is answered by that. */
  setAsking(asking: boolean): void {
    this.asking = asking;
    if (skips(this.#score.moments[this.at], asking)) this.#come(this.at);
  }

  #play(): void {
    this.motion = "playing";
    this.#come(this.at < this.last ? this.at + 1 : 0);
  }

  #come(at: number): void {
    // What is asked for is answered at the next moment.
    this.at = skips(this.#score.moments[at], this.asking) ? at + 1 : at;
    this.onmove?.();
    if (this.at === this.last) this.motion = "still";
    this.#schedule();
  }

  #schedule(): void {
    this.#timer.clear(this.#next);
    const passing = passes(this.#score.moments[this.at]);
    if (this.motion === "stepping" && !passing) this.motion = "still";
    if (this.motion === "still" || this.asks) return;
    this.#next = this.#timer.set(
      () => this.#come(Math.min(this.at + 1, this.last)),
      this.#lasts(this.at) / this.speed,
    );
  }
}
