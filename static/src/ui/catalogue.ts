/** The blocks on offer, grouped and searched by name in both languages. */
import type { BlockInfo, Category } from "../api/types";
import type { Lang } from "../i18n";
import type { Editor } from "../state/editor.svelte";

const ORDER: readonly Category[] = [
  "input",
  "conv",
  "composite",
  "pool",
  "norm",
  "activation",
  "combine",
  "head",
];

export interface Group {
  readonly category: Category;
  readonly blocks: readonly BlockInfo[];
}

/** The blocks that the lab allows, in the lab's order. */
export const offered = (editor: Editor): BlockInfo[] =>
  editor.boot.lab.blocks.flatMap((type) => editor.blocks.get(type) ?? []);

/**
 * Groups of the blocks whose name or type holds every word of the query; best first.
 *
 * Where none does, those that have the query's letters in order: `DwiseConv2D` finds
 * `depthwise conv2d`, and `gap` the global average pool.
 */
export function search(blocks: readonly BlockInfo[], query: string, lang: Lang): Group[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const named = blocks.filter((block) => {
    const text = names(block).join(" ");
    return words.every((word) => text.includes(word));
  });
  const matches =
    named.length > 0
      ? named
      : blocks.filter((block) => names(block).some((name) => holdsInOrder(name, words.join(""))));
  const starts = (block: BlockInfo): boolean =>
    words[0] !== undefined && block.label[lang].toLowerCase().startsWith(words[0]);
  return ORDER.map((category) => ({
    category,
    blocks: matches
      .filter((block) => block.category === category)
      .sort((a, b) => Number(starts(b)) - Number(starts(a))),
  })).filter(({ blocks: inGroup }) => inGroup.length > 0);
}

const names = (block: BlockInfo): string[] =>
  [block.type, block.label["zh-CN"], block.label.en].map((name) => name.toLowerCase());

/** Whether all letters stand in the text, in this order, whatever stands between them. */
function holdsInOrder(text: string, letters: string): boolean {
  let from = 0;
  for (const letter of letters) {
    const at = text.indexOf(letter, from);
    if (at < 0) return false;
    from = at + letter.length;
  }
  return true;
}
