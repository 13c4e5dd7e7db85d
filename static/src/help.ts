/** Help: language and theme as on the home page, and pictures of the product. */
import demo from "../pictures/demo.png";
import editorDark from "../pictures/editor-dark.png";
import editorLight from "../pictures/editor-light.png";
import "./home";
import "./styles/help.css";

const root = document.documentElement;

/** Show the editor in the theme that the page has. */
function show(): void {
  const system = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  const editor = (root.dataset.theme ?? system) === "dark" ? editorDark : editorLight;
  const pictures: Readonly<Record<string, string>> = { editor, demo };
  for (const each of document.querySelectorAll<HTMLImageElement>("img[data-picture]")) {
    each.src = pictures[each.dataset.picture ?? ""] ?? "";
  }
}

show();
new MutationObserver(show).observe(root, { attributeFilter: ["data-theme"] });
