import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type Channel, type Locks, Ownership } from "./ownership";

/** Locks as browsers hold them: one at a time, released by settling, taken away by stealing. */
class FakeLocks {
  readonly #held = new Map<string, (error: unknown) => void>();

  readonly request = ((name: string, options: LockOptions, run: (lock: Lock | null) => unknown) => {
    const holder = this.#held.get(name);
    if (holder && options.ifAvailable) return Promise.resolve(run(null));
    if (holder && options.steal) holder(new DOMException("stolen", "AbortError"));
    return new Promise((resolve, reject) => {
      this.#held.set(name, reject);
      const done = (): void => {
        if (this.#held.get(name) === reject) this.#held.delete(name);
      };
      void Promise.resolve(run({ name, mode: "exclusive" })).then((value) => {
        done();
        resolve(value);
      });
    });
  }) as unknown as Locks["request"];
}

/** A channel among tabs of one test. */
class FakeChannel implements Channel {
  static tabs: FakeChannel[] = [];
  #listener: ((event: MessageEvent) => void) | null = null;
  muted = false;

  constructor() {
    FakeChannel.tabs.push(this);
  }
  postMessage(data: unknown): void {
    for (const tab of FakeChannel.tabs) {
      if (tab !== this && !tab.muted)
        queueMicrotask(() => tab.#listener?.({ data } as MessageEvent));
    }
  }
  addEventListener(_type: "message", listener: (event: MessageEvent) => void): void {
    this.#listener = listener;
  }
}

beforeEach(() => {
  FakeChannel.tabs = [];
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function tab(locks: Locks | null, board = "lab", write: () => Promise<boolean> = async () => true) {
  const channel = new FakeChannel();
  const events: string[] = [];
  const ownership = new Ownership(board, locks, channel, {
    onasked: async () => {
      events.push("asked");
      return write();
    },
    onlost: () => void events.push("lost"),
    onsaved: () => void events.push("saved"),
  });
  return { ownership, channel, events };
}

const settled = async <T>(promise: Promise<T>): Promise<T> => {
  await vi.runAllTimersAsync();
  return promise;
};

describe.each([
  ["with locks", () => new FakeLocks()],
  ["without, on a page without encryption", () => null],
])("two tabs %s", (_how, make) => {
  it("one owns the board, the other is told", async () => {
    const locks = make();
    const [one, two] = [tab(locks), tab(locks)];
    expect(await settled(one.ownership.acquire())).toBe(true);
    expect(await settled(two.ownership.acquire())).toBe(false);
    expect([one.ownership.owns, two.ownership.owns]).toEqual([true, false]);
  });

  it("boards of different labs do not meet", async () => {
    const locks = make();
    const [one, two] = [tab(locks), tab(locks, "other")];
    expect(await settled(one.ownership.acquire())).toBe(true);
    expect(await settled(two.ownership.acquire())).toBe(true);
  });

  it("the owner is asked first", async () => {
    const locks = make();
    const [one, two] = [tab(locks), tab(locks)];
    await settled(one.ownership.acquire());
    expect(await settled(two.ownership.takeOver())).toBe(true);
    expect([one.ownership.owns, two.ownership.owns]).toEqual([false, true]);
    expect(one.events).toEqual(["asked"]);
  });

  it("an owner that cannot write its last keeps the board, until it can", async () => {
    const locks = make();
    let full = true;
    const [one, two] = [tab(locks, "lab", async () => !full), tab(locks)];
    await settled(one.ownership.acquire());
    expect(await settled(two.ownership.takeOver())).toBe(false);
    expect([one.ownership.owns, two.ownership.owns]).toEqual([true, false]);
    full = false;
    expect(await settled(two.ownership.takeOver())).toBe(true);
    expect([one.ownership.owns, two.ownership.owns]).toEqual([false, true]);
  });

  it("the board is nobody else's before the owner has written its last", async () => {
    const locks = make();
    let written = (_done: boolean): void => {};
    const writing = new Promise<boolean>((resolve) => {
      written = resolve;
    });
    const [one, two] = [tab(locks, "lab", () => writing), tab(locks)];
    await settled(one.ownership.acquire());
    const taken = two.ownership.takeOver();
    await vi.advanceTimersByTimeAsync(10);
    expect(one.events).toEqual(["asked"]);
    expect(two.ownership.owns).toBe(false);
    // A third tab that opens just now does not slip in either, where there is a lock to see.
    const third = locks && tab(locks).ownership;
    const slipped = third?.acquire();
    await vi.advanceTimersByTimeAsync(10);
    expect(third?.owns).not.toBe(true);
    written(true);
    await settled(taken);
    expect(two.ownership.owns).toBe(true);
    expect(await slipped).not.toBe(true);
  });

  it("an owner that does not answer is passed over", async () => {
    const locks = make();
    const [one, two] = [tab(locks), tab(locks)];
    await settled(one.ownership.acquire());
    one.channel.muted = true;
    await settled(two.ownership.takeOver());
    expect(two.ownership.owns).toBe(true);
  });

  it("a board without an owner is inherited where a lock says so, an owner's never", async () => {
    const locks = make();
    const [one, two] = [tab(locks), tab(locks)];
    await settled(one.ownership.acquire());
    expect(await settled(two.ownership.inherit())).toBe(false);
    await settled(one.ownership.moveTo("elsewhere"));
    expect(await settled(two.ownership.inherit())).toBe(locks !== null);
    expect(two.ownership.owns).toBe(locks !== null);
  });

  it("what is inherited may be held a moment longer by a page that is being left", async () => {
    const locks = make();
    const [left, heir] = [tab(locks), tab(locks)];
    await settled(left.ownership.acquire());
    const inherited = heir.ownership.inherit();
    await vi.advanceTimersByTimeAsync(100);
    void left.ownership.moveTo("elsewhere");
    expect(await settled(inherited)).toBe(locks !== null);
  });

  it("what is taken over meanwhile is not inherited as well", async () => {
    const locks = make();
    const [owner, heir] = [tab(locks), tab(locks)];
    await settled(owner.ownership.acquire());
    const inherited = heir.ownership.inherit();
    const taken = heir.ownership.takeOver();
    expect(await settled(Promise.all([inherited, taken]))).toEqual([false, true]);
  });

  it("a page that is being left holds the board a moment longer", async () => {
    const locks = make();
    const [left, opened] = [tab(locks), tab(locks)];
    await settled(left.ownership.acquire());
    left.channel.muted = true;
    const owned = opened.ownership.acquire();
    await vi.advanceTimersByTimeAsync(100);
    void left.ownership.moveTo("elsewhere");
    expect(await settled(owned)).toBe(true);
  });

  it("a board that is given up is free", async () => {
    const locks = make();
    const [one, two] = [tab(locks), tab(locks)];
    await settled(one.ownership.acquire());
    await settled(one.ownership.moveTo("lab#copy"));
    expect(await settled(two.ownership.acquire())).toBe(true);
    expect([one.ownership.owns, two.ownership.owns]).toEqual([true, true]);
  });

  it("the watching tab hears of every save, the owner of none", async () => {
    const locks = make();
    const [one, two] = [tab(locks), tab(locks)];
    await settled(one.ownership.acquire());
    one.ownership.saved();
    two.ownership.saved();
    await vi.runAllTimersAsync();
    expect([one.events, two.events]).toEqual([[], ["saved"]]);
  });
});
