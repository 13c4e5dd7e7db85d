// @ts-expect-error The page's types know neither files nor processes.
import { execFileSync } from "node:child_process";
// @ts-expect-error The page's types know neither files nor processes.
import { existsSync } from "node:fs";
// @ts-expect-error The page's types know neither files nor processes.
import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import type { Document } from "./document";
import { bounds, nodeRect } from "./geometry";
import { type Form, layout } from "./layout";
import { board, PORTS } from "./testing";
import { type Faults, faultsOf, routed } from "./testing-drawing";

/** The repository, also from a copy of the front-end inside it, in which mutants are tried. */
function rootOf(folder: string): string {
  return existsSync(resolve(folder, "pyproject.toml")) ? folder : rootOf(resolve(folder, ".."));
}

const ROOT = rootOf(new URL(".", import.meta.url).pathname);
const OWN = resolve(ROOT, ".venv/bin/python");

/** Every lab of the product, and each of its composites unfolded, as the server does it. */
const LABS = JSON.parse(
  execFileSync(existsSync(OWN) ? OWN : "python3", ["-m", "tests.drawings"], {
    cwd: ROOT,
    encoding: "utf8",
    maxBuffer: 2 ** 26,
  }),
) as { readonly boards: Readonly<Record<string, Document>>; readonly ports: [string, never][] };

const TABLE = new Map(LABS.ports);
const FORMS: readonly Form[] = ["snake", "right", "down"];

/** Blocks of two convolutions with a shortcut around them, the shortcut of some with one of its own. */
function resnet(blocks: number): Document {
  const chains = ["input>conv2d:stem"];
  let last = "stem";
  for (let index = 0; index < blocks; index += 1) {
    chains.push(`conv2d:${last}>conv2d:a${index}>conv2d:b${index}>add:s${index}.a`);
    const projected = index % 2 === 1;
    chains.push(
      projected
        ? `conv2d:${last}>conv2d:p${index}>add:s${index}.b`
        : `conv2d:${last}>add:s${index}.b`,
    );
    last = `s${index}`;
  }
  return board(...chains);
}

/** Modules of four branches that are joined. */
function inception(modules: number): Document {
  const chains = ["input>conv2d:stem"];
  let last = "stem";
  for (let index = 0; index < modules; index += 1) {
    const join = `concat:c${index}`;
    chains.push(
      `conv2d:${last}>conv2d:a${index}>${join}`,
      `conv2d:${last}>conv2d:b${index}>conv2d:bb${index}>${join}`,
      `conv2d:${last}>conv2d:d${index}>conv2d:dd${index}>conv2d:ddd${index}>${join}`,
      `conv2d:${last}>global_avg_pool:e${index}>conv2d:ee${index}>${join}`,
    );
    last = `c${index}`;
  }
  return board(...chains);
}

const clean = ({ through, oneLine, labels, borders, sides }: Faults) => ({
  through,
  oneLine,
  labels,
  borders,
  sides,
});
const NONE = { through: [], oneLine: [], labels: [], borders: [], sides: [] };

describe.each(FORMS)("laid out as %s", (form) => {
  it.each(Object.entries(LABS.boards))("%s is drawn without a fault", (_name, doc) => {
    expect(clean(faultsOf(layout(doc, TABLE, form), TABLE))).toEqual(NONE);
  });

  it.each([
    ["a ResNet of 8 blocks", resnet(8)],
    ["an Inception network of 4 modules", inception(4)],
  ])("%s is drawn without a fault", (_name, doc) => {
    expect(clean(faultsOf(layout(doc, PORTS, form), PORTS))).toEqual(NONE);
  });
});

/** Networks in which wires cross however they are laid out in one row, and how often. */
const CROSSED: Readonly<Record<string, number>> = {
  "resnet-18": 3,
  "dense-block": 130,
};

describe("in one row", () => {
  it.each(Object.entries(LABS.boards))("no more wires of %s cross than must", (name, doc) => {
    const [lab = ""] = name.split(",");
    const { crossings, unwritten } = faultsOf(layout(doc, TABLE, "right"), TABLE);
    expect(crossings).toBeLessThanOrEqual(CROSSED[lab] ?? 0);
    // A shape that has no room is read on pointing at its wire.
    expect(unwritten).toBeLessThanOrEqual(CROSSED[lab] ?? 0);
  });
});

describe("a board with many branches is read as the paper draws it", () => {
  const tidy = (lab: string): Document => layout(LABS.boards[lab] as Document, TABLE, "snake");
  /** The ids of its blocks, row by row or column by column. */
  const lines = (doc: Document, key: "x" | "y"): string[][] => {
    const across = key === "y" ? "x" : "y";
    const found = new Map<number, Document["nodes"][number][]>();
    for (const node of doc.nodes) {
      found.set(node.position[key], [...(found.get(node.position[key]) ?? []), node]);
    }
    return [...found.entries()]
      .sort(([a], [b]) => a - b)
      .map(([, nodes]) =>
        [...nodes].sort((a, b) => a.position[across] - b.position[across]).map(({ id }) => id),
      );
  };

  it("a dense layer is a row, and all that is joined runs down the last column", () => {
    const doc = tidy("dense-block");
    const layer = (n: number): string[] => [`norm${n}`, `relu${n}`, `narrow${n}`, `layer${n}`];
    expect(lines(doc, "y")).toEqual([
      ["input"],
      ...[1, 2, 3, 4, 5].map((n) => [...layer(n), `concat${n + 1}`]),
      [...layer(6), "concat"],
    ]);
    const box = bounds(doc.nodes.map((node) => nodeRect(doc, node)));
    // Five columns, as other branched boards, in the shape of the canvas between the panels.
    expect(box?.width).toBeLessThanOrEqual(1192);
    expect(box?.height).toBeLessThanOrEqual((1192 * 730) / 880);
    expect(faultsOf(doc, TABLE).crossings).toBeLessThanOrEqual(151);
  });

  it("wires side by side from one block say their shape once", () => {
    const { wires } = routed(tidy("dense-block"), TABLE);
    const from = LABS.boards["dense-block"]?.edges.filter(({ source }) => source === "input");
    const said = from?.flatMap(({ id }) => wires.get(id)?.label ?? []) ?? [];
    // One down to the first layer, one along the row to all that is joined.
    expect(from).toHaveLength(7);
    expect(said).toHaveLength(2);
  });

  it("an Inception module's branches stand in the order in which they are joined", () => {
    const doc = tidy("inception-block");
    expect(
      lines(doc, "y").map((row) => row.filter((id) => id !== "input" && id !== "concat")),
    ).toEqual([["one"], ["reduce3", "three"], ["reduce5", "five"], ["pool", "project"]]);
    expect(faultsOf(doc, TABLE).crossings).toBe(0);
  });

  it("the order is that of the join's wires, not that in which the blocks were placed", () => {
    const doc = inception(1);
    const joins = doc.edges.filter(({ target }) => target === "c0");
    const rewired = {
      ...doc,
      edges: [...doc.edges.filter(({ target }) => target !== "c0"), ...joins.reverse()],
    };
    expect(lines(layout(rewired, PORTS, "right"), "y").map((row) => row.at(-1))).toEqual([
      "c0",
      "ddd0",
      "bb0",
      "a0",
    ]);
  });
});
