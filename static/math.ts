/**
 * Formulas at build time: TeX to MathML, and the part of a math font that they need. The page gets
 * markup without styles, as its Content-Security-Policy asks for, and no TeX engine.
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import subsetFont from "subset-font";
import temml from "temml";
import type { Plugin } from "vite";

const VIRTUAL = "virtual:formulas";
const RESOLVED = `\0${VIRTUAL}`;
const SOURCE = new URL("src/lesson/formulas.json", import.meta.url);
/** STIX Two Math, SIL Open Font License 1.1. */
const FONT = "@fontsource/stix-two-math/files/stix-two-math-latin-400-normal.woff2";

/** What a style would do that no MathML attribute does is given up. */
const bare = (mathml: string): string => mathml.replace(/ (?:style|class)="[^"]*"/g, "");

/** Where the mathematical alphabet has its italics, by the plain alphabet's first letter. */
const ITALICS = [
  { first: "a", last: "z", at: 0x1d44e },
  { first: "A", last: "Z", at: 0x1d434 },
  { first: "α", last: "ω", at: 0x1d6fc },
] as const;

/** A letter that stands alone in MathML is drawn by its italic in the mathematical alphabet. */
function italic(letter: string): string {
  if (letter === "h") return "\u210e";
  const range = ITALICS.find(({ first, last }) => letter >= first && letter <= last);
  if (!range) return "";
  const offset = (letter.codePointAt(0) ?? 0) - (range.first.codePointAt(0) ?? 0);
  return String.fromCodePoint(range.at + offset);
}

export function markup(tex: string): string {
  return bare(temml.renderToString(tex, { displayMode: true, throwOnError: true, trust: false }));
}

function formulas(): Record<string, string> {
  const source: Record<string, string> = JSON.parse(readFileSync(SOURCE, "utf8"));
  return Object.fromEntries(Object.entries(source).map(([name, tex]) => [name, markup(tex)]));
}

/** `virtual:formulas` exports every formula as MathML, and where the font is. */
export function math(): Plugin {
  let built = false;
  return {
    name: "formulas",
    configResolved(config) {
      built = config.command === "build";
    },
    resolveId: (id) => (id === VIRTUAL ? RESOLVED : null),
    async load(id) {
      if (id !== RESOLVED) return null;
      this.addWatchFile(SOURCE.pathname);
      const made = formulas();
      const code = `export const FORMULAS = ${JSON.stringify(made)};\n`;
      if (!built) return `${code}export const FONT_URL = null;`;
      const text = Object.values(made)
        .join("")
        .replace(/<[^>]*>/g, "");
      const font = readFileSync(createRequire(import.meta.url).resolve(FONT));
      const source = await subsetFont(font, text + [...text].map(italic).join(""), {
        targetFormat: "woff2",
      });
      const file = this.emitFile({ type: "asset", name: "math.woff2", source });
      return `${code}export const FONT_URL = import.meta.ROLLUP_FILE_URL_${file};`;
    },
  };
}
