/** The demo's keys: a keyboard's, and those that a presenter's clicker sends. */
import { composes } from "../i18n/composing";
import type { Stage } from "./stage.svelte";

export type Deed =
  | "forward"
  | "back"
  | "toggle"
  | "first"
  | "last"
  | "inside"
  | "asking"
  | "resume";

const DEEDS: Readonly<Record<string, Deed>> = {
  ArrowRight: "forward",
  PageDown: "forward",
  ArrowLeft: "back",
  PageUp: "back",
  " ": "toggle",
  Home: "first",
  End: "last",
  i: "inside",
  q: "asking",
  Escape: "resume",
};

/** With the board in the instructor's hands, these move what is selected, or are typed. */
const ALSO_THE_BOARDS = ["ArrowRight", "ArrowLeft", "Home", "End"];

/** What a press means for the demo; `null` where it is not the demo's. */
export function deedOf(
  event: Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey">,
  taken: boolean,
): Deed | null {
  if (event.ctrlKey || event.metaKey || event.altKey) return null;
  if (taken && ALSO_THE_BOARDS.includes(event.key)) return null;
  return DEEDS[event.key] ?? null;
}

export function perform(stage: Stage, deed: Deed): void {
  if (deed === "first") stage.jump(0);
  else if (deed === "last") stage.jump(stage.player.last);
  else if (deed === "inside") void stage.lookInside();
  else if (deed === "asking") stage.switchAsking();
  else if (deed !== "resume") stage[deed]();
  else if (stage.view.kind !== "moment") stage.resume();
}

/** Listen before the canvas does; returns how to stop. */
export function listen(stage: Stage): () => void {
  const stop = new AbortController();
  const onkeydown = (event: KeyboardEvent): void => {
    if (composes(event) || stage.editor.session.dialog !== null) return;
    const { target } = event;
    if (!(target instanceof Element)) return;
    if (target.closest("input, textarea, select, dialog, [role=menu], [contenteditable]")) return;
    // Whoever walked to a button by key presses it.
    if (event.key === " " && target.closest("button:focus-visible, a:focus-visible")) return;
    const deed = deedOf(event, stage.view.kind === "taken");
    if (deed === null || (deed === "resume" && stage.view.kind === "moment")) return;
    event.preventDefault();
    event.stopPropagation();
    perform(stage, deed);
  };
  // A button that was clicked would take the next Space for itself.
  const onclick = ({ detail }: MouseEvent): void => {
    const { activeElement } = document;
    if (detail > 0 && activeElement instanceof HTMLButtonElement) activeElement.blur();
  };
  addEventListener("click", onclick, { signal: stop.signal });
  addEventListener("keydown", onkeydown, { signal: stop.signal, capture: true });
  return () => stop.abort();
}
