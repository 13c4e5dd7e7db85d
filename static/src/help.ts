/** Help: language and theme as on the home page, and pictures of the product in both. */
import demo from "../pictures/demo.png";
import demoChinese from "../pictures/demo-zh-CN.png";
import editorDark from "../pictures/editor-dark.png";
import editorLight from "../pictures/editor-light.png";
import editorChineseDark from "../pictures/editor-zh-CN-dark.png";
import editorChineseLight from "../pictures/editor-zh-CN-light.png";
import "./home";
import { movingPicture } from "./moving-picture";
import "./styles/help.css";

const root = document.documentElement;

/** Each picture in the page's language; the editor in its theme, too. */
function pictures(): Readonly<Record<string, string>> {
  const system = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  const dark = (root.dataset.theme ?? system) === "dark";
  return root.lang === "zh-CN"
    ? { editor: dark ? editorChineseDark : editorChineseLight, demo: demoChinese }
    : { editor: dark ? editorDark : editorLight, demo };
}

function show(): void {
  const fitting = pictures();
  for (const each of document.querySelectorAll<HTMLImageElement>("img[data-picture]")) {
    each.src = fitting[each.dataset.picture ?? ""] ?? "";
  }
}

for (const figure of document.querySelectorAll<HTMLElement>("figure.moving")) movingPicture(figure);
show();
new MutationObserver(show).observe(root, { attributeFilter: ["data-theme", "lang"] });
