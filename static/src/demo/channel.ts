/**
 * Between the stage and the presenter's view, two windows of one browser: the stage says where it
 * is, the other window what it wishes.
 */
import type { Deed } from "./keys";
import type { View } from "./stage.svelte";

/** What the presenter's view has to know. */
export interface Standing {
  readonly at: number;
  readonly playing: boolean;
  readonly view: View;
  /** When the talk began. */
  readonly began: number | null;
}

export type Wish =
  | { readonly wish: "deed"; readonly deed: Deed }
  | { readonly wish: "jump"; readonly at: number }
  /** Set the clock of the talk to nothing. */
  | { readonly wish: "anew" }
  | { readonly wish: "hello" };

type Word = Wish | { readonly wish: "standing"; readonly standing: Standing };

export class Line {
  readonly #channel: BroadcastChannel;

  constructor(lab: string) {
    this.#channel = new BroadcastChannel(`bneck-lab demo ${lab}`);
  }

  say(word: Word): void {
    this.#channel.postMessage(word);
  }

  hear(listener: (word: Word) => void): void {
    this.#channel.addEventListener("message", (event: MessageEvent<Word>) => listener(event.data));
  }

  close(): void {
    this.#channel.close();
  }
}
