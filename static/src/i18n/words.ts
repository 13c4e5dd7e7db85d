/** The words on screen: one flat catalogue per language, of which a page fetches its own. */
import { type Catalogue, type Lang, type MessageKey, type MessageValues, write } from ".";

/** The server has a page fetch its language's together with the modules (`app/web/assets.py`). */
const FETCH: Readonly<Record<Lang, () => Promise<{ readonly default: Catalogue }>>> = {
  en: () => import("./en.json"),
  "zh-CN": () => import("./zh-CN.json"),
};

const here: Partial<Record<Lang, Catalogue>> = {};

/** Have the words of a language at hand; fails where they do not arrive. */
export async function fetchWords(lang: Lang): Promise<void> {
  here[lang] ??= (await FETCH[lang]()).default;
}

/** Return the text for `key` in `lang`, whose words are at hand. */
export const translate = (lang: Lang, key: MessageKey, values?: MessageValues): string =>
  write(lang, here[lang] ?? {}, key, values);
