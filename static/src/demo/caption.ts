/** What is said at a moment, in words of the lab and of the catalogue. Pure. */

import type { Notation, Shape, Slip, StepInfo } from "../api/types";
import type { Lang, MessageKey } from "../i18n";
import { shapeText } from "../parts/shape-text";
import type { Stage } from "./stage.svelte";

export interface Caption {
  readonly title: string;
  readonly text: string;
  /** Beside the title: what the whole network costs. */
  readonly costs?: string;
  /** What enters and what leaves; `null` leaves is what the class is asked for. */
  readonly shapes?: { readonly enters: string; readonly leaves: string | null };
}

/** Why the shape is what it is: the last line of the step's sheet, unless it only says the shape. */
export function reasonOf(step: StepInfo, lang: Lang): string {
  const last = step.sheet?.[lang].split("\n").at(-1)?.trim() ?? "";
  const said = step.output_shape ? shapeText(step.output_shape, "HWC") : "";
  return said !== "" && last.includes(said) ? (step.task?.[lang] ?? "") : last;
}

/** Write both shapes; a shape that is not known is left out. */
const both = (
  enters: Shape | null | undefined,
  leaves: Shape | null | undefined,
  order: Notation,
): Pick<Caption, "shapes"> =>
  enters && leaves
    ? { shapes: { enters: shapeText(enters, order), leaves: shapeText(leaves, order) } }
    : {};

/** Where a mistake is made: at a block, or all through the network. */
export const placeOf = ({ editor }: Stage, { whole, node }: Slip): string =>
  whole ? editor.t("demo.whole") : (editor.node(node)?.name ?? "");

/** A finger is told what to tap, whoever has keys the key. */
export function captionOf(stage: Stage, finger = false): Caption {
  const { editor, view } = stage;
  const { lang, notation } = editor.prefs;
  const t = (key: MessageKey, values = {}): string => editor.t(key, values);
  if (view.kind === "taken")
    return { title: t("demo.taken"), text: t(finger ? "demo.taken_text_tap" : "demo.taken_text") };
  if (view.kind === "broken") {
    const name = placeOf(stage, view.slip);
    const { finding, report, verifyState } = editor.server;
    const said =
      finding?.message ??
      report?.diagnostics[0]?.message ??
      t(verifyState === "failed" ? "demo.not_now" : "demo.verifying");
    return { title: t("demo.broken", { slip: view.slip.title[lang], name }), text: said };
  }
  if (view.kind === "inside") {
    const piece = stage.pieces[view.piece];
    const cell = piece && editor.node(piece.id);
    const enters = cell && Object.entries(cell.shapes ?? {}).find(([port]) => port !== "out")?.[1];
    return {
      title: [nameOfFrame(stage, view.node), piece?.words?.title[lang]].filter(Boolean).join(" · "),
      text: piece?.words?.text[lang] ?? "",
      ...both(enters, cell?.shape, notation),
    };
  }
  return momentCaption(stage, finger);
}

function momentCaption(stage: Stage, finger: boolean): Caption {
  const { editor, moment, step } = stage;
  const { lang, notation } = editor.prefs;
  const { opening } = stage.score;
  if (moment.kind === "open" || !step)
    return { title: editor.boot.lab.title[lang], text: opening[lang] };
  if (moment.kind === "end") return { title: editor.t("demo.end"), ...ending(stage) };
  const title = editor.t("demo.step", { step: step.number, title: step.title[lang] });
  if (moment.kind === "ask") {
    const enters = step.input_shape ? shapeText(step.input_shape, notation) : "";
    return {
      title: editor.t("demo.ask"),
      text: editor.t(finger ? "demo.ask_text_tap" : "demo.ask_text"),
      shapes: { enters, leaves: null },
    };
  }
  if (moment.kind !== "show") return { title, text: step.task?.[lang] ?? "" };
  return {
    title,
    text: reasonOf(step, lang),
    ...both(step.input_shape, step.output_shape, notation),
  };
}

/** What was built and what to look back at, in the lab's words; and what it costs, once the server has worked it out. */
function ending({ editor, score }: Stage): Pick<Caption, "text" | "costs"> {
  const { n_params, madds } = editor.server.result?.totals ?? {};
  const known = n_params != null && madds != null;
  const costs = known ? editor.t("demo.end_text", { params: n_params, madds }) : "";
  const closing = score.closing?.[editor.prefs.lang];
  return closing ? { text: closing, costs } : { text: costs };
}

function nameOfFrame(stage: Stage, frame: string): string {
  const title = stage.editor.doc.nodes.find(({ id }) => id === frame)?.data.title;
  return typeof title === "string" && title !== "" ? title : (stage.editor.node(frame)?.name ?? "");
}
