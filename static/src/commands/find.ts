/** Finding a block by what it is called, its type, or the step that it makes. */
import { type BoardNode, isAnnotation } from "../graph/document";
import { outline } from "../graph/order";
import type { Editor } from "../state/editor.svelte";
import { nameOf } from "./actions";

export interface Found {
  readonly node: BoardNode;
  /** The step that it makes, as far as that is known. */
  readonly step: number | null;
}

/** More than a list is read for. */
const MOST = 50;

/**
 * The blocks that all words fit, in the order of the network; those that are called just so come first. A
 * number fits as a whole: 8 is not step 18.
 */
export function findBlocks(
  editor: Editor,
  stepOf: (id: string) => number | null,
  query: string,
): Found[] {
  const words = wordsOf(query);
  if (words.length === 0) return [];
  const hits: (Found & { readonly exact: boolean })[] = [];
  for (const { node } of outline(editor.doc)) {
    if (isAnnotation(node)) continue;
    const step = stepOf(node.id);
    const said = step === null ? "" : editor.t("step.number", { step });
    const labels = Object.values(editor.blocks.get(node.type)?.label ?? {});
    const names = [nameOf(editor, node.id), said].map(wordsOf);
    const known = [...names.flat(), ...wordsOf([node.type, ...labels].join(" "))];
    if (!words.every((word) => known.some((each) => fits(each, word)))) continue;
    hits.push({ node, step, exact: names.some((name) => name.join(" ") === words.join(" ")) });
  }
  return hits
    .sort((a, b) => Number(b.exact) - Number(a.exact))
    .slice(0, MOST)
    .map(({ node, step }) => ({ node, step }));
}

const NUMBER = /^\d+$/;

/** Words and numbers, also where none is parted from the next by a space: `bneck7`, 第8步. */
const wordsOf = (text: string): string[] => text.toLowerCase().match(/\d+|[^\d\s]+/g) ?? [];

const fits = (known: string, word: string): boolean =>
  NUMBER.test(word) ? known === word : known.includes(word);
