/** The list of labs: pictures of the networks, language and theme. */

import type { Shape } from "./api/types";
import { firstMinute } from "./first-minute";
import { wireBar } from "./parts/bar";
import { slabFaces, slabOf } from "./parts/slab";
import { readMarks } from "./storage/marks";
import "./styles/home-page.css";

const SVG = "http://www.w3.org/2000/svg";
const GAP = 5;
const MARGIN = 28;
const MOST = 2.4;

/** Draw the tensors along one wire, as large as the card has room for. */
function draw(svg: SVGSVGElement): void {
  const shapes = JSON.parse(svg.dataset.shapes ?? "[]") as readonly Shape[];
  const { clientWidth: width, clientHeight: height } = svg;
  svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
  const middle = height / 2;
  const slabs = shapes.map(slabOf);
  const length = slabs.reduce((sum, slab) => sum + slab.thickness + slab.depth, 0);
  const least = length + GAP * (slabs.length - 1);
  const tallest = Math.max(...slabs.map((slab) => slab.height), 1);
  const scale = Math.min(MOST, (width - 2 * MARGIN) / least, (height - MARGIN) / tallest);
  // What is left over goes between the slabs, up to a point: few of them stand together.
  const spare = (width - 2 * MARGIN) / scale - length;
  const gap = Math.min(spare / Math.max(1, slabs.length - 1), 8 * GAP);
  let x = (width - (length + gap * (slabs.length - 1)) * scale) / 2;
  svg.append(path("wire-line", `M0 ${middle}H${width}`));
  for (const slab of slabs) {
    const faces = slabFaces(slab);
    const group = document.createElementNS(SVG, "g");
    const reach = (slab.thickness + slab.depth) * scale;
    group.setAttribute("transform", `translate(${x + reach / 2} ${middle}) scale(${scale})`);
    x += reach + gap * scale;
    group.append(
      path("slab-side", faces.side),
      path("slab-top", faces.top),
      path("slab-front", faces.front),
    );
    svg.append(group);
  }
}

function path(name: string, d: string): SVGPathElement {
  const element = document.createElementNS(SVG, "path");
  element.setAttribute("class", name);
  element.setAttribute("d", d);
  return element;
}

for (const svg of document.querySelectorAll<SVGSVGElement>(".card-picture")) draw(svg);

// What was begun and done on this device, lab by lab and mode by mode.
const marks = readMarks(localStorage);
for (const card of document.querySelectorAll<HTMLElement>(".card[data-lab]")) {
  const own = Object.entries(marks).filter(([home]) => home.startsWith(`${card.dataset.lab}/`));
  if (own.length === 0) continue;
  const done = own.filter(([, mark]) => mark.done !== undefined);
  const state = done.length > 0 ? "done" : "begun";
  card.querySelector(`[data-state="${state}"]`)?.removeAttribute("hidden");
  for (const [home] of done) {
    const mode = home.slice(home.indexOf("/") + 1);
    card.querySelector(`[data-mode="${mode}"]`)?.setAttribute("data-done", "true");
  }
}

const figure = document.getElementById("first-minute");
wireBar(figure ? firstMinute(figure) : undefined);
