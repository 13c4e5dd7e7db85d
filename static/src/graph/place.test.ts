import { describe, expect, it } from "vitest";
import { NODE_HEIGHT } from "./geometry";
import { freeSpot, placeAfter, placeAtWireEnd, placeOnWire, splice } from "./place";
import { board, PORTS, wires } from "./testing";

describe("placing", () => {
  it("adds after the end of a chain and wires it", () => {
    const { doc, id } = placeAfter(board("input>conv2d:a"), PORTS, "bneck", {}, "a");
    expect(id).toBe("bneck-1");
    expect(wires(doc)).toEqual(["a>bneck-1", "input>a"]);
  });

  it("adds in the middle of a chain onto the wire that leaves", () => {
    const { doc } = placeAfter(board("input>conv2d:a>conv2d:b"), PORTS, "bneck", {}, "a");
    expect(wires(doc)).toEqual(["a>bneck-1", "bneck-1>b", "input>a"]);
  });

  it("adds a branch where several wires leave, and where the wire cannot be spliced", () => {
    const fork = board("input>conv2d:a>conv2d:b", "conv2d:a>conv2d:c");
    expect(wires(placeAfter(fork, PORTS, "bneck", {}, "a").doc)).toContain("a>bneck-1");
    const { doc } = placeAfter(board("conv2d:a>conv2d:b"), PORTS, "input", {}, "a");
    expect(wires(doc)).toEqual(["a>b"]);
  });

  it("splices onto a wire: the far end keeps its id and port", () => {
    const sum = board("input>conv2d:a>add:s.b", "conv2d:x");
    const doc = splice(sum, PORTS, "x", "e-2");
    expect(doc && wires(doc)).toEqual(["a>x", "input>a", "x>s.b"]);
    expect(doc?.edges.find((edge) => edge.id === "e-2")).toMatchObject({
      source: "x",
      target: "s",
    });
  });

  it("splices an add by its first port", () => {
    const { doc } =
      placeOnWire(board("input>conv2d:a"), PORTS, "add", {}, "e-1", { x: 0, y: 0 }) ?? {};
    expect(doc && wires(doc)).toEqual(["add-1>a", "input>add-1.a"]);
  });

  it.each([
    ["an end of the wire", "a", "e-1"],
    ["a node that is wired already", "b", "e-1"],
    ["a node that is not there", "z", "e-1"],
    ["a wire that is not there", "x", "e-9"],
    ["a node without inputs", "i", "e-1"],
  ])("refuses to splice %s", (_what, node, edge) => {
    const doc = board("input>conv2d:a>conv2d:b", "conv2d:x", "input:i");
    expect(splice(doc, PORTS, node, edge)).toBeNull();
  });

  it("wires a block to the wire that was dropped on empty canvas", () => {
    const { doc, id } = placeAtWireEnd(
      board("input>conv2d:a"),
      PORTS,
      "add",
      {},
      { source: "a" },
      { x: 9, y: 9 },
    );
    expect(wires(doc)).toContain(`a>${id}.a`);
  });

  it("finds a free spot below what is there", () => {
    const spot = freeSpot(board("input"), { x: 10, y: 10 }, { width: 50, height: 50 });
    expect(spot.x).toBe(10);
    expect(spot.y).toBeGreaterThan(NODE_HEIGHT);
  });
});
