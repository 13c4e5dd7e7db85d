/** The list of labs: pictures of the networks, language and theme. */
import { slabFaces, slabOf } from "./canvas/slab";
import type { Shape } from "./api/types";
import { isLang, type Lang } from "./i18n";
import { Prefs, type Theme } from "./state/prefs.svelte";
import { remember } from "./ui/page";
import "./styles/home-page.css";

const SVG = "http://www.w3.org/2000/svg";
const SCALE = 1.9;

/** Draw the tensors along one wire, evenly spaced. */
function draw(svg: SVGSVGElement): void {
  const shapes = JSON.parse(svg.dataset.shapes ?? "[]") as readonly Shape[];
  const { width, height } = svg.viewBox.baseVal;
  const middle = height / 2;
  svg.append(path("wire-line", `M0 ${middle}H${width}`));
  shapes.forEach((shape, index) => {
    const faces = slabFaces(slabOf(shape));
    const group = document.createElementNS(SVG, "g");
    const x = ((index + 0.5) / shapes.length) * width;
    group.setAttribute("transform", `translate(${x} ${middle}) scale(${SCALE})`);
    group.append(
      path("slab-side", faces.side),
      path("slab-top", faces.top),
      path("slab-front", faces.front),
    );
    svg.append(group);
  });
}

function path(name: string, d: string): SVGPathElement {
  const element = document.createElementNS(SVG, "path");
  element.setAttribute("class", name);
  element.setAttribute("d", d);
  return element;
}

for (const svg of document.querySelectorAll<SVGSVGElement>(".card-picture")) draw(svg);

const shown = document.documentElement.lang;
const lang: Lang = isLang(shown) ? shown : "zh-CN";
const prefs = new Prefs(lang, localStorage);
prefs.set("lang", lang);
remember(lang, prefs.theme);

const language = document.getElementById("language");
language?.addEventListener("click", () => {
  prefs.set("lang", prefs.lang === "en" ? "zh-CN" : "en");
  remember(prefs.lang, prefs.theme);
});

const NEXT: Readonly<Record<Theme, Theme>> = { system: "light", light: "dark", dark: "system" };
const theme = document.getElementById("theme");
theme?.addEventListener("click", () => {
  prefs.set("theme", NEXT[prefs.theme]);
  remember(prefs.lang, prefs.theme);
});

for (const button of [language, theme]) button?.removeAttribute("hidden");
