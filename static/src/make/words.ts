/** The words of the page that makes labs, which come with it: keys and rules are those of `i18n`. */
import { type Lang, type MessageValues, write } from "../i18n";
import en from "./en.json";
import zhCN from "./zh-CN.json";

export type MakeKey = keyof typeof en;

const CATALOGUES: Readonly<Record<Lang, Readonly<Record<string, string>>>> = { en, "zh-CN": zhCN };

export const say = (lang: Lang, key: MakeKey, values?: MessageValues): string =>
  write(lang, CATALOGUES[lang], key, values);
