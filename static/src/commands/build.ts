/** Commands on the network: add, connect, unfold, frames, Verify and its findings. */
import { tick } from "svelte";
import { ApiError } from "../api/client";
import { possibleTargets } from "../graph/connect";
import { type EdgeId, isAnnotation, type NodeId, nodeById } from "../graph/document";
import * as frames from "../graph/frames";
import type { Editor } from "../state/editor.svelte";
import { firstConcern } from "../state/first";
import type { Adding } from "../state/session.svelte";
import { verdictKey } from "../state/verdict";
import * as actions from "./actions";
import { goToConcern } from "./problems";
import { keepInSight } from "./sight";
import { keepTidy } from "./tidy";

export function openAdd(editor: Editor): void {
  const { only, pointer } = editor.session;
  search(
    editor,
    only !== null || pointer === null ? { kind: "next" } : { kind: "at", at: pointer },
  );
}

/** Look for a block to add. */
export function search(editor: Editor, adding: Adding): void {
  editor.session.adding = adding;
  editor.session.dialog = "add";
}

const onlyWire = (editor: Editor): EdgeId | null => {
  const { nodes, edges } = editor.session.selection;
  const [edge] = edges;
  return nodes.size === 0 && edges.size === 1 && edge !== undefined ? edge : null;
};

export const canInsert = (editor: Editor): boolean => editor.writable && onlyWire(editor) !== null;

/** Look for a block to put onto the selected wire. */
export function openInsert(editor: Editor): void {
  const edge = onlyWire(editor);
  if (edge !== null) search(editor, { kind: "wire", edge });
}

export const canWire = (editor: Editor): boolean => {
  const { only } = editor.session;
  return (
    editor.writable && only !== null && possibleTargets(editor.doc, editor.ports, only).length > 0
  );
};

export function openConnect(editor: Editor): void {
  editor.session.dialog = "connect";
}

/** Notes and frames are written in place, blocks get a name in a dialog. */
export function openRename(editor: Editor): void {
  const node = selected(editor);
  if (node && isAnnotation(node)) editor.session.editing = node.id;
  else editor.session.dialog = "rename";
}

const selected = (editor: Editor) => {
  const { only } = editor.session;
  return only === null ? undefined : nodeById(editor.doc, only);
};

export function canUnfold(editor: Editor): boolean {
  const node = selected(editor);
  return editor.writable && !!node && editor.blocks.get(node.type)?.composite === true;
}

/** Ask the server for the primitives of the selected composite; an answer that comes late is dropped. */
export async function unfold(editor: Editor): Promise<boolean> {
  const id = editor.session.only;
  if (id === null) return false;
  const asked = editor.doc;
  const name = actions.nameOf(editor, id);
  const obstacle = obstacleTo(editor, id, name);
  if (obstacle !== null) {
    editor.session.refuse(obstacle);
    return false;
  }
  try {
    const board = await editor.client.expand(asked, id);
    if (editor.doc !== asked) return false;
    return await replaced(
      editor,
      "unfold",
      frames.acceptUnfolded(asked, board, id, name),
      "said.unfolded",
      name,
    );
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    editor.session.refuse(() => whyNotUnfolded(editor, error, name));
    return false;
  }
}

/** What the last check found in the block's own values that keeps it from being unfolded. */
function obstacleTo(editor: Editor, id: NodeId, name: string): (() => string) | null {
  const { server } = editor;
  if (server.checked !== server.revision) return null;
  const diagnostics = editor.node(id)?.diagnostics ?? [];
  const missing = diagnostics.filter((each) => each.name === "missing-parameter");
  if (missing.length > 0) {
    return () => {
      const labels = missing.map((each) => parameterLabel(editor, id, each.parameter ?? ""));
      const parameters = new Intl.ListFormat(editor.prefs.lang).format(labels);
      return editor.t("said.not_unfolded_unfilled", { name, parameters });
    };
  }
  const bad = diagnostics.find((each) => each.name === "bad-parameter");
  return bad ? () => editor.t("said.not_unfolded", { name, why: bad.message }) : null;
}

function parameterLabel(editor: Editor, id: NodeId, parameter: string): string {
  const block = editor.blocks.get(editor.node(id)?.node.type ?? "");
  return block?.schema.properties[parameter]?.label?.[editor.prefs.lang] ?? parameter;
}

function whyNotUnfolded(editor: Editor, error: ApiError, name: string): string {
  if (error.failure !== "refused") {
    return editor.t("said.not_unfolded", { name, why: editor.t("said.offline") });
  }
  // The server needs the channels that enter, and knows no others than the check does.
  if (error.problem?.status === 409) return editor.t("said.not_unfolded_unfed", { name });
  return editor.t("said.not_unfolded", { name, why: error.message });
}

export function canFold(editor: Editor): boolean {
  const frame = frameOf(editor);
  return editor.writable && frame !== null && frames.canFold(editor.doc, frame);
}

export async function foldBack(editor: Editor): Promise<boolean> {
  const frame = frameOf(editor);
  if (frame === null) return false;
  const name = actions.nameOf(editor, frame);
  return replaced(editor, "fold", frames.fold(editor.doc, frame), "said.folded", name);
}

/** The composite's frame that is selected, or that the selected node lies in. */
function frameOf(editor: Editor): string | null {
  const node = selected(editor);
  if (!node) return null;
  if (node.type === "frame") return node.id;
  return node.parentId ?? null;
}

/**
 * Unfolding computes the same, so a current answer of Verify is asked for again and stays; not where that were an
 * attempt.
 */
async function replaced(
  editor: Editor,
  did: "unfold" | "fold",
  next: frames.Framed | null,
  said: "said.unfolded" | "said.folded",
  name: string,
): Promise<boolean> {
  if (!next) return false;
  const { server, attempts } = editor;
  const again = server.report !== null && !server.outdated && !attempts.counted;
  const done = editor.apply(did, () => keepTidy(editor, next.doc), {
    select: [next.id],
    glide: true,
  });
  void keepInSight(editor, [next.id]);
  editor.session.announce(editor.t(said, { name }));
  if (again) await editor.server.verify(editor.doc);
  return done;
}

export function addNote(editor: Editor): void {
  const { pointer, canvas } = editor.session;
  actions.addNoteAt(editor, pointer ?? canvas?.centre() ?? { x: 0, y: 0 });
}

export function addFrame(editor: Editor): boolean {
  const framed = frames.frameAround(
    editor.doc,
    editor.session.selection.nodes,
    editor.t("word.frame"),
  );
  return framed !== null && editor.apply("frame", () => framed.doc, { select: [framed.id] });
}

export const hasFrame = (editor: Editor): boolean =>
  editor.writable && selected(editor)?.type === "frame";

export function removeFrame(editor: Editor): boolean {
  const id = editor.session.only;
  return id !== null && editor.apply("unframe", (doc) => frames.removeFrame(doc, id));
}

/** Whoever has no attempts left is told so beside the button: it need not be pressed to find out. */
export const canVerify = (editor: Editor): boolean =>
  !editor.boot.sketch &&
  editor.server.verifyState !== "running" &&
  editor.attempts.ended === null &&
  editor.attempts.left !== 0;

/**
 * Compare with the reference, say the verdict, and go to the first finding. Where the mode counts attempts,
 * every answer about a changed board is one; no answer, no attempt.
 */
export async function verify(editor: Editor): Promise<void> {
  editor.settle();
  const { doc } = editor;
  const { lang } = editor.prefs;
  const report = await editor.server.verify(doc);
  if (!report) {
    const { notVerified, verifyState } = editor.server;
    if (verifyState === "failed") editor.session.refuse(() => whyNotVerified(editor, notVerified));
    return;
  }
  editor.session.dropRefusal();
  editor.attempts.answered();
  editor.attempts.keep({ report, doc, lang, at: editor.server.verifiedAt });
  const { counted } = editor.attempts;
  const verdict = editor.t(verdictKey(report), report.progress);
  const number = editor.attempts.count;
  editor.session.announce(counted ? editor.t("attempt.said", { number, verdict }) : verdict);
  if (report.verdict === "correct") {
    editor.progress.finish();
    editor.session.dialog = "celebrate";
  } else editor.session.tab = "problems";
  // The finding's card stands on the canvas: nothing lies over it.
  if (editor.session.narrow) editor.prefs.set("left", false);
  const first = firstConcern(doc, report.diagnostics, report.findings);
  // The panel that opened is as wide as it will be: what it leaves of the canvas is looked at, not what was.
  await tick();
  if (first) goToConcern(editor, first);
}

/** The server's own words where it refused, as after a deadline. */
export function whyNotVerified(editor: Editor, problem: ApiError | null): string {
  if (problem?.failure !== "refused" || problem.transient || !problem.problem)
    return editor.t("said.not_verified");
  const { title, detail } = problem.problem;
  return editor.prefs.lang === "en" ? `${title} ${detail}` : `${title}${detail}`;
}

export async function hint(editor: Editor): Promise<void> {
  const { pause } = editor.server;
  if (pause > 0) editor.session.announce(editor.t("hint.pause", { seconds: pause }));
  const given = await editor.server.hint();
  if (given) editor.session.announce(given.message);
}
