/**
 * What a student does with the board that needs more than a key: each function is one gesture and
 * one step of undo. Commands without an argument are in `table.ts`.
 */
import type { Finding } from "../api/types";
import { append } from "../graph/append";
import * as clipboard from "../graph/clipboard";
import { type Answer, canReplace, endsToNode } from "../graph/connect";
import {
  type BoardEdge,
  connect,
  type Document,
  disconnect,
  type EdgeId,
  type Ends,
  edgeById,
  type Json,
  moveNodes,
  type NodeData,
  type NodeId,
  nodeById,
  type Rect,
  reconnect,
  rename,
  resize,
  setParams,
  type XY,
} from "../graph/document";
import { addNote } from "../graph/frames";
import { bounds, GAP_X, GRID, nodeRect, nodeSize, snap } from "../graph/geometry";
import {
  freeSpot,
  type Placed,
  placeAfter,
  placeAt,
  placeAtWireEnd,
  placeOnWire,
  removeEdges,
  splice,
} from "../graph/place";
import { removeNodes } from "../graph/remove";
import { makeRoom } from "../graph/room";
import { listed } from "../i18n";
import type { Editor } from "../state/editor.svelte";
import { goOnBeside, goOnWith, keepInSight } from "./sight";
import { keepTidy } from "./tidy";
import { weighting } from "./weights";

/** Where a new block goes. */
export type Where =
  | { readonly kind: "at"; readonly at: XY }
  | { readonly kind: "after"; readonly node: NodeId }
  | { readonly kind: "wire"; readonly edge: EdgeId; readonly at: XY }
  | {
      readonly kind: "end";
      readonly from: { readonly source: NodeId; readonly sourceHandle?: string | null };
      readonly at: XY;
    }
  /** Where it does least harm: after the only selected node or the end of the chain. */
  | { readonly kind: "next" };

/** Place a block, select it, and say so; returns its id. */
export function addBlock(
  editor: Editor,
  type: string,
  where: Where,
  data: NodeData = {},
): NodeId | null {
  let id: NodeId | null = null;
  editor.apply(
    "add",
    (doc) => {
      const placed = place(editor, doc, type, data, where);
      id = placed.id;
      return where.kind === "at" || where.kind === "end"
        ? placed.doc
        : keepTidy(editor, placed.doc);
    },
    { glide: where.kind !== "at" },
  );
  if (id === null || !nodeById(editor.doc, id)) return null;
  editor.session.select([id]);
  editor.session.announce(editor.t("said.added", { name: nameOf(editor, id) }));
  void keepInSight(editor, [id]);
  return id;
}

function place(editor: Editor, doc: Document, type: string, data: NodeData, where: Where): Placed {
  const { ports } = editor;
  switch (where.kind) {
    case "at":
      return placeAt(doc, type, data, snapped(editor, where.at));
    case "after":
      return weighting(editor, placeAfter(doc, ports, type, data, where.node));
    case "end":
      return weighting(
        editor,
        placeAtWireEnd(doc, ports, type, data, where.from, snapped(editor, where.at)),
      );
    case "wire":
      return (
        placeOnWire(doc, ports, type, data, where.edge, snapped(editor, where.at)) ??
        placeAt(doc, type, data, snapped(editor, where.at))
      );
    case "next": {
      const after = editor.session.only ?? chainEnd(editor, doc);
      if (after && editor.ports.get(type)?.inputs.length) {
        return weighting(editor, placeAfter(doc, ports, type, data, after));
      }
      const at = editor.session.canvas?.centre() ?? { x: 0, y: 0 };
      const size = nodeSize({ id: "", type, position: at, data });
      return placeAt(doc, type, data, freeSpot(doc, snapped(editor, at), size));
    }
  }
}

/** The only block whose output goes nowhere, if there is exactly one. */
function chainEnd(editor: Editor, doc: Document): NodeId | null {
  const used = new Set(doc.edges.map((edge) => edge.source));
  const ends = doc.nodes.filter(
    (node) => !used.has(node.id) && (editor.ports.get(node.type)?.outputs.length ?? 0) > 0,
  );
  const [end] = ends;
  return ends.length === 1 && end ? end.id : null;
}

/** Draw a wire; says why where it may not be drawn. */
export function addWire(editor: Editor, ends: Ends): Answer {
  const answer = canReplace(editor.doc, editor.ports, ends);
  if (!answer.ok) return refused(editor, answer);
  const { replaces } = answer;
  const former = replaces === undefined ? undefined : edgeById(editor.doc, replaces);
  const draw = (doc: Document): Document =>
    former ? reconnect(doc, former.id, ends) : connect(doc, ends);
  editor.apply(former ? "replace" : "connect", draw);
  if (former) sayReplaced(editor, former);
  void keepInSight(editor, [ends.source, ends.target]);
  editor.session.announce(
    editor.t("said.connected", {
      source: nameOf(editor, ends.source),
      target: nameOf(editor, ends.target),
    }),
  );
  return answer;
}

/** Draw a wire to a node as a whole: to its first free input. */
export function addWireToNode(
  editor: Editor,
  from: { readonly source: NodeId; readonly sourceHandle?: string | null },
  target: NodeId,
): Answer {
  const node = nodeById(editor.doc, target);
  if (!node) return { ok: false, reason: "no_port" };
  const { ends, answer } = endsToNode(editor.doc, editor.ports, from, node);
  return answer.ok ? addWire(editor, ends) : refused(editor, answer);
}

/** Move an end of a wire to another port. */
export function moveWire(editor: Editor, id: EdgeId, ends: Ends): Answer {
  const answer = canReplace(editor.doc, editor.ports, ends, id);
  if (!answer.ok) return refused(editor, answer);
  const { replaces } = answer;
  const former = replaces === undefined ? undefined : edgeById(editor.doc, replaces);
  const freed = (doc: Document): Document => (former ? disconnect(doc, new Set([former.id])) : doc);
  editor.apply("reconnect", (doc) => reconnect(freed(doc), id, ends));
  if (former) sayReplaced(editor, former);
  return answer;
}

/** What gave way to a wire: good to know, and gone by itself. */
function sayReplaced(editor: Editor, { source, target }: BoardEdge): void {
  const names = { source: nameOf(editor, source), target: nameOf(editor, target) };
  editor.session.inform(() => editor.t("said.replaced", names));
}

function refused(editor: Editor, answer: Answer): Answer {
  if (!answer.ok) editor.session.refuse(() => editor.t(`wire.${answer.reason}`));
  return answer;
}

export function removeWires(editor: Editor, ids: Iterable<EdgeId>): boolean {
  return editor.apply("disconnect", (doc) => removeEdges(doc, ids));
}

/** Put a node that is on the board already onto a wire. */
export function spliceNode(editor: Editor, id: NodeId, edge: EdgeId, at: XY): boolean {
  const done = editor.apply(
    "splice",
    (doc) => {
      const moved = moveNodes(doc, new Map([[id, snapped(editor, at)]]));
      const spliced = splice(moved, editor.ports, id, edge);
      return spliced ? keepTidy(editor, makeRoom(spliced, id)) : moved;
    },
    { glide: true },
  );
  void keepInSight(editor, [id]);
  return done;
}

/** So many names are worth listening to; of more only the number is said. */
const NAMED = 3;

/** Take nodes and wires away; what fed a node then feeds what it fed. */
export function remove(
  editor: Editor,
  nodes: Iterable<NodeId>,
  edges: Iterable<EdgeId> = [],
): boolean {
  const ids = [...nodes];
  const wires = [...edges];
  const names = ids.map((id) => nameOf(editor, id));
  const next = nextTo(editor.doc, new Set(ids), wires);
  const done = editor.apply(
    "delete",
    (doc) => {
      const cut = removeEdges(doc, wires);
      return ids.length === 0 ? cut : keepTidy(editor, removeNodes(cut, ids));
    },
    { glide: true },
  );
  if (!done) return false;
  editor.session.announce(
    names.length > NAMED
      ? editor.t("said.deleted_many", { count: names.length })
      : editor.t("said.deleted", {
          names: listed(editor.prefs.lang, names) || editor.t("word.wire"),
        }),
  );
  void goOnBeside(editor, next);
  return true;
}

/** Where the keyboard goes on: to the block behind what is deleted, else to the one before it. */
export function nextTo(
  doc: Document,
  gone: ReadonlySet<NodeId>,
  wires: readonly EdgeId[],
): NodeId | null {
  const [wire] = wires;
  if (gone.size === 0) return doc.edges.find(({ id }) => id === wire)?.target ?? null;
  const behind = doc.edges.find(({ source, target }) => gone.has(source) && !gone.has(target));
  const before = doc.edges.find(({ source, target }) => gone.has(target) && !gone.has(source));
  return behind?.target ?? before?.source ?? null;
}

/**
 * Set parameters of one or many nodes. Pieces of one gesture (typing into a field) are one step:
 * call `editor.settle()` when the field is left.
 */
export function change(
  editor: Editor,
  ids: Iterable<NodeId>,
  patch: Readonly<Record<string, Json | undefined>>,
): boolean {
  const nodes = new Set(ids);
  const gesture = `change ${[...nodes].join(" ")} ${Object.keys(patch).join(" ")}`;
  return editor.apply("change", (doc) => setParams(doc, nodes, patch), { gesture });
}

export function renameNode(editor: Editor, id: NodeId, label: string): boolean {
  return editor.apply("rename", (doc) => rename(doc, id, label), { gesture: `rename ${id}` });
}

/** Write into a note, or the title of a frame. */
export function annotate(editor: Editor, id: NodeId, text: string): boolean {
  const key = nodeById(editor.doc, id)?.type === "frame" ? "title" : "text";
  return editor.apply("annotate", (doc) => setParams(doc, new Set([id]), { [key]: text }), {
    gesture: `annotate ${id}`,
  });
}

/** Nodes were dragged to new places: one step. */
export function move(editor: Editor, positions: ReadonlyMap<NodeId, XY>): boolean {
  return editor.apply("move", (doc) => moveNodes(doc, positions));
}

/** Move nodes by arrow keys: the presses until the key comes up are one step. */
export function nudge(editor: Editor, ids: ReadonlySet<NodeId>, by: XY): boolean {
  const positions = new Map<NodeId, XY>();
  for (const node of editor.doc.nodes) {
    if (!ids.has(node.id)) continue;
    positions.set(node.id, { x: node.position.x + by.x * GRID, y: node.position.y + by.y * GRID });
  }
  const gesture = `nudge ${[...ids].join(" ")}`;
  return editor.apply("move", (doc) => moveNodes(doc, positions), { gesture });
}

export function resizeAnnotation(editor: Editor, id: NodeId, rect: Partial<Rect>): boolean {
  return editor.apply("resize", (doc) => resize(doc, id, rect));
}

export function addNoteAt(editor: Editor, at: XY): NodeId | null {
  let id: NodeId | null = null;
  editor.apply("note", (doc) => {
    const noted = addNote(doc, "", snapped(editor, at));
    id = noted.id;
    return noted.doc;
  });
  if (id !== null) {
    editor.session.select([id]);
    editor.session.editing = id;
  }
  return id;
}

/** The note or frame whose words were being written has them now. */
export function leaveWords(editor: Editor, id: NodeId): void {
  editor.settle();
  if (editor.session.editing === id) editor.session.editing = null;
}

/** The selection as clipboard text; `null` where nothing is selected. */
export function copyText(editor: Editor): string | null {
  const clip = clipboard.copy(editor.doc, editor.session.selection.nodes);
  return clip && clipboard.toText(editor.signed(clip));
}

const NO_SIZE = { width: 0, height: 0 };

/** Paste clipboard text where the pointer is, clear of what lies there; says so where it holds nothing that may be pasted. */
export function pasteText(editor: Editor, text: string): boolean {
  const clip = clipboard.fromText(text, editor.ports, editor.prefs.get("form"));
  if (!clip) {
    editor.session.refuse(() => editor.t("said.not_pasted"));
    return false;
  }
  if (!editor.welcomes(clip)) {
    editor.session.refuse(() => editor.t("said.other_mode"));
    return false;
  }
  const foreign = clipboard.foreignTypes(clip, new Set(editor.boot.lab.blocks));
  if (foreign.length > 0) {
    editor.session.refuse(() => editor.t("said.foreign", { names: editor.titles(foreign) }));
    return false;
  }
  const at = editor.session.pointer ?? editor.session.canvas?.centre() ?? { x: 0, y: 0 };
  const { width, height } = bounds(clip.nodes.map((node) => nodeRect(clip, node))) ?? NO_SIZE;
  const free = freeSpot(editor.doc, at, { width, height });
  return pasteClip(editor, clip, snapped(editor, free), "paste");
}

/** Repeat the selection behind itself, wired, where it is clear how the network goes on; else beside it. */
export function duplicate(editor: Editor): boolean {
  const { doc, ports, session } = editor;
  const appended = append(doc, ports, session.selection.nodes);
  if (appended) {
    const { ids } = appended;
    const tidy = keepTidy(editor, appended.doc);
    const done = editor.apply("duplicate", () => tidy, { select: ids, glide: true });
    void goOnWith(editor, ids);
    if (done) session.announce(editor.t("said.appended", { count: ids.length }));
    return done;
  }
  const clip = clipboard.copy(editor.doc, editor.session.selection.nodes);
  const first = clip?.nodes[0];
  if (!clip || !first) return false;
  const corner = clip.nodes.reduce(
    (at, { position }) => ({ x: Math.max(at.x, position.x), y: Math.min(at.y, position.y) }),
    first.position,
  );
  const at = { x: corner.x + nodeSize(first).width + GAP_X, y: corner.y };
  return pasteClip(editor, clip, at, "duplicate");
}

function pasteClip(editor: Editor, clip: Document, at: XY, did: string): boolean {
  let ids: readonly NodeId[] = [];
  const done = editor.apply(did, (doc) => {
    const pasted = clipboard.paste(doc, clip, at);
    ids = pasted.ids;
    return pasted.doc;
  });
  editor.session.select(ids);
  void goOnWith(editor, ids);
  if (done) editor.session.announce(editor.t("said.pasted", { count: ids.length }));
  return done;
}

/** Go to a node or wire: select it, bring it into sight, focus it. */
export function goTo(editor: Editor, id: NodeId | EdgeId): void {
  if (editor.node(id)) editor.session.select([id]);
  else if (editor.edge(id)) editor.session.select([], [id]);
  else return;
  editor.session.canvas?.reveal(id);
}

/** Show another finding under the spotlight and go there. */
export function goToFinding(editor: Editor, finding: Finding): void {
  editor.server.show(finding);
  editor.session.visited = finding.id;
  const place = finding.nodes[0] ?? finding.edges[0];
  if (place !== undefined) goTo(editor, place);
}

export const nameOf = (editor: Editor, id: NodeId): string => editor.node(id)?.name ?? id;

function snapped(editor: Editor, at: XY): XY {
  return editor.prefs.get("snap") ? { x: snap(at.x), y: snap(at.y) } : at;
}
