/**
 * The editor: the document with its history, what is on screen, and what the server says. Commands
 * and components change the document through `apply` alone, so every change is undoable, checked
 * and saved.
 */
import { Client } from "../api/client";
import type { BlockInfo, Diagnostic, Finding, Notation } from "../api/types";
import type { Document, EdgeId, NodeId } from "../graph/document";
import { abandon, type History, record, redo, settle, start, undo } from "../graph/history";
import { nodeNames, type Titles } from "../graph/naming";
import type { PortTable } from "../graph/ports";
import { type Strays, straysOf } from "../graph/stray";
import { type Lang, listed, type MessageKey, type MessageValues } from "../i18n";
import { translate } from "../i18n/words";
import type { TextStore } from "../storage/allowed";
import type { Keeper } from "../storage/keeper.svelte";
import type { Tally } from "../storage/tally";
import { Attempts } from "./attempts.svelte";
import { type Boot, homeOf, portTable } from "./boot";
import { Cells, type EdgeCell, type NodeCell } from "./cells.svelte";
import { wiresConcerned } from "./consequence";
import { sameContent } from "./content";
import { Layouts } from "./layouts";
import { Prefs } from "./prefs.svelte";
import { Progress } from "./progress.svelte";
import { browserTimer, Server, type Timer } from "./server.svelte";
import { Session } from "./session.svelte";

/** How long nodes glide to new places, in ms; the style sheet's transition is as long. */
export const GLIDE_MS = 200;

/** The step after which a lab's board is as nobody had touched it, and its count of attempts with it. */
export const ANEW = "start_over";

const NO_WIRES: readonly EdgeId[] = [];

export interface Change {
  /** Pieces with the same name are one step of undo, until `settle`. */
  readonly gesture?: string;
  /** What is selected afterwards. */
  readonly select?: Iterable<NodeId>;
  /** Whether nodes glide to their new places. */
  readonly glide?: boolean;
}

export interface Surroundings {
  readonly fetch?: typeof fetch;
  readonly texts?: TextStore | null;
  /** The choices on this device, where they were read already. */
  readonly prefs?: Prefs;
  readonly timer?: Timer;
  readonly layouts?: Layouts;
}

/** Something to go to: a diagnostic of the graph, or a finding of Verify. */
export type Concern = Diagnostic | Finding;

export class Editor {
  readonly boot: Boot;
  /** What a board of this page belongs to: the lab, its mode, and the link that led here. */
  readonly home: string;
  readonly session = new Session();
  readonly prefs: Prefs;
  readonly cells = new Cells();
  readonly attempts: Attempts;
  readonly progress: Progress;
  readonly server: Server;
  readonly client: Client;
  readonly layouts: Layouts;
  readonly timer: Timer;
  /** The catalogue by type. */
  readonly blocks: ReadonlyMap<string, BlockInfo>;
  readonly ports: PortTable;

  history = $state.raw<History>() as History;
  readonly doc: Document = $derived(this.history.now.doc);
  /** Wires with an end at no port. */
  readonly strays: Strays = $derived.by(() => straysOf(this.doc, this.ports));
  readonly canUndo = $derived(this.history.past.length > 0);
  readonly canRedo = $derived(this.history.future.length > 0);
  #owned = $state(true);

  /** What keeps the board on this device; `null` where the browser cannot. */
  storage = $state.raw<Keeper | null>(null);
  /** Called after every change, with the document before it; the storage listens here. */
  onchange: ((history: History, before: Document) => void) | null = null;

  #glide: unknown = null;

  /** @param history a stored board with its history; without it the lab's starting board */
  constructor(boot: Boot, surroundings: Surroundings = {}, history?: History) {
    this.home = homeOf(boot.lab);
    this.attempts = new Attempts(boot.lab.policy.attempts === "counted");
    this.timer = surroundings.timer ?? browserTimer;
    this.layouts = surroundings.layouts ?? new Layouts(undefined, this.timer);
    this.prefs = surroundings.prefs ?? new Prefs(boot.lang, surroundings.texts ?? null);
    this.progress = new Progress(surroundings.texts ?? null, this.home);
    this.blocks = new Map(boot.blocks.map((block) => [block.type, block]));
    this.ports = portTable(boot);
    this.boot = boot;
    this.client = new Client({
      base: boot.urls.api ?? "",
      fetch: surroundings.fetch,
      lang: () => this.prefs.lang,
      titles: this.naming,
      ports: (type) => this.#portsInText(type),
      notation: () => this.prefs.notation,
      link: boot.link,
    });
    this.server = new Server(this.client, this.cells, boot.lab, this.attempts, this.timer);
    this.history = history ?? start(this.boot.board);
    if (this.canUndo) this.progress.begin();
    this.#follow(null);
  }

  /** False while another tab owns this board, and once it was handed in: the canvas then only shows it. */
  get writable(): boolean {
    return this.#owned && this.attempts.ended === null;
  }

  set writable(owned: boolean) {
    this.#owned = owned;
  }

  /** Translate a message of the catalogue into the language on screen. */
  t(key: MessageKey, values?: MessageValues): string {
    return translate(this.prefs.lang, key, values);
  }

  /** What nodes' names are made of. */
  readonly naming: Titles = {
    title: (type) => this.title(type),
    piece: (type, piece) => this.blocks.get(type)?.pieces[piece]?.[this.prefs.lang],
  };

  /** The block's name in the language on screen. */
  title(type: string): string {
    return this.blocks.get(type)?.label[this.prefs.lang] ?? type;
  }

  /** The names of several blocks, one after the other. */
  titles(types: readonly string[]): string {
    return listed(
      this.prefs.lang,
      types.map((type) => this.title(type)),
    );
  }

  /** What a port is called in the language on screen: as the lab's text does, where it says so. */
  portTitle(type: string, kind: "in" | "out", port: string): string {
    const { inputs = [], outputs = [] } = this.blocks.get(type)?.ports ?? {};
    const own = kind === "in" ? this.boot.lab.ports[type]?.[port] : undefined;
    const declared = (kind === "in" ? inputs : outputs).find(({ name }) => name === port)?.label;
    return (own ?? declared)?.[this.prefs.lang] ?? port;
  }

  /** What the lab's text calls a block's inputs. */
  #portsInText(type: string): Readonly<Record<string, string>> | null {
    const named = this.boot.lab.ports[type];
    if (!named) return null;
    return Object.fromEntries(
      Object.keys(named).map((port) => [port, this.portTitle(type, "in", port)]),
    );
  }

  /** What was done, in words, for undo and the list of versions. */
  did(what: string): string {
    return translate(this.prefs.lang, `did.${what}` as MessageKey);
  }

  /** Switch the language: the names on the canvas and the server's words follow. */
  setLang(lang: Lang): void {
    this.prefs.set("lang", lang);
    this.nameAll();
    this.#askAgain();
  }

  /** Switch the order in which shapes are written: the server's words follow. */
  setNotation(notation: Notation): void {
    this.prefs.set("notation", notation);
    this.#askAgain();
  }

  /** Have what the server said said anew. */
  #askAgain(): void {
    void this.check();
    this.#sayAgain();
  }

  #sayAgain(): void {
    if (this.server.outdated) this.server.retire();
    else if (this.server.report) void this.server.again(this.doc);
  }

  /** Whether a board may be opened here: in an exam and by a link, only one that was made here. */
  welcomes(board: Document): boolean {
    const { policy, assignment } = this.boot.lab;
    return (!policy.binding && !assignment) || board.home === this.home;
  }

  /** A board as it leaves the page, saying where it was made. */
  signed(board: Document): Document {
    return { ...board, home: this.home };
  }

  node(id: NodeId): NodeCell | undefined {
    return this.cells.node(id);
  }

  edge(id: string): EdgeCell | undefined {
    return this.cells.edge(id);
  }

  /**
   * Change the document by a pure function, as one step of undo.
   *
   * @param did what was done, as the last part of a message key: `did.<did>`
   * @returns whether anything changed
   */
  apply(did: string, change: (doc: Document) => Document, options: Change = {}): boolean {
    if (!this.writable) return false;
    const before = this.history;
    this.history = record(before, change(before.now.doc), did, options.gesture ?? null);
    if (options.select) this.session.select(options.select);
    if (this.history === before) return false;
    if (options.glide) this.#glideNow();
    this.progress.begin();
    this.#follow(before.now.doc);
    this.session.dropRefusal();
    return true;
  }

  /** End the running gesture (a field lost focus, a key came up): the next piece is a new step. */
  settle(): void {
    this.history = settle(this.history);
  }

  /** Take the running gesture back: what was typed is no value after all. */
  abandon(): boolean {
    return this.#travel(abandon);
  }

  undo(): boolean {
    const { did } = this.history.now;
    const done = this.#travel(undo);
    if (done && did === ANEW) this.attempts.goBack();
    return done;
  }

  redo(): boolean {
    const done = this.#travel(redo);
    if (done && this.history.now.did === ANEW) this.attempts.beginAnew();
    return done;
  }

  /** Replace everything by a stored board and its history: at start, or taken over from a tab. */
  restore(history: History): void {
    const before = this.doc;
    this.session.tidying = null;
    this.history = history;
    this.#follow(before, false);
  }

  /** Go on from the stored attempts, and show what Verify said in the last of them. */
  recall(tally: Tally): void {
    this.attempts.restore(tally);
    if (!tally.said) return;
    this.server.recall(tally.said, this.doc);
    if (tally.said.lang !== this.prefs.lang) this.#sayAgain();
  }

  /** Ask the server about the board as it is, also after the language changed. */
  check(): Promise<void> {
    return this.server.check(this.doc);
  }

  /** The wires that show the consequence of the finding in sight, once a hint has spoken of it. */
  readonly lit: readonly EdgeId[] = $derived.by(() => {
    const { finding, hints, outdated } = this.server;
    // Without a finding the document is not even looked at: every wire would, after every edit.
    if (outdated || !finding) return NO_WIRES;
    return wiresConcerned(this.doc, finding, hints[finding.id] ?? []);
  });

  /** Everything that is wrong, in the order in which `F8` visits it. */
  get concerns(): readonly Concern[] {
    const { result, report, outdated } = this.server;
    return [...(result?.diagnostics ?? []), ...(outdated ? [] : (report?.findings ?? []))];
  }

  #travel(step: (history: History) => History): boolean {
    const before = this.history;
    if (!this.writable) return false;
    this.history = step(before);
    if (this.history === before) return false;
    this.#glideNow();
    this.#follow(before.now.doc);
    this.session.dropRefusal();
    return true;
  }

  #follow(before: Document | null, announce = true): void {
    const { doc } = this;
    this.cells.follow(doc, this.ports);
    this.nameAll();
    this.#dropLostSelection();
    if (before && announce) this.onchange?.(this.history, before);
    if (before && sameContent(before, doc)) return;
    this.server.edited(doc);
    if (before) void this.check();
  }

  /** Name the nodes anew: after an edit, or when the language changes. */
  nameAll(): void {
    this.cells.rename(nodeNames(this.doc, this.naming));
  }

  #dropLostSelection(): void {
    const { nodes, edges } = this.session.selection;
    this.session.select(
      [...nodes].filter((id) => this.cells.node(id)),
      [...edges].filter((id) => this.cells.edge(id)),
    );
  }

  #glideNow(): void {
    this.timer.clear(this.#glide);
    this.session.gliding = true;
    this.#glide = this.timer.set(() => {
      this.session.gliding = false;
    }, GLIDE_MS);
  }
}
