/**
 * What a sentence of the server mentions that can be shown: a step of the lab, a column of its table.
 * The server's words are found again by its own: `step.number` of the catalogue, `place` of a column. Pure.
 */
import type { TableColumn } from "../api/types";
import type { Lang } from "../i18n";
import { translate } from "../i18n/words";

export type Piece =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "step"; readonly text: string; readonly step: number }
  | { readonly kind: "column"; readonly text: string; readonly column: string };

/** Cut a sentence at what it mentions. */
export function linked(
  message: string,
  lang: Lang,
  columns: readonly TableColumn[],
  steps: ReadonlySet<number>,
): Piece[] {
  const byPlace = new Map(columns.map(({ key, place }) => [place[lang].toLowerCase(), key]));
  const step = escaped(translate(lang, "step.number", { step: "#" })).replace("#", "(\\d+)");
  const places = [...byPlace.keys()].sort((a, b) => b.length - a.length).map(escaped);
  const pattern = new RegExp([step, ...places].join("|"), "gi");
  const pieces: Piece[] = [];
  let from = 0;
  for (const found of message.matchAll(pattern)) {
    const [text, number] = found;
    const column = byPlace.get(text.toLowerCase());
    if (column === undefined && !steps.has(Number(number))) continue;
    if (found.index > from) pieces.push({ kind: "text", text: message.slice(from, found.index) });
    if (column !== undefined) pieces.push({ kind: "column", text, column });
    else pieces.push({ kind: "step", text, step: Number(number) });
    from = found.index + text.length;
  }
  if (from < message.length) pieces.push({ kind: "text", text: message.slice(from) });
  return pieces;
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
