/** The end of an exam: the board goes to the instructor, as a file that the server has sealed. */
import { ApiError } from "../api/client";
import type { Editor } from "../state/editor.svelte";
import { download } from "./file";

/** Whether this work is somebody's to look at: an exam, or what an instructor's link gave. */
export const canHandIn = ({ boot }: Editor): boolean =>
  boot.lab.policy.binding || Boolean(boot.lab.assignment);

/** Whether the board stays as it is from then on. */
export const endsWork = ({ boot }: Editor): boolean => boot.lab.policy.binding;

/** Have the board sealed and save the file; says why not where it was refused. */
export async function handIn(editor: Editor, name: string, notes: string): Promise<boolean> {
  editor.settle();
  const { lab } = editor.boot;
  try {
    const { token } = editor.attempts;
    const words = { name: name.trim(), notes: notes.trim() };
    const done = await editor.client.handIn(lab.slug, editor.doc, lab.mode, token, words);
    editor.attempts.told(done.attempts);
    // The text as it came: written anew, a number may be spelled otherwise, and the seal broken.
    download(fileName(lab.slug, words.name), new Blob([done.text], { type: "application/json" }));
    editor.session.announce(editor.t("hand_in.done"));
    return true;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    editor.session.refuse(() => editor.t("hand_in.failed"));
    return false;
  }
}

/** So many letters of a name stand in the file's: with four bytes each no system finds it too long. */
const MOST_LETTERS = 40;

/** A name that every system can write: letters of any script, digits and hyphens. */
export function fileName(lab: string, name: string): string {
  const words = name.replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-/, "");
  const short = [...words].slice(0, MOST_LETTERS).join("").replace(/-$/, "");
  return `${[lab, short].filter(Boolean).join("_")}.hand-in.json`;
}
