/** Moving the view by hand: Space and a drag, wherever it begins; a wheel; two fingers on a trackpad. */
import type { Editor } from "../state/editor.svelte";
import type { Viewport } from "../state/session.svelte";
import type { Flow } from "./flow.svelte";
import { LEAST_ZOOM } from "./look";
import { meaningOf } from "./wheel";

export const MOST_ZOOM = 2.5;

const within = (zoom: number): number => Math.max(LEAST_ZOOM, Math.min(MOST_ZOOM, zoom));

/** So long after a wheel's last turn the view is at rest, in ms: a wheel does not say when it is let go. */
const REST_MS = 200;

/** Where a drag began, and where the canvas looked then. */
interface Grip {
  readonly x: number;
  readonly y: number;
  readonly view: Viewport;
}

export class Hand {
  /** Space is down: the next drag moves the view. */
  ready = $state(false);
  /** The view is on its way: nothing on the canvas can be meant until it rests. */
  moving = $state(false);

  readonly #editor: Editor;
  readonly #flow: Flow;
  readonly #view: () => Viewport;
  #from: Grip | null = null;
  #rest = 0;
  #pinch: (Grip & { readonly spread: number }) | null = null;

  /** @param view where the canvas looks now */
  constructor(editor: Editor, flow: Flow, view: () => Viewport) {
    this.#editor = editor;
    this.#flow = flow;
    this.#view = view;
  }

  /** Listen on the canvas before anything on it does; returns how to stop. */
  attach = (canvas: HTMLElement): (() => void) => {
    const stop = new AbortController();
    const { signal } = stop;
    const first = { signal, capture: true };
    canvas.addEventListener("wheel", this.#turned, { ...first, passive: false });
    canvas.addEventListener("pointerdown", this.#pressed, first);
    // What drags blocks and draws boxes listens to mouse and fingers, not to the pointer.
    for (const type of ["mousedown", "touchstart", "click"]) {
      canvas.addEventListener(type, this.#swallow, first);
    }
    for (const type of ["touchstart", "touchmove", "touchend", "touchcancel"] as const) {
      canvas.addEventListener(type, this.#pinched, { ...first, passive: false });
    }
    addEventListener("pointermove", this.#dragged, { signal });
    addEventListener("pointerup", this.#released, { signal });
    addEventListener("keydown", this.#keyed, { signal });
    addEventListener("keyup", this.#keyed, { signal });
    addEventListener("blur", () => this.#let(), { signal });
    return () => {
      stop.abort();
      clearTimeout(this.#rest);
    };
  };

  /**
   * A hand moves the view, by this or by Svelte Flow. What has the focus stays where keys and readers
   * find it: then nothing is set aside.
   */
  moves(): void {
    clearTimeout(this.#rest);
    const { activeElement } = document;
    this.moving = activeElement?.closest(".svelte-flow__node, .svelte-flow__edge") === null;
  }

  rests(): void {
    clearTimeout(this.#rest);
    this.moving = false;
  }

  #turned = (event: WheelEvent): void => {
    const { target } = event;
    if (!(target instanceof Element) || !target.closest(".svelte-flow")) return;
    if (target.closest(".nowheel")) return;
    event.preventDefault();
    event.stopPropagation();
    this.moves();
    this.#rest = window.setTimeout(() => this.rests(), REST_MS);
    const view = this.#view();
    const meaning = meaningOf(event, this.#editor.prefs.get("wheel"));
    if (meaning.kind === "pan") {
      this.#flow.setView({ ...view, x: view.x + meaning.x, y: view.y + meaning.y });
      return;
    }
    const box = (event.currentTarget as Element).getBoundingClientRect();
    const [x, y] = [event.clientX - box.left, event.clientY - box.top];
    const zoom = within(view.zoom * meaning.factor);
    const by = zoom / view.zoom;
    this.#flow.setView({ x: x - (x - view.x) * by, y: y - (y - view.y) * by, zoom });
  };

  /** Two fingers zoom and pan wherever they lie, over a block too, which then stays where it is. */
  #pinched = (event: TouchEvent): void => {
    const [a, b] = event.touches;
    if (!a || !b) {
      if (this.#pinch) this.rests();
      this.#pinch = null;
      return;
    }
    event.preventDefault();
    event.stopPropagation();
    const box = (event.currentTarget as Element).getBoundingClientRect();
    const x = (a.clientX + b.clientX) / 2 - box.left;
    const y = (a.clientY + b.clientY) / 2 - box.top;
    const spread = Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY);
    const from = this.#pinch ?? { x, y, spread, view: this.#view() };
    this.#pinch = from;
    const { view } = from;
    this.moves();
    const zoom = within((view.zoom * spread) / Math.max(1, from.spread));
    const by = zoom / view.zoom;
    this.#flow.setView({ x: x - (from.x - view.x) * by, y: y - (from.y - view.y) * by, zoom });
  };

  #pressed = (event: PointerEvent): void => {
    if (!this.ready || event.button !== 0) return;
    event.preventDefault();
    event.stopPropagation();
    this.#from = { x: event.clientX, y: event.clientY, view: this.#view() };
  };

  #swallow = (event: Event): void => {
    if (this.ready) event.stopPropagation();
  };

  #dragged = (event: PointerEvent): void => {
    if (!this.#from) return;
    const { x, y, view } = this.#from;
    this.moves();
    this.#flow.setView({
      ...view,
      x: view.x + event.clientX - x,
      y: view.y + event.clientY - y,
    });
  };

  #released = (): void => {
    if (this.#from) this.rests();
    this.#from = null;
  };

  #keyed = (event: KeyboardEvent): void => {
    if (event.key !== " ") return;
    const { target } = event;
    const elsewhere =
      target instanceof Element &&
      target.closest("input, select, textarea, button, a, summary, [role=dialog]");
    if (event.type === "keyup" || elsewhere || this.#editor.session.dialog !== null) this.#let();
    else {
      this.ready = true;
      event.preventDefault();
    }
  };

  #let(): void {
    this.ready = false;
    this.#from = null;
    this.rests();
  }
}
