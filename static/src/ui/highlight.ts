/** Colours Python for reading: a scanner for keywords, strings, numbers, comments and names. */

export type TokenKind = "keyword" | "string" | "number" | "comment" | "name";

export interface Token {
  readonly kind: TokenKind | null;
  readonly text: string;
}

const KEYWORDS: ReadonlySet<string> = new Set(
  "False None True and as assert class def del elif else for from if import in is lambda not or pass raise return self super while with yield".split(
    " ",
  ),
);

const PATTERN =
  /(?<comment>#.*)|(?<string>"""[\s\S]*?(?:"""|$)|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')|(?<number>\b\d[\d_]*(?:\.\d+)?\b)|(?<word>[A-Za-z_]\w*)/g;

/** Split code into lines of tokens. A string over several lines is a token on each of them. */
export function highlight(code: string): Token[][] {
  const lines: Token[][] = [[]];
  const push = (text: string, kind: TokenKind | null): void => {
    text.split("\n").forEach((part, index) => {
      if (index > 0) lines.push([]);
      if (part !== "") lines.at(-1)?.push({ kind, text: part });
    });
  };
  let at = 0;
  for (const match of code.matchAll(PATTERN)) {
    push(code.slice(at, match.index), null);
    at = match.index + match[0].length;
    push(match[0], kindOf(match, code, at));
  }
  push(code.slice(at), null);
  return lines;
}

function kindOf(match: RegExpMatchArray, code: string, end: number): TokenKind | null {
  const groups = match.groups ?? {};
  if (groups.comment) return "comment";
  if (groups.string) return "string";
  if (groups.number) return "number";
  if (KEYWORDS.has(match[0])) return "keyword";
  return code[end] === "(" ? "name" : null;
}
