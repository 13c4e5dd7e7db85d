/** The bar of the pages that the server writes: language and theme. */
import { isLang, type Lang, otherLang } from "../i18n";
import { Prefs, type Theme } from "../state/prefs.svelte";
import { remember } from "./page";

const NEXT: Readonly<Record<Theme, Theme>> = { system: "light", light: "dark", dark: "system" };

/**
 * Let its buttons work, and show them.
 *
 * @param onchange called with the language and theme on screen, now and whenever one changes
 */
export function wireBar(onchange: (lang: Lang, theme: Theme) => void = () => {}): void {
  const shown = document.documentElement.lang;
  const prefs = new Prefs(isLang(shown) ? shown : "zh-CN", localStorage);
  prefs.set("lang", isLang(shown) ? shown : "zh-CN");
  const show = (): void => {
    remember(prefs.lang, prefs.theme);
    onchange(prefs.lang, prefs.theme);
  };
  show();
  const language = document.getElementById("language");
  language?.addEventListener("click", () => {
    prefs.set("lang", otherLang(prefs.lang));
    show();
  });
  const theme = document.getElementById("theme");
  theme?.addEventListener("click", () => {
    prefs.set("theme", NEXT[prefs.theme]);
    show();
  });
  for (const button of [language, theme]) button?.removeAttribute("hidden");
}
