/** Dragging a block from the palette onto the canvas, with mouse, pen or finger. */
import { tick } from "svelte";
import type { Flow } from "../canvas/flow.svelte";
import { overCanvas } from "../canvas/gestures";
import { addBlock } from "../commands/actions";
import type { XY } from "../graph/document";
import { NODE_WIDTH, nodeSize } from "../graph/geometry";
import type { Editor } from "../state/editor.svelte";

/** The first field that has to be filled in, where the inspector is open. */
const missingField = (): HTMLElement | null =>
  document.querySelector("#tab-panel .param[data-missing=true] input");

/** Px that a press may wander and still be a click. */
const SLACK = 5;

export class BlockDrag {
  /** The block on its way, once the pointer has moved. */
  type = $state<string | null>(null);
  at = $state.raw<XY | null>(null);

  readonly #editor: Editor;
  readonly #flow: Flow;
  #pressed: { readonly type: string; readonly x: number; readonly y: number } | null = null;
  #dragged = false;

  constructor(editor: Editor, flow: Flow) {
    this.#editor = editor;
    this.#flow = flow;
  }

  down(event: PointerEvent, type: string): void {
    if (event.button !== 0 || !(event.currentTarget instanceof Element)) return;
    this.#pressed = { type, x: event.clientX, y: event.clientY };
    this.#dragged = false;
    event.currentTarget.setPointerCapture(event.pointerId);
  }

  move = (event: PointerEvent): void => {
    const start = this.#pressed;
    if (!start) return;
    if (!this.#dragged && Math.hypot(event.clientX - start.x, event.clientY - start.y) < SLACK)
      return;
    this.#dragged = true;
    this.type = start.type;
    this.at = { x: event.clientX, y: event.clientY };
    this.#flow.dropTarget = overCanvas(event.clientX, event.clientY) ? this.#wire(event) : null;
  };

  up = (event: PointerEvent): void => {
    const { type } = this;
    const wire =
      type !== null && overCanvas(event.clientX, event.clientY) ? this.#wire(event) : null;
    this.cancel();
    if (type === null || !overCanvas(event.clientX, event.clientY)) return;
    const point = this.#flow.toCanvas({ x: event.clientX, y: event.clientY });
    const { height } = nodeSize({ id: "", type, position: point, data: {} });
    const at = { x: point.x - NODE_WIDTH / 2, y: point.y - height / 2 };
    addBlock(this.#editor, type, wire ? { kind: "wire", edge: wire, at } : { kind: "at", at });
  };

  cancel = (): void => {
    this.#pressed = null;
    this.type = null;
    this.at = null;
    this.#flow.dropTarget = null;
  };

  /** A press that did not become a drag, or Enter on the item. */
  click(type: string, event: MouseEvent): void {
    if (this.#dragged) {
      this.#dragged = false;
      return;
    }
    const added = addBlock(this.#editor, type, { kind: "next" });
    // A mouse leaves the hands on the keys: what has to be given is typed at once.
    const mouse = event instanceof PointerEvent && event.pointerType === "mouse";
    const { prefs, session } = this.#editor;
    if (added !== null && mouse && prefs.get("right") && !session.narrow) {
      void tick().then(() => missingField()?.focus());
    }
  }

  #wire(event: PointerEvent): string | null {
    const pressed = this.#pressed?.type ?? this.type;
    const ports = pressed === null ? undefined : this.#editor.ports.get(pressed);
    if (!ports || ports.inputs.length === 0) return null;
    return this.#flow.wireNear(this.#flow.toCanvas({ x: event.clientX, y: event.clientY }));
  }
}
