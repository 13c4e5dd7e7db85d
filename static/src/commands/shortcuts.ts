/** Keys, clipboard events and dropped files, from the page to the table of commands. */
import type { MessageKey } from "../i18n";
import { composes } from "../i18n/composing";
import type { Editor } from "../state/editor.svelte";
import * as actions from "./actions";
import { type Command, keysOf, type Press } from "./command";
import { deleteSelection, hasEditableNodes } from "./edit";
import { loadFile } from "./file";
import { COMMANDS } from "./table";

export const isMac = (): boolean => /Mac|iPhone|iPad/.test(navigator.userAgent);

/**
 * Find the command that a press stands for, if it can run now.
 *
 * @param onCanvas whether the canvas has the focus: single keys work only there
 */
export function commandFor(
  editor: Editor,
  press: Press,
  onCanvas: boolean,
  mac: boolean,
): Command | undefined {
  return commandsFor(press, onCanvas, mac).find((command) => command.enabled(editor));
}

/** The commands that a press may stand for, whether they can run now or not. */
function commandsFor(press: Press, onCanvas: boolean, mac: boolean): Command[] {
  const keys = keysOf(press, mac);
  return COMMANDS.filter(
    (command) =>
      !command.native && command.keys.includes(keys) && (onCanvas || command.scope === "page"),
  );
}

/**
 * Listen to the page; returns how to stop.
 *
 * @param canvas the element whose focus makes single keys work
 */
export function listen(editor: Editor, canvas: () => HTMLElement | null): () => void {
  const mac = isMac();
  const stop = new AbortController();
  const { signal } = stop;
  const onCanvas = (target: EventTarget | null): boolean =>
    target === document.body || (target instanceof Node && !!canvas()?.contains(target));

  const onKey = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || composes(event)) return;
    if (editor.session.dialog !== null) return;
    const typing = isField(event.target);
    if (typing && !(event.ctrlKey || event.metaKey || event.key.startsWith("F"))) return;
    const here = onCanvas(event.target) && !typing;
    const command = commandFor(editor, event, here, mac);
    const [idle] = command ? [] : commandsFor(event, here, mac);
    // Escape with nothing to leave is no wish.
    if (idle && event.key !== "Escape") {
      const name = editor.t(`command.${idle.id}` as MessageKey);
      editor.session.announce(editor.t("said.not_now", { name }));
    }
    if (!command && event.key === "Escape" && !typing && inPanel(event.target)) {
      event.preventDefault();
      toCanvas(editor, canvas());
    }
    if (!command || (isText(event.target) && (command.id === "undo" || command.id === "redo")))
      return;
    if (activates(event, canvas())) return;
    event.preventDefault();
    command.run(editor);
  };
  const onCopy = (event: ClipboardEvent, cut: boolean): void => {
    if (isField(event.target) || hasTextSelected() || !event.clipboardData) return;
    const text = actions.copyText(editor);
    if (text === null) {
      const name = editor.t(cut ? "command.cut" : "command.copy");
      editor.session.announce(editor.t("said.not_now", { name }));
      return;
    }
    event.preventDefault();
    event.clipboardData.setData("text/plain", text);
    const count = editor.session.selection.nodes.size;
    if (cut && hasEditableNodes(editor)) deleteSelection(editor);
    editor.session.announce(editor.t("said.copied", { count }));
  };
  const onPaste = (event: ClipboardEvent): void => {
    if (isField(event.target) || !editor.writable) return;
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (actions.pasteText(editor, text)) event.preventDefault();
  };
  const onDrop = (event: DragEvent): void => {
    editor.session.dropping = false;
    const file = event.dataTransfer?.files[0];
    if (!file) return;
    event.preventDefault();
    void loadFile(editor, file);
  };
  addEventListener("keydown", onKey, { signal });
  const onKeyUp = (event: KeyboardEvent): void => {
    if (event.key.startsWith("Arrow") && !isField(event.target)) editor.settle();
  };
  addEventListener("keyup", onKeyUp, { signal });
  addEventListener("copy", (event) => onCopy(event, false), { signal });
  addEventListener("cut", (event) => onCopy(event, true), { signal });
  addEventListener("paste", onPaste, { signal });
  const onDrag = (event: DragEvent): void => {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    editor.session.dropping = editor.writable;
  };
  // Leaving the page leads to nothing; leaving one thing on it leads to another.
  const onDragLeave = (event: DragEvent): void => {
    if (event.relatedTarget === null) editor.session.dropping = false;
  };
  addEventListener("dragover", onDrag, { signal });
  addEventListener("dragleave", onDragLeave, { signal });
  addEventListener("drop", onDrop, { signal });
  return () => stop.abort();
}

const inPanel = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest("aside") !== null;

/** From a panel back to what is chosen, as from a field of it; else to the canvas itself. */
function toCanvas({ session }: Editor, canvas: HTMLElement | null): void {
  const { nodes, edges } = session.selection;
  const [id] = [...nodes, ...edges];
  const chosen =
    id === undefined ? null : canvas?.querySelector<HTMLElement>(`[data-id="${CSS.escape(id)}"]`);
  (chosen ?? canvas)?.focus({ preventScroll: true });
}

/** Space and Enter on a button or link press it; that is not a shortcut. */
function activates(event: KeyboardEvent, canvas: Element | null): boolean {
  if (event.key !== " " && event.key !== "Enter") return false;
  if (event.ctrlKey || event.metaKey) return false;
  const target =
    event.target instanceof Element ? event.target.closest("button, a, summary") : null;
  return !!target && target !== canvas;
}

/** Whether something is written or chosen there: keys and menus are its own. */
export const isField = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || target.matches("input, textarea, select"));

/**
 * A field for words has an undo of its own for the text in it; the board's begins when it is left.
 * A value that is chosen or a number is a piece of the board from the start.
 */
const isText = (target: EventTarget | null): boolean =>
  isField(target) &&
  target instanceof HTMLElement &&
  !target.matches("select, [type=radio], [role=spinbutton]");

const hasTextSelected = (): boolean => getSelection()?.isCollapsed === false;
