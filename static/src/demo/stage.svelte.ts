/**
 * The stage: it puts the board of the player's moment onto the editor's own canvas, and knows when
 * the class sees something else: a block from the inside, a mistake, or what the instructor did.
 */
import { ApiError } from "../api/client";
import type { Moment, Score, Slip, StepInfo } from "../api/types";
import { type Document, type NodeId, withoutNulls } from "../graph/document";
import { acceptUnfolded } from "../graph/frames";
import { start } from "../graph/history";
import { type Editor, GLIDE_MS } from "../state/editor.svelte";
import { browserTimer, type Timer } from "../state/server.svelte";
import { Player } from "./player.svelte";
import {
  boardAt,
  broken,
  compositeAt,
  focusAt,
  piecesOf,
  readingMs,
  sight,
  slipsAt,
  stepAt,
  untoldAt,
} from "./score";

/** What is on the canvas: the score's moment, or for a while something else. */
export type View =
  | { readonly kind: "moment" }
  | { readonly kind: "taken" }
  | { readonly kind: "inside"; readonly node: NodeId; readonly piece: number }
  | { readonly kind: "broken"; readonly slip: Slip };

const MOMENT: View = { kind: "moment" };

/** What is kept over a reload: the document is the score's where it is left out. */
export interface Place {
  readonly at: number;
  readonly speed: number;
  /** Whether the class is asked to predict. */
  readonly asking: boolean;
  readonly view: View;
  /** When the talk began; null before anybody looked at its clock. */
  readonly began: number | null;
  readonly doc?: Document;
}

/** How long a block takes to arrive, a wire to be drawn, and the camera to follow, in ms. */
const PLACE_MS = 600;
const WIRE_MS = 1000;
export const CAMERA_MS = 500;

/** A board as it stands on the stage. */
const laidOut = ({ layouts, ports }: Editor, doc: Document): Document | Promise<Document> =>
  layouts.laidOut(doc, ports, "snake");

/** The score with its network as it is to stand. */
export async function staged(editor: Editor, score: Score): Promise<Score> {
  return { ...score, board: await laidOut(editor, withoutNulls(score.board)) };
}

export class Stage {
  readonly editor: Editor;
  readonly player: Player;
  readonly score: Score;
  view = $state.raw<View>(MOMENT);
  /** When the talk began, for the presenter's clock: the stage is there for all of it, that window need not be. */
  began = $state<number | null>(null);
  /** Called when a moment comes by itself, so that what it brings is drawn. */
  onarrive: ((moment: Moment, ms: number) => void) | null = null;

  #doc: Document;

  /** @param score with its network as it is to stand: see `staged` */
  constructor(editor: Editor, score: Score, timer: Timer = browserTimer) {
    this.editor = editor;
    this.score = score;
    this.player = new Player(this.score, timer, (at) => this.#lasts(at));
    this.player.onmove = () => this.#show();
    this.#doc = editor.doc;
    editor.session.presenting = true;
    editor.onchange = () => this.#taken();
    this.#put(boardAt(this.score, 0));
  }

  get moment(): Moment {
    return (
      this.score.moments[this.player.at] ?? { kind: "open", step: null, node: null, edge: null }
    );
  }

  get step(): StepInfo | undefined {
    return stepAt(this.score, this.player.at);
  }

  readonly slips = $derived.by(() => slipsAt(this.score, this.player.at));
  readonly composite = $derived.by(() =>
    compositeAt(this.score, this.player.at, (type) => this.#unfolds(type)),
  );

  /** What is looked into when asked: the block that is selected, or else the step's; null where that has no inside. */
  get lookable(): NodeId | null {
    const { only } = this.editor.session;
    if (only !== null) return this.#unfolds(this.editor.node(only)?.node.type ?? "") ? only : null;
    return this.view.kind === "moment" ? this.composite : null;
  }

  /** The pieces of the block that is looked into. */
  get pieces() {
    return this.view.kind === "inside" ? piecesOf(this.score, this.editor.doc, this.view.node) : [];
  }

  /** On: to the next moment or piece; back to the score from a mistake or the instructor's own. */
  forward(): void {
    if (this.view.kind === "moment") this.player.forward();
    else if (this.view.kind !== "inside") this.resume();
    else this.#turn(this.view.piece + 1);
  }

  back(): void {
    if (this.view.kind === "moment") this.player.back();
    else if (this.view.kind !== "inside") this.resume();
    else this.#turn(this.view.piece - 1);
  }

  toggle(): void {
    if (this.view.kind === "moment") this.player.toggle();
    else this.resume();
  }

  jump(at: number): void {
    this.view = MOMENT;
    this.player.jump(at);
  }

  /** Back to the score, at the moment where it was left. */
  resume(): void {
    this.view = MOMENT;
    this.player.jump(this.player.at);
  }

  /** Ask the class to predict each shape before it is shown, or go straight on. */
  switchAsking(): void {
    this.player.setAsking(!this.player.asking);
    this.look();
  }

  /** Unfold it, and walk through its pieces. */
  async lookInside(): Promise<void> {
    const { editor } = this;
    const node = this.lookable;
    if (node === null) return;
    this.player.pause();
    const asked = editor.doc;
    const name = editor.node(node)?.name ?? node;
    try {
      const board = await editor.client.expand(asked, node);
      if (editor.doc !== asked) return;
      const framed = acceptUnfolded(asked, board, node, name);
      if (!framed) return;
      const laid = await laidOut(editor, framed.doc);
      if (editor.doc !== asked) return;
      this.#put(laid, true);
      this.view = { kind: "inside", node: framed.id, piece: 0 };
      this.look();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      editor.session.refuse(() => editor.t("demo.not_now"));
    }
  }

  /** Put a typical mistake into the network, and have Verify speak. */
  async breakIt(slip: Slip): Promise<void> {
    const { editor } = this;
    this.player.pause();
    const { doc: shown } = editor;
    const doc = broken(boardAt(this.score, this.player.at), slip);
    // Wires that lead elsewhere are drawn where their blocks then stand.
    const standing = slip.edges.length > 0 ? await laidOut(editor, doc) : doc;
    if (editor.doc !== shown) return;
    this.#put(standing, true);
    this.view = { kind: "broken", slip };
    this.look();
    await editor.server.verify(editor.doc);
  }

  /** Turn the camera and the light to what is spoken of. */
  look(glideMs = CAMERA_MS): void {
    const { session } = this.editor;
    const { canvas } = session;
    session.hovered = this.#lit();
    const asks = this.view.kind === "moment" && this.player.asking;
    session.untold = new Set(asks ? untoldAt(this.score, this.player.at) : []);
    if (!canvas || this.view.kind === "taken") return;
    // The camera is there before the block that it waits for.
    const doc = this.view.kind === "moment" ? this.score.board : this.editor.doc;
    const area = sight(doc, this.#focus(), canvas.area());
    if (area) canvas.show(area, glideMs);
  }

  /** The step that a block of the score makes; null for the instructor's own. */
  stepOf(id: NodeId): number | null {
    return this.score.moments.find(({ node }) => node === id)?.step ?? null;
  }

  /** The place to come back to after a reload. */
  get place(): Place {
    const { at, speed, asking } = this.player;
    const { view, began } = this;
    return {
      at,
      speed,
      asking,
      view,
      began,
      ...(view.kind === "moment" ? {} : { doc: this.editor.doc }),
    };
  }

  /** Come back to a place. */
  restore({ at, speed, asking, view, began, doc }: Place): void {
    this.began = began ?? null;
    this.player.setSpeed(speed);
    this.player.setAsking(asking);
    this.jump(at);
    if (!doc || view.kind === "moment") return;
    this.#put(doc);
    this.view = view;
    if (view.kind === "broken") void this.editor.server.verify(this.editor.doc);
  }

  #show(): void {
    const { moment } = this;
    const moving = this.player.motion !== "still";
    this.#put(boardAt(this.score, this.player.at));
    if (moving) this.onarrive?.(moment, this.#lasts(this.player.at) / this.player.speed);
    this.look(CAMERA_MS / this.player.speed);
  }

  /** Put a document on the canvas: a beginning, so that undo does not lead out of it. */
  #put(doc: Document, glide = false): void {
    const { editor, score } = this;
    editor.server.forget();
    editor.session.select([]);
    editor.session.dropRefusal();
    if (glide) {
      editor.session.gliding = true;
      browserTimer.set(() => {
        editor.session.gliding = false;
      }, GLIDE_MS);
    }
    this.#doc = doc;
    editor.restore(start(doc));
    const places = new Map<number, NodeId[]>();
    for (const { step, node } of score.moments) {
      if (!step || !node) continue;
      places.set(step, [...(places.get(step) ?? []), node]);
    }
    editor.cells.mark([...places].map(([step, nodes]) => ({ step, nodes, status: "matched" })));
  }

  #taken(): void {
    if (this.editor.doc === this.#doc) return;
    this.player.pause();
    if (this.view.kind !== "taken") this.view = { kind: "taken" };
  }

  #turn(piece: number): void {
    if (this.view.kind !== "inside") return;
    if (piece < 0 || piece >= this.pieces.length) this.resume();
    else {
      this.view = { ...this.view, piece };
      this.look();
    }
  }

  #focus(): readonly NodeId[] {
    const { view, score, player } = this;
    if (view.kind === "inside") {
      const piece = this.pieces[view.piece];
      return piece ? [piece.id, ...this.#neighbours(piece.id)] : [view.node];
    }
    if (view.kind === "broken" && view.slip.whole) return this.editor.doc.nodes.map(({ id }) => id);
    if (view.kind === "broken") return [view.slip.node, ...this.#neighbours(view.slip.node)];
    return focusAt(score, player.at);
  }

  /** The block that is spoken of: the last of the step that has arrived, or a piece. */
  #lit(): NodeId | null {
    const { view, score, player, moment } = this;
    if (view.kind === "inside") return this.pieces[view.piece]?.id ?? null;
    if (view.kind !== "moment" || !moment.step) return null;
    const past = score.moments.slice(0, player.at + 1);
    return past.findLast(({ step, node }) => step === moment.step && node)?.node ?? null;
  }

  #neighbours(id: NodeId): NodeId[] {
    return this.editor.doc.edges.flatMap(({ source, target }) =>
      source === id ? [target] : target === id ? [source] : [],
    );
  }

  #unfolds(type: string): boolean {
    return this.editor.blocks.get(type)?.composite === true && type in this.score.inside;
  }

  #lasts(at: number): number {
    const moment = this.score.moments[at];
    if (moment?.kind === "place") return PLACE_MS;
    if (moment?.kind === "wire") return WIRE_MS;
    const { lang } = this.editor.prefs;
    const step = stepAt(this.score, at);
    const text = moment?.kind === "open" ? this.score.opening : step?.task;
    return readingMs(text?.[lang] ?? "", lang);
  }
}
