/** The list of labs shows the SE module being built on the canvas: silent, and still when asked to be. */
import enDark from "../pictures/first-minute-en-dark.png";
import enLight from "../pictures/first-minute-en-light.png";
import zhDark from "../pictures/first-minute-zh-CN-dark.png";
import zhLight from "../pictures/first-minute-zh-CN-light.png";
import type { Lang } from "./i18n";
import type { Theme } from "./state/prefs.svelte";

const PICTURES: Readonly<Record<Lang, Readonly<Record<"light" | "dark", string>>>> = {
  en: { light: enLight, dark: enDark },
  "zh-CN": { light: zhLight, dark: zhDark },
};

/** Show it in a language and a theme. */
export type Show = (lang: Lang, theme: Theme) => void;

/**
 * Set the page's figure going, or leave it still where the system asks for less motion.
 *
 * A still is the same picture drawn once, which gives its first frame: the finished module.
 */
export function firstMinute(figure: HTMLElement): Show {
  const image = figure.querySelector("img");
  const still = figure.querySelector("canvas");
  const [pause, play] = figure.querySelectorAll("button");
  if (!image || !still || !pause || !play) throw new Error("the figure lacks a part");
  const darkness = matchMedia("(prefers-color-scheme: dark)");

  function run(moving: boolean): void {
    image?.toggleAttribute("hidden", !moving);
    still?.toggleAttribute("hidden", moving);
    pause?.toggleAttribute("hidden", !moving);
    play?.toggleAttribute("hidden", moving);
  }

  image.addEventListener("load", () => {
    const { naturalWidth: width, naturalHeight: height } = image;
    Object.assign(still, { width, height });
    still.getContext("2d")?.drawImage(image, 0, 0);
  });
  image.addEventListener("click", () => run(false));
  pause.addEventListener("click", () => {
    run(false);
    play.focus();
  });
  play.addEventListener("click", () => {
    run(true);
    pause.focus();
  });
  run(!matchMedia("(prefers-reduced-motion: reduce)").matches);
  figure.hidden = false;
  return (lang, theme) => {
    const dark = theme === "system" ? darkness.matches : theme === "dark";
    image.src = PICTURES[lang][dark ? "dark" : "light"];
  };
}
