/** The server, as typed calls. Every failure is one `ApiError`; nothing is retried here. */
import { type Document, type NodeId, withoutNulls } from "../graph/document";
import { labelled, type Titles } from "../graph/naming";
import type { Lang } from "../i18n";
import type {
  CheckResult,
  Curves,
  HandIn,
  Hint,
  Judged,
  Lesson,
  Mode,
  Notation,
  Numbers,
  Problem,
  PytorchExport,
  Quantity,
  Report,
} from "./types";

/**
 * Why a call failed: `offline` no connection, `timeout` no answer in time, `aborted` taken back by
 * the caller, `refused` the server answered with a problem document.
 */
export type Failure = "offline" | "timeout" | "aborted" | "refused";

export class ApiError extends Error {
  override readonly name = "ApiError";

  constructor(
    readonly failure: Failure,
    /** The server's own words; only where it answered. */
    readonly problem: Problem | null = null,
    options?: ErrorOptions,
  ) {
    super(problem ? problem.detail || problem.title : failure, options);
  }

  /** Whether trying again later may help: the request itself was not at fault. */
  get transient(): boolean {
    const { problem } = this;
    // What took too long takes as long again.
    if (problem?.type.endsWith("/takes-too-long")) return false;
    if (this.failure === "refused") return (problem?.status ?? 500) >= 500;
    return this.failure !== "aborted";
  }
}

/** Milliseconds to wait for an answer. */
const TIMEOUT_MS = 10_000;

export interface ClientOptions {
  /** Where the API is, without a slash at the end; `""` for the page's own origin. */
  readonly base?: string;
  readonly fetch?: typeof fetch;
  readonly lang: () => Lang;
  /** What nodes' names are made of, in the language on screen. */
  readonly titles: Titles;
  /** What the lab's text calls a block's inputs, by type, in the language on screen. */
  readonly ports: (type: string) => Readonly<Record<string, string>> | null;
  /** The order in which sentences write shapes. */
  readonly notation: () => Notation;
  /** The token of the instructor's link by which the page was opened. */
  readonly link?: string | null | undefined;
  readonly timeoutMs?: number;
}

export interface ExportName {
  readonly name?: string;
}

export class Client {
  readonly #base: string;
  readonly #fetch: typeof fetch;
  readonly #lang: () => Lang;
  readonly #titles: Titles;
  readonly #ports: ClientOptions["ports"];
  readonly #notation: () => Notation;
  readonly #link: string | null;
  readonly #timeoutMs: number;

  constructor(options: ClientOptions) {
    this.#base = options.base ?? "";
    this.#fetch = options.fetch ?? ((input, init) => fetch(input, init));
    this.#lang = options.lang;
    this.#titles = options.titles;
    this.#ports = options.ports;
    this.#notation = options.notation;
    this.#link = options.link ?? null;
    this.#timeoutMs = options.timeoutMs ?? TIMEOUT_MS;
  }

  async check(graph: Document, signal?: AbortSignal): Promise<CheckResult> {
    return this.#post("/api/check", this.#question(graph), signal);
  }

  /**
   * @param mode how much the lab gives; the report tells no more than it
   * @param tally what the last answer said of the attempts, where they are counted
   */
  async verify(
    lab: string,
    graph: Document,
    mode: Mode,
    tally: string | null = null,
    signal?: AbortSignal,
  ): Promise<Report> {
    const path = this.#ask(lab, "verify", mode);
    return this.#post(path, { ...this.#question(graph), ...counted(tally) }, signal);
  }

  /** @param mode how much the lab gives; hints are capped by it */
  async hint(
    lab: string,
    graph: Document,
    finding: string,
    level: number,
    mode: Mode,
    tally: string | null = null,
    signal?: AbortSignal,
  ): Promise<Hint> {
    const path = this.#ask(lab, "hint", mode);
    const body = { ...this.#question(graph), finding, level, ...counted(tally) };
    return this.#post(path, body, signal);
  }

  /** Have the board sealed by the server, to be handed in as a file. */
  handIn(
    lab: string,
    graph: Document,
    mode: Mode,
    tally: string | null,
    words: { readonly name: string; readonly notes: string },
  ): Promise<HandIn> {
    return this.#post(this.#ask(lab, "hand-in", mode), { graph, ...words, ...counted(tally) });
  }

  async expand(graph: Document, node: NodeId, signal?: AbortSignal): Promise<Document> {
    return withoutNulls(await this.#post<Document>("/api/expand", { graph, node }, signal));
  }

  exportPytorch(
    graph: Document,
    options: ExportName,
    signal?: AbortSignal,
  ): Promise<PytorchExport> {
    return this.#post("/api/export/pytorch", { graph, ...options }, signal);
  }

  /** @param mode how much the lab gives: the lesson holds no more than it */
  async lesson(lab: string, mode: Mode): Promise<Lesson> {
    return this.#call("GET", this.#ask(lab, "lesson", mode));
  }

  async curves(): Promise<Curves> {
    return this.#call("GET", "/api/curves");
  }

  /** The numbers on every wire, as the lab's small picture runs through the board. */
  async probe(lab: string, graph: Document, mode: Mode, signal?: AbortSignal): Promise<Numbers> {
    const path = this.#ask(lab, "probe", mode);
    return this.#post(path, { graph }, signal);
  }

  /** @param answer a number or the place of an option; null uncovers a text */
  async answer(
    lab: string,
    graph: Document,
    mode: Mode,
    step: number,
    answer: number | null,
  ): Promise<Judged> {
    const path = this.#ask(lab, "answer", mode);
    const { graph: named } = this.#question(graph);
    return this.#post(path, { graph: named, step, answer });
  }

  /** @param guess (N, C, H, W) or (N, C), or one number of parameters */
  async predict(
    lab: string,
    graph: Document,
    mode: Mode,
    about: {
      readonly node: NodeId;
      readonly quantity: Quantity;
      readonly guess: readonly number[];
    },
  ): Promise<Judged> {
    const path = this.#ask(lab, "predict", mode);
    return this.#post(path, { graph, ...about });
  }

  /** The address of a question about a lab: in its mode, and by the link that led here. */
  #ask(lab: string, what: string, mode: Mode): string {
    const query = new URLSearchParams({
      mode,
      ...(this.#link === null ? {} : { link: this.#link }),
    });
    return `/api/labs/${encodeURIComponent(lab)}/${what}?${query}`;
  }

  /**
   * The board as it is asked about: every block and its inputs under their names on screen, so that
   * messages call them what the student sees, and shapes in them in the order on screen. Named the same for every
   * question, so that the server, which remembers reports by blocks and names, finds for Verify and
   * hints what a tick has worked out.
   */
  #question(graph: Document) {
    return { graph: labelled(graph, this.#titles, this.#ports), notation: this.#notation() };
  }

  async #post<T>(path: string, body: unknown, signal?: AbortSignal): Promise<T> {
    return this.#call("POST", path, JSON.stringify(body), signal);
  }

  async #call<T>(
    method: "GET" | "POST",
    path: string,
    body?: string,
    signal?: AbortSignal,
  ): Promise<T> {
    const timeout = AbortSignal.timeout(this.#timeoutMs);
    const abort = signal ? AbortSignal.any([signal, timeout]) : timeout;
    let response: Response;
    let answer: unknown;
    try {
      response = await this.#fetch(this.#base + path, {
        method,
        headers: {
          ...(body === undefined ? {} : { "Content-Type": "application/json" }),
          Accept: "application/json, application/problem+json",
          "Accept-Language": this.#lang(),
        },
        ...(body === undefined ? {} : { body }),
        signal: abort,
      });
      answer = await readJson(response);
    } catch (cause) {
      if (signal?.aborted) throw new ApiError("aborted", null, { cause });
      throw new ApiError(timeout.aborted ? "timeout" : "offline", null, { cause });
    }
    if (!response.ok) throw new ApiError("refused", asProblem(answer, response));
    // The shape of a good answer is the server's promise, tested on its side against the schema.
    return answer as T;
  }
}

const counted = (tally: string | null) => (tally === null ? {} : { tally });

async function readJson(response: Response): Promise<unknown> {
  const text = await response.text();
  if (!/[/+]json\b/.test(response.headers.get("Content-Type") ?? "")) return text;
  return JSON.parse(text);
}

/** Take the problem document, or describe an answer that is none, as a proxy may give. */
function asProblem(answer: unknown, response: Response): Problem {
  if (typeof answer === "object" && answer !== null && "title" in answer && "type" in answer) {
    return { ...(answer as Problem), status: response.status };
  }
  return {
    detail: "",
    request_id: "",
    type: "about:blank",
    title: response.statusText || "HTTP error",
    status: response.status,
  };
}
