/** The terms that are explained where they are met, from the list that all words hold to. Pure. */
import type { Lang } from ".";
import list from "./terms.json";

type Words = Readonly<Record<Lang, string>>;

export interface Term {
  readonly id: string;
  readonly term: Words;
  readonly what: Words;
  /** How it is met in texts, longest first. */
  readonly words: Readonly<Record<Lang, readonly string[]>>;
  /** The parameters that it is about. */
  readonly parameters: readonly string[];
}

export const EXPLAINED: readonly Term[] = list.flatMap(({ id, term, what, words, parameters }) =>
  what && words ? [{ id, term, what, words, parameters: parameters ?? [] }] : [],
);

/** The term that a parameter, or a column that tells it, is about. */
export const termOf = (parameters: readonly string[]): Term | null =>
  EXPLAINED.find((term) => term.parameters.some((name) => parameters.includes(name))) ?? null;

export interface Gloss {
  readonly text: string;
  /** The term that the text is a word of; null for what stands between. */
  readonly term: Term | null;
}

/** Cut a text at the terms in it; each is explained where it is met first. */
export function glossed(text: string, lang: Lang): Gloss[] {
  const byWord = new Map(
    EXPLAINED.flatMap((term) => term.words[lang].map((word) => [word, term] as const)),
  );
  // Latin words stand by themselves: NL is none in NLP.
  const words = [...byWord.keys()].map((word) =>
    /^[ -~]+$/.test(word) ? `(?<![A-Za-z0-9])${word}(?![A-Za-z0-9])` : word,
  );
  const pieces: Gloss[] = [];
  const met = new Set<Term>();
  let from = 0;
  for (const found of text.matchAll(new RegExp(words.join("|"), "g"))) {
    const [word] = found;
    const term = byWord.get(word);
    if (!term || met.has(term)) continue;
    met.add(term);
    if (found.index > from) pieces.push({ text: text.slice(from, found.index), term: null });
    pieces.push({ text: word, term });
    from = found.index + word.length;
  }
  if (from < text.length) pieces.push({ text: text.slice(from), term: null });
  return pieces;
}
