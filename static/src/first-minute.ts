/** The list of labs shows the SE module being built on the canvas: silent, and still when asked to be. */
import enDark from "../pictures/first-minute-en-dark.png";
import enDarkTall from "../pictures/first-minute-en-dark-tall.png";
import enLight from "../pictures/first-minute-en-light.png";
import enLightTall from "../pictures/first-minute-en-light-tall.png";
import zhDark from "../pictures/first-minute-zh-CN-dark.png";
import zhDarkTall from "../pictures/first-minute-zh-CN-dark-tall.png";
import zhLight from "../pictures/first-minute-zh-CN-light.png";
import zhLightTall from "../pictures/first-minute-zh-CN-light-tall.png";
import type { Lang } from "./i18n";
import { movingPicture } from "./moving-picture";
import type { Theme } from "./state/prefs.svelte";

type Pictures = Readonly<Record<Lang, Readonly<Record<"light" | "dark", string>>>>;

const WIDE: Pictures = {
  en: { light: enLight, dark: enDark },
  "zh-CN": { light: zhLight, dark: zhDark },
};

/** From top to bottom, so that a telephone shows words that can be read. */
const TALL: Pictures = {
  en: { light: enLightTall, dark: enDarkTall },
  "zh-CN": { light: zhLightTall, dark: zhDarkTall },
};

/** Show it in a language and a theme. */
export type Show = (lang: Lang, theme: Theme) => void;

/** Set the page's figure going. A still is the picture's first frame: the finished module. */
export function firstMinute(figure: HTMLElement): Show {
  const image = movingPicture(figure);
  const darkness = matchMedia("(prefers-color-scheme: dark)");
  const narrow = matchMedia("(max-width: 40rem)");
  figure.hidden = false;

  let show = (): void => {};
  // The system's theme changes in the evening, and a window its width, while the page stands.
  for (const each of [darkness, narrow]) each.addEventListener("change", () => show());
  return (lang, theme) => {
    show = () => {
      const dark = theme === "system" ? darkness.matches : theme === "dark";
      image.src = (narrow.matches ? TALL : WIDE)[lang][dark ? "dark" : "light"];
    };
    show();
  };
}
