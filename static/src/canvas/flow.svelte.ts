/**
 * The document as Svelte Flow wants it: its node and edge arrays, kept in step with the editor.
 * Positions here run ahead of the document while something is dragged or glides.
 */
import type { Edge, Node } from "@xyflow/svelte";
import type { BoardEdge, BoardNode, Document, EdgeId, NodeId, Rect, XY } from "../graph/document";
import { contains, nodeSize, overlaps } from "../graph/geometry";
import { portKey, type RoutedNode } from "../graph/port-sides";
import { portsOf } from "../graph/ports";
import { nearestWire, type Routes, routeAll } from "../graph/routes";
import { STRAY } from "../graph/stray";
import { type Editor, GLIDE_MS } from "../state/editor.svelte";
import type { Viewport } from "../state/session.svelte";
import type { PortEnd } from "./pull";

/** Beyond this many moving nodes a glide would stutter: they jump. */
const GLIDE_LIMIT = 100;

/** Beyond this many nodes, those far from the view are not painted: panning would stutter. */
const PAINT_LIMIT = 150;

/** Below this zoom figures cannot be read: blocks are colour, icon and name. */
export const FAR_ZOOM = 0.5;

/** How near to a wire a block is let go to be spliced into it, and a click means it, in px of the canvas. */
const NEAR_PX = 28;

const easeOut = (share: number): number => 1 - (1 - share) ** 3;

export class Flow {
  nodes = $state.raw<Node[]>([]);
  edges = $state.raw<Edge[]>([]);
  /** The wire that what is dragged would be spliced into. */
  dropTarget = $state<EdgeId | null>(null);
  /** The port that was clicked: the next click draws its wire. */
  armed = $state.raw<PortEnd | null>(null);
  /** The wire whose end is being dragged. */
  reconnecting = $state<EdgeId | null>(null);
  /** The student put the spotlight's card away. */
  spotlightClosed = $state(false);
  /** Whether a wire's first shape runs along it too, not only what changes. */
  tellsFirst = false;
  /** From a point of the screen to the canvas; the canvas provides it. */
  toCanvas: (at: XY) => XY = (at) => at;

  /** From the canvas to a point of the screen; the canvas provides it. */
  toScreen: (at: XY) => XY = (at) => at;

  /** Look elsewhere, at once; the canvas provides it. */
  setView: (view: Viewport) => void = () => {};

  /** Have Svelte Flow look anew where the ports of these blocks are; the canvas provides it. */
  measure: (ids: NodeId[]) => void = () => {};

  /** The document's wires: an edit of parameters leaves the list as it is, and leads none anew. */
  readonly #wires: readonly BoardEdge[] = $derived.by(() => this.#editor.doc.edges);

  readonly routes: Routes = $derived.by(() => {
    this.#routed = this.#route();
    return this.#routed;
  });

  /** Where nodes and wires are painted; `null` everywhere. */
  #painted = $state.raw<Rect | null>(null);

  /** A large board seen from afar: one drawing stands for all of its blocks and wires. */
  planned = $state(false);

  readonly #editor: Editor;
  #frame = 0;
  readonly #moved = new Set<NodeId>();
  #routed: Routes | undefined;
  /** The document's node that each flow node was made from. */
  #made = new Map<NodeId, BoardNode>();

  constructor(editor: Editor) {
    this.#editor = editor;
  }

  /** Follow document and selection; untouched nodes stay the same objects and are not redrawn. */
  follow(doc: Document, glide: boolean): void {
    cancelAnimationFrame(this.#frame);
    const { nodes: chosen, edges: chosenEdges } = this.#editor.session.selection;
    const before = new Map(this.nodes.map((node) => [node.id, node]));
    const starts = glide ? this.#starts(doc, before) : new Map<NodeId, XY>();
    const ordered = parentsFirst(doc.nodes);
    const made = new Map<NodeId, BoardNode>();
    const next = ordered.map((node) => {
      const old = before.get(node.id);
      const selected = chosen.has(node.id);
      made.set(node.id, node);
      if (old && this.#drawnAs(node) && samePlace(old.position, node.position)) {
        return old.selected === selected ? old : { ...old, selected };
      }
      return flowNode(node, selected, old, starts.get(node.id));
    });
    this.#made = made;
    if (!sameItems(next, this.nodes)) this.nodes = next;
    const edgesBefore = new Map(this.edges.map((edge) => [edge.id, edge]));
    const edges = doc.edges.map((edge) => {
      const fresh = this.#flowEdge(edge, made, chosenEdges.has(edge.id));
      const old = edgesBefore.get(edge.id);
      return old && sameEdge(old, fresh) ? old : fresh;
    });
    if (!sameItems(edges, this.edges)) this.edges = edges;
    if (starts.size > 0) this.#glide(starts, doc);
  }

  /** Whether a node's flow node still is what it would be: parameters are for its card to show. */
  #drawnAs(node: BoardNode): boolean {
    const made = this.#made.get(node.id);
    if (made === node) return true;
    if (!made || made.type !== node.type || made.parentId !== node.parentId) return false;
    const [before, after] = [nodeSize(made), nodeSize(node)];
    return before.width === after.width && before.height === after.height;
  }

  /** A wire; Svelte Flow wants both ports named, also where a node has only one. */
  #flowEdge(wire: BoardEdge, nodes: ReadonlyMap<NodeId, BoardNode>, selected: boolean): Edge {
    const { ports, strays } = this.#editor;
    const edge = strays.wires.get(wire.id)?.edge ?? wire;
    const source = nodes.get(edge.source);
    const target = nodes.get(edge.target);
    return {
      id: edge.id,
      type: "wire",
      source: edge.source,
      target: edge.target,
      sourceHandle:
        edge.sourceHandle ?? (source && portsOf(ports, source).outputs[0]?.name) ?? null,
      targetHandle: edge.targetHandle ?? (target && portsOf(ports, target).inputs[0]?.name) ?? null,
      selected,
    };
  }

  /** Where the nodes that glide begin; none where they are too many, or the system asks for rest. */
  #starts(doc: Document, before: ReadonlyMap<NodeId, Node>): Map<NodeId, XY> {
    const starts = new Map<NodeId, XY>();
    for (const { id, position } of doc.nodes) {
      const old = before.get(id);
      if (old && !samePlace(old.position, position)) starts.set(id, old.position);
    }
    // Not moved there and back: each time every node that moved, and its wires, would be drawn anew.
    const still =
      starts.size > GLIDE_LIMIT || matchMedia("(prefers-reduced-motion: reduce)").matches;
    return still ? new Map() : starts;
  }

  /** Move nodes from where they were to where the document has them. */
  #glide(starts: ReadonlyMap<NodeId, XY>, doc: Document): void {
    const ends = new Map(doc.nodes.map((node) => [node.id, node.position]));
    const began = performance.now();
    const step = (now: number): void => {
      const share = Math.min(1, (now - began) / GLIDE_MS);
      this.nodes = this.nodes.map((node) => {
        const from = starts.get(node.id);
        const to = ends.get(node.id);
        if (!from || !to) return node;
        return { ...node, position: between(from, to, easeOut(share)) };
      });
      if (share < 1) this.#frame = requestAnimationFrame(step);
    };
    this.#frame = requestAnimationFrame(step);
  }

  /** Where a node is on the canvas just now, dragged or not. */
  rects(): Map<NodeId, Rect> {
    const positions = new Map<NodeId, XY>();
    const rects = new Map<NodeId, Rect>();
    for (const flow of this.nodes) {
      const base = flow.parentId ? positions.get(flow.parentId) : undefined;
      const x = flow.position.x + (base?.x ?? 0);
      const y = flow.position.y + (base?.y ?? 0);
      positions.set(flow.id, { x, y });
      const node = this.#made.get(flow.id);
      if (node) rects.set(flow.id, { x, y, ...nodeSize(node) });
    }
    return rects;
  }

  /** A block's ports moved. All that did at once are measured at once: each time costs the whole board. */
  portsMoved(id: NodeId): void {
    if (this.#moved.size === 0) {
      queueMicrotask(() => {
        const ids = [...this.#moved];
        this.#moved.clear();
        this.measure(ids);
      });
    }
    this.#moved.add(id);
  }

  /** The view moved: from here on paint what is in it and half as far again to every side. */
  look(view: Rect, zoom: number): void {
    const large = this.nodes.length > PAINT_LIMIT;
    this.planned = large && zoom < FAR_ZOOM;
    if (!large) {
      this.#painted = null;
      return;
    }
    if (this.planned) return;
    const { x, y, width, height } = view;
    const wide = {
      x: x - width / 2,
      y: y - height / 2,
      width: 2 * width,
      height: 2 * height,
    };
    const painted = this.#painted;
    // While the view stays inside, and is not zoomed far into it, nothing is switched on or off.
    if (painted && contains(painted, view) && painted.width < 2 * wide.width) return;
    this.#painted = wide;
  }

  /** Whether this is too far from the view to be painted; it keeps its place for keys and readers. */
  isAway(rect: Rect | undefined): boolean {
    if (this.planned) return true;
    return this.#painted !== null && rect !== undefined && !overlaps(this.#painted, rect);
  }

  /** The wire at a point of the canvas: one clicked from afar, or that a block would be spliced into. */
  wireNear(at: XY): EdgeId | null {
    return nearestWire(this.routes, at, NEAR_PX);
  }

  #route(): Routes {
    const rects = this.rects();
    const { ports, strays } = this.#editor;
    const nodes: RoutedNode[] = [];
    for (const [id, rect] of rects) {
      const node = this.#made.get(id);
      // Notes lie where they like: wires pass below them.
      if (!node || node.type === "note") continue;
      const { inputs, outputs } = portsOf(ports, node);
      const stray = (kind: "in" | "out"): string[] =>
        strays.seen.has(portKey(id, kind, STRAY)) ? [STRAY] : [];
      nodes.push({
        id,
        rect,
        inputs: [...inputs.map((p) => p.name), ...stray("in")],
        outputs: [...outputs.map((p) => p.name), ...stray("out")],
      });
    }
    if (strays.wires.size === 0) return routeAll(nodes, this.#wires, this.#routed);
    const ends: RoutedNode[] = [];
    const wires = this.#wires.map((wire) => {
      const stray = strays.wires.get(wire.id);
      if (!stray?.nowhere) return stray?.edge ?? wire;
      const id = `${STRAY}${wire.id}`;
      const block = rects.get(stray.edge[stray.nowhere]);
      if (block) ends.push(nowhere(id, block, stray.nowhere, ends.length));
      return { ...stray.edge, [stray.nowhere]: id };
    });
    return routeAll([...nodes, ...ends], wires, this.#routed);
  }
}

/** How far from its block a wire ends that leads nowhere, in px. */
const NOWHERE_PX = 48;

/** A point beside a block, where a wire ends that leads nowhere; several do not share one. */
const nowhere = (id: NodeId, block: Rect, end: "source" | "target", count: number): RoutedNode => ({
  id,
  rect: {
    x: end === "source" ? block.x - NOWHERE_PX : block.x + block.width + NOWHERE_PX,
    y: block.y + block.height + NOWHERE_PX / 2 + (count % 8) * (NOWHERE_PX / 4),
    width: 0,
    height: 0,
  },
  inputs: end === "target" ? [STRAY] : [],
  outputs: end === "source" ? [STRAY] : [],
});

function flowNode(node: BoardNode, selected: boolean, old: Node | undefined, at?: XY): Node {
  const annotation = node.type === "note" || node.type === "frame";
  const { width, height } = nodeSize(node);
  return {
    ...(old?.measured ? { measured: annotation ? { width, height } : old.measured } : {}),
    id: node.id,
    type: annotation ? node.type : "block",
    position: at ?? { ...node.position },
    data: {},
    selected,
    ...(annotation ? { width, height } : { initialWidth: width, initialHeight: height }),
    ...(node.parentId === undefined ? {} : { parentId: node.parentId }),
    ...(node.type === "frame" ? { zIndex: -1 } : {}),
  };
}

/** Svelte Flow wants a frame before what lies in it. */
function parentsFirst(nodes: readonly BoardNode[]): BoardNode[] {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const depth = (node: BoardNode): number => {
    let count = 0;
    for (let at = node; at.parentId !== undefined && count <= nodes.length; count += 1) {
      const parent = byId.get(at.parentId);
      if (!parent) break;
      at = parent;
    }
    return count;
  };
  if (nodes.every((node) => node.parentId === undefined)) return [...nodes];
  return [...nodes].sort((a, b) => depth(a) - depth(b));
}

const between = (from: XY, to: XY, share: number): XY => ({
  x: from.x + (to.x - from.x) * share,
  y: from.y + (to.y - from.y) * share,
});

const samePlace = (a: XY, b: XY): boolean => a.x === b.x && a.y === b.y;

const sameItems = <T>(a: readonly T[], b: readonly T[]): boolean =>
  a.length === b.length && a.every((item, index) => item === b[index]);

const sameEdge = (a: Edge, b: Edge): boolean =>
  a.source === b.source &&
  a.target === b.target &&
  a.sourceHandle === b.sourceHandle &&
  a.targetHandle === b.targetHandle &&
  Boolean(a.selected) === Boolean(b.selected);
