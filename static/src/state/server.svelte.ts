/**
 * What the server says of the board, keyed by the board's revision: an answer that comes after the
 * next edit is dropped. While there is no connection the last answer stays, marked as old.
 */
import { ApiError, type Client } from "../api/client";
import type { CheckResult, Finding, Hint, LabInfo, Report } from "../api/types";
import type { Document } from "../graph/document";
import type { Said } from "../storage/tally";
import type { Attempts } from "./attempts.svelte";
import type { Cells } from "./cells.svelte";
import { sameContent } from "./content";
import { firstConcern } from "./first";

/** `idle` nothing asked yet, `waiting`, `current`, `offline` unreachable, `refused` see `problem`. */
export type CheckState = "idle" | "waiting" | "current" | "offline" | "refused";

export type VerifyState = "none" | "running" | "done" | "failed";

/** The revision of a board that is not on the canvas. */
const NEVER = -1;

const RETRY_FIRST_MS = 500;
const RETRY_LAST_MS = 15_000;

/** The clock, so that tests need not wait. */
export interface Timer {
  set(run: () => void, ms: number): unknown;
  clear(handle: unknown): void;
  now(): number;
}

export const browserTimer: Timer = {
  set: (run, ms) => setTimeout(run, ms),
  clear: (handle) => clearTimeout(handle as ReturnType<typeof setTimeout>),
  now: () => performance.now(),
};

export class Server {
  checkState = $state<CheckState>("idle");
  result = $state.raw<CheckResult | null>(null);
  /** The revision that `result` belongs to. */
  checked = $state(-1);
  /** Why the server refused the last check or hint, in its words. */
  problem = $state.raw<ApiError | null>(null);
  /** Why the last Verify brought no report. */
  notVerified = $state.raw<ApiError | null>(null);

  verifyState = $state<VerifyState>("none");
  report = $state.raw<Report | null>(null);
  /** How long Verify took, in ms, as the student saw it. */
  verifyMs = $state(0);
  verified = $state(-1);
  /** When the report came, in milliseconds since 1970. */
  verifiedAt = $state(0);
  /** The finding under the spotlight. */
  finding = $state.raw<Finding | null>(null);
  /** The hints asked for so far, by finding id, in order of level. */
  hints = $state.raw<Readonly<Record<string, readonly Hint[]>>>({});
  hintState = $state<"idle" | "waiting" | "failed">("idle");
  /** For how many seconds, from the last hint on, there is no deeper one, by finding id. */
  pauses = $state.raw<Readonly<Record<string, number>>>({});

  /** Counts the edits that change what the network computes; moving a node does not. */
  revision = $state(0);

  readonly #client: Client;
  readonly #cells: Cells;
  readonly #lab: LabInfo;
  readonly #attempts: Attempts;
  readonly #timer: Timer;
  #abort: AbortController | null = null;
  #verifyAbort: AbortController | null = null;
  #retry: unknown = null;
  #retryMs = RETRY_FIRST_MS;
  #verifiedDoc: Document | null = null;
  #doc: Document | null = null;

  constructor(
    client: Client,
    cells: Cells,
    lab: LabInfo,
    attempts: Attempts,
    timer: Timer = browserTimer,
  ) {
    this.#client = client;
    this.#cells = cells;
    this.#lab = lab;
    this.#attempts = attempts;
    this.#timer = timer;
  }

  /** Whether the report speaks of an older board than the one on the canvas. */
  readonly outdated: boolean = $derived(this.report !== null && this.verified !== this.revision);

  get offline(): boolean {
    return this.checkState === "offline";
  }

  /**
   * An edit changed what the board computes. Where it brings back what was verified, as undo does, it
   * brings back what was said of that, also on a block that had been deleted.
   */
  edited(doc: Document): void {
    this.revision += 1;
    if (!this.report || !this.#verifiedDoc || !sameContent(this.#verifiedDoc, doc)) return;
    this.verified = this.revision;
    this.#cells.mark(this.report.steps);
    this.#cells.spotlight(this.finding);
  }

  /** The board changed: ask at once, and take back what was asked before. */
  async check(doc: Document): Promise<void> {
    this.#doc = doc;
    this.#timer.clear(this.#retry);
    this.#abort?.abort();
    const abort = new AbortController();
    this.#abort = abort;
    const revision = this.revision;
    if (this.checkState !== "offline") this.checkState = "waiting";
    try {
      const result = await this.#client.check(doc, abort.signal);
      if (this.#abort !== abort) return;
      this.result = result;
      this.checked = revision;
      this.checkState = "current";
      this.problem = null;
      this.#retryMs = RETRY_FIRST_MS;
      this.#timer.clear(this.#retry);
      this.#cells.draw(result);
      this.#back();
    } catch (error) {
      if (this.#abort !== abort) return;
      this.#failed(error);
    }
  }

  /** Ask again now: the browser says that it is back online, or the student pressed the button. */
  retry(): void {
    this.#retryMs = RETRY_FIRST_MS;
    if (this.#doc && this.checkState !== "current") void this.check(this.#doc);
  }

  #failed(error: unknown): void {
    if (!(error instanceof ApiError)) throw error;
    if (error.failure === "aborted") return;
    if (!error.transient) {
      this.problem = error;
      this.checkState = "refused";
      return;
    }
    this.checkState = "offline";
    this.#retry = this.#timer.set(() => {
      if (this.#doc) void this.check(this.#doc);
    }, this.#retryMs);
    this.#retryMs = Math.min(this.#retryMs * 2, RETRY_LAST_MS);
  }

  /** The server answers again: that Verify got no answer is no news any more; that it was refused still is. */
  #back(): void {
    if (this.verifyState !== "failed" || !this.notVerified?.transient) return;
    this.notVerified = null;
    this.verifyState = this.report ? "done" : "none";
  }

  /** Compare the board with the lab's reference; returns the report, or `null` where none came. */
  async verify(doc: Document): Promise<Report | null> {
    this.#verifyAbort?.abort();
    const abort = new AbortController();
    this.#verifyAbort = abort;
    const revision = this.revision;
    const began = this.#timer.now();
    this.verifyState = "running";
    try {
      const { slug, mode } = this.#lab;
      const { token } = this.#attempts;
      const report = await this.#client.verify(slug, doc, mode, token, abort.signal);
      // An answer that nobody waits for any more was an attempt all the same.
      if (report.attempts) this.#attempts.told(report.attempts);
      if (this.#verifyAbort !== abort) return null;
      this.#take(report, doc, revision, Date.now());
      this.verifyMs = this.#timer.now() - began;
      return report;
    } catch (error) {
      if (this.#verifyAbort !== abort) return null;
      if (!(error instanceof ApiError)) throw error;
      if (error.failure === "aborted") return null;
      this.notVerified = error;
      this.verifyState = "failed";
      // Nobody else may ask until the next edit: the check does, as long as there is no connection.
      if (error.transient && error.failure !== "refused" && !this.offline) this.#failed(error);
      return null;
    }
  }

  #take(report: Report, doc: Document, revision: number, at: number): void {
    this.#verifiedDoc = doc;
    this.report = report;
    this.verified = revision;
    this.verifiedAt = at;
    this.verifyState = "done";
    this.problem = null;
    this.notVerified = null;
    this.hints = {};
    this.pauses = {};
    this.hintState = "idle";
    this.#cells.mark(report.steps);
    const first = firstConcern(doc, report.diagnostics, report.findings);
    this.show(first && "id" in first ? first : null);
  }

  /** Show again what was said before the page was loaded anew, as old where the board has changed since. */
  recall({ report, doc, at }: Said, now: Document): void {
    this.#take(report, doc, sameContent(doc, now) ? this.revision : NEVER, at);
  }

  /** Verify the same board in other words, and climb to the hints that were given already. */
  async again(doc: Document): Promise<void> {
    const { hints, finding } = this;
    const report = await this.verify(doc);
    if (!report) return;
    const shown = report.findings.find(({ id }) => id === finding?.id);
    if (shown) this.show(shown);
    const { slug, mode } = this.#lab;
    try {
      for (const [id, given] of Object.entries(hints)) {
        const climbed = await Promise.all(
          given.map(({ level }) =>
            this.#client.hint(slug, doc, id, level, mode, this.#attempts.token),
          ),
        );
        if (this.report !== report) return;
        // A server that was started since gives the first rungs again, and no more.
        const levels = new Map(climbed.map((hint) => [hint.level, hint]));
        this.#rest(id, Math.max(...climbed.map(({ wait }) => wait)));
        this.hints = { ...this.hints, [id]: [...levels.values()] };
      }
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (this.report === report) this.hintState = "failed";
    }
  }

  /** The language changed: an outdated report stays in the other one, and so does not come back. */
  retire(): void {
    this.#verifiedDoc = null;
  }

  /** What Verify said is over: another board stands on the canvas. */
  forget(): void {
    this.#verifyAbort?.abort();
    this.#verifyAbort = null;
    this.report = null;
    this.verifyState = "none";
    this.notVerified = null;
    this.hints = {};
    this.show(null);
  }

  /** Put another finding under the spotlight. */
  show(finding: Finding | null): void {
    this.finding = finding;
    this.#cells.spotlight(finding);
  }

  /** Whether the lab allows a further hint for the finding under the spotlight. */
  get moreHints(): boolean {
    const { finding } = this;
    if (!finding || this.outdated) return false;
    const allowed = Math.min(finding.hint_levels, this.#lab.hint_cap);
    return (this.hints[finding.id]?.length ?? 0) < allowed;
  }

  /** For how many seconds the finding under the spotlight is thought about first; 0 where it need not be. */
  get pause(): number {
    return (this.finding && this.pauses[this.finding.id]) || 0;
  }

  /** The server says when the next hint comes; an edit and Verify bring it earlier. */
  #rest(id: string, seconds: number): void {
    const { report } = this;
    this.pauses = { ...this.pauses, [id]: seconds };
    this.#timer.set(() => {
      if (report === this.report) this.pauses = { ...this.pauses, [id]: 0 };
    }, seconds * 1000);
  }

  /** Climb one step of the ladder for the finding under the spotlight. */
  async hint(): Promise<Hint | null> {
    const { finding } = this;
    if (!finding || !this.moreHints || !this.#verifiedDoc || this.hintState === "waiting")
      return null;
    if (this.pause > 0) return null;
    const given = this.hints[finding.id] ?? [];
    const { report } = this;
    this.hintState = "waiting";
    try {
      const hint = await this.#client.hint(
        this.#lab.slug,
        this.#verifiedDoc,
        finding.id,
        given.length + 1,
        this.#lab.mode,
        this.#attempts.token,
      );
      if (report !== this.report) return null;
      this.hintState = "idle";
      this.#rest(finding.id, hint.wait);
      // Another tab may have asked a moment ago: what comes too early is the hint before.
      if (hint.level <= given.length) return null;
      this.hints = { ...this.hints, [finding.id]: [...given, hint] };
      this.#attempts.hinted();
      return hint;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (report === this.report) {
        this.problem = error;
        this.hintState = "failed";
      }
      return null;
    }
  }
}
