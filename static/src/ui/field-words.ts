/** What a field's words are called, and what its numbers have to be, in the language on screen. */
import type { Editor } from "../state/editor.svelte";
import type { Field, NumberRange } from "./form";

export const wordOf = (editor: Editor, field: Field, word: string): string =>
  word === "none" ? editor.t("field.none") : (field.spelled[word] ?? word);

export const ruleOf = (editor: Editor, { integer, min, max }: NumberRange): string =>
  editor.t(integer ? "field.range_whole" : "field.range", { min, max });
