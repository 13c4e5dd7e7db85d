/** The lesson's own words, which come with it: keys and rules are those of `i18n`. */
import { type Lang, type MessageValues, write } from "../i18n";
import type { Editor } from "../state/editor.svelte";
import en from "./en.json";
import zhCN from "./zh-CN.json";

export type LessonKey = keyof typeof en;

const CATALOGUES: Readonly<Record<Lang, Readonly<Record<string, string>>>> = { en, "zh-CN": zhCN };

/** What says a message in the language on screen, whichever that is then. */
export const wordsOf =
  (editor: Editor) =>
  (key: LessonKey, values?: MessageValues): string =>
    write(editor.prefs.lang, CATALOGUES[editor.prefs.lang], key, values);
