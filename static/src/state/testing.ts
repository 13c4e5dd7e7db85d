/** An editor without page and server, for tests: answers and the clock are in the test's hands. */
import type { CheckResult, Finding, ModePolicy, Report } from "../api/types";
import { type Document, EMPTY } from "../graph/document";
import { placesOf } from "../graph/layout";
import type { Answer, Question } from "../graph/layout.worker";
import { board as drawn, PORTS } from "../graph/testing";
import type { Boot } from "./boot";
import { Editor } from "./editor.svelte";
import { Layouts, type LayoutWorker } from "./layouts";
import type { Timer } from "./server.svelte";

const text = (en: string) => ({ en, "zh-CN": `${en}（中）` });

export function bootWith(
  board: Document = EMPTY,
  types: readonly string[] = [...PORTS.keys()],
  policy: Partial<ModePolicy> = {},
): Boot {
  const mode = policy.mode ?? "guided";
  return {
    lab: {
      slug: "test-lab",
      title: text("Test lab"),
      summary: text(""),
      source: text(""),
      task: text(""),
      mode,
      modes: [mode],
      policy: {
        mode,
        gives: ["intro", "given", "tasks", "sheets"],
        ticks: true,
        detail: "whole",
        hint_cap: 2,
        attempts: "free",
        paced: false,
        binding: false,
        palette: types,
        ...policy,
      },
      hint_cap: 2,
      blocks: types,
      start: board,
      given: {},
      ports: {},
      steps: [],
      numbers: false,
      faulty: false,
    },
    blocks: [...PORTS].map(([type, ports]) => ({
      type,
      label: text(type),
      category: type === "bneck" ? "composite" : "conv",
      composite: type === "bneck",
      ports: {
        ...ports,
        inputs: ports.inputs.map((port) => ({ ...port, label: text(port.name) })),
        outputs: ports.outputs.map((port) => ({ ...port, label: text(port.name) })),
      },
      schema: { type: "object", properties: {} },
      summary: [],
      shortcut: null,
      inside: null,
      pieces: Object.fromEntries(
        (type === "bneck" ? ["expand", "add"] : []).map((piece) => [piece, text(piece)]),
      ),
      theory: { text: text(""), source: "" },
    })),
    mode,
    lang: "en",
    board,
    urls: { home: "/" },
  };
}

/** A clock that goes on only when told. */
export class TestTimer implements Timer {
  #now = 0;
  #next = 1;
  readonly #waiting = new Map<number, { readonly at: number; readonly run: () => void }>();

  set(run: () => void, ms: number): number {
    const handle = this.#next;
    this.#next += 1;
    this.#waiting.set(handle, { at: this.#now + ms, run });
    return handle;
  }
  clear(handle: unknown): void {
    this.#waiting.delete(handle as number);
  }
  now(): number {
    return this.#now;
  }
  pass(ms: number): void {
    this.#now += ms;
    for (const [handle, { at, run }] of [...this.#waiting]) {
      if (at > this.#now) continue;
      this.#waiting.delete(handle);
      run();
    }
  }
}

interface Call {
  readonly path: string;
  readonly body: Record<string, unknown>;
  readonly headers: Headers;
  readonly signal: AbortSignal | null;
  answer(value: unknown, status?: number): void;
  fail(): void;
}

/** A server whose answers come when the test gives them, in any order. */
export class TestServer {
  readonly calls: Call[] = [];

  readonly fetch: typeof fetch = (input, init) =>
    new Promise((resolve, reject) => {
      const signal = init?.signal ?? null;
      signal?.addEventListener("abort", () => reject(signal.reason));
      this.calls.push({
        path: String(input),
        body: JSON.parse(String(init?.body)),
        headers: new Headers(init?.headers),
        signal,
        answer: (value, status = 200) => {
          const kind = status < 400 ? "application/json" : "application/problem+json";
          resolve(Response.json(value, { status, headers: { "Content-Type": kind } }));
        },
        fail: () => reject(new TypeError("Failed to fetch")),
      });
    });

  /** The last call, to be answered. */
  get last(): Call {
    const call = this.calls.at(-1);
    if (!call) throw new Error("nothing was asked");
    return call;
  }
}

/** Let answers travel through the client. */
export const arrived = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

export const checkResult = (parts: Partial<CheckResult> = {}): CheckResult => ({
  shapes: {},
  nodes: {},
  totals: { n_params: 0, madds: 0, output_shape: null },
  diagnostics: [],
  ...parts,
});

/** A wrong stride of a node. */
export const finding = (id: string, node: string): Finding => ({
  id,
  code: "V301",
  name: "wrong-parameter",
  family: "parameters",
  severity: "error",
  nodes: [node],
  edges: [],
  parameter: "stride",
  step: 1,
  message: `something at ${node}`,
  hint_levels: 4,
});

export const report = (parts: Partial<Report> = {}): Report => ({
  verdict: "incorrect",
  gates: [],
  progress: { matched: 0, total: 2 },
  steps: [],
  findings: [],
  diagnostics: [],
  totals: { n_params: 0, madds: 0, output_shape: null },
  attempts: null,
  ...parts,
});

/** A worker that answers when it is told to, with what crossed to it and back as it does in a browser. */
export class TestWorker implements LayoutWorker {
  onmessage: ((event: MessageEvent<Answer>) => void) | null = null;
  onerror: ((event: ErrorEvent) => void) | null = null;
  onmessageerror: ((event: MessageEvent) => void) | null = null;
  readonly asked: Question[] = [];
  ended = false;
  postMessage(question: Question): void {
    this.asked.push(structuredClone(question));
  }
  terminate(): void {
    this.ended = true;
  }
  answer(index = 0): void {
    const question = this.asked[index];
    if (!question) throw new Error("nothing was asked");
    const places = placesOf(question.doc, question.table, question.form);
    this.onmessage?.({ data: structuredClone({ number: question.number, places }) } as never);
  }
}

/** More blocks than are laid out at once: a chain that ends in a block of this type. */
export const largeBoard = (last = "softmax"): Document =>
  drawn(`input>${Array.from({ length: 250 }, (_, index) => `conv2d:n${index}`).join(">")}>${last}`);

export function testEditor(
  board?: Document,
  types?: readonly string[],
  policy?: Partial<ModePolicy>,
) {
  const server = new TestServer();
  const timer = new TestTimer();
  const worker = new TestWorker();
  const layouts = new Layouts(() => worker, timer);
  const boot = bootWith(board, types, policy);
  const editor = new Editor(boot, { fetch: server.fetch, timer, layouts });
  return { editor, server, timer, worker };
}
