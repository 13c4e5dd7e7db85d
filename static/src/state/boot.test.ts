import { describe, expect, it, vi } from "vitest";
import { layout } from "../graph/layout";
import { board, heap, PORTS } from "../graph/testing";
import { asLaidOut, type Boot, parseBoot } from "./boot";
import { Layouts } from "./layouts";
import { bootWith } from "./testing";

const whole = bootWith();

describe("what the page brings along", () => {
  it("is taken as it is, and null as none", () => {
    const node = { id: "in", type: "input", position: { x: 0, y: 0 }, data: {}, parentId: null };
    const board = { version: 1, nodes: [node], edges: [] } as unknown as Boot["board"];
    expect(parseBoot({ ...whole, board }).board.nodes[0]).not.toHaveProperty("parentId");
    expect(parseBoot(whole).lab).toBe(whole.lab);
  });

  it("may leave out what follows from the rest", () => {
    const { board: _board, mode: _mode, urls: _urls, ...rest } = whole;
    expect(parseBoot(rest)).toMatchObject({ mode: "guided", urls: { home: "/" } });
    expect(parseBoot(rest).board).toEqual(whole.lab.start);
  });

  it("says how far the device's clock is ahead of the server's", () => {
    vi.useFakeTimers({ now: 1_000_000_000_000 });
    expect(parseBoot({ ...whole, now: 999_992_800 }).ahead).toBe(7_200_000);
    expect(parseBoot(whole).ahead).toBe(0);
    vi.useRealTimers();
  });

  it.each(["lab", "blocks"] as const)("must hold %s", (key) => {
    expect(() => parseBoot({ ...whole, [key]: undefined })).toThrow("must hold");
  });
});

describe("a lab's starting board", () => {
  const begun = async (start: Boot["board"]) =>
    (await asLaidOut(bootWith(start), new Layouts(), "snake")).board;

  it("is laid out where its file tells no places, and else stands as it was drawn", async () => {
    const drawn = board("input>conv2d:a>conv2d:b");
    expect(await begun(heap(drawn))).toEqual(layout(heap(drawn), PORTS, "snake"));
    expect(await begun(drawn)).toBe(drawn);
  });
});
