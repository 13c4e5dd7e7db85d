import { describe, expect, it } from "vitest";
import { ApiError } from "./client";
import { eventsOf, OwnLabs } from "./own-labs";
import type { Draft } from "./types";

const bytes = new TextEncoder();
const event = (value: object): string => `data: ${JSON.stringify(value)}\n\n`;
const MADE = { flaws: [], proof: null, saved: true, slug: "mine", path: "/labs/mine", file: "语" };
const TEXT =
  event({ progress: { done: 0, of: 0 }, made: null }) +
  event({ progress: { done: 3, of: 9 }, made: null }) +
  event({ progress: null, made: MADE });

/** The stream's text in pieces of so many bytes: they end in the middle of events and of signs. */
function response(text: string, size: number): Response {
  const all = bytes.encode(text);
  const stream = new ReadableStream({
    start(controller) {
      for (let at = 0; at < all.length; at += size) controller.enqueue(all.slice(at, at + size));
      controller.close();
    },
  });
  return new Response(stream);
}

const labs = (answer: () => Response): OwnLabs =>
  new OwnLabs(
    "",
    () => "en",
    async () => answer(),
  );
const never = new AbortController().signal;

describe("the stream of a proof", () => {
  it.each([1, 2, 7, 64, 4096])("is read in pieces of %i bytes", async (size) => {
    const seen: unknown[] = [];
    for await (const each of eventsOf(response(TEXT, size))) seen.push(each);
    expect(seen).toHaveLength(3);
    expect(seen[2]).toEqual({ progress: null, made: MADE });
  });

  it("says how far it is, and gives the end", async () => {
    const said: number[] = [];
    const made = await labs(() => response(TEXT, 5)).make(
      {} as Draft,
      false,
      ({ done }) => said.push(done),
      never,
    );
    expect(said).toEqual([0, 3]);
    expect(made).toEqual(MADE);
  });

  it("fails where it breaks off", async () => {
    const cut = TEXT.slice(0, TEXT.lastIndexOf("data:"));
    const made = labs(() => response(cut, 50)).make({} as Draft, false, () => {}, never);
    await expect(made).rejects.toEqual(new ApiError("offline"));
  });
});

it("gives the server's own words where it refuses", async () => {
  const problem = {
    type: "/problems/server-busy",
    title: "Busy",
    detail: "Try again.",
    status: 503,
  };
  const refused = labs(() => new Response(JSON.stringify(problem), { status: 503 }));
  await expect(refused.open("mine")).rejects.toThrow("Try again.");
});
