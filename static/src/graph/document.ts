/**
 * The board as a value. Pure: no DOM, no server, nothing here is ever mutated.
 *
 * A document is exactly the board JSON of the file format and the API, so it is sent and saved as
 * it is. Keys that other tools add to nodes and edges ride along, because every operation copies
 * the object that it changes. Derived data (shapes, sizes, selection) never enters.
 */

export type NodeId = string;
export type EdgeId = string;
export type Json =
  | string
  | number
  | boolean
  | null
  | readonly Json[]
  | { readonly [key: string]: Json };

export interface XY {
  readonly x: number;
  readonly y: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

export type Rect = XY & Size;

/** The parameters of a node, by name, and its optional `label`. */
export type NodeData = Readonly<Record<string, Json>>;

export interface BoardNode {
  readonly id: NodeId;
  /** A block's type, or an annotation: `note`, `frame`. */
  readonly type: string;
  /** Top left corner in px; relative to the frame where `parentId` is given. */
  readonly position: XY;
  readonly data: NodeData;
  readonly parentId?: NodeId;
  /** Size in px, kept for annotations only: a block's size follows from its type. */
  readonly width?: number;
  readonly height?: number;
}

export interface BoardEdge {
  readonly id: EdgeId;
  readonly source: NodeId;
  readonly target: NodeId;
  /** Output port; left out where the node has one. */
  readonly sourceHandle?: string | null;
  /** Input port; left out where the node has one. */
  readonly targetHandle?: string | null;
}

export interface Document {
  readonly version: 1;
  readonly nodes: readonly BoardNode[];
  readonly edges: readonly BoardEdge[];
  /** Where a file, a link or a clip was made: a lab, its mode, and the instructor's link. */
  readonly home?: string;
}

export const EMPTY: Document = { version: 1, nodes: [], edges: [] };

const OPTIONAL = ["parentId", "sourceHandle", "targetHandle", "width", "height"] as const;

/** Leave out optional keys that are `null`, which is how others write "none". */
export function withoutNulls(doc: Document): Document {
  return { ...doc, nodes: doc.nodes.map(dropNulls), edges: doc.edges.map(dropNulls) };
}

export function dropNulls<T extends object>(item: T): T {
  const rest: T & { [key in (typeof OPTIONAL)[number]]?: unknown } = { ...item };
  for (const key of OPTIONAL) if (rest[key] === null) delete rest[key];
  return rest;
}

const ANNOTATIONS: ReadonlySet<string> = new Set(["note", "frame"]);

/** Notes and frames have no ports; the engine passes over them. */
export const isAnnotation = (node: BoardNode): boolean => ANNOTATIONS.has(node.type);

export const nodeById = (doc: Document, id: NodeId): BoardNode | undefined =>
  doc.nodes.find((node) => node.id === id);

export const edgeById = (doc: Document, id: EdgeId): BoardEdge | undefined =>
  doc.edges.find((edge) => edge.id === id);

export const edgesInto = (doc: Document, id: NodeId): BoardEdge[] =>
  doc.edges.filter((edge) => edge.target === id);

export const edgesFrom = (doc: Document, id: NodeId): BoardEdge[] =>
  doc.edges.filter((edge) => edge.source === id);

/** The nodes inside a frame, in document order. */
export const childrenOf = (doc: Document, frame: NodeId): BoardNode[] =>
  doc.nodes.filter((node) => node.parentId === frame);

/** Return the position on the canvas of a node that may lie in a frame. */
export function absolutePosition(doc: Document, node: BoardNode): XY {
  let { x, y } = node.position;
  const seen = new Set([node.id]);
  let parent = node.parentId;
  while (parent !== undefined && !seen.has(parent)) {
    seen.add(parent);
    const frame = nodeById(doc, parent);
    if (!frame) break;
    x += frame.position.x;
    y += frame.position.y;
    parent = frame.parentId;
  }
  return { x, y };
}

/**
 * Return a free id of the form `type-n`; the number is also the node's default name. It is higher
 * than any that a node of the type bears or may be given, so that no name changes.
 */
export function freshNodeId(doc: Document, type: string): NodeId {
  const peers = doc.nodes.filter((node) => node.type === type);
  const numbers = doc.nodes.map(({ id }) => numberIn(id, type) ?? 0);
  return `${type}-${Math.max(peers.length, ...numbers) + 1}`;
}

/** The number that an id bears for a node of this type: `bneck-7`, `bneck7`, `conv7` of conv2d. */
export function numberIn(id: string, type: string): number | null {
  const own = id.startsWith(type) ? id.slice(type.length) : id;
  const [, stem = "", digits] = /^(.*?)[-_ ]?(\d{1,9})$/.exec(own) ?? [];
  // A letter is no name of a kind: n7 is a seventh node.
  if (digits === undefined || (own === id ? stem.length < 2 || !type.includes(stem) : stem !== ""))
    return null;
  return Number(digits);
}

export function freshEdgeId(doc: Document): EdgeId {
  return `e-${nextNumber(doc.edges, "e")}`;
}

function nextNumber(items: readonly { readonly id: string }[], prefix: string): number {
  let highest = 0;
  for (const { id } of items) {
    const match = id.startsWith(`${prefix}-`)
      ? /^\d{1,9}$/.exec(id.slice(prefix.length + 1))
      : null;
    if (match) highest = Math.max(highest, Number(match[0]));
  }
  return highest + 1;
}

export function addNode(doc: Document, node: BoardNode): Document {
  return { ...doc, nodes: [...doc.nodes, node] };
}

/** Replace nodes by id, keeping their order; documents stay the same value where nothing changed. */
export function updateNodes(
  doc: Document,
  ids: ReadonlySet<NodeId>,
  change: (node: BoardNode) => BoardNode,
): Document {
  let changed = false;
  const nodes = doc.nodes.map((node) => {
    if (!ids.has(node.id)) return node;
    const next = change(node);
    changed ||= next !== node;
    return next;
  });
  return changed ? { ...doc, nodes } : doc;
}

/** Set parameters of one or many nodes; `undefined` takes a key away (back to the default). */
export function setParams(
  doc: Document,
  ids: ReadonlySet<NodeId>,
  patch: Readonly<Record<string, Json | undefined>>,
): Document {
  return updateNodes(doc, ids, (node) => {
    const data: Record<string, Json> = { ...node.data };
    let changed = false;
    for (const [key, value] of Object.entries(patch)) {
      if (Object.is(data[key], value)) continue;
      changed = true;
      if (value === undefined) delete data[key];
      else data[key] = value;
    }
    return changed ? { ...node, data } : node;
  });
}

/** Name a node; an empty name goes back to the default one. */
export function rename(doc: Document, id: NodeId, label: string): Document {
  const trimmed = label.trim();
  return setParams(doc, new Set([id]), { label: trimmed === "" ? undefined : trimmed });
}

/** Move nodes to positions given in their own frame of reference. */
export function moveNodes(doc: Document, positions: ReadonlyMap<NodeId, XY>): Document {
  return updateNodes(doc, new Set(positions.keys()), (node) => {
    const position = positions.get(node.id) ?? node.position;
    return position.x === node.position.x && position.y === node.position.y
      ? node
      : { ...node, position: { x: position.x, y: position.y } };
  });
}

/** Resize an annotation, and move it where its top left corner was the one dragged. */
export function resize(doc: Document, id: NodeId, rect: Partial<Rect>): Document {
  return updateNodes(doc, new Set([id]), (node) => ({
    ...node,
    position: { x: rect.x ?? node.position.x, y: rect.y ?? node.position.y },
    width: rect.width ?? node.width,
    height: rect.height ?? node.height,
  }));
}

/** The two ends of a wire, before it has an id. */
export type Ends = Omit<BoardEdge, "id">;

/** Add a wire. Whether it is allowed is for `connect.ts` to say. */
export function connect(doc: Document, ends: Ends): Document {
  return { ...doc, edges: [...doc.edges, { id: freshEdgeId(doc), ...withoutEmptyHandles(ends) }] };
}

/** Move either end of a wire elsewhere; the wire keeps its id and its place in the order. */
export function reconnect(doc: Document, id: EdgeId, ends: Ends): Document {
  const edges = doc.edges.map((edge) => {
    if (edge.id !== id) return edge;
    const { sourceHandle: _s, targetHandle: _t, ...rest } = edge;
    return { ...rest, ...withoutEmptyHandles(ends) };
  });
  return { ...doc, edges };
}

export function disconnect(doc: Document, ids: ReadonlySet<EdgeId>): Document {
  const edges = doc.edges.filter((edge) => !ids.has(edge.id));
  return edges.length === doc.edges.length ? doc : { ...doc, edges };
}

function withoutEmptyHandles(ends: Ends): Ends {
  return {
    source: ends.source,
    target: ends.target,
    ...(ends.sourceHandle ? { sourceHandle: ends.sourceHandle } : {}),
    ...(ends.targetHandle ? { targetHandle: ends.targetHandle } : {}),
  };
}
