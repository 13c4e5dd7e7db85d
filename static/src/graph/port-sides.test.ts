import { describe, expect, it } from "vitest";
import { type End, placePorts, portKey, type RoutedNode } from "./port-sides";

const node = (
  id: string,
  x: number,
  y: number,
  outputs: readonly string[] = ["out"],
): RoutedNode => ({
  id,
  rect: { x, y, width: 176, height: 72 },
  inputs: ["in"],
  outputs,
});

const wire = (source: RoutedNode, sourceHandle: string, target: RoutedNode): End => ({
  edge: { id: `${sourceHandle}-${target.id}`, source: source.id, sourceHandle, target: target.id },
  source,
  target,
  shortcut: false,
});

describe("several outputs of one node", () => {
  const split = node("split", 0, 100, ["first", "second"]);

  it.each([
    ["below", 200, 0.67, 0.33],
    ["above", 0, 0.33, 0.67],
  ])("the first, which leads %s, leaves there", (_, y, first, second) => {
    const [low, level] = [node("low", 400, y), node("level", 400, 100)];
    const spots = placePorts(
      [split, low, level],
      [wire(split, "first", low), wire(split, "second", level)],
    );
    expect(spots.get(portKey("split", "out", "first"))?.at).toBeCloseTo(first, 2);
    expect(spots.get(portKey("split", "out", "second"))?.at).toBeCloseTo(second, 2);
  });
});
