/** What pointer gestures on the canvas mean: each becomes one action, one step of undo. */
import type { Node, OnConnectEnd } from "@xyflow/svelte";
import { addWire, move, moveWire, removeWires, spliceNode } from "../commands/actions";
import { search } from "../commands/build";
import { keepInSight } from "../commands/sight";
import { showTab } from "../commands/view";
import { canReplace } from "../graph/connect";
import { type EdgeId, type Ends, type NodeId, nodeById } from "../graph/document";
import { handleName, portsOf } from "../graph/ports";
import type { Editor } from "../state/editor.svelte";
import type { Flow } from "./flow.svelte";
import { openParameters } from "./keys";
import { blockAt, type Over, overAt, type PortEnd, type Prospect, portEnd, prospect } from "./pull";

type FinalConnectionState = Parameters<OnConnectEnd>[1];

interface Drag {
  readonly nodes: Node[];
}

interface From {
  readonly source: NodeId;
  readonly sourceHandle?: string | null;
}

export class Gestures {
  readonly #editor: Editor;
  readonly #flow: Flow;

  constructor(editor: Editor, flow: Flow) {
    this.#editor = editor;
    this.#flow = flow;
  }

  allows(ends: Ends): boolean {
    const { doc, ports } = this.#editor;
    return canReplace(doc, ports, ends, this.#flow.reconnecting ?? undefined).ok;
  }

  /** Draw a wire. Svelte Flow is told not to: the document is the only owner of wires. */
  connect(ends: Ends): null {
    addWire(this.#editor, this.#plain(ends));
    return null;
  }

  reconnect(id: EdgeId, ends: Ends): null {
    moveWire(this.#editor, id, this.#plain(ends));
    return null;
  }

  reconnectStarted(id: EdgeId): void {
    this.#flow.armed = null;
    this.#flow.reconnecting = id;
  }

  /** An end goes to the block it is let go over; let go over nothing, it takes the wire away. */
  reconnectEnded = (
    event: MouseEvent | TouchEvent,
    id: EdgeId,
    state: FinalConnectionState,
  ): void => {
    this.#flow.reconnecting = null;
    if (state.isValid) return;
    const over = this.#under(event, state);
    const to = over && this.#prospect(state, over, id);
    if (to) moveWire(this.#editor, id, this.#plain(to.ends));
    else if (!over) removeWires(this.#editor, [id]);
  };

  connectStarted = (): void => {
    this.#flow.armed = null;
  };

  /** Dropped on a block: wire to its first free input. On empty canvas: add what fits. */
  connectEnded = (event: MouseEvent | TouchEvent, state: FinalConnectionState): void => {
    if (this.#flow.reconnecting !== null || state.isValid || !state.fromHandle) return;
    const point = pointOf(event);
    if (!point || !overCanvas(point.clientX, point.clientY)) return;
    const over = this.#under(event, state);
    if (over) {
      const to = this.#prospect(state, over);
      if (to) addWire(this.#editor, this.#plain(to.ends));
      return;
    }
    if (state.fromHandle.type !== "source") return;
    const { nodeId: source, id: sourceHandle } = state.fromHandle;
    search(this.#editor, {
      kind: "end",
      from: this.#plainSource({ source, sourceHandle: sourceHandle ?? null }),
      at: this.#flow.toCanvas({ x: point.clientX, y: point.clientY }),
    });
  };

  /** Shift on the ground draws a box; on a block it selects, which a box of one px would undo. */
  pressed = (event: PointerEvent): void => {
    const block = event.target instanceof Element && event.target.closest(".svelte-flow__node");
    if (event.shiftKey && block) event.stopPropagation();
  };

  /** A click arms a port; the next one, on a port or a block, draws the wire or says why not. */
  clicked = (event: MouseEvent): void => {
    // A finding's card and the tools lie over blocks: who presses them means none of these.
    if (!(event.target instanceof Element && event.target.closest(".svelte-flow__zoom"))) return;
    const { doc, ports, writable, session } = this.#editor;
    const far = this.#flow.planned && this.#wireAt(event);
    if (far) session.select([], [far]);
    const { armed } = this.#flow;
    const over = overAt(event.clientX, event.clientY);
    // A finger that taps a block wants to fill it in; it has no Enter and no double click.
    const finger = event instanceof PointerEvent && event.pointerType === "touch";
    const body = over && !over.port && armed === null ? over.node : null;
    const adding = event.shiftKey || event.ctrlKey || event.metaKey;
    if (finger && body !== null && !adding) {
      session.select([body]);
      showTab(this.#editor, "inspect");
      void keepInSight(this.#editor, [body]);
    }
    // The faulty block, clicked while its finding is read: here is where it is mended.
    const faulty = body !== null && this.#editor.node(body)?.finding;
    if (faulty && !adding && session.tab === "problems") showTab(this.#editor, "inspect");
    const again = over?.port && (armed === null || armed.kind === over.port.kind);
    this.#flow.armed = again && writable && !samePort(armed, over.port) ? over.port : null;
    if (again || !over || armed === null) return;
    const to = prospect(doc, ports, armed, over);
    if (to) addWire(this.#editor, this.#plain(to.ends));
  };

  /** What a pulled end is let go over; a port is caught from a little way off. */
  #under(event: MouseEvent | TouchEvent, { fromHandle, toHandle }: FinalConnectionState) {
    if (toHandle && toHandle.type !== fromHandle?.type) {
      return { node: toHandle.nodeId, port: portEnd(toHandle) };
    }
    const point = pointOf(event);
    const node = point ? blockAt(point.clientX, point.clientY) : null;
    return node === null ? null : { node, port: null };
  }

  #prospect({ fromHandle }: FinalConnectionState, over: Over, replacing?: EdgeId): Prospect | null {
    const { doc, ports } = this.#editor;
    return fromHandle && prospect(doc, ports, portEnd(fromHandle), over, replacing);
  }

  dragStarted = (): void => {
    this.#editor.settle();
    this.#flow.dropTarget = null;
  };

  /** A node without wires that is dragged over a wire may be spliced in. */
  dragged = ({ nodes }: Drag): void => {
    const [only] = nodes;
    this.#flow.dropTarget = nodes.length === 1 && only ? this.#wireUnder(only.id) : null;
  };

  dragStopped = ({ nodes }: Drag): void => {
    const wire = this.#flow.dropTarget;
    const [only] = nodes;
    this.#flow.dropTarget = null;
    if (wire && only) spliceNode(this.#editor, only.id, wire, { ...only.position });
    else this.moved(nodes);
  };

  moved = (nodes: readonly Node[]): void => {
    move(this.#editor, new Map(nodes.map((node) => [node.id, { ...node.position }])));
  };

  /** On words it begins to write them, on a block to fill in its parameters; else it adds a block. */
  doubleClick = (event: MouseEvent): void => {
    if (!(event.target instanceof Element) || this.#flow.armed) return;
    const { session, writable } = this.#editor;
    const id = event.target.closest<HTMLElement>(".svelte-flow__node")?.dataset.id;
    const edge = event.target.closest<SVGElement>(".svelte-flow__edge")?.dataset.id;
    if (event.target.closest(".frame-head, .note") && id !== undefined && writable) {
      session.editing = id;
    } else if (event.target.closest(".node") && id !== undefined) {
      session.select([id]);
      openParameters(this.#editor);
    } else if (edge !== undefined && writable) {
      search(this.#editor, { kind: "wire", edge });
    } else if (event.target.matches(".svelte-flow__pane")) {
      const at = this.#flow.toCanvas({ x: event.clientX, y: event.clientY });
      search(this.#editor, { kind: "at", at });
    }
  };

  pointerMoved = (event: PointerEvent): void => {
    this.#editor.session.pointer = this.#flow.toCanvas({ x: event.clientX, y: event.clientY });
  };

  /** The wire of a large board that is clicked from afar, where none has an element to be hit. */
  #wireAt({ target, clientX, clientY }: MouseEvent): EdgeId | null {
    if (!(target instanceof Element) || !target.matches(".svelte-flow__pane")) return null;
    return this.#flow.wireNear(this.#flow.toCanvas({ x: clientX, y: clientY }));
  }

  #wireUnder(id: NodeId): EdgeId | null {
    const { doc, ports } = this.#editor;
    const node = nodeById(doc, id);
    const rect = this.#flow.rects().get(id);
    if (!node || !rect || portsOf(ports, node).inputs.length === 0) return null;
    if (doc.edges.some((edge) => edge.source === id || edge.target === id)) return null;
    return this.#flow.wireNear({ x: rect.x + rect.width / 2, y: rect.y + rect.height / 2 });
  }

  /** The file leaves ports out where a node has one on that side. */
  #plain(ends: Ends): Ends {
    const { doc, ports } = this.#editor;
    const target = nodeById(doc, ends.target);
    const inputs = target ? portsOf(ports, target).inputs : [];
    const into = inputs.find((port) => port.name === ends.targetHandle);
    return {
      ...this.#plainSource(ends),
      target: ends.target,
      targetHandle: handleName(inputs, into) ?? null,
    };
  }

  #plainSource({ source, sourceHandle }: From): From {
    const { doc, ports } = this.#editor;
    const node = nodeById(doc, source);
    const outputs = node ? portsOf(ports, node).outputs : [];
    const port = outputs.find((each) => each.name === sourceHandle);
    return { source, sourceHandle: handleName(outputs, port) ?? null };
  }
}

const pointOf = (event: MouseEvent | TouchEvent): MouseEvent | Touch | undefined =>
  "changedTouches" in event ? event.changedTouches[0] : event;

const samePort = (a: PortEnd | null, b: PortEnd): boolean =>
  a?.node === b.node && a.port === b.port && a.kind === b.kind;

/** Whether a point of the screen lies on the canvas, and not on a panel over or beside it. */
export const overCanvas = (x: number, y: number): boolean =>
  document.elementFromPoint(x, y)?.closest("#canvas") != null;
