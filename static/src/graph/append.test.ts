import { describe, expect, test } from "vitest";
import { append } from "./append";
import type { Document } from "./document";
import { layout } from "./layout";
import { board, PORTS } from "./testing";

const wires = ({ edges }: Document): string[] =>
  edges.map(({ source, target, targetHandle }) =>
    [source, target, targetHandle].filter(Boolean).join(">"),
  );
const chain = layout(board("input>bneck:bneck-1>bneck:bneck-2>softmax"), PORTS, "right");

describe("a piece that is repeated", () => {
  test("goes on behind its original, and feeds what that fed", () => {
    const done = append(chain, PORTS, new Set(["bneck-1"]));
    expect(done?.ids).toEqual(["bneck-3"]);
    expect(wires(done?.doc ?? chain).sort()).toEqual(
      ["input>bneck-1", "bneck-1>bneck-3", "bneck-3>bneck-2", "bneck-2>softmax"].sort(),
    );
  });

  test("goes on at the open end of the network", () => {
    const done = append(chain, PORTS, new Set(["softmax"]));
    expect(wires(done?.doc ?? chain)).toContain("softmax>softmax-2");
  });

  test("may be a run of blocks with a shortcut of its own", () => {
    const doc = layout(
      board(
        "input>conv2d:conv2d-1>conv2d:conv2d-2>add:add-1.a>softmax",
        "conv2d:conv2d-1>add:add-1.b",
      ),
      PORTS,
      "right",
    );
    const done = append(doc, PORTS, new Set(["conv2d-1", "conv2d-2", "add-1"]));
    expect(done?.ids).toHaveLength(3);
    expect(wires(done?.doc ?? doc)).toEqual(
      expect.arrayContaining([
        "add-1>conv2d-3",
        "conv2d-3>conv2d-4",
        "conv2d-3>add-2>b",
        "conv2d-4>add-2>a",
        "add-2>softmax",
      ]),
    );
  });

  test.each([
    ["has no input", ["input"]],
    ["has two beginnings", ["bneck-1", "softmax"]],
  ])("is not appended where it %s", (_, ids) => {
    expect(append(chain, PORTS, new Set(ids))).toBeNull();
  });

  test("is not appended where it feeds two blocks", () => {
    const fork = board("input>conv2d:c>conv2d:a", "conv2d:c>conv2d:b");
    expect(append(fork, PORTS, new Set(["c"]))).toBeNull();
  });
});
