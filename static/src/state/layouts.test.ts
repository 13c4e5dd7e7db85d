import { describe, expect, it, vi } from "vitest";
import type { Document } from "../graph/document";
import { placesOf } from "../graph/layout";
import { board, PORTS } from "../graph/testing";
import { Layouts, type LayoutWorker } from "./layouts";
import { largeBoard, TestTimer, TestWorker } from "./testing";

const small = board("input>conv2d:a>softmax");
const large = largeBoard();

function bench(start?: () => LayoutWorker) {
  const workers: TestWorker[] = [];
  const timer = new TestTimer();
  const begin = (): LayoutWorker => {
    workers.push(new TestWorker());
    return workers.at(-1) as TestWorker;
  };
  return { layouts: new Layouts(start ?? begin, timer), workers, timer };
}

const right = (doc: Document) => placesOf(doc, PORTS, "right");

describe("a board's layout", () => {
  it("is there at once where it is small, and no worker is started", () => {
    const { layouts, workers } = bench();
    expect(layouts.places(small, PORTS, "right")).toEqual(right(small));
    expect(workers).toEqual([]);
  });

  it("comes from a worker where it is large: the same one for every board", async () => {
    const { layouts, workers } = bench();
    const [first, second] = [large, largeBoard("add")].map((doc) =>
      layouts.places(doc, PORTS, "right"),
    );
    const [worker] = workers;
    expect(workers).toHaveLength(1);
    worker?.answer(1);
    worker?.answer(0);
    expect(await first).toEqual(right(large));
    expect(await second).toEqual(right(largeBoard("add")));
  });

  it("is worked out by the page where no worker can be started", async () => {
    const warned = vi.spyOn(console, "warn").mockReturnValue();
    const { layouts } = bench(() => {
      throw new Error("refused");
    });
    expect(await layouts.places(large, PORTS, "right")).toEqual(right(large));
    expect(warned).toHaveBeenCalledTimes(1);
    warned.mockRestore();
  });

  it.each<[string, (worker: TestWorker, timer: TestTimer) => void]>([
    ["breaks", (worker) => worker.onerror?.({ message: "no such file" } as ErrorEvent)],
    ["answers what cannot be read", (worker) => worker.onmessageerror?.({} as MessageEvent)],
    ["never answers", (_worker, timer) => timer.pass(60_000)],
  ])("is worked out by the page where a worker %s, and none is asked again", async (_how, fail) => {
    const warned = vi.spyOn(console, "warn").mockReturnValue();
    const { layouts, workers, timer } = bench();
    const waited = layouts.places(large, PORTS, "right");
    const [worker] = workers;
    if (!worker) throw new Error("no worker");
    fail(worker, timer);
    expect(await waited).toEqual(right(large));
    expect(worker.ended).toBe(true);
    expect(await layouts.places(large, PORTS, "right")).toEqual(right(large));
    expect(workers).toHaveLength(1);
    expect(warned).toHaveBeenCalledTimes(1);
    warned.mockRestore();
  });
});
