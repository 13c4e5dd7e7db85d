/**
 * Asks the server whether the shapes of a wire would fit, before it is drawn: the browser itself
 * computes no shapes.
 */
import { ApiError } from "../api/client";
import { connect, disconnect, type EdgeId, type Ends, reconnect } from "../graph/document";
import type { Editor } from "../state/editor.svelte";

export class Probe {
  /** What the server would object to; null while unknown or where it objects to nothing. */
  complaint = $state<string | null>(null);

  readonly #editor: Editor;
  #asked = "";
  #abort: AbortController | null = null;

  constructor(editor: Editor) {
    this.#editor = editor;
  }

  /**
   * Ask about a wire, once; null takes the question back.
   *
   * @param moved the wire whose end would come here, where it is not a new one
   * @param former the wire that would give way
   */
  ask(ends: Ends | null, moved: EdgeId | null = null, former: EdgeId | null = null): void {
    const key = JSON.stringify([ends, moved, former]);
    if (key === this.#asked) return;
    this.#asked = key;
    this.#abort?.abort();
    this.complaint = null;
    if (ends) void this.#probe(ends, moved, former);
  }

  async #probe(ends: Ends, moved: EdgeId | null, former: EdgeId | null): Promise<void> {
    const abort = new AbortController();
    this.#abort = abort;
    const { doc, server, client } = this.#editor;
    try {
      const free = former === null ? doc : disconnect(doc, new Set([former]));
      const wired = moved === null ? connect(free, ends) : reconnect(free, moved, ends);
      const result = await client.check(wired, abort.signal);
      const known = new Set(server.result?.diagnostics.map((each) => each.message));
      const fresh = result.diagnostics.filter(
        (each) => each.severity === "error" && !known.has(each.message),
      );
      const ours = fresh.find((each) => each.nodes[0] === ends.target) ?? fresh[0];
      this.complaint = ours?.message ?? null;
    } catch (error) {
      // Without an answer the wire is judged by wiring alone; the badge says that we are offline.
      if (!(error instanceof ApiError)) throw error;
    }
  }
}
