/** Keys on a focused block or wire. Svelte Flow's own would change positions past the history. */
import { nudge } from "../commands/actions";
import { openRename } from "../commands/build";
import { hasOneEditable } from "../commands/edit";
import { showTab } from "../commands/view";
import { isAnnotation, nodeById, type XY } from "../graph/document";
import type { Editor } from "../state/editor.svelte";

const ARROWS: Readonly<Record<string, XY>> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};
/** With Shift, arrow keys move this many grid steps. */
const FAR = 4;

export class CanvasKeys {
  readonly #editor: Editor;

  constructor(editor: Editor) {
    this.#editor = editor;
  }

  /** What the keyboard reaches is selected: every command then knows what it is about. */
  focused = (event: FocusEvent): void => {
    const { target } = event;
    if (!(target instanceof Element) || !target.matches(":focus-visible")) return;
    const id = idOf(target);
    if (id === null) return;
    const { session } = this.#editor;
    if (target.matches(".svelte-flow__node")) {
      if (!session.selection.nodes.has(id)) session.select([id]);
    } else session.select([], [id]);
  };

  pressed = (event: KeyboardEvent): void => {
    const { target } = event;
    if (!(target instanceof Element) || idOf(target) === null) return;
    const { session } = this.#editor;
    const by = ARROWS[event.key];
    if (by && session.selection.nodes.size > 0) {
      const steps = event.shiftKey ? FAR : 1;
      nudge(this.#editor, session.selection.nodes, { x: by.x * steps, y: by.y * steps });
    } else if (event.key === "Enter" && !event.ctrlKey && !event.metaKey) {
      this.#open();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };

  /** A note or frame is written in place, a block or wire has parameters. */
  #open(): void {
    const { only } = this.#editor.session;
    const node = only === null ? undefined : nodeById(this.#editor.doc, only);
    if (!node || !isAnnotation(node)) openParameters(this.#editor);
    else if (hasOneEditable(this.#editor)) openRename(this.#editor);
  }
}

/**
 * Show the selection's parameters, and put the focus into one of these, else into the first that is
 * missing, or the first.
 */
export function openParameters(editor: Editor, names: readonly string[] = []): void {
  showTab(editor, "inspect");
  requestAnimationFrame(() => {
    const find = (selector: string) =>
      document.querySelector<HTMLElement>(
        `#tab-panel ${selector} :is(input:not([type=radio]), input:checked, select)`,
      );
    const wanted = names.map((name) => find(`.param[data-parameter="${CSS.escape(name)}"]`));
    const field =
      wanted.find((each) => each !== null) ?? find(".param[data-missing=true]") ?? find(".params");
    (field ?? document.querySelector<HTMLElement>("#tab-panel .inspector button"))?.focus();
  });
}

/** The block or wire that an element is, itself and not a part of it. */
function idOf(element: Element): string | null {
  if (!element.matches(".svelte-flow__node, .svelte-flow__edge")) return null;
  return element.getAttribute("data-id");
}
