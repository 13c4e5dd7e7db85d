/** The bar of the pages that the server writes: language and theme. */
import { isLang, type Lang } from "../i18n";
import { Prefs, type Theme } from "../state/prefs.svelte";
import { remember } from "./page";

const NEXT: Readonly<Record<Theme, Theme>> = { system: "light", light: "dark", dark: "system" };

/**
 * Let its buttons work, and show them.
 *
 * @param onlang called with the language on screen, now and whenever it changes
 */
export function wireBar(onlang: (lang: Lang) => void = () => {}): void {
  const shown = document.documentElement.lang;
  const prefs = new Prefs(isLang(shown) ? shown : "zh-CN", localStorage);
  prefs.set("lang", isLang(shown) ? shown : "zh-CN");
  const show = (): void => {
    remember(prefs.lang, prefs.theme);
    onlang(prefs.lang);
  };
  show();
  const language = document.getElementById("language");
  language?.addEventListener("click", () => {
    prefs.set("lang", prefs.lang === "en" ? "zh-CN" : "en");
    show();
  });
  const theme = document.getElementById("theme");
  theme?.addEventListener("click", () => {
    prefs.set("theme", NEXT[prefs.theme]);
    show();
  });
  for (const button of [language, theme]) button?.removeAttribute("hidden");
}
