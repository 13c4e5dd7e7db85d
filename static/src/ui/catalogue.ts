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

/** Groups of the blocks whose name or type holds every word of the query; best first. */
export function search(blocks: readonly BlockInfo[], query: string, lang: Lang): Group[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const matches = blocks.filter((block) => {
    const text = `${block.type} ${block.label["zh-CN"]} ${block.label.en}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
  const starts = (block: BlockInfo): boolean =>
    words[0] !== undefined && block.label[lang].toLowerCase().startsWith(words[0]);
  return ORDER.map((category) => ({
    category,
    blocks: matches
      .filter((block) => block.category === category)
      .sort((a, b) => Number(starts(b)) - Number(starts(a))),
  })).filter(({ blocks: inGroup }) => inGroup.length > 0);
}
