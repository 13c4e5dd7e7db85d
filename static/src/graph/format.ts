/**
 * The file format `.bneck.json`: a board as text. Reading names the place and the cure of what is
 * wrong; keys that this version does not know are kept, so nothing is lost by opening and saving.
 */
import { type BoardEdge, type BoardNode, type Document, dropNulls } from "./document";

export const FILE_SUFFIX = ".bneck.json";
/** The server takes no larger body; a file beyond it cannot be a board for this lab. */
export const MAX_BYTES = 1024 * 1024;

/** Levels of lists and objects in one another; a board has five. The server reads some hundred. */
export const MAX_DEPTH = 50;

/** What is wrong with a text; its message key is `file.<reason>`. */
export type Fault =
  | "too_big"
  | "too_deep"
  | "not_json"
  | "cut_off"
  | "not_a_board"
  | "newer_version"
  | "not_a_list"
  | "not_an_object"
  | "missing"
  | "wrong_kind"
  | "duplicate_id"
  | "no_such_frame";

export type Parsed =
  | { readonly ok: true; readonly doc: Document }
  | {
      readonly ok: false;
      readonly reason: Fault;
      /** JSON pointer to the place, or line and column where the text is not JSON at all. */
      readonly at: string;
      /** What was found or expected there, for the message. */
      readonly detail: string;
    };

class Wrong extends Error {
  constructor(
    readonly reason: Fault,
    readonly at: string,
    readonly detail = "",
  ) {
    super(reason);
  }
}

type Loose = Readonly<Record<string, unknown>>;

export function parseBoard(text: string): Parsed {
  try {
    if (new Blob([text]).size > MAX_BYTES)
      throw new Wrong("too_big", "", `${MAX_BYTES / 1024} KiB`);
    if (isDeeper(text, MAX_DEPTH)) throw new Wrong("too_deep", "", String(MAX_DEPTH));
    return { ok: true, doc: readBoard(parseJson(text)) };
  } catch (error) {
    if (!(error instanceof Wrong)) throw error;
    return { ok: false, reason: error.reason, at: error.at, detail: error.detail };
  }
}

/** Write a board as text, indented so that a person can read and compare it. */
export const serialise = (doc: Document): string => `${JSON.stringify(doc, null, 2)}\n`;

function parseJson(text: string): unknown {
  try {
    // A byte order mark, as Windows editors write it, is not JSON's but no fault of the student's.
    return JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch (error) {
    throw new Wrong("not_json", placeOf(error, text), error instanceof Error ? error.message : "");
  }
}

/** Whether brackets of a JSON text stand deeper in one another. Read flat: depth costs no stack. */
function isDeeper(text: string, most: number): boolean {
  let depth = 0;
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*(?:"|\\?$)|[[\]{}]/gs)) {
    if (token === "[" || token === "{") depth += 1;
    else if (token === "]" || token === "}") depth -= 1;
    if (depth > most) return true;
  }
  return false;
}

/** Line and column of the fault, where the browser's message tells it; a text cut off ends there. */
function placeOf(error: unknown, text: string): string {
  const message = error instanceof Error ? error.message : "";
  const place = /line (\d+) column (\d+)/.exec(message);
  if (place) return `${place[1]}:${place[2]}`;
  const position = /position (\d+)/.exec(message);
  if (!text.trim() || (!position && !/\bend\b/.test(message))) return "";
  const before = text.slice(0, position ? Number(position[1]) : text.length).split("\n");
  return `${before.length}:${(before.at(-1)?.length ?? 0) + 1}`;
}

function readBoard(value: unknown): Document {
  if (!isObject(value) || !("nodes" in value)) throw new Wrong("not_a_board", "");
  const version = value.version ?? 1;
  if (version !== 1) throw new Wrong("newer_version", "/version", String(version));
  const nodes = list(value.nodes, "/nodes").map((node, index) => readNode(node, `/nodes/${index}`));
  const edges = list(value.edges ?? [], "/edges").map((edge, index) =>
    readEdge(edge, `/edges/${index}`),
  );
  unique(nodes, "/nodes");
  unique(edges, "/edges");
  const frames = new Set(nodes.filter((node) => node.type === "frame").map((node) => node.id));
  nodes.forEach((node, index) => {
    if (node.parentId === undefined || (frames.has(node.parentId) && node.parentId !== node.id))
      return;
    throw new Wrong("no_such_frame", `/nodes/${index}/parentId`, node.parentId);
  });
  return { ...value, version: 1, nodes, edges };
}

function readNode(value: unknown, at: string): BoardNode {
  const node = dropNulls(object(value, at));
  const position =
    node.position === undefined ? { x: 0, y: 0 } : object(node.position, `${at}/position`);
  for (const axis of ["x", "y"] as const) number(position[axis], `${at}/position/${axis}`);
  text(node.id, `${at}/id`);
  text(node.type, `${at}/type`);
  optionalText(node.parentId, `${at}/parentId`);
  for (const key of ["width", "height"] as const) {
    if (node[key] !== undefined) number(node[key], `${at}/${key}`);
  }
  const data = node.data === undefined ? {} : object(node.data, `${at}/data`);
  return { ...node, position, data } as unknown as BoardNode;
}

function readEdge(value: unknown, at: string): BoardEdge {
  const edge = dropNulls(object(value, at));
  for (const key of ["id", "source", "target"] as const) text(edge[key], `${at}/${key}`);
  for (const key of ["sourceHandle", "targetHandle"] as const) {
    optionalText(edge[key], `${at}/${key}`);
  }
  return edge as unknown as BoardEdge;
}

function unique(items: readonly { readonly id: string }[], at: string): void {
  const seen = new Set<string>();
  items.forEach(({ id }, index) => {
    if (seen.has(id)) throw new Wrong("duplicate_id", `${at}/${index}/id`, id);
    seen.add(id);
  });
}

const isObject = (value: unknown): value is Loose =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function object(value: unknown, at: string): Loose {
  if (!isObject(value)) throw new Wrong("not_an_object", at);
  return value;
}

function list(value: unknown, at: string): readonly unknown[] {
  if (!Array.isArray(value)) throw new Wrong("not_a_list", at);
  return value;
}

function text(value: unknown, at: string): void {
  if (value === undefined || value === "") throw new Wrong("missing", at);
  if (typeof value !== "string") throw new Wrong("wrong_kind", at, "text");
}

function optionalText(value: unknown, at: string): void {
  if (value !== undefined) text(value, at);
}

function number(value: unknown, at: string): void {
  if (value === undefined) throw new Wrong("missing", at);
  if (typeof value !== "number" || !Number.isFinite(value))
    throw new Wrong("wrong_kind", at, "number");
}
