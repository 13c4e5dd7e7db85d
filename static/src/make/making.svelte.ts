/** The form's state: the draft with its undo, what the server makes of it, and how far a proof is. */
import { ApiError } from "../api/client";
import type { OwnLabs } from "../api/own-labs";
import type { BlockInfo, Draft, Flaw, LabInfo, Made, Mode, Progress, Text } from "../api/types";
import type { Document } from "../graph/document";
import type { Lang } from "../i18n";
import type { TextStore } from "../storage/allowed";
import { carried, restored, slugOf } from "./draft";
import { type MakeKey, say } from "./words";

export interface MakeBoot {
  readonly blocks: readonly BlockInfo[];
  readonly urls: { readonly home: string; readonly api?: string };
  /** Labs that a draft may begin with. */
  readonly labs: readonly { readonly slug: string; readonly title: Text; readonly own: boolean }[];
  /** All modes that there are, in their order. */
  readonly modes: readonly Mode[];
  /** Whether the server keeps what is made; otherwise it is given back as a file. */
  readonly saves: boolean;
  readonly longest: { readonly slug: number; readonly title: number; readonly text: number };
}

const KEY = "bneck-lab/make";
/** The draft whose network is about to be exchanged. */
const LEFT = "bneck-lab/make-left";
/** Milliseconds after the last change until the preview is asked for, and the draft kept. */
const CALM_MS = 400;
const MOST_UNDO = 50;

export class Making {
  lang = $state<Lang>("zh-CN");
  draft = $state.raw<Draft | null>(null);
  mode = $state<Mode>("guided");
  replace = $state(false);
  seen = $state.raw<LabInfo | null>(null);
  flaws = $state.raw<readonly Flaw[]>([]);
  /** Whether saving was tried: what is missing is called so from then on, not before. */
  tried = $state(false);
  /** The names of the instructor's own labs, which a new one may replace. */
  owned = $state.raw<readonly string[]>([]);
  progress = $state.raw<Progress | null>(null);
  made = $state.raw<Made | null>(null);
  trouble = $state<string | null>(null);
  /** What is wrong with the address that was opened. */
  link = $state<MakeKey | null>(null);

  readonly blocks: ReadonlyMap<string, BlockInfo>;
  #past = $state.raw<readonly Draft[]>([]);
  #proving: AbortController | null = null;
  #slugIsOwn = false;

  constructor(
    readonly boot: MakeBoot,
    private readonly server: OwnLabs,
    private readonly texts: (TextStore & Pick<Storage, "removeItem">) | null,
  ) {
    this.owned = boot.labs.filter(({ own }) => own).map(({ slug }) => slug);
    this.blocks = new Map(boot.blocks.map((block) => [block.type, block]));
    const kept = texts?.getItem(KEY);
    if (kept) this.draft = restored(kept);
    this.#slugIsOwn = this.draft !== null;
  }

  readonly t = (key: MakeKey, values?: Parameters<typeof say>[2]): string =>
    say(this.lang, key, values);

  get canUndo(): boolean {
    return this.#past.length > 0;
  }

  /** Change words or choices. */
  write(change: (draft: Draft) => Draft): void {
    if (this.draft) this.#set(change(this.draft));
  }

  /** Change which block belongs to which step: what a browser's own undo does not know. */
  arrange(change: (draft: Draft) => Draft): void {
    if (!this.draft) return;
    const next = change(this.draft);
    if (next === this.draft) return;
    this.#past = [...this.#past, this.draft].slice(-MOST_UNDO);
    this.#set(next);
  }

  undo(): void {
    const before = this.#past.at(-1);
    if (!before || !this.draft) return;
    this.#past = this.#past.slice(0, -1);
    // What was written since stays: only the steps go back.
    this.#set({ ...this.draft, steps: before.steps });
  }

  setTitle(title: Text): void {
    this.write((draft) => ({
      ...draft,
      title,
      slug: this.#slugIsOwn ? draft.slug : slugOf(title.en, this.boot.longest.slug),
    }));
  }

  setSlug(slug: string): void {
    this.#slugIsOwn = slug !== "";
    // To replace a lab is meant for that one.
    this.replace = false;
    this.write((draft) => ({ ...draft, slug }));
  }

  /** Begin with the network on a board: what was written for a lab that is not saved yet stays. */
  begin(board: Document): Promise<void> {
    const left = this.draft ?? this.#left();
    const unsaved = left !== null && !this.owned.includes(left.slug) ? left : null;
    return this.#begin(
      async () => {
        const proposed = await this.server.propose(board);
        return unsaved ? carried(unsaved, proposed) : proposed;
      },
      unsaved !== null && unsaved.slug !== "",
    );
  }

  /** Begin with a lab that is there; one of the product's needs another name. */
  beginWith(slug: string): Promise<void> {
    const own = this.boot.labs.find((lab) => lab.slug === slug)?.own ?? false;
    return this.#begin(async () => {
      const draft = await this.server.open(slug);
      return own ? draft : { ...draft, slug: "" };
    }, own);
  }

  leave(): void {
    this.stop();
    if (this.draft) this.#keep(this.draft, LEFT);
    this.draft = null;
    this.seen = null;
    this.#past = [];
    this.texts?.removeItem(KEY);
  }

  /** Ask for the preview, and keep the draft, once nothing has changed for a moment. */
  follow(): () => void {
    const { draft, replace, mode } = this;
    if (!draft) return () => {};
    const stop = new AbortController();
    const timer = setTimeout(() => {
      this.#keep(draft);
      void this.#look(draft, replace, mode, stop.signal);
    }, CALM_MS);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }

  async save(): Promise<void> {
    const { draft } = this;
    if (!draft || this.#proving) return;
    this.tried = true;
    this.made = null;
    this.trouble = null;
    this.progress = { done: 0, of: 0 };
    this.#proving = new AbortController();
    const { signal } = this.#proving;
    try {
      const onward = (progress: Progress): void => {
        this.progress = progress;
      };
      this.made = await this.server.make(draft, this.replace, onward, signal);
      this.flaws = this.made.flaws;
      if (this.made.saved && !this.owned.includes(draft.slug)) {
        this.owned = [...this.owned, draft.slug];
      }
      // What is changed from here on is the same lab.
      if (this.made.saved) this.replace = true;
    } catch (error) {
      this.trouble = signal.aborted ? this.t("stopped") : this.#said(error);
    } finally {
      this.progress = null;
      this.#proving = null;
    }
  }

  stop(): void {
    this.#proving?.abort();
  }

  async #begin(draft: () => Promise<Draft>, slugIsOwn: boolean): Promise<void> {
    this.trouble = null;
    try {
      const found = await draft();
      this.#past = [];
      this.#slugIsOwn = slugIsOwn;
      this.replace = slugIsOwn && this.owned.includes(found.slug);
      this.texts?.removeItem(LEFT);
      this.tried = false;
      this.mode = found.modes[0] ?? "guided";
      this.#set(found);
      this.#keep(found);
    } catch (error) {
      this.trouble = this.#said(error);
    }
  }

  #set(draft: Draft): void {
    this.draft = draft;
    // A proof is of what was proved.
    this.made = null;
  }

  #left(): Draft | null {
    const left = this.texts?.getItem(LEFT);
    return left ? restored(left) : null;
  }

  #keep(draft: Draft, key: string = KEY): void {
    try {
      this.texts?.setItem(key, JSON.stringify(draft));
    } catch {
      // A full or forbidden storage: the draft lives as long as the page.
    }
  }

  async #look(draft: Draft, replace: boolean, mode: Mode, signal: AbortSignal): Promise<void> {
    try {
      const found = await this.server.look(draft, replace, mode, signal);
      this.seen = found.lab;
      this.flaws = found.flaws;
      this.trouble = null;
    } catch (error) {
      if (!signal.aborted) this.trouble = this.#said(error);
    }
  }

  #said(error: unknown): string {
    const refused = error instanceof ApiError && error.failure === "refused";
    return refused ? error.message : this.t("offline");
  }
}
