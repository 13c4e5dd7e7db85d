import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { BoardEdge, Rect } from "./document";
import { facingSides, portKey, type RoutedNode, spotOn } from "./port-sides";
import { nearestWire, routeAll } from "./routes";

const node = (id: string, x: number, y: number, ports: Partial<RoutedNode> = {}): RoutedNode => ({
  id,
  rect: { x, y, width: 176, height: 72 },
  inputs: ["in"],
  outputs: ["out"],
  ...ports,
});
const wire = (source: string, target: string, targetHandle?: string): BoardEdge => ({
  id: `${source}-${target}`,
  source,
  target,
  ...(targetHandle ? { targetHandle } : {}),
});

describe("facing sides", () => {
  const here: Rect = { x: 0, y: 0, width: 176, height: 72 };
  test.each([
    [{ x: 232, y: 0 }, ["right", "left"]],
    [{ x: -232, y: 0 }, ["right", "top"]],
    [{ x: 0, y: 128 }, ["bottom", "top"]],
    [{ x: 0, y: -128 }, ["right", "top"]],
    [{ x: -800, y: 128 }, ["bottom", "top"]],
  ])("towards %j", (at, sides) => {
    expect(facingSides(here, { ...here, ...at })).toEqual(sides);
  });
});

describe("routes", () => {
  test("inputs stay at the left or the top and outputs at the right or the bottom, wherever the blocks are", () => {
    const coordinate = fc.integer({ min: -900, max: 900 });
    fc.assert(
      fc.property(coordinate, coordinate, (x, y) => {
        const { ports } = routeAll([node("a", 0, 0), node("b", x, y)], [wire("a", "b")]);
        expect(["right", "bottom"]).toContain(ports.get(portKey("a", "out", "out"))?.side);
        expect(["left", "top"]).toContain(ports.get(portKey("b", "in", "in"))?.side);
      }),
    );
  });

  test("several wires into one input arrive apart, in the order of their sources", () => {
    const nodes = [0, 1, 2, 3].map((index) => node(`n${index}`, 0, 128 * index));
    const edges = [3, 1, 0, 2].map((index) => wire(`n${index}`, "join"));
    const { wires } = routeAll([...nodes, node("join", 400, 192)], edges);
    const arrivals = [0, 1, 2, 3].map((index) => wires.get(`n${index}-join`)?.to.y ?? 0);
    expect(new Set(arrivals).size).toBe(4);
    expect(arrivals).toEqual([...arrivals].sort((a, b) => a - b));
  });

  test("wires that would lie on one line run side by side", () => {
    const rows = [0, 1].flatMap((row) => [
      node(`a${row}`, 0, 200 * row),
      node(`b${row}`, 700, 200 * row),
    ]);
    const below = [node("x", 0, 600), node("y", 240, 600)];
    const edges = [wire("b0", "x"), wire("b1", "y")];
    const { wires } = routeAll([...rows, ...below], edges);
    const lanes = edges.map(({ id }) => new Set(wires.get(id)?.points.map(({ y }) => y)));
    const shared = [...(lanes[0] ?? [])].filter((y) => lanes[1]?.has(y));
    expect(shared.filter((y) => y > 272 && y < 600)).toEqual([]);
  });

  test("neighbours in a row are joined by one straight piece with room for the glyph", () => {
    const route = routeAll([node("a", 0, 0), node("b", 232, 0)], [wire("a", "b")]).wires.get("a-b");
    expect(route?.path).toBe("M176 36L232 36");
    expect(route).toMatchObject({ middle: { x: 204, y: 36 }, horizontal: true, room: 56 });
  });

  test("a shortcut runs above the nodes that it passes", () => {
    const add = node("add", 464, 0, { inputs: ["a", "b"] });
    const nodes = [node("in", 0, 0), node("conv", 232, 0), add];
    const edges = [wire("in", "conv"), wire("conv", "add", "a"), wire("in", "add", "b")];
    const { wires, ports } = routeAll(nodes, edges);
    expect(ports.get(portKey("add", "in", "b"))?.side).toBe("top");
    const lane = Math.min(...(wires.get("in-add")?.points ?? []).map(({ y }) => y));
    expect(lane).toBeLessThan(0);
  });

  test("a shortcut to a block further on and lower passes above what lies between", () => {
    const add = node("add", 520, 100, { inputs: ["a", "b"] });
    const nodes = [node("in", 0, 0), node("conv", 232, 0), add];
    const edges = [wire("in", "conv"), wire("conv", "add", "a"), wire("in", "add", "b")];
    const points = routeAll(nodes, edges).wires.get("in-add")?.points ?? [];
    expect(Math.min(...points.map(({ y }) => y))).toBeLessThan(0);
  });

  test("a shortcut to a lower row does not run back over its own source", () => {
    const add = node("add", 464, 200, { inputs: ["a", "b"] });
    const nodes = [node("in", 464, 0), node("conv", 232, 200), add];
    const edges = [wire("in", "conv"), wire("conv", "add", "a"), wire("in", "add", "b")];
    const points = routeAll(nodes, edges).wires.get("in-add")?.points ?? [];
    expect(Math.min(...points.map(({ y }) => y))).toBeGreaterThanOrEqual(0);
  });

  test("a wire does not come in where the node's own output leaves", () => {
    const nodes = [node("far", 600, -200), node("first", 0, 0), node("second", 232, 0)];
    const { ports } = routeAll(nodes, [wire("far", "first"), wire("first", "second")]);
    expect(ports.get(portKey("first", "out", "out"))?.side).toBe("right");
    expect(ports.get(portKey("first", "in", "in"))?.side).toBe("top");
  });

  test("a cycle is drawn, and two wires between the same nodes too", () => {
    const { wires } = routeAll(
      [node("a", 0, 0), node("b", 232, 0)],
      [wire("a", "b"), wire("b", "a")],
    );
    expect(wires.size).toBe(2);
  });

  test("every wire starts and ends on the rectangles of its nodes", () => {
    const place = fc.tuple(
      fc.integer({ min: -2000, max: 2000 }),
      fc.integer({ min: -2000, max: 2000 }),
    );
    fc.assert(
      fc.property(fc.array(place, { minLength: 2, maxLength: 8 }), (places) => {
        const nodes = places.map(([x, y], index) => node(`n${index}`, x, y));
        const edges = nodes.slice(1).map((each, index) => wire(`n${index}`, each.id));
        const { wires, ports } = routeAll(nodes, edges);
        for (const edge of edges) {
          const route = wires.get(edge.id);
          const from = nodes.find(({ id }) => id === edge.source);
          const spot = ports.get(portKey(edge.source, "out", "out"));
          if (!route || !from || !spot) throw new Error("not routed");
          expect(route.from).toEqual(spotOn(from.rect, spot));
          expect(route.path).not.toContain("NaN");
        }
      }),
    );
  });
});

describe("routes after a change", () => {
  const row = ["a", "b", "c", "d"].map((id, index) => node(id, 232 * index, 0));
  const wires = [wire("a", "b"), wire("b", "c"), wire("c", "d")];
  const before = routeAll(row, wires);

  test("are the same value where nothing moved", () => {
    expect(routeAll([...row], [...wires], before)).toBe(before);
  });

  test("keep the wires that are out of a moved node's way", () => {
    const moved = row.map((each) => (each.id === "d" ? node("d", 700, 90) : each));
    const after = routeAll(moved, wires, before);
    expect(after.wires.get("a-b")).toBe(before.wires.get("a-b"));
    expect(after.wires.get("c-d")).not.toEqual(before.wires.get("c-d"));
  });

  test("are what they would be without the ones before", () => {
    const coordinate = fc.integer({ min: -12, max: 12 }).map((step) => 40 * step);
    const places = fc.array(fc.tuple(coordinate, coordinate), { minLength: 6, maxLength: 6 });
    const built = (at: readonly (readonly [number, number])[], inputs = ["a", "b"]): RoutedNode[] =>
      at.map(([x, y], index) => node(`n${index}`, x, y, { inputs }));
    const ends = fc.array(fc.tuple(fc.nat(5), fc.nat(5), fc.constantFrom("a", "b")));
    const joined = (pairs: readonly (readonly [number, number, string])[]): BoardEdge[] =>
      pairs.map(([from, to, port], index) => ({
        ...wire(`n${from}`, `n${to}`, port),
        id: `e${index}`,
      }));
    fc.assert(
      fc.property(places, fc.nat(5), coordinate, ends, ends, (at, which, x, first, second) => {
        const moved = at.map((place, index) => (index === which ? ([x, 0] as const) : place));
        const old = routeAll(built(at), joined(first));
        for (const [nodes, edges] of [
          [built(moved), joined(first)],
          [built(moved.slice(0, 5)), joined(second)],
          [built(at), joined(second)],
          [built(at, ["a", "b", "c"]), joined(first)],
        ] as const) {
          expect(routeAll(nodes, edges, old)).toEqual(routeAll(nodes, edges));
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe("the wire nearest to a point", () => {
  const routes = routeAll([node("a", 0, 0), node("b", 400, 0)], [wire("a", "b")]);
  test("is found beside it, not far from it", () => {
    expect(nearestWire(routes, { x: 280, y: 50 }, 28)).toBe("a-b");
    expect(nearestWire(routes, { x: 280, y: 90 }, 28)).toBeNull();
    expect(nearestWire(routes, { x: 500, y: 36 }, 28)).toBeNull();
  });
});
