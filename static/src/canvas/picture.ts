/** The whole network as a picture for a report: drawn from the document, not from the screen. */

import { download } from "../commands/file";
import type { BoardNode, Rect } from "../graph/document";
import { bounds } from "../graph/geometry";
import { paramsOf } from "../parts/params";
import { slabFaces, slabOf } from "../parts/slab";
import { summarise } from "../parts/summary";
import type { Editor } from "../state/editor.svelte";
import type { Flow } from "./flow.svelte";
import { ARROWS, writtenShape } from "./wire-marks";

const MARGIN = 32;
const PNG_SCALE = 2;
const PNG_MAX_PX = 12_000;
const FIGURE = 7.5;
const TITLE = 19;
const LINE = 18;
const LEFT = 14;

export async function exportPicture(
  editor: Editor,
  flow: Flow,
  format: "svg" | "png",
): Promise<void> {
  const svg = drawSvg(editor, flow);
  const name = `${editor.boot.lab.slug}.${format}`;
  if (format === "svg") download(name, new Blob([svg.text], { type: "image/svg+xml" }));
  else download(name, await rasterise(svg));
}

interface Drawing {
  readonly text: string;
  readonly width: number;
  readonly height: number;
}

/** Colours are read off the page: the light theme's, as pictures go onto the white of a report. */
function palette(): (token: string) => string {
  const { dataset } = document.documentElement;
  const { theme } = dataset;
  const probe = document.createElement("span");
  document.body.append(probe);
  // Tokens are set at the root, so that is where the theme changes; nothing is painted meanwhile.
  dataset.theme = "light";
  const found = new Map<string, string>();
  const read = (token: string): string => {
    probe.style.color = `var(--${token})`;
    return getComputedStyle(probe).color;
  };
  const tokens = [
    "ground-bench",
    "ground-node",
    "line",
    "line-edge",
    "wire",
    "ink",
    "ink-soft",
    "ink-faint",
    "bad",
    "category-input",
    "category-conv",
    "category-composite",
    "category-pool",
    "category-norm",
    "category-activation",
    "category-combine",
    "category-head",
  ];
  for (const token of tokens) found.set(token, read(token));
  probe.remove();
  if (theme === undefined) delete dataset.theme;
  else dataset.theme = theme;
  return (token) => found.get(token) ?? "currentColor";
}

export function drawSvg(editor: Editor, flow: Flow): Drawing {
  const colour = palette();
  const rects = flow.rects();
  const box = bounds(rects.values()) ?? { x: 0, y: 0, width: 320, height: 160 };
  const width = Math.ceil(box.width + 2 * MARGIN);
  const height = Math.ceil(box.height + 2 * MARGIN + 24);
  const nodes = editor.doc.nodes.flatMap((node) => {
    const rect = rects.get(node.id);
    return rect ? [{ node, rect }] : [];
  });
  const frames = nodes.filter(({ node }) => node.type === "frame");
  const rest = nodes.filter(({ node }) => node.type !== "frame");
  const parts = [
    `<rect class="picture-ground" x="${box.x - MARGIN}" y="${box.y - MARGIN}" width="${width}" height="${height}" fill="${colour("ground-bench")}"/>`,
    ...frames.map(({ node, rect }) => drawFrame(node, rect, colour)),
    ...editor.doc.edges.map((edge) => drawWire(editor, flow, edge.id, colour)),
    ...rest.map(({ node, rect }) =>
      node.type === "note" ? drawNote(node, rect, colour) : drawBlock(editor, node, rect, colour),
    ),
    drawCaption(editor, box, colour),
  ];
  const text = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="${box.x - MARGIN} ${box.y - MARGIN} ${width} ${height}" font-family="'Segoe UI', Roboto, Arial, 'PingFang SC', 'Noto Sans CJK SC', 'Microsoft YaHei', sans-serif" font-size="13"><title>${escaped(editor.boot.lab.title[editor.prefs.lang])}</title>${parts.join("")}</svg>`;
  return { text, width, height };
}

type Colour = (token: string) => string;

const MONO = `font-family="Menlo, Consolas, 'Liberation Mono', 'DejaVu Sans Mono', monospace" letter-spacing="-0.3"`;

function drawBlock(editor: Editor, node: BoardNode, rect: Rect, colour: Colour): string {
  const block = editor.blocks.get(node.type);
  const cell = editor.node(node.id);
  const summary = summarise(block, paramsOf(block, node));
  const category = colour(`category-${block?.category ?? "head"}`);
  const wrong = cell?.diagnostics.some((each) => each.severity === "error") ?? false;
  const { x, y, width, height } = rect;
  // Title and lines stand in the middle of the height, as the style sheet has them.
  const first = y + (height - TITLE - summary.lines.length * LINE) / 2;
  const lines = summary.lines.map(
    (line, index) =>
      `<text x="${x + LEFT}" y="${first + TITLE + index * LINE + 13}" ${MONO} fill="${colour("ink-soft")}">${escaped(line)}</text>`,
  );
  const last = summary.lines.at(-1) ?? "";
  const archX = x + LEFT + last.length * FIGURE + 8;
  const archY = first + TITLE + (summary.lines.length - 1) * LINE + 3;
  return [
    `<rect class="picture-card" x="${x}" y="${y}" width="${width}" height="${height}" rx="12" fill="${colour("ground-node")}" stroke="${colour(wrong ? "bad" : "line")}"/>`,
    `<rect x="${x - 1}" y="${y + 9}" width="5" height="${height - 18}" rx="2" fill="${category}"/>`,
    `<text x="${x + LEFT}" y="${first + 14}" font-size="14" font-weight="600" fill="${colour("ink")}">${escaped(cell?.name ?? node.id)}</text>`,
    ...lines,
    summary.shortcut
      ? `<path d="M${archX} ${archY + 9}v-4.5a3 3 0 0 1 3-3h11a3 3 0 0 1 3 3v4.5" fill="none" stroke="${colour("category-combine")}" stroke-width="1.75"/>`
      : "",
  ].join("");
}

function drawWire(editor: Editor, flow: Flow, id: string, colour: Colour): string {
  const route = flow.routes.wires.get(id);
  if (!route) return "";
  const shape = editor.edge(id)?.shape ?? null;
  const { to, toSide } = route;
  const stroke = `fill="none" stroke="${colour("wire")}" stroke-width="1.5"`;
  const arrow = `<path d="${ARROWS[toSide]}" transform="translate(${to.x} ${to.y})" ${stroke} stroke-linecap="round" stroke-linejoin="round"/>`;
  const line = `<path d="${route.path}" ${stroke}/>${arrow}`;
  if (!shape) return line;
  const faces = slabFaces(slabOf(shape));
  const face = (d: string, shade: number): string =>
    `<path d="${d}" fill="${colour("ground-node")}"/><path d="${d}" fill="${colour("wire")}" fill-opacity="${shade}" stroke="${colour("wire")}" stroke-width="1.1" stroke-linejoin="round"/>`;
  const slab = `<g transform="translate(${route.middle.x} ${route.middle.y})">${face(faces.side, 0.34)}${face(faces.top, 0.14)}${face(faces.front, 0)}</g>`;
  const words = writtenShape(shape, editor.prefs.notation, route);
  const { x, y } = route.label ?? route.middle;
  const { anchor } = route;
  return `${line}${slab}<text x="${x}" y="${y}" text-anchor="${anchor}" ${MONO} fill="${colour("ink-soft")}">${words}</text>`;
}

function drawFrame(node: BoardNode, { x, y, width, height }: Rect, colour: Colour): string {
  return `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="14" fill="none" stroke="${colour("line-edge")}" stroke-dasharray="5 4"/><text x="${x + 14}" y="${y + 21}" font-weight="600" font-size="13" fill="${colour("ink-soft")}">${escaped(String(node.data.title ?? ""))}</text>`;
}

function drawNote(node: BoardNode, { x, y, width, height }: Rect, colour: Colour): string {
  const lines = String(node.data.text ?? "").split("\n");
  const text = lines.map(
    (line, index) => `<tspan x="${x + 10}" y="${y + 20 + index * 18}">${escaped(line)}</tspan>`,
  );
  return `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="7" fill="${colour("ground-node")}" stroke="${colour("line")}"/><text font-size="13" fill="${colour("ink")}">${text.join("")}</text>`;
}

function drawCaption(editor: Editor, box: Rect, colour: Colour): string {
  const totals = editor.server.result?.totals;
  const title = editor.boot.lab.title[editor.prefs.lang];
  const words = totals
    ? [
        title,
        `${editor.t("totals.params")} ${totals.n_params.toLocaleString("en")}`,
        `${editor.t("totals.madds")} ${totals.madds.toLocaleString("en")}`,
      ].join(" · ")
    : title;
  return `<text class="picture-caption" x="${box.x}" y="${box.y + box.height + MARGIN + 12}" fill="${colour("ink-faint")}">${escaped(words)}</text>`;
}

async function rasterise({ text, width, height }: Drawing): Promise<Blob> {
  const scale = Math.min(PNG_SCALE, PNG_MAX_PX / Math.max(width, height));
  const url = URL.createObjectURL(new Blob([text], { type: "image/svg+xml" }));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(width * scale);
    canvas.height = Math.round(height * scale);
    const context = canvas.getContext("2d");
    if (!context) throw new Error("the browser gives no 2D context for the picture");
    context.drawImage(image, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, "image/png"));
    if (!blob) throw new Error("the browser could not write the picture as PNG");
    return blob;
  } finally {
    URL.revokeObjectURL(url);
  }
}

const escaped = (text: string): string =>
  text.replace(
    /[&<>"]/g,
    (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[c] ?? c,
  );
