/** Commands on files and links. */
import { foreignTypes } from "../graph/clipboard";
import { type Document, EMPTY } from "../graph/document";
import { FILE_SUFFIX, MAX_BYTES, type Parsed, parseBoard, serialise } from "../graph/format";
import { isLong, toFragment } from "../graph/link";
import type { MessageKey } from "../i18n";
import { ANEW, type Editor } from "../state/editor.svelte";
import { copyText } from "./copy-text";
import { goToConcern } from "./problems";
import { firstShown } from "./tidy";

/** Save the board as a file. */
export function saveFile(editor: Editor): void {
  download(
    `${editor.boot.lab.slug}${FILE_SUFFIX}`,
    new Blob([serialise(editor.signed(editor.doc))], { type: "application/json" }),
  );
  editor.session.announce(editor.t("said.file_saved"));
}

export function openFile(editor: Editor): void {
  const picker = document.createElement("input");
  picker.type = "file";
  picker.accept = `${FILE_SUFFIX},.json,application/json`;
  picker.addEventListener("change", () => {
    const file = picker.files?.[0];
    if (file) void loadFile(editor, file);
  });
  picker.click();
}

/** Open a file that was chosen, or dropped onto the page: one step of undo. */
export async function loadFile(
  editor: Editor,
  file: Blob & { readonly name?: string },
): Promise<boolean> {
  editor.session.goesOn = null;
  const parsed: Parsed =
    file.size > MAX_BYTES
      ? { ok: false, reason: "too_big", at: "", detail: `${MAX_BYTES / 1024} KiB` }
      : parseBoard(await file.text());
  return load(editor, parsed);
}

/** Show a board that was read; where it is none, say what is wrong, where, and what would cure it. */
export async function load(editor: Editor, parsed: Parsed): Promise<boolean> {
  if (!parsed.ok) {
    const { reason, at, detail } = parsed;
    const key =
      reason === "not_json" && at !== "" ? "file.not_json_at" : (`file.${reason}` as const);
    editor.session.refuse(() => editor.t(key, { at, detail }));
    return false;
  }
  if (!editor.welcomes(parsed.doc)) {
    editor.session.refuse(() => editor.t("file.other_mode"));
    return false;
  }
  const opening = Symbol("opening");
  editor.session.opening = opening;
  const shown = await firstShown(editor, parsed.doc);
  // Another file was opened while this one was being laid out.
  if (editor.session.opening !== opening) return false;
  const done = replaceBoard(editor, shown, "open");
  const foreign = foreignTypes(parsed.doc, new Set(editor.boot.lab.blocks));
  if (foreign.length > 0) {
    editor.session.inform(() => editor.t("file.foreign", { names: editor.titles(foreign) }));
  }
  return done;
}

export function replaceBoard(editor: Editor, doc: Document, did: string): boolean {
  editor.session.tidying = null;
  const done = editor.apply(did, () => doc, { select: [] });
  // What was said of a file that could not be read is over.
  editor.session.notice = null;
  editor.session.canvas?.open();
  editor.session.announce(editor.t("said.opened"));
  return done;
}

export async function copyLink(editor: Editor): Promise<void> {
  const url = new URL(location.href);
  url.hash = await toFragment(editor.signed(editor.doc));
  const copied = await copyText(url.href);
  const done: MessageKey = copied ? "said.link_copied" : "said.link_in_address";
  // Without leave to write to the clipboard the link goes into the address bar, to be copied there.
  if (!copied) history.replaceState(null, "", url);
  const { length } = url.href;
  if (isLong(url.href)) {
    editor.session.warn(
      () => editor.t("said.link_long", { done: editor.t(done), length }),
      "save-file",
    );
  } else editor.session.inform(() => editor.t(done));
}

export const hasDemo = ({ boot }: Editor): boolean =>
  boot.instructor === true && boot.sketch !== true;

/** Go to this lab's demo, which whoever has shown the key may see. */
export function demo(editor: Editor): void {
  location.assign(`${editor.boot.urls.home}labs/${editor.boot.lab.slug}/demo`);
}

/** Take the board to the page that makes labs: it travels in the address, and to no server yet. */
export async function makeLab(editor: Editor): Promise<void> {
  // The form could only say that it does not run: here is where it can be mended.
  const [first] = editor.server.result?.diagnostics ?? [];
  if (first) {
    goToConcern(editor, first);
    editor.session.refuse(() => editor.t("said.not_made"));
    return;
  }
  const url = new URL(`${editor.boot.urls.home}make`, location.href);
  url.hash = await toFragment(editor.doc);
  location.assign(url);
}

/** Back to the lab's starting board; undo brings the work back, and its count of attempts. */
export function startOver(editor: Editor): boolean {
  editor.session.tidying = null;
  const done = editor.apply(ANEW, () => editor.boot.board ?? EMPTY, { select: [] });
  if (done) editor.attempts.beginAnew();
  editor.session.canvas?.open();
  editor.session.inform(() => editor.t("said.started_over"));
  return done;
}

export function download(name: string, blob: Blob): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
