/** The calls that make an instructor's labs; whoever has shown the key may make them. */
import type { Document } from "../graph/document";
import type { Lang } from "../i18n";
import { ApiError } from "./client";
import type { Draft, Drafted, Made, Mode, Problem, Progress, ProofEvent } from "./types";

export class OwnLabs {
  constructor(
    private readonly base: string,
    private readonly lang: () => Lang,
    private readonly call: typeof fetch = (input, init) => fetch(input, init),
  ) {}

  /** A first draft of a lab that asks for the network on a board. */
  propose(graph: Document): Promise<Draft> {
    return this.#json("POST", "/draft", { graph });
  }

  /** A lab that is there, as a draft. */
  open(slug: string): Promise<Draft> {
    return this.#json("GET", `/${encodeURIComponent(slug)}`);
  }

  /** The lab as a student would see it in a mode, or what is wrong with it. */
  look(draft: Draft, replace: boolean, mode: Mode, signal: AbortSignal): Promise<Drafted> {
    return this.#json("POST", "/view", { draft, replace, mode }, signal);
  }

  /** Prove a draft and save it; meanwhile it is said how far that is. */
  async make(
    draft: Draft,
    replace: boolean,
    onprogress: (progress: Progress) => void,
    signal: AbortSignal,
  ): Promise<Made> {
    const response = await this.#ask("POST", "", { draft, replace }, signal);
    let made: Made | null = null;
    for await (const event of eventsOf(response)) {
      if (event.progress) onprogress(event.progress);
      made = event.made ?? made;
    }
    if (!made) throw new ApiError("offline");
    return made;
  }

  async #json<T>(method: string, path: string, body?: object, signal?: AbortSignal): Promise<T> {
    const response = await this.#ask(method, path, body, signal);
    return (await response.json()) as T;
  }

  async #ask(method: string, path: string, body?: object, signal?: AbortSignal): Promise<Response> {
    let response: Response;
    try {
      response = await this.call(`${this.base}/api/own-labs${path}`, {
        method,
        headers: { "Content-Type": "application/json", "Accept-Language": this.lang() },
        ...(body ? { body: JSON.stringify(body) } : {}),
        ...(signal ? { signal } : {}),
      });
    } catch (cause) {
      throw new ApiError(signal?.aborted ? "aborted" : "offline", null, { cause });
    }
    if (!response.ok) throw new ApiError("refused", (await response.json()) as Problem);
    return response;
  }
}

/** The events of a stream (`text/event-stream`), of which the server sends data alone. */
export async function* eventsOf(response: Response): AsyncGenerator<ProofEvent> {
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
    const events = (rest + part.value).split("\n\n");
    rest = events.pop() ?? "";
    for (const event of events) yield JSON.parse(event.replace(/^data: /, "")) as ProofEvent;
  }
}
