/**
 * Which tab owns a board. A Web Lock is held as long as the tab lives, so a crashed tab frees it;
 * a channel asks the owner to finish its writing before the board changes hands.
 */

/** The part of `navigator.locks` that is needed. */
export type Locks = Pick<LockManager, "request">;

export interface Channel {
  postMessage(message: unknown): void;
  addEventListener(type: "message", listener: (event: MessageEvent) => void): void;
}

type Message =
  | { readonly kind: "who"; readonly board: string }
  | { readonly kind: "mine"; readonly board: string }
  | { readonly kind: "hand_over"; readonly board: string }
  | { readonly kind: "handed_over"; readonly board: string }
  | { readonly kind: "kept"; readonly board: string }
  | { readonly kind: "saved"; readonly board: string };

export interface Handlers {
  /** Another tab asks for the board: save what is not saved. False where that fails, and it is kept. */
  onasked(): boolean | Promise<boolean>;
  /** Another tab took the board without an answer. */
  onlost(): void | Promise<void>;
  /** The owner saved the board; only called while another tab owns it. */
  onsaved(): void;
}

/** How long an owner may take to say that it is one, in ms. */
const ASK_MS = 150;
/**
 * How long the owner may take to finish its writing before the board is taken from it, in ms; and how long
 * a page that is being left may still hold it.
 */
const PATIENCE_MS = 1_000;

export class Ownership {
  readonly #locks: Locks | null;
  readonly #channel: Channel;
  readonly #handlers: Handlers;
  #board: string;
  #release: (() => void) | null = null;
  #answered: ((kept: boolean) => void) | null = null;

  /** @param locks `null` on pages without encryption, where browsers have none: tabs then ask */
  constructor(board: string, locks: Locks | null, channel: Channel, handlers: Handlers) {
    this.#board = board;
    this.#locks = locks;
    this.#channel = channel;
    this.#handlers = handlers;
    channel.addEventListener("message", ({ data }) => void this.#hear(data as Message));
  }

  get owns(): boolean {
    return this.#release !== null;
  }

  /**
   * Own the board if no other tab does. Whoever has it and says nothing is a page that is just being left,
   * by a reload for one: it lets go in a moment.
   */
  async acquire(): Promise<boolean> {
    for (let waited = 0; ; waited += ASK_MS) {
      if (await this.#available()) return true;
      if (!this.#locks || waited >= PATIENCE_MS || (await this.#hasOwner())) return false;
    }
  }

  #available(): Promise<boolean> {
    return this.#request({ ifAvailable: true });
  }

  /**
   * Own the board: the present owner is asked, and after a while passed over. False where it keeps the board, since it
   * could not save what would be lost.
   */
  async takeOver(): Promise<boolean> {
    if (this.owns) return true;
    const answered = new Promise<boolean>((resolve) => {
      this.#answered = resolve;
      setTimeout(() => resolve(false), PATIENCE_MS);
    });
    this.#say({ kind: "hand_over", board: this.#board });
    const kept = await answered;
    this.#answered = null;
    if (kept) return false;
    return this.owns || (await this.#available()) || this.#request({ steal: true });
  }

  /**
   * Own the board if no other tab is left that does: only locks know. One that is just being left lets go in a moment,
   * and nobody is asked, so that no answer is taken for that to another question.
   */
  async inherit(): Promise<boolean> {
    for (let waited = 0; this.#locks && !this.owns && waited < PATIENCE_MS; waited += ASK_MS) {
      if (await this.#available()) return true;
      await new Promise((resolve) => setTimeout(resolve, ASK_MS));
    }
    return false;
  }

  /** Go on with another board, which no other tab knows. */
  async moveTo(board: string): Promise<void> {
    this.#release?.();
    this.#release = null;
    this.#board = board;
    await this.acquire();
  }

  /** Tell the other tabs that the board was saved. */
  saved(): void {
    this.#say({ kind: "saved", board: this.#board });
  }

  async #request(options: LockOptions): Promise<boolean> {
    const locks = this.#locks;
    if (!locks) {
      if (!options.steal && (await this.#hasOwner())) return false;
      this.#release = () => {};
      return true;
    }
    return new Promise((resolve, reject) => {
      const held = locks.request(`bneck-lab ${this.#board}`, options, (lock) => {
        if (!lock) {
          resolve(false);
          return undefined;
        }
        return new Promise<void>((release) => {
          this.#release = release;
          resolve(true);
        });
      });
      // The lock was stolen: another tab did not get an answer in time.
      held.catch((error: unknown) => {
        if (!(error instanceof DOMException && error.name === "AbortError")) reject(error);
        else if (this.#release) {
          this.#release = null;
          void this.#handlers.onlost();
        }
      });
    });
  }

  /** Ask the other tabs, and wait a moment for one to answer. */
  #hasOwner(): Promise<boolean> {
    return new Promise((resolve) => {
      this.#answered = () => resolve(true);
      setTimeout(() => resolve(false), ASK_MS);
      this.#say({ kind: "who", board: this.#board });
    });
  }

  async #hear(message: Message): Promise<void> {
    if (message.board !== this.#board) return;
    if (message.kind === "saved" && !this.owns) this.#handlers.onsaved();
    if (message.kind === "handed_over" || message.kind === "mine") this.#answered?.(false);
    if (message.kind === "kept") this.#answered?.(true);
    if (message.kind === "who" && this.owns) this.#say({ kind: "mine", board: this.#board });
    if (message.kind !== "hand_over" || !this.#release) return;
    const release = this.#release;
    this.#release = null;
    if (await this.#handlers.onasked()) {
      release();
      this.#say({ kind: "handed_over", board: this.#board });
    } else {
      this.#release = release;
      this.#say({ kind: "kept", board: this.#board });
    }
  }

  #say(message: Message): void {
    this.#channel.postMessage(message);
  }
}
