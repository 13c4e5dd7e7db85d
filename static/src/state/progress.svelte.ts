/** Whether this lab was begun, and done, on this device. */

import type { TextStore } from "../storage/allowed";
import { type Mark, readMarks, writeMark } from "../storage/marks";

export class Progress {
  #mark = $state.raw<Mark | null>(null);
  readonly #texts: TextStore | null;
  readonly #home: string;

  /** @param home lab and mode, as `se-module/guided` */
  constructor(texts: TextStore | null, home: string) {
    this.#texts = texts;
    this.#home = home;
    this.#mark = readMarks(texts)[home] ?? null;
  }

  /** When Verify was content for the first time, in ms since 1970; null before. */
  get done(): number | null {
    return this.#mark?.done ?? null;
  }

  begin(): void {
    if (!this.#mark) this.#write({ begun: Date.now() });
  }

  finish(): void {
    if (this.done !== null) return;
    const now = Date.now();
    this.#write({ begun: this.#mark?.begun ?? now, done: now });
  }

  #write(mark: Mark): void {
    this.#mark = mark;
    writeMark(this.#texts, this.#home, mark);
  }
}
