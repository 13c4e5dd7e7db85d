/**
 * Layers and lanes: where the nodes of one connected network stand relative to each other, before
 * its rows are cut. Pure.
 *
 * A node's rank is the length of the longest path to it. The trunk runs along one axis; what does
 * not belong to it (an SE branch) lies in lanes on one side, so that the other side is free for
 * shortcuts. Every rank is a column, so no wire between neighbouring ranks crosses a node.
 */
import type { NodeId } from "./document";

/** A node or a frame as the layout sees it: its extent along the direction of flow, and across it. */
export interface Item {
  readonly id: NodeId;
  readonly along: number;
  /** Across the flow, from its edge to where its wires run, and from there to its other edge. */
  readonly before: number;
  readonly behind: number;
  /** A gate merges a branch into the feature map that passes straight through it. */
  readonly gate: boolean;
}

export interface Link {
  readonly source: NodeId;
  readonly target: NodeId;
}

export interface Placement {
  readonly item: Item;
  readonly rank: number;
  /** The item's axis, measured from the trunk's; branches are on the positive side. */
  readonly offset: number;
  /** A branch leaves the trunk here. */
  readonly forks: boolean;
}

interface Web {
  readonly items: ReadonlyMap<NodeId, Item>;
  readonly into: ReadonlyMap<NodeId, readonly NodeId[]>;
  readonly from: ReadonlyMap<NodeId, readonly NodeId[]>;
  readonly rank: ReadonlyMap<NodeId, number>;
  readonly gap: number;
}

/**
 * Place the items of one network.
 *
 * @param items in topological order; links that run against it (they close a loop) are passed over
 * @param gap room between lanes
 */
export function layers(items: readonly Item[], links: readonly Link[], gap: number): Placement[] {
  const position = new Map(items.map((item, index) => [item.id, index]));
  const forward = links.filter(({ source, target }) => {
    const [a, b] = [position.get(source), position.get(target)];
    return a !== undefined && b !== undefined && a < b;
  });
  const into = neighbours(items, forward, "target", "source");
  const from = neighbours(items, forward, "source", "target");
  const rank = new Map<NodeId, number>();
  for (const { id } of items) {
    const before = (into.get(id) ?? []).map((source) => rank.get(source) ?? 0);
    rank.set(id, before.length === 0 ? 0 : Math.max(...before) + 1);
  }
  pullTowardsTargets(items, from, into, rank);
  const web: Web = { items: new Map(items.map((item) => [item.id, item])), into, from, rank, gap };
  const offsets = placeGroup(
    web,
    items.map((item) => item.id),
  );
  return items.map((item) => ({
    item,
    rank: rank.get(item.id) ?? 0,
    offset: offsets.get(item.id) ?? 0,
    forks: (from.get(item.id) ?? []).some((target) => offsets.get(target) !== 0),
  }));
}

function neighbours(
  items: readonly Item[],
  links: readonly Link[],
  key: keyof Link,
  value: keyof Link,
): Map<NodeId, NodeId[]> {
  const map = new Map<NodeId, NodeId[]>(items.map((item) => [item.id, []]));
  for (const link of links) {
    const list = map.get(link[key]);
    if (list && !list.includes(link[value])) list.push(link[value]);
  }
  return map;
}

/** A source that is not the network's start stands beside what it feeds, not at the far end. */
function pullTowardsTargets(
  items: readonly Item[],
  from: ReadonlyMap<NodeId, readonly NodeId[]>,
  into: ReadonlyMap<NodeId, readonly NodeId[]>,
  rank: Map<NodeId, number>,
): void {
  for (const { id } of items.slice(1).reverse()) {
    const after = (from.get(id) ?? []).map((target) => rank.get(target) ?? 0);
    if ((into.get(id) ?? []).length === 0 && after.length > 0) rank.set(id, Math.min(...after) - 1);
  }
}

/** Offsets of a group of nodes, relative to the axis of the group's own trunk. */
function placeGroup(web: Web, group: readonly NodeId[]): Map<NodeId, number> {
  const offsets = new Map<NodeId, number>();
  const trunk = trunkOf(web, group);
  for (const id of trunk) offsets.set(id, 0);
  const skyline = new Skyline();
  for (const id of trunk) skyline.raise(rankOf(web, id), behind(web, id));
  for (const branch of inOrder(web, trunk, branchesOf(web, group, new Set(trunk)))) {
    const inner = placeGroup(web, branch);
    const shift = skyline.fit(web, inner) + web.gap;
    for (const [id, offset] of inner) {
      offsets.set(id, offset + shift);
      skyline.raise(rankOf(web, id), offset + shift + behind(web, id));
    }
  }
  return offsets;
}

/** The path that stays on the axis, found from its end backwards. */
function trunkOf(web: Web, group: readonly NodeId[]): NodeId[] {
  const inside = new Set(group);
  const [first] = group;
  if (first === undefined) return [];
  let end: NodeId = first;
  for (const id of group) if (rankOf(web, id) > rankOf(web, end)) end = id;
  const trunk = [end];
  for (let id = before(web, inside, end); id !== undefined; id = before(web, inside, id)) {
    trunk.push(id);
  }
  return trunk.reverse();
}

/**
 * A gate continues its feature map, which comes from nearest the start; a join of several branches the
 * first of them; all else its longest path.
 */
function before(web: Web, inside: ReadonlySet<NodeId>, id: NodeId): NodeId | undefined {
  if (joinsBranches(web, id)) return web.into.get(id)?.find((source) => inside.has(source));
  const gate = web.items.get(id)?.gate === true;
  let best: NodeId | undefined;
  for (const source of web.into.get(id) ?? []) {
    if (!inside.has(source)) continue;
    if (best === undefined) best = source;
    else if (gate && rankOf(web, source) < rankOf(web, best)) best = source;
    else if (!gate && rankOf(web, source) > rankOf(web, best)) best = source;
  }
  return best;
}

/** What is left of a group without its trunk, in connected pieces. */
function branchesOf(web: Web, group: readonly NodeId[], trunk: ReadonlySet<NodeId>): NodeId[][] {
  const left = new Set(group.filter((id) => !trunk.has(id)));
  const branches: NodeId[][] = [];
  for (const seed of group) {
    if (!left.delete(seed)) continue;
    const found = new Set([seed]);
    const stack = [seed];
    for (let id = stack.pop(); id !== undefined; id = stack.pop()) {
      for (const next of [...(web.into.get(id) ?? []), ...(web.from.get(id) ?? [])]) {
        if (!left.delete(next)) continue;
        found.add(next);
        stack.push(next);
      }
    }
    branches.push(group.filter((id) => found.has(id)));
  }
  return branches;
}

/** Inputs from which on a join's branches are read from the top down, in the order of its inputs. */
const SEVERAL = 3;

/** Whether every input of a block is the end of a branch that leads nowhere else (an Inception module). */
function joinsBranches(web: Web, id: NodeId): boolean {
  const sources = web.into.get(id) ?? [];
  return sources.length >= SEVERAL && sources.every((each) => web.from.get(each)?.length === 1);
}

/** The branches, those that meet in one join of several in the order of its inputs. */
function inOrder(web: Web, trunk: readonly NodeId[], branches: NodeId[][]): NodeId[][] {
  const ordered = [...branches];
  for (const join of trunk.filter((id) => joinsBranches(web, id))) {
    const inputs = web.into.get(join) ?? [];
    const place = (branch: readonly NodeId[]): number =>
      inputs.findIndex((input) => branch.includes(input));
    const slots = ordered.flatMap((branch, slot) => (place(branch) >= 0 ? [slot] : []));
    const sorted = slots.map((slot) => ordered[slot] ?? []).sort((a, b) => place(a) - place(b));
    slots.forEach((slot, index) => {
      ordered[slot] = sorted[index] ?? [];
    });
  }
  return ordered;
}

/** How far each rank is taken, on the side where branches lie. */
class Skyline {
  readonly #taken = new Map<number, number>();

  raise(rank: number, to: number): void {
    this.#taken.set(rank, Math.max(this.#taken.get(rank) ?? 0, to));
  }

  /** How far a branch must be shifted to be clear of everything at its ranks and between them. */
  fit(web: Web, branch: ReadonlyMap<NodeId, number>): number {
    const ranks = [...branch.keys()].map((id) => rankOf(web, id));
    const [first, last] = [Math.min(...ranks), Math.max(...ranks)];
    let free = 0;
    for (const [rank, taken] of this.#taken) {
      if (rank >= first && rank <= last) free = Math.max(free, taken);
    }
    let up = 0;
    for (const [id, offset] of branch) up = Math.max(up, beforeOf(web, id) - offset);
    return free + up;
  }
}

const rankOf = (web: Web, id: NodeId): number => web.rank.get(id) ?? 0;
const behind = (web: Web, id: NodeId): number => web.items.get(id)?.behind ?? 0;
const beforeOf = (web: Web, id: NodeId): number => web.items.get(id)?.before ?? 0;
