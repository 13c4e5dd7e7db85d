/**
 * What the page has been given of the lesson, what was answered, and where it is read: once for each
 * editor, fetched when something of the lesson is first shown.
 */
import { ApiError } from "../api/client";
import type { Curves, Judged, Lesson, Numbers } from "../api/types";
import type { Editor } from "../state/editor.svelte";

export type Loading = "none" | "waiting" | "there" | "failed";

export class Study {
  lesson = $state.raw<Lesson | null>(null);
  loading = $state<Loading>("none");
  curves = $state.raw<Curves | null>(null);
  /** What was typed or chosen for an answer, by step. */
  drafts = $state.raw<Readonly<Record<number, number | null>>>({});
  /** What was said of the answers, by step. */
  judged = $state.raw<Readonly<Record<number, Judged>>>({});
  /** The chapters that are open. */
  opened = $state.raw<ReadonlySet<number>>(new Set());
  /** The section that was asked for. */
  pointed = $state<string | null>(null);
  /** The option that was guessed at the sections that are read; null where nobody guessed. */
  guessed = $state.raw<ReadonlyMap<string, number | null>>(new Map());
  /** How far down it is read, in px. */
  top = 0;
  numbers = $state.raw<Numbers | null>(null);
  /** Why there are no numbers, in the server's words. */
  numberless = $state<string | null>(null);

  readonly #editor: Editor;
  #numbered = -1;
  #abort: AbortController | null = null;

  constructor(editor: Editor) {
    this.#editor = editor;
  }

  /** Fetch the lesson, once; after a failure, again. */
  async load(): Promise<void> {
    if (this.loading === "waiting" || this.loading === "there") return;
    this.loading = "waiting";
    const { client, boot } = this.#editor;
    try {
      this.lesson = await client.lesson(boot.lab.slug, boot.mode);
      this.loading = "there";
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      this.loading = "failed";
    }
  }

  async plot(): Promise<void> {
    if (this.curves) return;
    try {
      this.curves = await this.#editor.client.curves();
    } catch (error) {
      // The figure says that it could not be fetched; the text around it stands.
      if (!(error instanceof ApiError)) throw error;
      this.loading = "failed";
    }
  }

  /** Have an answer judged; without one, a text is uncovered. Returns nothing where nobody answers. */
  async answer(step: number, answer: number | null): Promise<Judged | null> {
    const { client, boot, doc } = this.#editor;
    try {
      const judged = await client.answer(boot.lab.slug, doc, boot.mode, step, answer);
      this.judged = { ...this.judged, [step]: judged };
      return judged;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      return null;
    }
  }

  /** Run the picture through the board as it is now; what is not current is dropped. */
  async run(): Promise<void> {
    const { client, boot, doc, server } = this.#editor;
    const { revision } = server;
    if (this.#numbered === revision) return;
    this.#numbered = revision;
    this.#abort?.abort();
    const abort = new AbortController();
    this.#abort = abort;
    try {
      const numbers = await client.probe(boot.lab.slug, doc, boot.mode, abort.signal);
      if (this.#abort !== abort) return;
      this.numbers = numbers;
      this.numberless = null;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (this.#abort !== abort) return;
      this.#numbered = -1;
      this.numbers = null;
      this.numberless = error.problem ? error.message : this.#editor.t("said.offline");
    }
  }
}

/** The study of this editor, whose numbers are those of the board as it is while this is shown. */
export function numbered(editor: Editor): Study {
  const study = studyOf(editor);
  $effect(() => {
    void editor.server.revision;
    void study.run();
  });
  return study;
}

const studies = new WeakMap<Editor, Study>();

/** The study of this editor. */
export function studyOf(editor: Editor): Study {
  const known = studies.get(editor);
  if (known) return known;
  const made = new Study(editor);
  studies.set(editor, made);
  return made;
}
