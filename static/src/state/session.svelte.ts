/** What is on screen and chosen just now: never saved with the board, never undone. */
import type { EdgeId, NodeId, Rect, XY } from "../graph/document";
import type { Term } from "../i18n/terms";

export type Dialog =
  | "commands"
  | "shortcuts"
  | "add"
  | "connect"
  | "versions"
  | "start_over"
  | "rename"
  | "celebrate"
  | "hand-in"
  | "report";

/** Tabs of the right panel. */
export type Tab = "lab" | "inspect" | "problems" | "lesson" | "table" | "code";

export interface Selection {
  readonly nodes: ReadonlySet<NodeId>;
  readonly edges: ReadonlySet<EdgeId>;
}

/** What was asked for when the search-to-add was opened; places are in canvas coordinates. */
export type Adding =
  /** After the selection. */
  | { readonly kind: "next" }
  | { readonly kind: "at"; readonly at: XY }
  /** At the loose end of a wire that was dropped on empty canvas: what is added is wired to it. */
  | {
      readonly kind: "end";
      readonly from: { readonly source: NodeId; readonly sourceHandle?: string | null };
      readonly at: XY;
    }
  | { readonly kind: "wire"; readonly edge: EdgeId };

const NOTHING: Selection = { nodes: new Set(), edges: new Set() };

export interface Viewport extends XY {
  readonly zoom: number;
}

/** What commands ask of the canvas; the component that draws it provides it. */
export interface CanvasPort {
  /** Show the network where all of it can be read, else its beginning. */
  open(): void;
  /** Show the whole network, or these nodes. */
  fit(ids?: readonly NodeId[]): void;
  /** Bring nodes into sight, by as little as can be; where they are, nothing moves. */
  keep(ids: readonly NodeId[]): void;
  /** Show a part of the canvas, gliding there for so long, in ms. */
  show(area: Rect, glideMs: number): void;
  zoomBy(factor: number): void;
  zoomTo(zoom: number): void;
  /** Go to these nodes where nothing of them can be seen; to the network, where they are all of it. */
  glimpse(ids: readonly NodeId[]): void;
  /**
   * Give a node, or for null the canvas, the keyboard focus where the canvas had it, or nothing has; the view stays.
   */
  focus(id: NodeId | null): void;
  /** Whether something on the canvas has the keyboard focus. */
  holdsFocus(): boolean;
  /** Bring a node or the middle of a wire into sight, and give it the keyboard focus. */
  reveal(id: NodeId | EdgeId): void;
  /** The middle of what is visible, in canvas coordinates. */
  centre(): XY;
  /** What of the canvas no panel covers, in px from its corner. */
  area(): Rect;
  /** Save a picture of the whole network. */
  savePicture(format: "svg" | "png"): Promise<void>;
}

/**
 * A message over the canvas that stays in sight until it is dismissed or followed by another: in the language
 * of whoever reads it, also where that changes meanwhile.
 */
export class Notice {
  readonly kind: "info" | "warning" | "error";
  /** The command that it offers. */
  readonly command: string | null;
  readonly #say: () => string;

  constructor(kind: Notice["kind"], say: () => string, command: string | null = null) {
    this.kind = kind;
    this.command = command;
    this.#say = say;
  }

  get text(): string {
    return this.#say();
  }
}

export class Session {
  selection = $state.raw<Selection>(NOTHING);
  dialog = $state<Dialog | null>(null);
  tab = $state<Tab>("lab");
  /** Where what is searched for will go. */
  adding = $state.raw<Adding>({ kind: "next" });
  /** A file is being dragged over the page. */
  dropping = $state(false);
  /** The term whose note is shown, and where its word stands, in px of the screen. */
  explained = $state.raw<{
    readonly term: Term;
    readonly left: number;
    readonly top: number;
    readonly bottom: number;
  } | null>(null);
  /** The row and column of the table that a hint sent the student to. */
  reading = $state.raw<{ readonly step: number | null; readonly column: string | null } | null>(
    null,
  );
  /** What the lesson is to explain, by parameters and names of findings; null opens it where it was. */
  wondering = $state.raw<readonly string[] | null>(null);
  /** The numbers of what is selected are shown: asked for once, until the page is left. */
  numbers = $state(false);
  /** The note or frame whose words are being written on the canvas. */
  editing = $state<NodeId | null>(null);
  /** A node or wire pointed at anywhere: its code lines, row and block light up together. */
  hovered = $state<NodeId | EdgeId | null>(null);
  /** Nodes whose output the class is still to predict: no label says its shape. */
  untold = $state.raw<ReadonlySet<NodeId>>(new Set());
  #viewport = $state.raw<Viewport | null>(null);
  /** True for the moments in which nodes glide to new places instead of jumping. */
  gliding = $state(false);
  /** The tidying up that is under way; `null` once it is done, or nobody wants it any more. */
  tidying = $state.raw<symbol | null>(null);
  /** From which block the board that was handed over is to be gone on with: it is in sight at first. */
  goesOn: NodeId | null = null;
  /** What was opened last, also while it is still being laid out. */
  opening: symbol | null = null;
  /** Panels lie over the canvas, so that only one of them is open. */
  narrow = $state(false);
  /** For the projector: the network large, the panels away. A reload leaves it. */
  presenting = $state(false);
  /** What the student writes on the lab report. */
  author = $state.raw<{ readonly name: string; readonly notes: string }>({ name: "", notes: "" });
  notice = $state.raw<Notice | null>(null);
  /** The last thing said to screen readers. `seq` changes even where the words do not. */
  announcement = $state.raw<{ readonly text: string; readonly seq: number }>({ text: "", seq: 0 });
  /** What the walk through the problems came to last; see `commands/problems.ts`. */
  visited: string | null = null;
  /** Where the pointer was last over the canvas, in canvas coordinates. */
  pointer: XY | null = null;
  canvas: CanvasPort | null = null;

  /** Called at every move of the canvas, also while it glides; the storage listens here. */
  onview: (() => void) | null = null;

  /** What part of the canvas is in sight; `null` until it was set or stored: show all of it then. */
  get viewport(): Viewport | null {
    return this.#viewport;
  }

  set viewport(viewport: Viewport | null) {
    // What is shown at first follows from the board: only where the student went is to be kept.
    const first = this.#viewport === null;
    this.#viewport = viewport;
    if (!first) this.onview?.();
  }

  select(nodes: Iterable<NodeId>, edges: Iterable<EdgeId> = []): void {
    const next = { nodes: new Set(nodes), edges: new Set(edges) };
    if (equal(next.nodes, this.selection.nodes) && equal(next.edges, this.selection.edges)) return;
    this.selection = next;
  }

  clearSelection(): void {
    this.select([]);
  }

  /** The only selected node, if exactly one is. */
  get only(): NodeId | null {
    const [id] = this.selection.nodes;
    return this.selection.nodes.size === 1 && id !== undefined ? id : null;
  }

  /** Show that something was not done, and why. An alert is spoken too. */
  refuse(say: () => string): void {
    this.notice = new Notice("error", say);
  }

  /** Show what was done, for as long as it takes to read. */
  inform(say: () => string): void {
    this.notice = new Notice("info", say);
  }

  /** Show what was done, and what to think of with it; it stays until it is read. */
  warn(say: () => string, command: string): void {
    this.notice = new Notice("warning", say, command);
  }

  /** Something was done: what was refused before it is no news any more. */
  dropRefusal(): void {
    if (this.notice?.kind === "error") this.notice = null;
  }

  announce(text: string): void {
    this.announcement = { text, seq: this.announcement.seq + 1 };
  }
}

const equal = (a: ReadonlySet<string>, b: ReadonlySet<string>): boolean =>
  a.size === b.size && [...a].every((id) => b.has(id));
