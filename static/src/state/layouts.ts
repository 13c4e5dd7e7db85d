/**
 * Lays boards out: small ones at once, large ones in a worker, while the page goes on. Where no worker
 * starts, large ones too are laid out by the page itself.
 */
import type { Document } from "../graph/document";
import { type Form, type Places, placesOf, standing } from "../graph/layout";
import type { Answer, Question } from "../graph/layout.worker";
import type { PortTable } from "../graph/ports";
import { isHeap, withNotesAbove } from "../graph/untouched";
import { browserTimer, type Timer } from "./server.svelte";

/** So many blocks and wires together are laid out within one frame, on an old laptop too. */
const AT_ONCE = 400;

/** How long a worker may take to start and to answer before the page does its work, in ms. */
const PATIENCE_MS = 10_000;

export interface LayoutWorker {
  onmessage: ((event: MessageEvent<Answer>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
  onmessageerror: ((event: MessageEvent) => void) | null;
  postMessage(question: Question): void;
  terminate(): void;
}

const startWorker = (): LayoutWorker =>
  new Worker(new URL("../graph/layout.worker.ts", import.meta.url), { type: "module" });

interface Waiting {
  readonly done: (places: Places | null) => void;
  readonly patience: unknown;
}

export class Layouts {
  /** Undefined until a large board comes; `null` once a worker has failed. */
  #worker: LayoutWorker | null | undefined;
  #count = 0;
  readonly #waiting = new Map<number, Waiting>();
  readonly #start: () => LayoutWorker;
  readonly #timer: Timer;

  constructor(start = startWorker, timer: Timer = browserTimer) {
    this.#start = start;
    this.#timer = timer;
  }

  /** Where everything on a board is to stand: at once where that takes no longer than a frame. */
  places(doc: Document, table: PortTable, form: Form): Places | Promise<Places> {
    if (doc.nodes.length + doc.edges.length <= AT_ONCE) return placesOf(doc, table, form);
    return this.#asked(doc, table, form).then((places) => places ?? placesOf(doc, table, form));
  }

  /** The board, laid out. */
  laidOut(doc: Document, table: PortTable, form: Form): Document | Promise<Document> {
    const places = this.places(doc, table, form);
    return places instanceof Promise
      ? places.then((found) => standing(doc, found))
      : standing(doc, places);
  }

  /** A board that nobody has laid out, laid out. */
  firstTime(doc: Document, table: PortTable, form: Form): Document | Promise<Document> {
    return this.laidOut(isHeap(doc) ? withNotesAbove(doc) : doc, table, form);
  }

  /** What the worker says; `null` where there is none. */
  #asked(doc: Document, table: PortTable, form: Form): Promise<Places | null> {
    if (this.#worker === null) return Promise.resolve(null);
    this.#count += 1;
    const number = this.#count;
    return new Promise((done) => {
      const late = (): void => this.#giveUp("it does not answer");
      this.#waiting.set(number, { done, patience: this.#timer.set(late, PATIENCE_MS) });
      try {
        this.#worker ??= this.#begin();
        this.#worker.postMessage({ number, doc, table, form });
      } catch (error) {
        this.#giveUp(error);
      }
    });
  }

  #begin(): LayoutWorker {
    const worker = this.#start();
    worker.onmessage = ({ data: { number, places } }) => this.#end(number, places);
    worker.onerror = ({ message }) => this.#giveUp(message || "it does not start");
    worker.onmessageerror = () => this.#giveUp("its answer cannot be read");
    return worker;
  }

  #end(number: number, places: Places | null): void {
    const waiting = this.#waiting.get(number);
    if (!waiting) return;
    this.#waiting.delete(number);
    this.#timer.clear(waiting.patience);
    waiting.done(places);
  }

  /** From now on the page lays out itself, also what is being waited for. */
  #giveUp(why: unknown): void {
    console.warn("no worker for layout, the page does its work:", why);
    this.#worker?.terminate();
    this.#worker = null;
    for (const number of [...this.#waiting.keys()]) this.#end(number, null);
  }
}
